"""How certain words were read, letter by letter: what a document shows of its engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.ragged import Ragged
from vnrestore.language.channel_tables import ChannelData
from vnrestore.language.inventory import SyllableInventory
from vnrestore.language.readings import Edit
from vnrestore.language.syllable_scorer import SyllableScorer
from vnrestore.text.casing import case_of
from vnrestore.text.spelling import old_tone_placement


class Alignments:
    """How words were read under one channel, remembered; they are numbered as they are met in texts.

    Attributes:
        same: for each word the first one that is the same but for the places of tone marks.
        meant: number of what was meant, -1 for none.
        observed: what was observed, the tone marks in their old places.
        edits: numbers of the readings of the word's single characters.
        units: numbers of the readings of its onset and rime; none if it is no syllable.
        likelihoods: P(observed | meant) under each component alone, then under all pooled, but for a
            factor; none where there are no edits.
        unit_meant, unit_observed: of each reading of an onset or rime.
    """

    def __init__(self) -> None:
        """None yet."""
        self.same: list[int] = []
        self.meant: list[int] = []
        self.observed: list[str] = []
        self.edits, self.units, self.likelihoods = Ragged(np.int64), Ragged(np.int64), Ragged(np.float64)
        self.unit_meant: list[int] = []
        self.unit_observed: list[str] = []
        self._words: dict[Edit, int] = {}
        self._pairs: dict[Edit, int] = {}
        self._units: dict[Edit, int] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.same)

    def numbers(self, words: Iterable[Edit], scorer: SyllableScorer) -> list[int]:
        """The numbers of words, as (intended, observed) in a text."""
        with self._lock:
            new = [word for word in words if word not in self._words]
            if new:
                self._align(new, scorer)
            return [self._words[word] for word in words]

    def _align(self, words: Sequence[Edit], scorer: SyllableScorer) -> None:
        """Align new words; those that are no syllables have no units and no edits."""
        pairs = [(old_tone_placement(meant), old_tone_placement(observed)) for meant, observed in words]
        cased = [(pair, case) for pair in pairs if (case := case_of(pair[0])) is not None]
        cuts = scorer.cuts([(meant.lower(), observed, case) for (meant, observed), case in cased])
        units = {
            pair: [unit for unit in parts if unit[0]]
            for (pair, _), parts in zip(cased, cuts, strict=True)
            if parts is not None
        }
        distinct = list(dict.fromkeys(chain.from_iterable(units.values())))
        edits = dict(zip(distinct, scorer.channel.align(distinct), strict=True))
        data, inventory = scorer.channel.data, scorer.inventory
        numbers = {unit: self._number(unit, inventory) for unit in distinct}
        cells = {edit: data.cell(edit) for some in edits.values() for edit in some}
        by_word = [[numbers[unit] for unit in units.get(pair, ())] for pair in pairs]
        found = [[edit for unit in units.get(pair, ()) for edit in edits[unit]] for pair in pairs]
        likelihoods = _likelihoods([some for some in found if some], data)
        width = likelihoods.shape[1]
        self.units.extend(list(map(len, by_word)), np.array([*chain.from_iterable(by_word)], np.int64))
        every = np.array([cells[edit] for some in found for edit in some], np.int64)
        self.edits.extend(list(map(len, found)), every)
        self.likelihoods.extend([width if some else 0 for some in found], likelihoods.ravel())
        for word, pair in zip(words, pairs, strict=True):
            number = self._words[word] = len(self.same)
            self.same.append(self._pairs.setdefault(pair, number))
            meant = inventory.word_number(pair[0])
            self.meant.append(-1 if meant is None else meant)
            self.observed.append(pair[1])

    def _number(self, unit: Edit, inventory: SyllableInventory) -> int:
        """Number of a reading of an onset or rime."""
        number = self._units.get(unit)
        if number is None:
            number = self._units[unit] = len(self.unit_meant)
            self.unit_meant.append(inventory.unit_numbers[unit[0]])
            self.unit_observed.append(unit[1])
        return number


def _likelihoods(words: Sequence[Sequence[Edit]], data: ChannelData) -> NDArray[np.float64]:
    """P(edits) of each word under each component and under all pooled, relative to the highest."""
    if not words:
        return np.zeros((0, 0))
    number = {edit: i for i, edit in enumerate(dict.fromkeys(chain.from_iterable(words)))}
    known = np.log(np.array([data.edit_probabilities(edit) for edit in number], np.float64))
    starts = [0, *accumulate(map(len, words))][:-1]
    logp = np.add.reduceat(known[[number[edit] for some in words for edit in some]], starts)
    likelihood: NDArray[np.float64] = np.exp(logp - logp.max(axis=1, keepdims=True))
    return likelihood
