"""The training corpora as arrays of symbol ids."""

from __future__ import annotations

import lzma
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnrestore.text.tokens import BEGIN, CLASSES, END, UNKNOWN, model_tokens

MAX_VOCABULARY = 65_000  # ids must fit 16 bits
_CACHE_LIMIT = 3_000_000


def paragraphs(path: Path) -> Iterator[str]:
    """The non-empty paragraphs of a corpus file, NFC."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if line:
                yield unicodedata.normalize("NFC", line)


class Symbols:
    """Maps whitespace-free chunks to tuples of provisional symbol ids, remembering each chunk."""

    def __init__(self) -> None:
        """Start with the classes, in their fixed order."""
        self.ids: dict[str, int] = {symbol: i for i, symbol in enumerate(CLASSES)}
        self._chunks: dict[str, list[int]] = {}

    def of(self, chunk: str) -> list[int]:
        """The provisional ids of one chunk."""
        known = self._chunks.get(chunk)
        if known is None:
            known = [self.ids.setdefault(symbol, len(self.ids)) for symbol in model_tokens(chunk)]
            if len(self._chunks) < _CACHE_LIMIT:
                self._chunks[chunk] = known
        return known

    def encode(self, path: Path) -> NDArray[np.int32]:
        """One array for a file: each paragraph between a begin and an end symbol."""
        begin, end = self.ids[BEGIN], self.ids[END]
        out: list[NDArray[np.int32]] = []
        buffer: list[int] = []
        for paragraph in paragraphs(path):
            buffer.append(begin)
            for chunk in paragraph.split():
                buffer += self.of(chunk)
            buffer.append(end)
            if len(buffer) > 1_000_000:
                out.append(np.array(buffer, np.int32))
                buffer = []
        out.append(np.array(buffer, np.int32))
        return np.concatenate(out)


def choose_vocabulary(counts: Counter[str], syllables: set[str], *, minimum: int) -> list[str]:
    """The symbols the model knows, by frequency: all well-attested ones, syllables more readily.

    Args:
        counts: symbol counts over all corpora.
        syllables: words trusted to be words, kept from a count of 2.
        minimum: count a symbol not among ``syllables`` needs.
    """
    kept = [
        s for s, n in counts.items() if s not in CLASSES and (n >= minimum or (n >= 2 and s in syllables))
    ]
    kept.sort(key=lambda s: (-counts[s], s))
    return [*CLASSES, *kept[: MAX_VOCABULARY - len(CLASSES)]]


def final_table(symbols: Symbols, vocabulary: list[str]) -> NDArray[np.uint16]:
    """Table from provisional to final ids; symbols outside the vocabulary become unknown."""
    unknown = vocabulary.index(UNKNOWN)
    table = np.full(len(symbols.ids), unknown, np.uint16)
    for i, symbol in enumerate(vocabulary):
        if symbol in symbols.ids:
            table[symbols.ids[symbol]] = i
    return table
