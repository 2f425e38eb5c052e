"""Time and memory of hostile texts: ``python tests/benchmarks/hostile.py [MB…]``, each in its own process.

One line each: a word without end, marks on one letter, bars, dots, blanks, real words; 0.1 and
1 MB or as much as is asked for. Linear means that ten times the text takes some ten times as long.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

SENTENCE = "Cong tac thong tin d6i ngoai Thanh phé nhiém vu trong tim S& Thong tin va Truyén thong. "
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
    "garbled words": SENTENCE,
}


def main() -> None:
    sizes = [float(size) for size in sys.argv[1:]] or [0.1, 1.0]
    print("| one line of | " + " | ".join(f"{size:g} MB: s | MB" for size in sizes) + " |")
    print("|---|" + "--:|--:|" * len(sizes))
    for name in UNITS:
        cells = []
        for size in sizes:
            done = subprocess.run(
                [sys.executable, __file__, "--one", name, str(size)],
                capture_output=True,
                text=True,
                check=False,
            )
            cells.append(done.stdout.strip() or f"failed ({done.returncode}) | ")
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def one(name: str, size: float) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from vnrestore.formats.plain import parse_plain
    from vnrestore.pipeline import Restorer

    unit = UNITS[name]
    data = ("a" + unit * int(size * 1e6 / len(unit.encode()))).encode()
    restorer = Restorer()
    started = time.process_time()
    restorer.restore(parse_plain(data, name).text)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.process_time() - started:.1f} | {peak:.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], float(sys.argv[3]))
    else:
        main()
