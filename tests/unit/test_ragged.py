"""Lists of rows in flat arrays, against plain lists."""

from __future__ import annotations

import numpy as np

from vnrestore.datatypes.ragged import Ragged, rows_of


def test_lists_are_found_again_after_many_were_added() -> None:
    ragged = Ragged(np.int32, np.float32)
    lists = [[(i * 10 + j, i / 2) for j in range(i % 7)] for i in range(300)]
    for at in range(0, 300, 50):
        some = lists[at : at + 50]
        flat = np.array([row for rows in some for row in rows])
        ragged.extend([len(rows) for rows in some], *flat.T)
    assert len(ragged) == 300
    wanted = np.array([299, 0, 6, 7, 6, 123])
    begin, size = ragged.spans(wanted)
    numbers, values = (column[rows_of(begin, size)] for column in ragged.columns)
    want = [row for i in wanted.tolist() for row in lists[i]]
    assert list(zip(numbers.tolist(), values.tolist(), strict=True)) == want
    assert numbers.dtype == np.int32
    assert values.dtype == np.float32


def test_views_stay_as_they_are_when_lists_are_added() -> None:
    ragged = Ragged(np.int32)
    ragged.extend([2], np.array([4, 5]))
    (before,) = ragged.columns
    ragged.extend([100], np.arange(100))
    assert before.tolist() == [4, 5]
    assert rows_of(*ragged.spans(np.zeros(0, np.int64))).tolist() == []
