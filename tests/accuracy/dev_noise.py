"""How much of what is pointed out as noise was printed after all: ``python tests/accuracy/dev_noise.py``.

Needs ``../shared/dev``. Prints for each set the marks pointed out, and those of them the truth has.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from dev_sets import PAIRED, pages

from vnrestore.datatypes.restoration import Restoration
from vnrestore.evaluate.normalise import normal
from vnrestore.pipeline import Restorer


def starts_of(restoration: Restoration) -> set[int]:
    """Where noise begins in the restored text."""
    found = set()
    shift = 0
    made = iter(restoration.corrections)
    one = next(made, None)
    for span in restoration.noise:
        while one is not None and one.span.end <= span.start:
            shift += len(one.replacement) - len(one.original)
            one = next(made, None)
        found.add(span.start + shift)
    return found


def main() -> None:
    """Print the counts."""
    restorer = Restorer()
    for folder in PAIRED:
        noise = 0
        printed: Counter[str] = Counter()
        for page in pages([folder]):
            restoration = restorer.restore(page.noisy)
            starts = starts_of(restoration)
            tokens = list(re.finditer(r"\S+", restoration.text))
            truth = list(map(normal, page.gold.split()))
            found = [normal(token.group()) for token in tokens]
            matcher = difflib.SequenceMatcher(None, truth, found, autojunk=False)
            kept = {
                i for block in matcher.get_matching_blocks() for i in range(block.b, block.b + block.size)
            }
            flagged = [i for i, token in enumerate(tokens) if token.start() in starts]
            assert len(flagged) == len(starts), page.name
            noise += len(flagged)
            printed.update(found[i] for i in flagged if i in kept)
        print(f"{folder}: {noise} marks pointed out, printed after all: {dict(printed)}")


if __name__ == "__main__":
    main()
