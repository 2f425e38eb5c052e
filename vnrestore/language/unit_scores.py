"""Observed strings against every onset or every rime at once, without the kernels."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from vnrestore.language.channel import Channel
from vnrestore.language.inventory import UnitTrie
from vnrestore.language.readings import Floats

BATCH = 64  # strings of one length scored together


class UnitScores:
    """P(string | unit) for every unit of one trie under one channel, remembered by string.

    Args:
        trie: the units.
        channel: the channel.
        backoff: the share of each unit's readings that is left to single characters.
    """

    def __init__(self, trie: UnitTrie, channel: Channel, backoff: Floats) -> None:
        """Start with an empty pool."""
        self.trie = trie
        self.channel = channel
        self.rows: dict[str, int] = {}
        self.pool = np.empty((256, len(trie.units)), np.float32)
        self._backoff = backoff

    def clear(self) -> None:
        """Forget all strings."""
        self.rows = {}

    def add(self, strings: Iterable[str]) -> None:
        """Score strings."""
        fresh = [s for s in dict.fromkeys(strings) if s not in self.rows]
        if not fresh:
            return
        used = len(self.rows)
        if used + len(fresh) > len(self.pool):
            room = np.empty((2 * (used + len(fresh)), len(self.trie.units)), np.float32)
            room[:used] = self.pool[:used]
            self.pool = room
        rows = dict(zip(fresh, range(used, used + len(fresh)), strict=True))
        self._score(rows)
        for string in rows.keys() & self.channel.units.own.keys():
            for number, value in self.channel.units.own[string]:
                column = self.trie.unit_of_name[number]
                if column >= 0:
                    self.pool[rows[string], column] += np.float32(value)
        self.rows.update(rows)

    def _score(self, rows: dict[str, int]) -> None:
        by_length: dict[int, list[str]] = {}
        for string in rows:
            by_length.setdefault(len(string), []).append(string)
        for group in by_length.values():
            for i in range(0, len(group), BATCH):
                chunk = group[i : i + BATCH]
                scores = self.trie.score(self.channel, chunk) * self._backoff
                for string, vector in zip(chunk, scores, strict=True):
                    numbers, values = self.channel.units.trained(string)
                    columns = self.trie.unit_of_name[numbers]
                    np.add.at(vector, columns[columns >= 0], values[columns >= 0])
                    self.pool[rows[string]] = vector
