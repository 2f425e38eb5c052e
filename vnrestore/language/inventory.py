"""All syllables of the language, as onsets and rimes that are scored together.

Some thirty onsets and seven hundred rimes with tones replace seven thousand syllables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

from vnrestore.language.channel import MAX_SEGMENT, Channel
from vnrestore.language.channel_tables import ChannelData
from vnrestore.language.readings import Floats
from vnrestore.language.strings import ends_of
from vnrestore.text.casing import LOWER, TITLE, UPPER, apply_case
from vnrestore.text.spelling import strip_marks
from vnrestore.text.syllable import parse, parse_highland

Ints = NDArray[np.int64]
SmallInts = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a letter trie: for each node its parent in the level above, grandparent
    two above, the column of its character and the number of its last two characters as a
    pair (the last number stands for no pair)."""

    parent: Ints
    grandparent: Ints
    column: Ints
    pair: Ints


class UnitTrie:
    """A set of onsets or rimes, in one case pattern, scored together.

    Args:
        units: the strings; their order is that of the columns of :meth:`score`.
        data: the channel's alphabet.
        numbers: numbers of strings, these among them, for :attr:`unit_of_name`.
    """

    def __init__(self, units: Sequence[str], data: ChannelData, numbers: Mapping[str, int]) -> None:
        """Lay the trie out level by level."""
        self.units = list(units)
        self.columns = {unit: i for i, unit in enumerate(units)}
        unknown = len(data.characters)
        seen: list[dict[str, int]] = [{"": 0}]
        for depth in range(1, max(map(len, units), default=0) + 1):
            prefixes = dict.fromkeys(u[:depth] for u in units if len(u) >= depth)
            seen.append({p: i for i, p in enumerate(prefixes)})
        self.levels = [
            Level(
                np.array([seen[d - 1][p[:-1]] for p in seen[d]], np.int64),
                np.array([seen[d - 2][p[:-2]] if d > 1 else 0 for p in seen[d]], np.int64),
                np.array([data.characters.get(p[-1], unknown) for p in seen[d]], np.int64),
                np.array(
                    [data.pairs.get(p[-2:], len(data.pairs)) if d > 1 else len(data.pairs) for p in seen[d]]
                ),
            )
            for d in range(1, len(seen))
        ]
        self.flat = self._flattened(seen, units)
        self.unit_of_name = np.full(len(numbers), -1, np.int32)
        for unit, column in self.columns.items():
            self.unit_of_name[numbers[unit]] = column
        self._ends = [
            (np.array([i for i, u in enumerate(units) if len(u) == d]),
             np.array([seen[d][u] for u in units if len(u) == d]))
            for d in range(len(seen))
        ]  # fmt: skip

    def _flattened(self, seen: list[dict[str, int]], units: Sequence[str]) -> tuple[SmallInts, ...]:
        """Parents, grandparents, columns and pairs of all nodes, and the node of each unit."""
        base = [0, *accumulate(map(len, seen))]
        root = np.zeros(1, np.int64)
        parent = [root, *(level.parent + base[d] for d, level in enumerate(self.levels))]
        grand = [root, *(level.grandparent + base[max(d - 1, 0)] for d, level in enumerate(self.levels))]
        column = [root, *(level.column for level in self.levels)]
        pair = [root, *(level.pair for level in self.levels)]
        ends = np.array([base[len(u)] + seen[len(u)][u] for u in units], np.int32)
        return (*(np.concatenate(part).astype(np.int32) for part in (parent, grand, column, pair)), ends)

    def score(self, channel: Channel, observed: Sequence[str]) -> Floats:
        """P(observed | unit) for strings of one length, [strings, units]."""
        count, length = len(observed), len(observed[0])
        singles = [channel.segment_table(observed, b) for b in range(min(MAX_SEGMENT, length) + 1)]
        pairs = channel.merged_table(observed) if length else None
        start = np.zeros((count, length + 1, 1), np.float32)
        start[:, 0] = 1.0
        forward = [start]
        for depth, level in enumerate(self.levels, start=1):
            here = np.zeros((count, length + 1, len(level.parent)), np.float32)
            above = forward[-1][:, :, level.parent]
            for b in range(min(MAX_SEGMENT, length) + 1):
                here[:, b:] += above[:, : length + 1 - b] * singles[b][:, :, level.column]
            if depth > 1 and pairs is not None:
                here[:, 1:] += forward[-2][:, :length, level.grandparent] * pairs[:, :, level.pair]
            forward.append(here)
        out = np.zeros((count, len(self.units)), np.float32)
        for (units, nodes), table in zip(self._ends, forward, strict=True):
            if len(units):
                out[:, units] = table[:, length, nodes]
        return out


class SyllableInventory:
    """All syllables, sorted by onset, with the tries of their onsets and rimes in each case pattern.

    Args:
        words: vocabulary words by id, common ones first for speed; those that are syllables are taken.
        data: the channel's tables.

    Attributes:
        ids: vocabulary id of each syllable.
        onset, rime: their numbers.
        first: [onsets + 1] the first syllable of each onset.
        index: number of each syllable.
        place: onset and rime of each syllable.
        blends: observed string in small letters without marks -> syllables that it is once the letter
            in which their onset and rime meet is taken for two.
        unit_numbers: number of each string of the channel's readings of onsets and rimes, and of all others.
        tries: the six tries for the kernels.
        written: ``case * syllables + syllable`` of every word that is one.
        listed_units: numbers of those of the channel's readings, and their places in the units of all tries.
        listed_words: numbers of the words among the channel's readings, and their places as in ``written``.
        written_of_name: by number of a word, ``case * syllables + syllable`` of what it spells, or -1.
    """

    def __init__(self, words: Iterable[tuple[int, str]], data: ChannelData) -> None:
        """Find the units and build the tries."""
        found = [
            (number, (word[: len(parsed.onset)], word[len(parsed.onset) :]))
            for number, word in words
            if (parsed := parse(word) or parse_highland(word)) is not None
            and len(word) == len(parsed.onset) + len(parsed.rime)
        ]
        onsets = sorted({parts[0] for _, parts in found})
        rimes = sorted({parts[1] for _, parts in found})
        onset_ids = {o: i for i, o in enumerate(onsets)}
        rime_ids = {r: i for i, r in enumerate(rimes)}
        found.sort(key=lambda item: (onset_ids[item[1][0]], item[0]))
        self.ids = np.array([number for number, _ in found], np.int64)
        self.onset = np.array([onset_ids[parts[0]] for _, parts in found], np.int64)
        self.rime = np.array([rime_ids[parts[1]] for _, parts in found], np.int32)
        self.first = np.searchsorted(self.onset, np.arange(len(onsets) + 1)).astype(np.int32)
        self.empty_onset = onset_ids[""]
        self.place = {o + r: (onset_ids[o], rime_ids[r]) for _, (o, r) in found}
        self.index = {o + r: i for i, (_, (o, r)) in enumerate(found)}
        cases = (LOWER, TITLE, UPPER)
        self.blends = _blends((parts for _, parts in found), data)
        cased = [[apply_case(unit, case) for unit in some] for some in (onsets, rimes) for case in cases]
        self.unit_numbers = dict(data.units.numbers)
        for unit in chain.from_iterable(cased):
            self.unit_numbers.setdefault(unit, len(self.unit_numbers))
        tries = [UnitTrie(units, data, self.unit_numbers) for units in cased]
        self.onsets, self.rimes = tries[: len(cases)], tries[len(cases) :]
        self.tries = _side_by_side(tries)
        known = self.tries[-1].reshape(len(tries), -1)[:, : len(data.units.names)]
        trie, number = np.nonzero(known >= 0)
        self.listed_units = number, self.tries[-2][trie] + known[trie, number]
        names = data.words.numbers
        self.written = {
            apply_case(word, case): case * len(found) + i
            for case in (UPPER, TITLE, LOWER)
            for word, i in self.index.items()
        }
        unlisted = np.arange(len(cases) * len(found), dtype=np.int32)
        self.written_of_name = np.append(np.full(len(names), -1, np.int32), unlisted)
        for word, place in self.written.items():
            if word in names:
                self.written_of_name[names[word]] = place
        self._word_numbers = names
        listed = np.flatnonzero(self.written_of_name[: len(names)] >= 0)
        self.listed_words = listed, self.written_of_name[listed]

    def word_number(self, word: str) -> int | None:
        """Number of a syllable as it is written: among the channel's readings, or behind them all."""
        place = self.written.get(word)
        return None if place is None else self._word_numbers.get(word, len(self._word_numbers) + place)

    def rime_spellings(self) -> Iterator[str]:
        """Every rime in every case pattern."""
        return (rime for trie in self.rimes for rime in trie.units)

    def best_from(self, values: Floats) -> Floats:
        """The highest value from each syllable on, among those with its onset, [syllables]."""
        best = np.empty_like(values)
        for start, end in pairwise(self.first.tolist()):
            best[start:end] = np.maximum.accumulate(values[start:end][::-1])[::-1]
        return best


def _blends(syllables: Iterable[tuple[str, str]], data: ChannelData) -> dict[str, list[str]]:
    """What syllables look like whose onset and rime, as listed, meet in one letter."""
    rows = {row: char for char, row in data.singles.items()}
    merged: dict[int, set[str]] = {}
    listed = data.merged.component == data.components.index("shapes")
    cells = data.merged.intended[listed].tolist(), data.merged.observed[listed].tolist()
    for pair, row in zip(*cells, strict=True):
        merged.setdefault(pair, set()).add(rows[row])
    found: dict[str, list[str]] = {}
    for onset, rime in syllables:
        number = data.pairs.get(onset[-1:] + rime[:1]) if onset else None
        for char in sorted(merged.get(-1 if number is None else number, ())):
            key = strip_marks(onset[:-1] + char.lower() + rime[1:])
            found.setdefault(key, []).append(onset + rime)
    return found


def _side_by_side(tries: Sequence[UnitTrie]) -> tuple[SmallInts, ...]:
    """Nodes and units of all tries, where each one's begin, and the units of all names."""
    parts = [np.concatenate(part) for part in zip(*(trie.flat for trie in tries), strict=True)]
    nodes, units = (ends_of([len(trie.flat[part]) for trie in tries]) for part in (0, -1))
    return (*parts, nodes, units, np.concatenate([trie.unit_of_name for trie in tries]))
