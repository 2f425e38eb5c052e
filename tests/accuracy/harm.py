"""What restoring does to texts that are right: ``python tests/accuracy/harm.py``, about a minute.

Counts changed syllables over the whole suite of clean texts, known failures included, and over
every notice of the gazetteer: the figures of the README's table of promises.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(TESTS / "cases")]

from gazetteer import notices  # noqa: E402
from test_clean import FOLDER, KNOWN_FAILURES, NAMES, PROTECTED  # noqa: E402

from vnrestore.pipeline import Restorer  # noqa: E402


def main() -> None:
    restorer = Restorer()
    groups = {
        "hand-written texts": [name for name in NAMES if name not in KNOWN_FAILURES],
        "of known failures": [name for name in NAMES if name in KNOWN_FAILURES],
    }
    print("| texts | files | syllables | changed | per 10,000 | numbers and addresses changed |")
    print("|---|--:|--:|--:|--:|--:|")
    for title, names in groups.items():
        row(restorer, title, ((FOLDER / name).read_text("utf-8") for name in names))
    row(restorer, "notices naming all places", notices())


def row(restorer: Restorer, title: str, texts: Iterable[str]) -> None:
    files = syllables = changed = broken = 0
    for text in texts:
        restoration = restorer.restore(text)
        files += 1
        syllables += len(text.split())
        changed += len(restoration.corrections)
        broken += PROTECTED.findall(restoration.text) != PROTECTED.findall(text)
        for one in restoration.corrections:
            print(f"    {one.original} -> {one.replacement} {one.posterior:.2f}", file=sys.stderr)
    rate = 10_000 * changed / syllables
    print(f"| {title} | {files} | {syllables} | {changed} | {rate:.2f} | {broken} |", flush=True)


if __name__ == "__main__":
    main()
