"""Scoring one observed token against every syllable of the language at once.

A syllable is an onset and a rime, so P(observed | syllable) is a sum over the places where
the observed string can be cut in two: ``sum_k P(o[:k] | onset) * P(o[k:] | rime)``. Some
thirty onsets and nine hundred rimes with tones replace seven thousand syllables, their
scores are cached by string (garbled onsets and rimes repeat even where words do not), and
the sum over cuts is a small matrix product. Nothing is missed: no candidate is lost to an
edit-distance cut-off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnrestore.language.channel import MAX_SEGMENT, Channel
from vnrestore.language.channel_tables import ChannelData
from vnrestore.language.readings import Edit, Floats
from vnrestore.text.casing import LOWER, TITLE, UPPER, apply_case
from vnrestore.text.syllable import parse

Ints = NDArray[np.int64]


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
    """

    def __init__(self, units: Sequence[str], data: ChannelData) -> None:
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
        self._ends = [
            (np.array([i for i, u in enumerate(units) if len(u) == d]),
             np.array([seen[d][u] for u in units if len(u) == d]))
            for d in range(len(seen))
        ]  # fmt: skip

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
    """All syllables with their onsets and rimes, and the scores of observed tokens against them.

    Args:
        words: vocabulary words by id; those that are syllables are taken.
        data: the channel's tables.
    """

    def __init__(self, words: Iterable[tuple[int, str]], data: ChannelData) -> None:
        """Find the units and build the tries."""
        found = [
            (number, (word[: len(parsed.onset)], word[len(parsed.onset) :]))
            for number, word in words
            if (parsed := parse(word)) is not None and len(word) == len(parsed.onset) + len(parsed.rime)
        ]
        onsets = sorted({parts[0] for _, parts in found})
        rimes = sorted({parts[1] for _, parts in found})
        onset_ids = {o: i for i, o in enumerate(onsets)}
        rime_ids = {r: i for i, r in enumerate(rimes)}
        self.ids = np.array([number for number, _ in found], np.int64)
        self.onset = np.array([onset_ids[parts[0]] for _, parts in found], np.int64)
        self.rime = np.array([rime_ids[parts[1]] for _, parts in found], np.int64)
        self.place = {o + r: (onset_ids[o], rime_ids[r]) for _, (o, r) in found}
        self.written = {
            apply_case(o + r, case): (case, i)
            for case in (UPPER, TITLE, LOWER)
            for i, (_, (o, r)) in enumerate(found)
        }
        self.symbols = frozenset(self.ids.tolist())
        self.index = {o + r: i for i, (_, (o, r)) in enumerate(found)}
        self.bare = np.flatnonzero(self.onset == onset_ids[""])
        cases = (LOWER, TITLE, UPPER)
        self.onsets = [UnitTrie([apply_case(o, case) for o in onsets], data) for case in cases]
        self.rimes = [UnitTrie([apply_case(r, case) for r in rimes], data) for case in cases]


class SyllableScorer:
    """Scores under one channel, with a cache of the onset and rime vectors."""

    def __init__(self, inventory: SyllableInventory, channel: Channel, *, limit: int = 6_000) -> None:
        """Start with empty caches of at most ``limit`` strings a trie."""
        self.inventory = inventory
        self.channel = channel
        self._limit = limit
        tries = (*inventory.onsets, *inventory.rimes)
        self._vectors: dict[UnitTrie, dict[str, Floats]] = {trie: {} for trie in tries}
        share = channel.units.backoff.get
        self._unit_backoff = {t: np.array([share(u, 1.0) for u in t.units], np.float32) for t in tries}
        self._word_backoff = np.ones((3, len(inventory.ids)), np.float32)
        for word, left in channel.words.backoff.items():
            at = inventory.written.get(word)
            if at is not None:
                self._word_backoff[at] = left

    def prepare(self, tokens: Iterable[str]) -> None:
        """Compute the vectors of all prefixes and suffixes of ``tokens`` in batches."""
        tokens = list(tokens)
        for case in (LOWER, TITLE, UPPER):
            fitting = [t for t in tokens if case in possible_cases(t)]
            self._fill(self.inventory.onsets[case], {t[:k] for t in fitting for k in range(len(t) + 1)})
            self._fill(self.inventory.rimes[case], {t[k:] for t in fitting for k in range(len(t) + 1)})

    def trim(self) -> None:
        """Forget everything once the caches have grown past their limit."""
        for cache in self._vectors.values():
            if len(cache) > self._limit:
                cache.clear()

    def _fill(self, trie: UnitTrie, strings: Iterable[str]) -> None:
        cache = self._vectors[trie]
        missing: dict[int, list[str]] = {}
        for string in sorted(s for s in strings if s not in cache):
            missing.setdefault(len(string), []).append(string)
        for group in missing.values():
            for i in range(0, len(group), 64):
                chunk = group[i : i + 64]
                scores = trie.score(self.channel, chunk) * self._unit_backoff[trie]
                for string, vector in zip(chunk, scores, strict=True):
                    for unit, value in self.channel.units.of(string):
                        column = trie.columns.get(unit)
                        if column is not None:
                            vector[column] += value
                    cache[string] = vector

    def cut(self, word: str, token: str, case: int) -> tuple[Edit, Edit] | None:
        """How a syllable's onset and rime were most likely read in ``token``; prepare it first.

        Returns:
            ``(onset, reading), (rime, reading)`` in the given case, None if it is no syllable.
        """
        place = self.inventory.place.get(word)
        if place is None or case not in possible_cases(token):
            return None
        onset, rime = place
        empty = self.inventory.onsets[LOWER].units[onset] == ""
        onsets = self.inventory.onsets[case]
        rimes = self.inventory.rimes[LOWER if case == TITLE and not empty else case]
        scores = [
            float(self._vectors[onsets][token[:k]][onset] * self._vectors[rimes][token[k:]][rime])
            for k in range(len(token) + 1)
        ]
        k = int(np.argmax(scores))
        return (onsets.units[onset], token[:k]), (rimes.units[rime], token[k:])

    def scores(self, token: str) -> Floats:
        """P(token | syllable written in each case pattern), [3, syllables]; prepare tokens first."""
        inventory = self.inventory
        cuts = range(len(token) + 1)
        out = np.zeros((3, len(inventory.ids)), np.float32)
        cases = possible_cases(token)
        onset = {c: np.stack([self._vectors[inventory.onsets[c]][token[:k]] for k in cuts]) for c in cases}
        rime = {c: np.stack([self._vectors[inventory.rimes[c]][token[k:]] for k in cuts]) for c in cases}
        out[LOWER] = (onset[LOWER].T @ rime[LOWER])[inventory.onset, inventory.rime]
        if TITLE in cases:
            out[TITLE] = (onset[TITLE].T @ rime[LOWER])[inventory.onset, inventory.rime]
            # A syllable without an onset wears its capital on the rime.
            empty = onset[LOWER][:, int(inventory.onset[inventory.bare[0]])]
            out[TITLE, inventory.bare] = (empty @ rime[TITLE])[inventory.rime[inventory.bare]]
        if UPPER in cases:
            out[UPPER] = (onset[UPPER].T @ rime[UPPER])[inventory.onset, inventory.rime]
        out *= self._word_backoff
        for word, value in self.channel.words.of(token):
            at = inventory.written.get(word)
            if at is not None:
                out[at] += value
        return out


def possible_cases(token: str) -> tuple[int, ...]:
    """The case patterns worth trying: small letters hardly ever come from capitals."""
    if token[:1] in "pb":  # what is left of Đ
        return (LOWER, TITLE, UPPER)
    if token.isalpha() and token.islower():
        return (LOWER,)
    if token[:1].islower() and not any(c.isupper() for c in token):
        return (LOWER, UPPER)
    return (LOWER, TITLE, UPPER)
