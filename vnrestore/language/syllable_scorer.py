"""Scoring observed tokens against every syllable of the language at once.

A syllable is an onset and a rime, so P(observed | syllable) is a sum over the places where
the observed string can be cut in two: ``sum_k P(o[:k] | onset) * P(o[k:] | rime)``. The
scores of onsets and rimes are cached by string: garbled ones repeat even where words do
not. Nothing is missed: no candidate is lost to an edit-distance cut-off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import RLock
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.kernels import compiled
from vnrestore.language.alphabet import code_points
from vnrestore.language.channel import Channel
from vnrestore.language.inventory import SmallInts, SyllableInventory
from vnrestore.language.readings import Arrays, Edit, Floats
from vnrestore.language.strings import ends_of
from vnrestore.language.unit_scores import UnitScores
from vnrestore.text.casing import LOWER, TITLE, UPPER

LONGEST = 24  # characters of a token; no reading of a syllable comes near
TINY = 1e-35  # float32 has little below
CASES = (LOWER, TITLE, UPPER)
ALL = 1 << LOWER | 1 << TITLE | 1 << UPPER
RIME_CASES = (LOWER, LOWER, UPPER)  # that of the rime behind an onset
NOWHERE = -1

Rows = list[int]


class Likeliest(NamedTuple):
    """The syllables some tokens may be readings of, one token's behind the other's, best rank first.

    Attributes:
        syllables: their numbers in the inventory.
        cases: the likeliest case pattern of each.
        logps: natural log P(token | syllable in that case), with the prior of the case.
        counts: how many each token has, [tokens].
        own: ``logps`` of each token itself as a syllable, -inf if it is none, [tokens].
    """

    syllables: SmallInts
    cases: SmallInts
    logps: Floats
    counts: SmallInts
    own: Floats


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
        self._lock = RLock()
        self._backoff = np.ones(3 * len(inventory.ids), np.float32)
        numbers, places = inventory.listed_words
        self._backoff[places] = channel.words.backoff[numbers]
        numbers, shares = channel.words.more_backoff
        self._backoff[inventory.written_of_name[numbers]] = shares
        by_case = self._backoff.reshape(3, -1)
        self._top_backoff = np.maximum.reduceat(by_case.max(axis=0), inventory.first[:-1])
        backoff = self._unit_backoff()
        self._kernels = compiled()
        if self._kernels is not None:
            self._pools = self._kernels.pools()
            self._tables = self._kernel_tables(self._kernels, backoff)
            return
        self._rows: dict[str, list[Rows]] = {}
        bounds = inventory.tries[-2].tolist()
        self._onsets, self._rimes = (
            [
                UnitScores(tries[case], channel, backoff[bounds[first + case] : bounds[first + case + 1]])
                for case in CASES
            ]
            for first, tries in ((0, inventory.onsets), (len(CASES), inventory.rimes))
        )

    def _unit_backoff(self) -> Floats:
        """The share of the readings of each unit, trie by trie, that is left to single characters."""
        inventory, readings = self.inventory, self.channel.units
        *_, bounds, unit_of_name = inventory.tries
        found = np.ones(int(bounds[-1]), np.float32)
        numbers, places = inventory.listed_units
        found[places] = readings.backoff[numbers]
        by_trie = unit_of_name.reshape(len(bounds) - 1, -1)
        for number, share in zip(*(column.tolist() for column in readings.more_backoff), strict=True):
            columns = by_trie[:, number]
            found[(bounds[:-1] + columns)[columns >= 0]] = share
        return found

    def _kernel_tables(self, kernels: ModuleType, backoff: Floats) -> Arrays:
        """What the kernels need to know of the syllables and of the channel."""
        inventory, channel = self.inventory, self.channel
        return (
            inventory.first,
            inventory.rime,
            self._backoff,
            self._top_backoff,
            *channel.kernel_arguments()[0],
            *inventory.tries,
            backoff,
            *channel.units.kernel_arguments(kernels),
            *channel.words.kernel_arguments(kernels),
            inventory.written_of_name,
        )

    def _tokens(self, tokens: Sequence[str]) -> tuple[SmallInts, ...]:
        """Tokens as the kernels want them."""
        text = "".join(tokens)
        return (
            *self.channel.encode(text),
            code_points(text),
            ends_of(list(map(len, tokens))),
        )

    def _prepare(self, tokens: Iterable[str]) -> None:
        """Compute the vectors of all prefixes and suffixes of ``tokens`` in batches."""
        new = [token for token in dict.fromkeys(tokens) if token not in self._rows]
        cases = [possible_cases(token) for token in new]
        prefixes = [[token[:k] for k in range(len(token) + 1)] for token in new]
        suffixes = [[token[k:] for k in range(len(token) + 1)] for token in new]
        found: list[list[Rows]] = [[] for _ in new]
        for case in CASES:
            some = [i for i, possible in enumerate(cases) if possible >> case & 1]
            onsets, rimes = self._onsets[case], self._rimes[case]
            onsets.add(s for i in some for s in prefixes[i])
            rimes.add(s for i in some for s in suffixes[i])
            for rows, possible, before, behind in zip(found, cases, prefixes, suffixes, strict=True):
                if possible >> case & 1:
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
        known = [
            word
            for word in dict.fromkeys(words)
            if word[0] in self.inventory.place
            and len(word[1]) <= LONGEST
            and possible_cases(word[1]) >> word[2] & 1
        ]
        with self._lock:
            sizes = self._cut(known)
        parts = dict(zip(known, sizes, strict=True))
        return [self._parts(*word, parts[word]) if word in parts else None for word in words]

    def _parts(self, syllable: str, token: str, case: int, size: int) -> tuple[Edit, Edit]:
        """Onset and rime of a syllable in its case, and what they were read as."""
        onset, rime = self.inventory.place[syllable]
        rime_case = case if onset == self.inventory.empty_onset else RIME_CASES[case]
        units = self.inventory.onsets[case].units, self.inventory.rimes[rime_case].units
        return (units[0][onset], token[:size]), (units[1][rime], token[size:])

    def _cut(self, words: Sequence[tuple[str, str, int]]) -> list[int]:
        """How many characters of each token its onset was most likely read as."""
        inventory = self.inventory
        places = [inventory.place[word] for word, _, _ in words]
        tokens = [token for _, token, _ in words]
        cases = [
            (case, case if onset == inventory.empty_onset else RIME_CASES[case])
            for (onset, _), (_, _, case) in zip(places, words, strict=True)
        ]
        if self._kernels is not None:
            sizes = np.empty(len(words), np.int32)
            pairs = zip(places, cases, strict=True)
            asked = np.array([(i, *place, *case) for i, (place, case) in enumerate(pairs)], np.int32)
            arrays = *self._tables[4:], *self._tokens(tokens), asked, sizes
            self._kernels.cuts(arrays, *self.channel.kernel_arguments()[1])
            cut: list[int] = sizes.tolist()
            return cut
        self._trim()
        self._prepare(tokens)
        found = []
        for token, (onset, rime), (case, rime_case) in zip(tokens, places, cases, strict=True):
            before, behind = self._rows[token][2 * case], self._rows[token][2 * rime_case + 1]
            scores = self._onsets[case].pool[before, onset] * self._rimes[rime_case].pool[behind, rime]
            found.append(int(scores.argmax()))
        return found

    def likeliest(
        self,
        tokens: Sequence[str],
        own: SmallInts,
        case_priors: Floats,
        ranking: Ranking,
    ) -> Likeliest:
        """The syllables each token may be a reading of.

        Args:
            tokens: observed strings.
            own: ``case * syllables + syllable`` of each token as it stands, -1 if it is no syllable.
            case_priors: prior of the three case patterns, [tokens, 3].
            ranking: how syllables are ranked, and how many are wanted.
        """
        with self._lock:
            if self._kernels is not None:
                return self._likeliest(self._kernels, tokens, own, case_priors, ranking)
            self._trim()
            self._prepare(tokens)
            none = np.zeros(0, np.int32)
            found = [(none, none, none.astype(np.float32), np.float32(0))] + [
                self._select(token, place, case_prior[:, None], ranking)
                for token, place, case_prior in zip(tokens, own.tolist(), case_priors, strict=True)
            ]
            syllables, cases, logps, own_logps = zip(*found, strict=True)
            counts = np.array(list(map(len, syllables[1:])), np.int32)
            return Likeliest(
                np.concatenate(syllables),
                np.concatenate(cases),
                np.concatenate(logps),
                counts,
                np.array(own_logps[1:], np.float32),
            )

    def _likeliest(
        self,
        kernels: ModuleType,
        tokens: Sequence[str],
        own: SmallInts,
        case_priors: Floats,
        ranking: Ranking,
    ) -> Likeliest:
        prior, best_prior, limit, margin = ranking
        index, pattern = np.empty((2, len(tokens) * limit), np.int32)
        score = np.empty(len(tokens) * limit, np.float32)
        own_score = np.empty(len(tokens), np.float32)
        counts = np.empty(len(tokens), np.int32)
        cases = np.array(list(map(possible_cases, tokens)), np.int32)
        found = index, pattern, score, own_score, counts
        kernels.likeliest(
            self._pools,
            (*self._tables, *self._tokens(tokens), prior, best_prior, cases, case_priors, own, *found),
            *self.channel.kernel_arguments()[1],
            self._limit,
            self.inventory.empty_onset,
            limit,
            float(np.exp(-margin)),
            TINY,
        )
        size = int(counts.sum())
        own_logps = np.where(own >= 0, np.log(np.maximum(own_score, TINY)), np.float32(-np.inf))
        return Likeliest(
            index[:size], pattern[:size], np.log(np.maximum(score[:size], TINY)), counts, own_logps
        )

    def _added(self, token: str) -> list[tuple[int, float]]:
        """Counted readings of the whole token: where in [3 * syllables], and P(token | word)."""
        inventory = self.inventory
        own = self.channel.words.own.get(token, ())
        found = [(int(inventory.written_of_name[number]), value) for number, value in own]
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
        rows = self._rows[token]
        cases = [case for case in CASES if possible_cases(token) >> case & 1]
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

    def _select(
        self, token: str, own: int, case_prior: NDArray[np.float32], ranking: Ranking
    ) -> tuple[SmallInts, SmallInts, Floats, np.float32]:
        """Syllables, cases and log probabilities of one token, and that of itself."""
        prior, _, limit, margin = ranking
        scores = self._scores(token) * case_prior
        best = scores.max(axis=0)
        rank = best * prior
        top = np.argpartition(-rank, limit - 1)[:limit] if limit < len(rank) else np.arange(len(rank))
        top = top[np.lexsort((top, -rank[top]))]
        floor = max(float(rank[top[0]]) * float(np.exp(-margin)), TINY)
        top = top[rank[top] >= floor]
        return (
            top.astype(np.int32),
            scores[:, top].argmax(axis=0).astype(np.int32),
            np.log(np.maximum(best[top], TINY)),
            np.float32(np.log(max(float(scores.flat[own]), TINY)) if own >= 0 else -np.inf),
        )


def possible_cases(token: str) -> int:
    """The case patterns worth trying, as bits: small letters hardly ever come from capitals."""
    if token[:1] in "pb":  # what is left of Đ
        return ALL
    if token.isalpha() and token.islower():
        return 1 << LOWER
    if token[:1].islower() and not any(map(str.isupper, token)):
        return 1 << LOWER | 1 << UPPER
    return ALL
