"""What of a passage has to be read again: the words in doubt, and those the language model sees beside them.

Words far from any doubt say nothing about it, for the model remembers three words. A reading of
the windows alone finds what a reading of the whole passage would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from vnrestore.language.ngram import MEMORY
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading

Settled = Mapping[int, list[Reading]]
Window = tuple[bool, list[Chunk]]  # true: to be read
DOUBTFUL = -1


def windows(passage: Sequence[Chunk], settled: Settled) -> list[Window]:
    """A passage in parts: those that must be read together to settle the rest of it, and what is between.

    Args:
        passage: its chunks.
        settled: readings of chunks, by their offsets, that are not to be asked about again.
    """
    if not settled:
        return [(True, list(passage))]
    heard = [_heard(settled.get(chunk[0])) for chunk in passage]
    if DOUBTFUL not in heard:
        return [(False, list(passage))]
    near = list(map(bool.__or__, _near(heard), _near(heard[::-1])[::-1]))
    cuts = [0, *(i for i in range(1, len(near)) if near[i] != near[i - 1]), len(near)]
    return [(near[a], list(passage[a:b])) for a, b in pairwise(cuts)]


def stitched(parts: Sequence[Window], settled: Settled, read: Iterator[list[Reading]]) -> list[Reading]:
    """The readings of a whole passage, from the settled ones and those of its windows, in text order."""
    found: list[Reading] = []
    for inside, run in parts:
        if inside:
            found += next(read)
        else:
            for chunk in run:
                found += settled[chunk[0]]
    return found


def held(parts: Iterable[Sequence[Chunk]], settled: Settled) -> dict[int, Reading]:
    """The readings of settled chunks among those to be read, by the readings' own offsets."""
    if not settled:
        return {}
    return {r[0]: r for chunks in parts for chunk in chunks for r in settled.get(chunk[0], ())}


def _heard(readings: Sequence[Reading] | None) -> int:
    """How many words of a settled chunk the language model hears."""
    if readings is None:
        return DOUBTFUL
    if len(readings) == 1:
        return 1 if readings[0][7] >= 0 else 0
    return sum(reading[7] >= 0 for reading in readings)


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
