"""Observed and intended text as numbers of the channel's tables, a whole document at a time."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.kernels import compiled

SmallInts = NDArray[np.int32]


class Encoded(NamedTuple):
    """Observed text as row numbers of the tables: of each character, and of the two and three from there."""

    one: SmallInts
    two: SmallInts
    three: SmallInts


class Alphabet:
    """The characters engines print, and the strings of two and three they print for one letter.

    Args:
        singles: "" or one character -> row.
        segments: strings of two or three such characters -> row.
    """

    def __init__(self, singles: Mapping[str, int], segments: Mapping[str, int]) -> None:
        """Number characters by code point, longer strings by the numbers of their characters."""
        self._unknown = len(singles)
        self._nothing = len(segments)
        top = max((ord(c) for c in singles if c), default=0)
        self._rows = np.full(top + 2, self._unknown, np.int32)
        for char, row in singles.items():
            if char:
                self._rows[ord(char)] = row
        self._size = self._unknown + 1
        self._segments: dict[int, tuple[NDArray[np.int64], SmallInts]] = {}
        for length in (2, 3):
            some = [s for s in segments if len(s) == length]
            keys = np.zeros(len(some), np.int64)
            for place in range(length):
                keys = keys * self._size + np.array([singles[s[place]] for s in some], np.int64)
            order = np.argsort(keys)
            rows = np.array([segments[s] for s in some], np.int32)
            self._segments[length] = keys[order], rows[order]

    def encode(self, text: str) -> Encoded:
        """The row numbers from every character on."""
        points = code_points(text)
        kernels = compiled()
        if kernels is not None:
            found = Encoded(*np.empty((3, len(points)), np.int32))
            tables = self._rows, *self._segments[2], *self._segments[3]
            kernels.encode((points, *tables, *found), self._unknown, self._nothing)
            return found
        one = self._rows[np.minimum(points, len(self._rows) - 1)]
        wide = np.append(one, [self._unknown] * 2).astype(np.int64)
        two = wide[:-1] * self._size + wide[1:]
        three = two[:-1] * self._size + wide[2:]
        return Encoded(one, self._find(2, two[: len(one)]), self._find(3, three[: len(one)]))

    def _find(self, length: int, keys: NDArray[np.int64]) -> SmallInts:
        known, rows = self._segments[length]
        if not len(known):
            return np.full(len(keys), self._nothing, np.int32)
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[at] == keys, rows[at], self._nothing).astype(np.int32)


class Letters:
    """The characters that are meant, and pairs of them that engines print as one.

    Args:
        characters: character -> column.
        pairs: two characters -> number.

    Attributes:
        known: how many characters are meant; numbers from there on are of no column.
        numbers: by code point; the last one stands for all from there on.
        pairs: by the numbers of both characters, -1 for none.
    """

    def __init__(self, characters: Mapping[str, int], pairs: Mapping[str, int]) -> None:
        """Number characters by code point, pairs by the numbers of their characters."""
        letters = dict(characters)
        for char in chain.from_iterable(pairs):
            letters.setdefault(char, len(letters))
        self.known = len(characters)
        self.numbers = np.full(max(map(ord, letters), default=0) + 2, len(letters), np.int32)
        for char, number in letters.items():
            self.numbers[ord(char)] = number
        self.pairs = np.full((len(letters) + 1, len(letters) + 1), -1, np.int32)
        for pair, number in pairs.items():
            self.pairs[letters[pair[0]], letters[pair[1]]] = number


def code_points(text: str) -> SmallInts:
    """The characters of a text as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)
