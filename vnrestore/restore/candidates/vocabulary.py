"""What generators may look at: the language data, whatever the channel."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.language.inventory import SyllableInventory
from vnrestore.language.ngram import NgramModel
from vnrestore.language.readings import Floats
from vnrestore.restore.candidates.wordlist import WordList
from vnrestore.text.spelling import old_tone_placement


class Traits(NamedTuple):
    """What a piece shows by itself.

    Attributes:
        likely: whether it is short enough for a syllable, and has anything of a letter.
        own: ``case * syllables + syllable`` of what it spells as it stands, or -1.
        case_prior: of small letters, a capital, capitals.
    """

    likely: bool
    own: int
    case_prior: tuple[float, float, float]


class Priors(NamedTuple):
    """How much a word's own frequency counts before the context is known.

    Attributes:
        words: weighted natural log P(word), by symbol.
        syllables: the same as factors, by number in the inventory.
        best_syllables: the best factor from each syllable on, among those with its onset.
    """

    words: Floats
    syllables: Floats
    best_syllables: Floats


@dataclass(slots=True)
class Vocabulary:
    """The words of the language.

    Attributes:
        model: the language model, whose ids are the symbols.
        inventory: the syllables.
        words: everything else that is a word.
        notations: known notations of document numbers, with natural-log relative frequency.
        first_parts: what they begin with (QĐ, TTr), up to a hyphen, likewise.
        other_parts: their other parts (UBND, STC), likewise.
        is_syllable: [symbols] which symbols are syllables.
        traits: of pieces met lately.
    """

    model: NgramModel
    inventory: SyllableInventory
    words: WordList
    notations: dict[str, float]
    first_parts: dict[str, float] = field(init=False)
    other_parts: dict[str, float] = field(init=False)
    is_syllable: NDArray[np.bool_] = field(init=False)
    traits: dict[str, Traits] = field(init=False, default_factory=dict)
    _priors: dict[float, Priors] = field(init=False, default_factory=dict)

    def is_word(self, word: str) -> bool:
        """Whether this is a syllable or another known word, in whatever case."""
        return old_tone_placement(word.lower()) in self.inventory.index or self.words.knows(word)

    def priors(self, weight: float) -> Priors:
        """The priors under a weight, remembered."""
        found = self._priors.get(weight)
        if found is None:
            words = np.float32(weight) * self.model.unigrams[:, 0]
            syllables = np.exp(words[self.inventory.ids])
            found = self._priors[weight] = Priors(words, syllables, self.inventory.best_from(syllables))
        return found

    def __post_init__(self) -> None:
        """Mark the syllables, and take the notations apart."""
        parts = [(notation.split("-"), math.exp(logp)) for notation, logp in self.notations.items()]
        self.first_parts = _frequencies((first, share) for (first, *_), share in parts)
        self.other_parts = _frequencies((name, share) for (_, *rest), share in parts for name in rest)
        self.is_syllable = np.zeros(len(self.model.words), np.bool_)
        self.is_syllable[self.inventory.ids] = True


def _frequencies(shares: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Natural log of each name's share of the whole."""
    total: defaultdict[str, float] = defaultdict(float)
    for name, share in shares:
        total[name] += share
    whole = sum(total.values())
    return {name: math.log(share / whole) for name, share in total.items()}
