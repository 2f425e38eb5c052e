"""Lists of rows, one behind the other in flat arrays that grow by doubling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

Ints = NDArray[np.integer[Any]]


class Ragged:
    """Numbered lists of rows with the same columns; lists are added and never changed.

    A thousand small arrays are slow to put together; slices of a few large ones are not.
    """

    def __init__(self, *dtypes: DTypeLike) -> None:
        """Start empty, with columns of these types."""
        self._bounds = np.zeros(64, np.int64)
        self._columns = [np.zeros(64, dtype) for dtype in dtypes]
        self._lists = 0

    def __len__(self) -> int:
        """How many lists there are."""
        return self._lists

    def extend(self, sizes: Sequence[int], *columns: NDArray[Any]) -> None:
        """Add lists of these sizes, whose rows are given one behind the other."""
        first = self._lists + 1
        begin = int(self._bounds[self._lists])
        end = begin + len(columns[0])
        self._bounds = _with_room(self._bounds, first + len(sizes))
        np.asarray(sizes, np.int64).cumsum(out=self._bounds[first : first + len(sizes)])
        self._bounds[first : first + len(sizes)] += begin
        self._lists += len(sizes)
        for i, values in enumerate(columns):
            self._columns[i] = _with_room(self._columns[i], end)
            self._columns[i][begin:end] = values

    @property
    def columns(self) -> list[NDArray[Any]]:
        """The columns of all lists, [rows]; views that are outdated when lists are added."""
        rows = int(self._bounds[self._lists])
        return [column[:rows] for column in self._columns]

    @property
    def bounds(self) -> NDArray[np.int64]:
        """Where the rows of each list begin, and where those of the last end, [lists + 1]; a view, too."""
        return self._bounds[: self._lists + 1]

    def spans(self, numbers: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the rows of these lists begin, and how many they are."""
        begin = self._bounds[numbers]
        return begin, self._bounds[numbers + 1] - begin


def rows_of(begin: Ints, size: Ints) -> NDArray[np.int64]:
    """The numbers of all rows of spans, span by span."""
    ends = size.cumsum()
    rows: NDArray[np.int64] = np.arange(ends[-1] if len(ends) else 0) + (begin - ends + size).repeat(size)
    return rows


def _with_room(array: NDArray[Any], need: int) -> NDArray[Any]:
    """The array itself, or a longer copy of it."""
    if need <= len(array):
        return array
    longer = np.zeros(max(need, 2 * len(array)), array.dtype)
    longer[: len(array)] = array
    return longer
