"""Cutting a text into passages: stretches inside which words are context for each other.

A line wrap inside a paragraph is no more than a space. A passage ends where the writer
ended something: a blank line, a short line before a new beginning, a wide gap between two
columns, or, in very long paragraphs, the end of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from vnrestore.kernels import compiled

SOFT_LIMIT = 48  # chunks after which the end of a sentence ends a passage
BLOCK = 3000  # chunks decoded at a time
HARD_LIMIT = 120  # chunks after which any chunk does

_CHUNK = regex.compile(r"\S+")
_GAP = regex.compile(r"\t|[^\S\n]{4,}")
_OPENING = regex.compile(r"[\p{Lu}\p{N}\-–+•*\"“(]|\p{L}\)")
_SENTENCE_END = regex.compile(r"[.;:!?]\P{L}*$")


Ints = NDArray[np.int64]


class Chunk(NamedTuple):
    """A whitespace-free run of characters; ``opens_line`` if it is the first of its line.

    ``doubt`` (nats) is held against leaving it as it is: the engine was not sure of it.
    """

    start: int
    end: int
    text: str
    opens_line: bool
    doubt: float = 0.0


def passages(text: str, doubts: Mapping[int, float] = MappingProxyType({})) -> list[list[Chunk]]:
    """All chunks of ``text`` in order, grouped into passages.

    Args:
        text: the text.
        doubts: doubt of chunks, by their offsets.
    """
    found: list[list[Chunk]] = []
    current: list[Chunk] = []
    full = _full_width(text)
    offset = 0
    open_after = False
    for line, plain in zip(text.split("\n"), _plain_lines(text), strict=True):
        chunks = _found(line, offset) if plain is None else plain
        if doubts:
            chunks = [chunk._replace(doubt=doubts.get(chunk.start, 0.0)) for chunk in chunks]
        if current and (not chunks or (not open_after and _OPENING.match(chunks[0].text))):
            found.append(current)
            current = []
        if len(current) + len(chunks) <= SOFT_LIMIT and (plain is not None or _GAP.search(line) is None):
            current += chunks  # as below, but quicker
            chunks = []
        for i, chunk in enumerate(chunks):
            gap = i and _GAP.search(text, chunks[i - 1].end, chunk.start)
            if gap or (len(current) >= SOFT_LIMIT and _is_full(current)):
                found.append(current)
                current = []
            current.append(chunk)
        open_after = len(line.rstrip()) >= full
        offset += len(line) + 1
    if current:
        found.append(current)
    return found


def _plain_lines(text: str) -> list[list[Chunk] | None]:
    """The chunks of each line with one blank between words, as in most lines; None for any other."""
    kernels = compiled()
    if kernels is not None:
        lines: list[list[Chunk] | None] = kernels.chunks(text, Chunk)
        return lines
    found: list[list[Chunk] | None] = []
    offset = 0
    for line in text.split("\n"):
        words = line.split()
        found.append(_after_blanks(words, offset) if " ".join(words) == line else None)
        offset += len(line) + 1
    return found


def _after_blanks(words: list[str], offset: int) -> list[Chunk]:
    """The chunks of a line that begins here, one blank behind each."""
    chunks: list[Chunk] = []
    for word in words:
        end = offset + len(word)
        chunks.append(Chunk(offset, end, word, not chunks))
        offset = end + 1
    return chunks


def _found(line: str, offset: int) -> list[Chunk]:
    """The chunks of any line that begins here."""
    spans = (match.span() for match in _CHUNK.finditer(line))
    return [Chunk(offset + a, offset + b, line[a:b], not i) for i, (a, b) in enumerate(spans)]


def numbers_of(chunks: list[Chunk], opening: dict[str, int], others: dict[str, int]) -> Ints:
    """The numbers of chunks by their texts, -1 for those that have none.

    Args:
        chunks: the chunks.
        opening: numbers of those that open a line.
        others: numbers of all others.
    """
    kernels = compiled()
    if kernels is None:
        return np.array([(opening if c.opens_line else others).get(c.text, -1) for c in chunks], np.int64)
    found = np.empty(len(chunks), np.int64)
    kernels.numbers(chunks, opening, others, (found,))
    return found


def blocks(parts: list[list[Chunk]]) -> Iterator[list[list[Chunk]]]:
    """Runs of passages of some :data:`BLOCK` chunks, which bound the memory of a long text."""
    block: list[list[Chunk]] = []
    size = 0
    for passage in parts:
        block.append(passage)
        size += len(passage)
        if size >= BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _full_width(text: str) -> int:
    """Length from which a line counts as running on: two thirds of the upper quartile of lengths."""
    lengths = sorted(len(line.rstrip()) for line in text.split("\n") if line.strip())
    return lengths[3 * len(lengths) // 4] * 2 // 3 if lengths else 0


def _is_full(passage: list[Chunk]) -> bool:
    size = len(passage)
    return size >= HARD_LIMIT or bool(_SENTENCE_END.search(passage[-1].text))
