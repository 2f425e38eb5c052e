"""Reading order from coordinates: columns are read one after the other, not across.

After Breuel, "High Performance Document Layout Analysis" (2003): A comes before B if both
share a stretch of the line's direction and A is higher; or if A lies wholly to the left of B and
nothing between them in height spans both. The second rule is only for columns: boxes of some
width, at the same height or above and below boxes that are, so that a page number or a note
in the margin is no column. Among orders that respect this the one nearest to the order of the
file is taken, so a file whose order is sound stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.document import Box

SLIVER = 0.1  # part of the narrower box that may stick into the other's column: skew, ragged edges
COLUMN = 0.15  # of the width of the print: what is narrower is no column
MOST = 500  # boxes; more are no layout (every word its own block) and keep the order of the file


def reading_order(boxes: Sequence[Box | None]) -> list[int]:
    """Indices of the boxes in the order to read them; one without a box stays behind its forerunner.

    Skewed pages make constraints contradict each other: where every box left waits for another,
    the first of them in the file goes first.
    """
    known = [i for i, box in enumerate(boxes) if box is not None]
    if not 1 < len(known) <= MOST:
        return list(range(len(boxes)))
    order = _sorted(_before(np.array([_edges(box) for box in boxes if box is not None])))
    found = list(range(known[0]))
    ends = [*known[1:], len(boxes)]
    for i in order:
        found += range(known[i], ends[i])
    return found


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _before(edges: NDArray[np.float64]) -> NDArray[np.bool_]:
    """[i, j]: whether box i must come before box j."""
    left, top, right, bottom = edges.T
    width = right - left
    middle, height = (left + right) / 2, (top + bottom) / 2
    shared = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    in_column = shared > SLIVER * np.minimum.outer(width, width)
    level = np.minimum.outer(bottom, bottom) > np.maximum.outer(top, top)
    columns, levels = in_column.astype(np.float32), level.astype(np.float32)
    abreast = level | (columns @ levels > 0) | (levels @ columns > 0)
    broad = width >= COLUMN * (right.max() - left.min())
    beside = ~in_column & np.less.outer(middle, middle) & abreast & np.logical_and.outer(broad, broad)
    spanned = np.zeros_like(beside)
    upper, lower = np.minimum.outer(height, height), np.maximum.outer(height, height)
    for c, at in enumerate(height):
        spanned |= (upper < at) & (at < lower) & np.logical_and.outer(in_column[c], in_column[c])
    before: NDArray[np.bool_] = (in_column & np.less.outer(height, height)) | (beside & ~spanned)
    return before


def _sorted(before: NDArray[np.bool_]) -> list[int]:
    """Topological order, the earliest in the file first among those that need not wait."""
    waiting = before.sum(axis=0)
    left = np.ones(len(before), dtype=bool)
    order: list[int] = []
    while left.any():
        free = np.flatnonzero(left & (waiting == 0))
        chosen = int(free[0] if len(free) else np.flatnonzero(left)[0])
        left[chosen] = False
        waiting -= before[chosen]
        order.append(chosen)
    return order
