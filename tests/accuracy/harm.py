"""What restoring does to texts that are right: ``python tests/accuracy/harm.py``, about two minutes.

Counts changed syllables over the whole suite of clean texts, known failures included, over every notice
of the gazetteer, and over documents of ``../shared/corpus`` if it is there: the figures of the README's
table of promises. Each change is listed on standard error; those of the corpora are mostly misprints.
"""

from __future__ import annotations

import lzma
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(TESTS / "cases")]

from gazetteer import notices  # noqa: E402
from test_clean import FOLDER, KNOWN_FAILURES, NAMES, PROTECTED  # noqa: E402

from vnrestore.pipeline import Restorer  # noqa: E402

CORPORA = TESTS.parents[1] / "shared" / "corpus"
READ = 60_000_000  # characters of a corpus from which documents are drawn
SYLLABLES = 500_000  # of a corpus
SHORTEST, LONGEST = 100, 3_000  # syllables of a document


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
    for path in sorted(CORPORA.glob("*.txt.xz")):
        row(restorer, path.name.removesuffix(".txt.xz"), documents(path))


def documents(path: Path) -> Iterator[str]:
    """Documents of a corpus, drawn at random, the same in every run."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        found = [one for one in file.read(READ).split("\n\n") if SHORTEST < len(one.split()) < LONGEST]
    random.Random(5).shuffle(found)
    left = SYLLABLES
    for document in found:
        if left < 0:
            return
        left -= len(document.split())
        yield document


def row(restorer: Restorer, title: str, texts: Iterable[str]) -> None:
    files = syllables = changed = broken = 0
    for text in texts:
        restoration = restorer.restore(text)
        files += 1
        syllables += len(text.split())
        changed += len(restoration.corrections)
        broken += PROTECTED.findall(restoration.text) != PROTECTED.findall(text)
        for one in restoration.corrections:
            around = text[max(0, one.span.start - 20) : one.span.end + 15].replace("\n", " ")
            print(f"    {one.original} -> {one.replacement} {one.posterior:.2f} | {around}", file=sys.stderr)
    rate = 10_000 * changed / syllables
    print(f"| {title} | {files} | {syllables} | {changed} | {rate:.2f} | {broken} |", flush=True)


if __name__ == "__main__":
    main()
