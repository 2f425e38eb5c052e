"""Scoring observed tokens against every syllable of the language at once.

A syllable is an onset and a rime, so P(observed | syllable) is a sum over the places where
the observed string can be cut in two: ``sum_k P(o[:k] | onset) * P(o[k:] | rime)``. The
scores of onsets and rimes are cached by string: garbled ones repeat even where words do
not. Nothing is missed: no candidate is lost to an edit-distance cut-off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from threading import RLock
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.kernels import compiled
from vnrestore.language.channel import Channel
from vnrestore.language.inventory import SmallInts, SyllableInventory
from vnrestore.language.readings import Edit, Floats
from vnrestore.language.unit_scores import UnitScores
from vnrestore.text.casing import LOWER, TITLE, UPPER

LONGEST = 24  # characters of a token; no reading of a syllable comes near
TINY = 1e-35  # float32 has little below
CASES = (LOWER, TITLE, UPPER)
RIME_CASES = (LOWER, LOWER, UPPER)  # that of the rime behind an onset
NOWHERE = -1

Rows = list[int]


class Likeliest(NamedTuple):
    """The syllables a token may be a reading of, best rank first.

    Attributes:
        syllables: their numbers in the inventory.
        cases: the likeliest case pattern of each.
        logps: natural log P(token | syllable in that case), with the prior of the case.
        own: the same for the token itself as a syllable, -inf if it is none.
    """

    syllables: SmallInts
    cases: SmallInts
    logps: Floats
    own: float


class Ranking(NamedTuple):
    """How syllables are ranked.

    Attributes:
        prior: factor on the probability of each syllable, [syllables].
        best_prior: the best factor from each syllable on, among those with its onset, [syllables].
        limit: how many are wanted at most.
        margin: how far below the best rank they may lie (nats).
    """

    prior: Floats
    best_prior: Floats
    limit: int
    margin: float


class SyllableScorer:
    """Scores under one channel, with a cache of the onset and rime vectors."""

    def __init__(self, inventory: SyllableInventory, channel: Channel, *, limit: int = 6_000) -> None:
        """Start with empty caches of at most ``limit`` strings a trie."""
        self.inventory = inventory
        self.channel = channel
        self._limit = limit
        self._rows: dict[str, list[Rows]] = {}
        self._lock = RLock()
        self._onsets = [UnitScores(trie, channel) for trie in inventory.onsets]
        self._rimes = [UnitScores(trie, channel) for trie in inventory.rimes]
        self._backoff = np.ones(3 * len(inventory.ids), np.float32)
        listed = inventory.written_of_name >= 0
        self._backoff[inventory.written_of_name[listed]] = channel.words.backoff[listed]
        for word, share in channel.words.more_backoff.items():
            if word in inventory.written:
                self._backoff[inventory.written[word]] = share
        by_case = self._backoff.reshape(3, -1)
        self._top_backoff = np.maximum.reduceat(by_case.max(axis=0), inventory.first[:-1])

    def _prepare(self, tokens: Iterable[str]) -> None:
        """Compute the vectors of all prefixes and suffixes of ``tokens`` in batches."""
        new = [token for token in dict.fromkeys(tokens) if token not in self._rows]
        if not new:
            return
        encoded = self.channel.encode(new)
        cases = [possible_cases(token) for token in new]
        prefixes = [[token[:k] for k in range(len(token) + 1)] for token in new]
        suffixes = [[token[k:] for k in range(len(token) + 1)] for token in new]
        starts = [0, *accumulate(map(len, new))]
        found: list[list[Rows]] = [[] for _ in new]
        for case in CASES:
            some = [i for i, possible in enumerate(cases) if case in possible]
            onsets, rimes = self._onsets[case], self._rimes[case]
            onsets.add({s: starts[i] for i in some for s in prefixes[i]}.items(), encoded)
            rimes.add({s: starts[i] + k for i in some for k, s in enumerate(suffixes[i])}.items(), encoded)
            for rows, possible, before, behind in zip(found, cases, prefixes, suffixes, strict=True):
                if case in possible:
                    rows.append([onsets.rows[s] for s in before])
                    rows.append([rimes.rows[s] for s in behind])
                else:
                    rows += [[NOWHERE] * len(before)] * 2
        self._rows.update(zip(new, found, strict=True))

    def _trim(self) -> None:
        """Forget everything once the caches have grown past their limit."""
        if any(len(scores.rows) > self._limit for scores in (*self._onsets, *self._rimes)):
            for scores in (*self._onsets, *self._rimes):
                scores.clear()
            self._rows.clear()

    def cuts(self, words: Sequence[tuple[str, str, int]]) -> list[tuple[Edit, Edit] | None]:
        """How the onsets and rimes of syllables were most likely read.

        Args:
            words: syllable in small letters, observed token and case pattern.

        Returns:
            ``(onset, reading), (rime, reading)`` of each in its case, None if it is no syllable.
        """
        with self._lock:
            self._trim()
            known = [word for word in words if word[0] in self.inventory.place and len(word[1]) <= LONGEST]
            self._prepare(token for _, token, _ in known)
            parts: dict[tuple[str, str, int], tuple[Edit, Edit]] = {}
            for case in CASES:
                some = [word for word in known if word[2] == case and case in possible_cases(word[1])]
                bare = [word for word in some if self._is_bare(word[0])]
                clad = [word for word in some if not self._is_bare(word[0])]
                parts.update(zip(bare, self._cut(bare, case, case), strict=True))
                parts.update(zip(clad, self._cut(clad, case, RIME_CASES[case]), strict=True))
            return [parts.get(word) for word in words]

    def _is_bare(self, syllable: str) -> bool:
        """Whether a syllable has no onset: it wears its capital on the rime."""
        return self.inventory.place[syllable][0] == self.inventory.empty_onset

    def _cut(
        self, words: Sequence[tuple[str, str, int]], case: int, rime_case: int
    ) -> list[tuple[Edit, Edit]]:
        """The best cut of each token, whose onset and rime are read from these pools."""
        if not words:
            return []
        onsets, rimes = self._onsets[case], self._rimes[rime_case]
        places = [self.inventory.place[word] for word, _, _ in words]
        sizes = [len(token) + 1 for _, token, _ in words]
        onset, rime = np.repeat(np.array(places), sizes, axis=0).T
        before = [row for _, token, _ in words for row in self._rows[token][2 * case]]
        behind = [row for _, token, _ in words for row in self._rows[token][2 * rime_case + 1]]
        scores = (onsets.pool[before, onset] * rimes.pool[behind, rime]).tolist()
        found: list[tuple[Edit, Edit]] = []
        end = 0
        for (_, token, _), (on, ri), size in zip(words, places, sizes, strict=True):
            some = scores[end : end + size]
            end += size
            k = some.index(max(some))
            found.append(((onsets.trie.units[on], token[:k]), (rimes.trie.units[ri], token[k:])))
        return found

    def likeliest(
        self,
        tokens: Sequence[str],
        own: Sequence[int],
        case_priors: Floats,
        ranking: Ranking,
    ) -> list[Likeliest]:
        """The syllables each token may be a reading of.

        Args:
            tokens: observed strings.
            own: ``case * syllables + syllable`` of each token as it stands, -1 if it is no syllable.
            case_priors: prior of the three case patterns, [tokens, 3].
            ranking: how syllables are ranked, and how many are wanted.
        """
        if not tokens:
            return []
        with self._lock:
            self._trim()
            self._prepare(tokens)
            kernels = compiled()
            if kernels is not None:
                return self._likeliest(kernels, tokens, own, case_priors, ranking)
            return [
                self._select(token, place, case_prior[:, None], ranking)
                for token, place, case_prior in zip(tokens, own, case_priors, strict=True)
            ]

    def _likeliest(
        self,
        kernels: ModuleType,
        tokens: Sequence[str],
        own: Sequence[int],
        case_priors: Floats,
        ranking: Ranking,
    ) -> list[Likeliest]:
        inventory, (prior, best_prior, limit, margin) = self.inventory, ranking
        added = [self._added(token) for token in tokens]
        index, pattern = np.empty((2, len(tokens), limit), np.int32)
        score = np.empty((len(tokens), limit), np.float32)
        own_score = np.empty(len(tokens), np.float32)
        counts = np.empty(len(tokens), np.int32)
        cuts = np.cumsum([0, *(len(t) + 1 for t in tokens)]).astype(np.int32)
        pools = self._pools(tokens)
        kernels.top_syllables(
            (
                inventory.first,
                inventory.rime,
                self._backoff,
                prior,
                best_prior,
                self._top_backoff,
                *pools,
                cuts,
                np.ascontiguousarray(case_priors, np.float32),
                np.cumsum([0, *map(len, added)]).astype(np.int32),
                np.array([at for one in added for at, _ in one], np.int32),
                np.array([value for one in added for _, value in one], np.float32),
                np.array(own, np.int32),
                index,
                pattern,
                score,
                own_score,
                counts,
            ),
            inventory.empty_onset,
            limit,
            float(np.exp(-margin)),
            TINY,
        )
        logs = np.log(
            np.maximum(score, TINY, where=np.arange(limit) < counts[:, None], out=np.ones_like(score))
        )
        own_logs = np.log(np.maximum(own_score, TINY)).tolist()
        return [
            Likeliest(index[i, :n], pattern[i, :n], logs[i, :n], own_logs[i] if own[i] >= 0 else -np.inf)
            for i, n in enumerate(counts.tolist())
        ]

    def _pools(self, tokens: Sequence[str]) -> list[Floats | SmallInts]:
        """By case the vectors of onsets and rimes, and their rows for every cut, -1 where impossible."""
        rows = [self._rows[token] for token in tokens]
        found: list[Floats | SmallInts] = []
        for case in CASES:
            before, behind = (
                np.array([row for some in rows for row in some[2 * case + side]], np.int32) for side in (0, 1)
            )
            found += [self._onsets[case].pool, self._rimes[case].pool, before, behind]
        return found

    def _added(self, token: str) -> list[tuple[int, float]]:
        """Counted readings of the whole token: where in [3 * syllables], and P(token | word)."""
        inventory = self.inventory
        found = [
            (inventory.written[word], value)
            for word, value in self.channel.words.own.get(token, ())
            if word in inventory.written
        ]
        if token not in self.channel.words.table.observed:
            return found
        numbers, values = self.channel.words.trained(token)
        places = inventory.written_of_name[numbers]
        return found + [
            p for p in zip(places.tolist(), values.tolist(), strict=True) if p[0] >= 0 and p[1] > 0
        ]

    def _scores(self, token: str) -> Floats:
        """P(token | syllable written in each case pattern), [3, syllables]."""
        inventory = self.inventory
        out = np.zeros((3, len(inventory.ids)), np.float32)
        cases, rows = possible_cases(token), self._rows[token]
        onset = {c: self._onsets[c].pool[rows[2 * c]] for c in cases}
        rime = {c: self._rimes[c].pool[rows[2 * c + 1]] for c in cases}
        out[LOWER] = (onset[LOWER].T @ rime[LOWER])[inventory.onset, inventory.rime]
        if TITLE in cases:
            out[TITLE] = (onset[TITLE].T @ rime[LOWER])[inventory.onset, inventory.rime]
            # A syllable without an onset wears its capital on the rime.
            bare = slice(*inventory.first[inventory.empty_onset : inventory.empty_onset + 2])
            empty = onset[LOWER][:, inventory.empty_onset]
            out[TITLE, bare] = (empty @ rime[TITLE])[inventory.rime[bare]]
        if UPPER in cases:
            out[UPPER] = (onset[UPPER].T @ rime[UPPER])[inventory.onset, inventory.rime]
        out *= self._backoff.reshape(3, -1)
        for at, value in self._added(token):
            out.flat[at] += value
        return out

    def _select(self, token: str, own: int, case_prior: NDArray[np.float32], ranking: Ranking) -> Likeliest:
        prior, _, limit, margin = ranking
        scores = self._scores(token) * case_prior
        best = scores.max(axis=0)
        rank = best * prior
        top = np.argpartition(-rank, limit - 1)[:limit] if limit < len(rank) else np.arange(len(rank))
        top = top[np.lexsort((top, -rank[top]))]
        floor = max(float(rank[top[0]]) * float(np.exp(-margin)), TINY)
        top = top[rank[top] >= floor]
        return Likeliest(
            top.astype(np.int32),
            scores[:, top].argmax(axis=0).astype(np.int32),
            np.log(np.maximum(best[top], TINY)),
            float(np.log(max(float(scores.flat[own]), TINY))) if own >= 0 else -np.inf,
        )


def possible_cases(token: str) -> tuple[int, ...]:
    """The case patterns worth trying: small letters hardly ever come from capitals."""
    if token[:1] in "pb":  # what is left of Đ
        return (LOWER, TITLE, UPPER)
    if token.isalpha() and token.islower():
        return (LOWER,)
    if token[:1].islower() and not any(c.isupper() for c in token):
        return (LOWER, UPPER)
    return (LOWER, TITLE, UPPER)
