"""Time and memory of hostile texts, by the real command line: ``python tests/benchmarks/hostile.py [MB…]``.

One line each: a word without end, marks on one letter, bars, dots, blanks, real words; 0.1 and
1 MB or as much as is asked for. Linear means that ten times the text takes some ten times as long. Beyond
``formats/limits.py`` (12 million characters) the text is refused: ``hostile.py 100`` shows how fast.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GARBLED = "Cong tac thong tin d6i ngoai Thanh phé nhiém vu trong tim S& Thong tin va Truyén thong. "
CLEAN = "Công tác thông tin đối ngoại của thành phố, nhiệm vụ trọng tâm của Sở Thông tin và Truyền thông. "
UNITS = {
    "one word": "a",
    "marks on one letter": "\u0301",
    "digits": "1",
    "12/12/12/": "12/",
    "a@a@a@": "a@",
    "www.www.": "www.",
    "A-A-A-": "A-",
    "dots": ".",
    "blanks": " ",
    "overrides": "\u202e",
    "clean words": CLEAN,
    "garbled words": GARBLED,
}


def main() -> None:
    sizes = [float(size) for size in sys.argv[1:]] or [0.1, 1.0]
    print("| one line of | " + " | ".join(f"{size:g} MB: s | MB | exit" for size in sizes) + " |")
    print("|---|" + "--:|--:|--:|" * len(sizes))
    for name in UNITS:
        cells = []
        for size in sizes:
            command = [sys.executable, __file__, "--one", name, str(size)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            cells.append(done.stdout.strip())
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def one(name: str, size: float) -> None:
    """Processor time, peak memory and exit code of one run, in a process that has no other children."""
    unit = UNITS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.txt")
        path.write_text("a" + unit * int(size * 1e6 / len(unit.encode())), "utf-8")
        command = [sys.executable, "-m", "vnrestore", "fix", "-q", str(path), "-o", f"{path}.out"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        code = subprocess.run(command, env=environment, stderr=subprocess.DEVNULL, check=False).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{used.ru_utime + used.ru_stime:.1f} | {used.ru_maxrss / 1024:.0f} | {code}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], float(sys.argv[3]))
    else:
        main()
