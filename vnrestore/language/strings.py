"""Many strings as arrays, for the kernels: their characters, and a hash table to find them by."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.language.alphabet import SmallInts, code_points


class Strings(NamedTuple):
    """Strings by number.

    Attributes:
        points: the characters of all, one string behind the other.
        bounds: where each begins, and where the last one ends, [strings + 1].
        slots: the hash table, [a power of two]: number of a string, or -1.
    """

    points: SmallInts
    bounds: SmallInts
    slots: SmallInts


def ends_of(sizes: Sequence[int] | NDArray[np.integer]) -> SmallInts:
    """Where each of some stretches that follow each other begins, and where the last one ends."""
    bounds = np.zeros(len(sizes) + 1, np.int32)
    np.asarray(sizes, np.int32).cumsum(out=bounds[1:])
    return bounds


def index_strings(strings: Sequence[str], kernels: ModuleType) -> Strings:
    """The strings, all different, as the kernels find them."""
    found = Strings(
        code_points("".join(strings)),
        ends_of(list(map(len, strings))),
        np.empty(2 << len(strings).bit_length(), np.int32),
    )
    kernels.index(tuple(found))
    return found
