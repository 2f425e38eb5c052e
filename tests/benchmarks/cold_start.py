"""Wall time and peak memory of fresh processes: what somebody at a terminal waits for."""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTICE = ROOT / "samples" / "starting_notice.noisy.txt"
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import vnrestore": [sys.executable, "-c", "import vnrestore"],
    "vnrestore --help": [sys.executable, "-m", "vnrestore", "--help"],
    "vnrestore fix": [sys.executable, "-m", "vnrestore", "fix", str(NOTICE)],
    "vnrestore fix --json": [sys.executable, "-m", "vnrestore", "fix", str(NOTICE), "--json"],
}
ROUNDS = 7


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of one run, its output thrown away."""
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.chdir(ROOT)
        os.execv(command[0], command)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(command)} failed: {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main() -> None:
    for name, command in COMMANDS.items():
        runs = [measure(command) for _ in range(ROUNDS)]
        seconds = statistics.median(run[0] for run in runs)
        print(f"{name:<22} {seconds:6.3f} s   {max(run[1] for run in runs):5.0f} MB")


if __name__ == "__main__":
    main()
