"""Stop the program at many random moments: ``python tests/fuzz/stop_anytime.py [--times N] [--seed S]``.

Each run restores a text over an old output and gets SIGINT or SIGTERM somewhere between its
start and its end, or loses the reader of its output (SIGPIPE). The output must be the old file
or the new one, nothing else may lie about, and the exit code must say what happened.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(TESTS / "cli")]

from test_cli_hostile import check_stop, stopped_at  # noqa: E402
from tests_support import GARBLED  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = Random(options.seed)
    environment = os.environ | {"PYTHONPATH": str(TESTS.parent)}
    codes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.txt").write_text(GARBLED, "utf-8")
        started = time.monotonic()
        _whole_run(folder, environment)
        longest = 1.1 * (time.monotonic() - started)
        for _ in range(options.times):
            (folder / "out.txt").write_text("precious", "utf-8")
            number = random.choice((signal.SIGINT, signal.SIGTERM, signal.SIGPIPE))
            if number is signal.SIGPIPE:
                codes[f"SIGPIPE {_cut_pipe(folder, environment, random.uniform(0, longest))}"] += 1
                continue
            code, said = stopped_at(folder, environment, number, random.uniform(0, longest))
            check_stop(folder, number, code, said)
            codes[f"{number.name} {code}"] += 1
    for outcome, count in sorted(codes.items()):
        print(f"{outcome}: {count}")
    return 0


def _whole_run(folder: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "vnrestore", "fix", "in.txt", "-o", "out.txt"]
    subprocess.run(command, cwd=folder, env=environment, check=True)


def _cut_pipe(folder: Path, environment: dict[str, str], delay: float) -> int:
    """The reader goes away at some moment; silence, and 141 if there was anything left to write."""
    reader, writer = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "vnrestore", "fix", "in.txt"],
        cwd=folder,
        env=environment,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    time.sleep(delay)
    os.close(reader)
    _, said = child.communicate(timeout=60)
    assert (child.returncode in (0, 141), said) == (True, b""), (child.returncode, said)
    return child.returncode


if __name__ == "__main__":
    sys.exit(main())
