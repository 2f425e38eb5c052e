"""How much the neighbours of a paragraph matter: ``python tests/accuracy/splitting.py``, a minute.

Every garbled sample is restored whole, in halves, and paragraph by paragraph; the table gives the share of
words that come out the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(TESTS / "properties")]

from test_determinism import same_words  # noqa: E402

from vnrestore.pipeline import Restorer  # noqa: E402


def main() -> None:
    restorer = Restorer()
    folders = [TESTS.parent / "samples", *map(Path, sys.argv[1:])]
    print("| text | same words: halves | paragraphs |")
    print("|---|--:|--:|")
    totals = [0.0, 0.0, 0.0]
    for noisy in sorted(path for folder in folders for path in folder.glob("*.noisy.txt")):
        text = noisy.read_text("utf-8")
        whole = restorer.restore(text).text
        parts = text.split("\n\n")
        middle = len(parts) // 2
        halves = ["\n\n".join(parts[:middle]), "\n\n".join(parts[middle:])]
        shares = [
            same_words(
                "\n\n".join(restorer.restore(part).text if part.strip() else part for part in cut), whole
            )
            for cut in (halves, parts)
        ]
        words = len(text.split())
        totals = [totals[0] + words, totals[1] + words * shares[0], totals[2] + words * shares[1]]
        print(f"| {noisy.name} | {shares[0]:.3f} | {shares[1]:.3f} |", flush=True)
    print(f"| all, {totals[0]:.0f} words | {totals[1] / totals[0]:.3f} | {totals[2] / totals[0]:.3f} |")


if __name__ == "__main__":
    main()
