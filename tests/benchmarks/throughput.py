"""Load time of the model, and syllables a second once it is loaded."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from vnrestore.pipeline import Restorer

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ROUNDS = 5


def main() -> None:
    started = time.perf_counter()
    restorer = Restorer()
    print(f"load {time.perf_counter() - started:.3f} s")
    for path in sorted(SAMPLES.glob("*.noisy.txt")):
        text = path.read_text("utf-8")
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            restorer.restore(text)
            times.append(time.perf_counter() - started)
        median = statistics.median(times)
        rate = len(text.split()) / median
        print(f"{path.name:<32} first {times[0]:6.3f} s   median {median:6.3f} s   {rate:7.0f}/s")


if __name__ == "__main__":
    main()
