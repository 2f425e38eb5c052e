"""``python -m vnrestore.train documents``: text for ``ocrchannel`` to render, damage and read.

Windows of whole paragraphs from the corpora, as JSON lines with ``doc_id`` and ``text``. The
readings made of them (``ocrchannel run``) are what ``python -m vnrestore.train channel`` learns
from; neither is committed.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections.abc import Iterator
from pathlib import Path

# documents to take from each corpus: the target register most
SHARES = {
    "official_documents": 366,
    "gazette": 300,
    "government_news": 150,
    "news": 150,
    "codified_law": 150,
}
SHORTEST = 150  # words of a document worth rendering
WINDOW = 700  # words of a window
LONGEST_PARAGRAPH = 400  # words


def main(argv: list[str]) -> int:
    """Entry point; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m vnrestore.train documents", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args(argv)
    rng = random.Random(args.seed)
    windows = [
        {"doc_id": f"{name}-w{i}", "text": "\n".join(_window(document, rng))}
        for name, share in SHARES.items()
        for i, document in enumerate(_sample(args.corpus / f"{name}.txt.xz", share, rng))
    ]
    rng.shuffle(windows)
    lines = [json.dumps(window, ensure_ascii=False) + "\n" for window in windows]
    args.out.write_text("".join(lines), "utf-8")
    return 0


def _sample(path: Path, share: int, rng: random.Random) -> list[list[str]]:
    documents = [d for d in _documents(path) if sum(len(p.split()) for p in d) > SHORTEST]
    rng.shuffle(documents)
    return documents[:share]


def _documents(path: Path) -> Iterator[list[str]]:
    """Documents as lists of paragraphs; a blank line ends a document."""
    paragraphs: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                paragraphs.append(line.strip())
            elif paragraphs:
                yield paragraphs
                paragraphs = []
    if paragraphs:
        yield paragraphs


def _window(document: list[str], rng: random.Random) -> list[str]:
    start = rng.randrange(max(1, len(document) - 10)) if rng.random() < 0.6 else 0
    window: list[str] = []
    size = 0
    for paragraph in document[start:]:
        words = paragraph.split()[:LONGEST_PARAGRAPH]
        window.append(" ".join(words))
        size += len(words)
        if size > WINDOW:
            break
    return window
