"""What of a passage has to be read again: the words in doubt, and those the language model sees beside them.

Words far from any doubt say nothing about it, for the model remembers three words. A reading of
the windows alone finds what a reading of the whole passage would.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from vnrestore.language.ngram import MEMORY
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading

Settled = Mapping[int, list[Reading]]

_START = itemgetter(0)


class Window(NamedTuple):
    """Neighbouring chunks of a passage that are read together.

    Attributes:
        chunks: the chunks.
        first, last: places in the passage of their readings before, and of those behind them.
        settled: those of chunks that are not asked about again, by the chunks' offsets.
    """

    chunks: list[Chunk]
    first: int = 0
    last: int = 0
    settled: Settled = MappingProxyType({})


class Before(NamedTuple):
    """What the passages of a text were read as, and which of their chunks (ascending) are in doubt yet."""

    readings: list[list[Reading]]
    doubtful: list[list[int]]


def windows(passage: Sequence[Chunk], readings: Sequence[Reading], doubtful: Sequence[int]) -> list[Window]:
    """The parts of a passage that must be read together to settle the rest of it.

    Args:
        passage: its chunks.
        readings: what they were read as.
        doubtful: which of the chunks are in doubt yet, ascending.
    """
    if not doubtful:
        return []
    open_ = frozenset(doubtful)
    near = set(open_)
    for place in doubtful:
        for beside in range(place + 1, len(passage)), range(place - 1, -1, -1):
            near.update(_heard_beside(beside, open_, passage, readings))
    return [
        window_of(passage, readings, open_, some[0][1], some[-1][1] + 1)
        for _, run in groupby(enumerate(sorted(near)), lambda pair: pair[1] - pair[0])
        if (some := list(run))
    ]


def window_of(
    passage: Sequence[Chunk], readings: Sequence[Reading], doubtful: Container[int], first: int, last: int
) -> Window:
    """The window from one chunk on, without the last."""
    settled = {
        passage[i][0]: _readings_of(passage[i], readings) for i in range(first, last) if i not in doubtful
    }
    ends = [bisect_left(readings, passage[i][0], key=_START) for i in (first, last) if i < len(passage)]
    return Window(list(passage[first:last]), ends[0], ends[1] if len(ends) > 1 else len(readings), settled)


def stitched(
    parts: Sequence[Window], before: Sequence[Reading], read: Iterator[list[Reading]]
) -> list[Reading]:
    """The readings of a whole passage, from those before and those of its windows, in text order."""
    found: list[Reading] = []
    at = 0
    for window in parts:
        found += before[at : window.first]
        found += next(read)
        at = window.last
    found += before[at:]
    return found


def _heard_beside(
    beside: range, doubtful: Container[int], passage: Sequence[Chunk], readings: Sequence[Reading]
) -> Iterator[int]:
    """The settled chunks that the language model sees beside one in doubt."""
    wanted = MEMORY
    for place in beside:
        if wanted <= 0 or place in doubtful:
            return
        yield place
        wanted -= sum(reading[7] >= 0 for reading in _readings_of(passage[place], readings))


def _readings_of(chunk: Chunk, readings: Sequence[Reading]) -> list[Reading]:
    """The readings that begin in a chunk."""
    start, end = (bisect_left(readings, offset, key=_START) for offset in chunk[:2])
    return list(readings[start:end])
