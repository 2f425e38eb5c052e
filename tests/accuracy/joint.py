"""Two readings against one: error rates of the development pages that an English and a Vietnamese model read.

    python tests/accuracy/joint.py

Rates are of each reading restored alone, and of both joined, in the layout of one and of the other.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from dev_sets import SHARED, pages

from vnrestore.language import ngram
from vnrestore.language.resources import trained_folder
from vnrestore.pipeline import Restorer
from vnrestore.restore.decide import decide
from vnrestore.restore.joint import Page, join

sys.path.insert(0, str(SHARED))
import score

COUNTS = ("syllables", "syllable_errors", "tokens", "token_errors", "chars", "char_errors")


def main() -> None:
    """Print a row for each way to read the real and the rendered pages."""
    restorer, model = Restorer(), ngram.load(trained_folder() / "lm")
    limit = restorer.min_posterior
    for kind in ("real", "rendered"):
        total: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
        for eng, vie in zip(pages([f"{kind}_eng"]), pages([f"{kind}_vie"]), strict=True):
            read = {page.folder[-3:]: Page(page.noisy, restorer._decoded(page.noisy)) for page in (eng, vie)}
            texts = {
                f"{name} alone": decide(page.text, page.readings, limit).text for name, page in read.items()
            }
            for first, second in (("vie", "eng"), ("eng", "vie")):
                both = join(read[first], read[second], model, limit)
                texts[f"both, as {first}"] = decide(read[first].text, both, limit).text
            for name, text in texts.items():
                rates = score.score(eng.gold, text)
                for count in COUNTS:
                    total[name][count] += rates[count]
        for name, counts in total.items():
            rate = [100 * counts[COUNTS[at + 1]] / counts[COUNTS[at]] for at in (0, 2, 4)]
            errors = counts["syllable_errors"]
            print(
                f"{kind:<9} {name:<13} SER {rate[0]:.2f} ({errors})  strict {rate[1]:.2f}  CER {rate[2]:.2f}"
            )


if __name__ == "__main__":
    main()
