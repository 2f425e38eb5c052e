"""How certain words were read, letter by letter: what a document shows of its engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.language.channel_tables import ChannelData
from vnrestore.language.inventory import Ints, SyllableInventory
from vnrestore.language.readings import Edit
from vnrestore.language.syllable_scorer import SyllableScorer
from vnrestore.text.casing import case_of
from vnrestore.text.spelling import old_tone_placement


class UnitReadings:
    """Readings of onsets and rimes, numbered as they are met."""

    def __init__(self) -> None:
        """None yet."""
        self.intended: list[int] = []  # numbers, as SyllableInventory gives them
        self.observed: list[str] = []
        self._numbers: dict[Edit, int] = {}
        self._lock = Lock()

    def number(self, readings: Sequence[Edit], inventory: SyllableInventory) -> dict[Edit, int]:
        """Numbers of readings (intended, observed)."""
        with self._lock:
            for reading in readings:
                if reading not in self._numbers:
                    self._numbers[reading] = len(self.intended)
                    self.intended.append(inventory.unit_numbers[reading[0]])
                    self.observed.append(reading[1])
            return {reading: self._numbers[reading] for reading in readings}


class Alignment(NamedTuple):
    """How one word was read.

    Attributes:
        pair: the word as it was meant and as it was observed, the tone marks in their old places.
        word: number of the word that was meant.
        units: numbers of the readings of onset and rime; none if the word is no syllable.
        edits: numbers of the readings of its single characters.
        likelihood: P(observed | intended) under each component alone, then under all pooled, but for a
            factor; none where there are no edits.
    """

    pair: Edit
    word: int | None
    units: list[int]
    edits: Ints
    likelihood: NDArray[np.float64]


@dataclass(slots=True)
class Alignments:
    """How words were read under one channel, remembered as they stand in texts."""

    words: dict[Edit, Alignment] = field(default_factory=dict)
    units: UnitReadings = field(default_factory=UnitReadings)


def align(words: Sequence[Edit], scorer: SyllableScorer, numbered: UnitReadings) -> list[Alignment]:
    """The alignments of words as they stand in the text; those of no syllables are empty."""
    pairs = [(old_tone_placement(intended), old_tone_placement(observed)) for intended, observed in words]
    cased = [(pair, case) for pair in pairs if (case := case_of(pair[0])) is not None]
    cuts = scorer.cuts([(intended.lower(), observed, case) for (intended, observed), case in cased])
    units = {
        pair: [unit for unit in parts if unit[0]]
        for (pair, _), parts in zip(cased, cuts, strict=True)
        if parts is not None
    }
    distinct = list(dict.fromkeys(chain.from_iterable(units.values())))
    edits = dict(zip(distinct, scorer.channel.align(distinct), strict=True))
    found = [[edit for unit in units.get(pair, ()) for edit in edits[unit]] for pair in pairs]
    data, inventory = scorer.channel.data, scorer.inventory
    numbers = numbered.number(distinct, inventory)
    cells = {edit: data.cell(edit) for some in edits.values() for edit in some}
    likelihoods = iter(_likelihoods([some for some in found if some], data))
    nothing = np.zeros(0)
    return [
        Alignment(
            pair,
            inventory.word_number(pair[0]),
            [numbers[unit] for unit in units.get(pair, ())],
            np.array([cells[edit] for edit in some], np.int64),
            next(likelihoods) if some else nothing,
        )
        for pair, some in zip(pairs, found, strict=True)
    ]


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
