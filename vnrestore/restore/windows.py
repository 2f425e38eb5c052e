"""What of a passage has to be read again: the words in doubt, and those the language model sees beside them.

Words far from any doubt say nothing about it, for the model remembers three words. A reading of
the windows alone finds what a reading of the whole passage would.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from vnrestore.kernels import compiled
from vnrestore.language.ngram import MEMORY
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading

Settled = Mapping[int, list[Reading]]

DOUBTFUL = -1


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


def windows(passage: Sequence[Chunk], readings: list[Reading], doubtful: Sequence[int]) -> list[Window]:
    """The parts of a passage that must be read together to settle the rest of it.

    Args:
        passage: its chunks.
        readings: what they were read as.
        doubtful: which of the chunks are in doubt yet, ascending.
    """
    if not doubtful:
        return []
    begin, near = _reach(passage, readings, doubtful)
    cuts = [0, *(i for i in range(1, len(near)) if near[i] != near[i - 1]), len(near)]
    open_ = frozenset(doubtful)
    return [_window(passage, readings, open_, begin, a, b) for a, b in pairwise(cuts) if near[a]]


def _reach(
    passage: Sequence[Chunk], readings: list[Reading], doubtful: Sequence[int]
) -> tuple[list[int], Sequence[int]]:
    """Where the readings of each chunk begin, and which chunks are near one in doubt."""
    kernels = compiled()
    if kernels is not None:
        found: tuple[list[int], bytes] = kernels.near(list(passage), list(readings), list(doubtful), MEMORY)
        return found
    begin = _begin(passage, readings)
    heard = [sum(r[7] >= 0 for r in readings[a:b]) for a, b in pairwise(begin)]
    for place in doubtful:
        heard[place] = DOUBTFUL
    return begin, list(map(bool.__or__, _near(heard), _near(heard[::-1])[::-1]))


def with_neighbours(doubtful: Sequence[int], troubled: Sequence[int], chunks: int) -> list[int]:
    """Chunks in doubt (ascending), and those next to some of them that are in more doubt than others.

    Of two damaged words side by side each can be held certain only because the other was misread.

    Args:
        doubtful: which chunks of a passage are in doubt.
        troubled: next to which others may be misread.
        chunks: how many there are.
    """
    beside = {near for i in troubled for near in (i - 1, i + 1) if 0 <= near < chunks}
    return sorted(beside.union(doubtful))


def whole(passage: Sequence[Chunk], readings: list[Reading], doubtful: Sequence[int]) -> Window:
    """All of a passage as one window."""
    begin = _begin(passage, readings)
    return _window(passage, readings, frozenset(doubtful), begin, 0, len(passage))


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


def _begin(passage: Sequence[Chunk], readings: list[Reading]) -> list[int]:
    """The place of the reading at the beginning of each chunk, if there is one, and that behind the last."""
    places = {r[0]: i for i, r in enumerate(readings)}
    return [*(places.get(chunk[0], 0) for chunk in passage), len(readings)]


def _window(
    passage: Sequence[Chunk],
    readings: list[Reading],
    doubtful: Container[int],
    begin: Sequence[int],
    first: int,
    last: int,
) -> Window:
    settled = {
        passage[i][0]: readings[begin[i] : begin[i + 1]] for i in range(first, last) if i not in doubtful
    }
    return Window(list(passage[first:last]), begin[first], begin[last], settled)


def _near(heard: Sequence[int]) -> list[bool]:
    """Which chunks are in doubt, or so close behind one that is that it matters what they are."""
    near = []
    wanted = 0
    for words in heard:
        if words == DOUBTFUL:
            wanted = MEMORY
            near.append(True)
        else:
            near.append(wanted > 0)
            wanted -= words
    return near
