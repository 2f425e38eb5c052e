"""Observed strings against every onset or every rime at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from vnrestore.kernels import compiled
from vnrestore.language.alphabet import Encoded
from vnrestore.language.channel import Channel
from vnrestore.language.inventory import UnitTrie

BATCH = 64  # strings of one length scored together without the kernels


class UnitScores:
    """P(string | unit) for every unit of one trie under one channel, remembered by string."""

    def __init__(self, trie: UnitTrie, channel: Channel) -> None:
        """Start with an empty pool."""
        self.trie = trie
        self.channel = channel
        self.rows: dict[str, int] = {}
        self.pool = np.empty((256, len(trie.units)), np.float32)
        self._backoff = np.ones(len(trie.units), np.float32)
        listed = trie.unit_of_name >= 0
        self._backoff[trie.unit_of_name[listed]] = channel.units.backoff[listed]
        for unit, share in channel.units.more_backoff.items():
            if unit in trie.columns:
                self._backoff[trie.columns[unit]] = share

    def clear(self) -> None:
        """Forget all strings."""
        self.rows = {}

    def add(self, strings: Iterable[tuple[str, int]], encoded: Encoded) -> None:
        """Score strings.

        Args:
            strings: each with its offset in the encoded text.
            encoded: the joined tokens the strings are parts of.
        """
        fresh = {s: at for s, at in strings if s not in self.rows}
        if not fresh:
            return
        used = len(self.rows)
        if used + len(fresh) > len(self.pool):
            room = np.empty((2 * (used + len(fresh)), len(self.trie.units)), np.float32)
            room[:used] = self.pool[:used]
            self.pool = room
        kernels = compiled()
        ordered = sorted(fresh, key=len)  # strings of one length side by side
        rows = dict(zip(ordered, range(used, used + len(fresh)), strict=True))
        if kernels is None:
            self._score(rows)
        else:
            readings = self.channel.units
            table = readings.table
            nowhere = slice(0, 0)
            where = [table.observed.get(s, nowhere) for s in ordered]
            jobs = [
                number
                for (s, row), w in zip(rows.items(), where, strict=True)
                for number in (fresh[s], len(s), w.start, w.stop, row)
            ]
            tables, numbers = self.channel.kernel_arguments()
            kernels.score_units(
                (
                    *tables,
                    *encoded,
                    *self.trie.flat,
                    table.component,
                    table.intended,
                    table.probability,
                    readings.weights,
                    readings.shrink,
                    self.trie.unit_of_name,
                    self._backoff,
                    np.array(jobs, np.int32),
                    self.pool,
                ),
                *numbers,
            )
        for string in rows.keys() & self.channel.units.own.keys():
            for unit, value in self.channel.units.own[string]:
                column = self.trie.columns.get(unit)
                if column is not None:
                    self.pool[rows[string], column] += value
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
