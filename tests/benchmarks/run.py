"""All benchmarks that take minutes, one after the other; those that take longer are in the README.

python tests/benchmarks/run.py [GOLD NOISY]...     # the pairs of texts are for peers.py
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    for script, *arguments in (
        ("cold_start.py",),
        ("throughput.py",),
        ("peers.py", *sys.argv[1:]),
        ("growth.py", "1", "300"),
    ):
        print(f"\n{script}", flush=True)
        subprocess.run([sys.executable, str(HERE / script), *arguments], check=True)


if __name__ == "__main__":
    main()
