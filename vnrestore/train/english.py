"""``python -m vnrestore.train english FOLDER``: the commonest English words and pairs of words.

``FOLDER`` is that of the package symspellpy (``pip download symspellpy``), which comes with counts of words
and of pairs from Google Books (CC BY 3.0), crossed with SCOWL's word lists. Single words
are counted in it one by one, pairs 64 times; what is kept is the commonest of both.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np

from vnrestore.language.english import FORMAT
from vnrestore.train.manifest import write_manifest

WORDS = 20_000
LEAST_PAIR = 1_000_000  # occurrences
PAIRS_COUNTED = 64
WORD_FILE = "frequency_dictionary_en_82_765.txt"
PAIR_FILE = "frequency_bigramdictionary_en_243_342.txt"


def main(argv: list[str]) -> int:
    """Entry point; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m vnrestore.train english", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("lexicons/trained/english"))
    args = parser.parse_args(argv)
    rows = [line.split() for line in (args.folder / WORD_FILE).read_text("utf-8-sig").splitlines()]
    total = sum(int(count) for _, count in rows)
    counts = {word: int(count) for word, count in rows[:WORDS]}
    ids = {word: number for number, word in enumerate(counts)}
    pairs: dict[int, float] = {}
    for line in (args.folder / PAIR_FILE).read_text("utf-8-sig").splitlines():
        first, second, count = line.split()
        n = int(count) / PAIRS_COUNTED
        if n >= LEAST_PAIR and first in ids and second in ids:
            pairs[ids[first] << 16 | ids[second]] = min(0.0, math.log(n / counts[first]))
    keys = sorted(pairs)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "words.txt").write_text("".join(f"{word}\n" for word in counts), "utf-8")
    np.save(args.out / "unigrams.npy", np.array([math.log(n / total) for n in counts.values()], "<f4"))
    np.save(args.out / "pairs.npy", np.array(keys, "<u4"))
    np.save(args.out / "pair_logps.npy", np.array([pairs[key] for key in keys], "<f4"))
    inputs = [args.folder / WORD_FILE, args.folder / PAIR_FILE]
    write_manifest(args.out, inputs=inputs, format=FORMAT, words=len(counts), pairs=len(keys))
    return 0
