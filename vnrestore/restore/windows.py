"""What of a passage has to be read again: the words in doubt, and those the language model sees beside them.

Words far from any doubt say nothing about it, for the model remembers three words. A reading of
the windows alone finds what a reading of the whole passage would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from vnrestore.language.ngram import MEMORY
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading

Settled = Mapping[int, list[Reading]]


def windows(passage: Sequence[Chunk], settled: Settled) -> list[list[Chunk]]:
    """The parts of a passage that must be read together to settle the rest of it.

    Args:
        passage: its chunks.
        settled: readings of chunks, by their offsets, that are not to be asked about again.
    """
    return [list(run) for inside, run in _runs(passage, settled) if inside]


def stitched(passage: Sequence[Chunk], settled: Settled, read: Iterator[list[Reading]]) -> list[Reading]:
    """The readings of a whole passage, from the settled ones and those of its windows, in text order."""
    found: list[Reading] = []
    for inside, run in _runs(passage, settled):
        if inside:
            found += next(read)
        else:
            found += (reading for chunk in run for reading in settled[chunk.start])
    return found


def _runs(passage: Sequence[Chunk], settled: Settled) -> Iterator[tuple[bool, Iterator[Chunk]]]:
    near = [a or b for a, b in zip(_near(passage, settled), _near(passage[::-1], settled)[::-1], strict=True)]
    marks = iter(near)
    return groupby(passage, lambda _: next(marks))


def _near(passage: Sequence[Chunk], settled: Settled) -> list[bool]:
    """Which chunks are in doubt, or so close behind one that is that it matters what they are."""
    near = []
    wanted = 0
    for chunk in passage:
        readings = settled.get(chunk.start)
        wanted = MEMORY if readings is None else wanted
        near.append(wanted > 0)
        if readings is not None and wanted > 0:
            wanted -= sum(reading.symbol >= 0 for reading in readings)
    return near
