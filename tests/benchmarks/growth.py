"""How time and memory grow with the length of one document, and over many documents.

    python tests/benchmarks/growth.py [LARGEST] [DOCUMENTS] [--plot FILE.svg]

LARGEST: length of the longest text, in millions of characters (default 1). DOCUMENTS: how many texts of some
2,000 characters follow each other (default 1,000). The plot needs matplotlib. The text is the garbled
samples of this repository, over and over, with the letters of one word in twenty moved about, so that new
words keep coming.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from pathlib import Path

from vnrestore.pipeline import Restorer

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def garbled(length: int, seed: int) -> str:
    """A garbled text of so many characters."""
    chance = random.Random(seed)
    source = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.noisy.txt"))]
    pieces: list[str] = []
    size = 0
    while size < length:
        words = chance.choice(source).split(" ")
        for i in range(0, len(words), 20):
            letters = list(words[i])
            chance.shuffle(letters)
            words[i] = "".join(letters)
        pieces.append(" ".join(words) + "\n\n")
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def resident() -> float:
    """Peak resident memory so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def plot(runs: list[tuple[int, float, float]], path: Path) -> None:
    """Time and memory against length, both axes logarithmic, beside a straight line."""
    import matplotlib.pyplot as plt

    plt.rcParams["svg.fonttype"] = "none"
    lengths, seconds, memory = zip(*runs, strict=True)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    left.loglog(lengths, seconds, "o-")
    left.loglog(lengths, [seconds[0] * n / lengths[0] for n in lengths], "--", color="0.6")
    left.set(xlabel="characters in one text", ylabel="CPU seconds (dashed: a straight line)")
    right.loglog(lengths, memory, "o-")
    right.set(xlabel="characters in one text", ylabel="peak memory, MB")
    figure.savefig(path, metadata={"Date": None})


def many(documents: int) -> None:
    """Restore so many texts one after the other, and print what that took."""
    restorer = Restorer()
    print(f"{'documents':>12} {'syllables/s':>12} {'peak MB':>8}")
    words, started = 0, time.process_time()
    for number in range(1, documents + 1):
        text = garbled(2_000, number)
        restorer.restore(text)
        words += len(text.split())
        if number in (documents // 10, documents // 2, documents):
            print(
                f"{number:12d} {words / (time.process_time() - started):12.0f} {resident():8.0f}", flush=True
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("largest", nargs="?", type=float, default=1.0)
    parser.add_argument("documents", nargs="?", type=int, default=1_000)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    apart = multiprocessing.get_context("spawn").Process(target=many, args=(options.documents,))
    apart.start()  # in a process of its own: the peaks of the two are not to mix
    apart.join()
    restorer = Restorer()
    restorer.restore(garbled(5_000, 0))
    print(f"\n{'characters':>12} {'CPU s':>8} {'us/char':>8} {'x before':>9} {'peak MB':>8}")
    length, before = 10_000, 0.0
    runs: list[tuple[int, float, float]] = []
    while length <= options.largest * 1_000_000:
        text = garbled(length, length)
        started = time.process_time()
        restorer.restore(text)
        took = time.process_time() - started
        ratio = f"{took / before:9.2f}" if before else " " * 9
        print(f"{length:12d} {took:8.2f} {1e6 * took / length:8.1f} {ratio} {resident():8.0f}", flush=True)
        runs.append((length, took, resident()))
        length, before = length * 10, took
    if options.plot:
        plot(runs, options.plot)


if __name__ == "__main__":
    main()
