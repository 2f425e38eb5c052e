"""Which words of one reading of a page are which of another.

Both readings are of the same print, so their words come in the same order but for columns and
lost lines. Words are compared without marks; where they differ, runs are paired by likeness.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

ALIKE = 0.67
"""Two words at a greater normalised edit distance are not readings of one print."""
_GAP = 0.6
_LARGEST = 40_000
"""Cells of the largest table; runs that want a larger one are of different places."""


class Slot(NamedTuple):
    """Words of the first reading and what stands for them in the second, as index ranges."""

    first: range
    second: range


def pair(first: Sequence[str], second: Sequence[str]) -> list[Slot]:
    """Slots that cover both sequences in order; a slot empty on one side was read by one only.

    Args:
        first: words of one reading, folded alike.
        second: words of the other.
    """
    slots: list[Slot] = []
    open_first, open_second = 0, 0
    for run in Levenshtein.opcodes(first, second):
        if run.tag != "equal":
            continue
        slots += _unlike(first, second, range(open_first, run.src_start), range(open_second, run.dest_start))
        ours, theirs = range(run.src_start, run.src_end), range(run.dest_start, run.dest_end)
        slots += [Slot(range(i, i + 1), range(j, j + 1)) for i, j in zip(ours, theirs, strict=True)]
        open_first, open_second = run.src_end, run.dest_end
    return slots + _unlike(first, second, range(open_first, len(first)), range(open_second, len(second)))


def _unlike(first: Sequence[str], second: Sequence[str], ours: range, theirs: range) -> list[Slot]:
    """The slots of a run that begins and ends with differing words."""
    if not ours and not theirs:
        return []
    if not ours or not theirs or len(ours) * len(theirs) > _LARGEST:
        return [Slot(ours, range(theirs.start, theirs.start)), Slot(range(ours.stop, ours.stop), theirs)]
    distances = cdist(
        [first[i] for i in ours], [second[j] for j in theirs], scorer=Levenshtein.normalized_distance
    )
    return _joined(_path(np.asarray(distances)), ours.start, theirs.start)


def _path(distances: np.ndarray) -> list[tuple[int, int, bool]]:
    """Steps (words of the first, of the second, whether they are alike), by dynamic programming."""
    rows, columns = distances.shape
    costs = np.where(distances > ALIKE, 1.1, distances)
    table = np.zeros((rows + 1, columns + 1))
    table[:, 0] = np.arange(rows + 1) * _GAP
    table[0, :] = np.arange(columns + 1) * _GAP
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            table[i, j] = min(
                table[i - 1, j - 1] + costs[i - 1, j - 1], table[i - 1, j] + _GAP, table[i, j - 1] + _GAP
            )
    steps = []
    i, j = rows, columns
    while i or j:
        if i and j and table[i, j] == table[i - 1, j - 1] + costs[i - 1, j - 1]:
            steps.append((1, 1, bool(distances[i - 1, j - 1] <= ALIKE)))
            i, j = i - 1, j - 1
        elif i and (not j or table[i, j] == table[i - 1, j] + _GAP):
            steps.append((1, 0, False))
            i -= 1
        else:
            steps.append((0, 1, False))
            j -= 1
    return steps[::-1]


def _joined(steps: list[tuple[int, int, bool]], i: int, j: int) -> list[Slot]:
    """Slots from steps; neighbours that are not alike are one slot."""
    slots: list[Slot] = []
    unlike = False
    for ours, theirs, alike in steps:
        if unlike and not alike:
            last = slots[-1]
            slots[-1] = Slot(range(last.first.start, i + ours), range(last.second.start, j + theirs))
        else:
            slots.append(Slot(range(i, i + ours), range(j, j + theirs)))
        unlike = not alike
        i, j = i + ours, j + theirs
    return slots
