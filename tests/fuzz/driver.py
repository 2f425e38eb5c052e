"""Run fuzzing campaigns and count inputs: ``python tests/fuzz/driver.py [--scale S] [TARGET…]``.

Each target runs in a process of its own under atheris (libFuzzer), with a limit on memory; the counts go
into ``results.tsv`` beside this file. README.md says how to read a finding.
"""

from __future__ import annotations

import argparse
import datetime
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from targets import absent, targets

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.tsv"
HEADER = "# target\tinputs\tseconds\tpeak MB\toutcome\tday\tseed\n"
RSS_LIMIT_MB = 1024
# matches "Done 5000 runs in 12 second(s)"
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")
_PEAK = re.compile(r"rss: (\d+)Mb")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", help="default: all")
    parser.add_argument("--scale", type=float, default=1.0, help="factor on the inputs of a full campaign")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()) / "vnrestore-findings")
    options = parser.parse_args()
    options.findings.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name in options.targets or targets():
        failed += not campaign(name, options)
    for name in absent():
        print(f"{name}: not there, left out")
    print(f"{total()} inputs in {RESULTS}")
    return 1 if failed else 0


def campaign(name: str, options: argparse.Namespace) -> bool:
    """One target, its full number of inputs; True if nothing was found."""
    runs = max(100, int(targets()[name].runs * options.scale))
    started = time.monotonic()
    command = [
        sys.executable, str(FOLDER / "fuzz.py"), name, f"-runs={runs}", f"-seed={options.seed}",
        f"-rss_limit_mb={RSS_LIMIT_MB}", "-timeout=30", f"-artifact_prefix={options.findings}/{name}-",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = done.stdout + done.stderr
    match = _DONE.search(said)
    count = (
        int(match.group(1)) if match else max([0, *map(int, re.findall(r"^#(\d+)\t", said, re.MULTILINE))])
    )
    peak = max([0, *map(int, _PEAK.findall(said))])
    outcome = "clean" if match and done.returncode == 0 else "FOUND"
    if outcome == "FOUND":
        (options.findings / f"{name}.log").write_text(said, "utf-8")
    row = [name, count, round(time.monotonic() - started), peak, outcome, datetime.date.today(), options.seed]
    if not RESULTS.exists():
        RESULTS.write_text(HEADER, "utf-8")
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write("\t".join(map(str, row)) + "\n")
    print(*row, flush=True)
    return outcome == "clean"


def total() -> int:
    """Inputs of all campaigns on record."""
    rows = RESULTS.read_text("utf-8").splitlines() if RESULTS.exists() else []
    return sum(int(row.split("\t")[1]) for row in rows if not row.startswith("#"))


if __name__ == "__main__":
    sys.exit(main())
