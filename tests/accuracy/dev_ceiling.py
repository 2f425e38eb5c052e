"""How many pages could reach 98 % of characters by restoring words alone.

    python tests/accuracy/dev_ceiling.py

Needs ``../shared/dev``. Prints for each set how many pages do (CER at most 2 %), how many would if every
wrong word that stands where a true one stands were right, and how many if all that stands for no true word
were gone as well. What is missing then are lost and moved lines: no reading of a word brings them back.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from dev_sets import PAIRED, pages
from rapidfuzz.distance import Levenshtein

from vnrestore.evaluate.align import Aligned, align
from vnrestore.evaluate.metrics import score
from vnrestore.evaluate.normalise import alternatives, bare, normal
from vnrestore.pipeline import Restorer

GOOD = 0.02
ALIKE = 0.3  # share of letters from which a word stands for the one aligned with it


def stands_for(one: Aligned) -> bool:
    """Whether a word is another reading of a true one, not of another place."""
    if one.truth is None or one.token is None:
        return False
    return Levenshtein.normalized_similarity(bare(alternatives(one.truth)[0]), bare(one.token)) >= ALIKE


def mended(path: tuple[Aligned, ...], *, junk: bool) -> str:
    """The text with right words for wrong ones; ``junk`` tells whether what stands for none stays."""
    found = []
    for one in path:
        if stands_for(one):
            found.append(alternatives(one.truth or "")[0])
        elif one.token is not None and (junk or one.truth is not None):
            found.append(one.token)
    return " ".join(found)


def main() -> None:
    """Print the counts."""
    restorer = Restorer()
    print("| set | pages | CER <= 2 % | words right | junk gone, too |\n|---|--:|--:|--:|--:|")
    for folder in PAIRED:
        counts = [0, 0, 0]
        number = 0
        for page in pages([folder]):
            text = restorer.restore(page.noisy).text
            path = align(page.gold.split(), text.split(), normal)
            texts = (text, mended(path, junk=True), mended(path, junk=False))
            counts = [n + (score(page.gold, t).cer <= GOOD) for n, t in zip(counts, texts, strict=True)]
            number += 1
        print(f"| {folder} | {number} | {' | '.join(map(str, counts))} |")


if __name__ == "__main__":
    main()
