"""What generators may look at: the language data, whatever the channel."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vnrestore.language.inventory import SyllableInventory
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.candidates.wordlist import WordList


@dataclass(slots=True)
class Vocabulary:
    """The words of the language.

    Attributes:
        model: the language model, whose ids are the symbols.
        inventory: the syllables.
        words: everything else that is a word.
        notations: known notations of document numbers, with natural-log relative frequency.
        is_syllable: [symbols] which symbols are syllables.
        places: for pieces met lately, ``case * syllables + syllable`` of what they spell, or -1.
    """

    model: NgramModel
    inventory: SyllableInventory
    words: WordList
    notations: dict[str, float]
    is_syllable: NDArray[np.bool_] = field(init=False)
    places: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Mark the syllables."""
        self.is_syllable = np.zeros(len(self.model.words), np.bool_)
        self.is_syllable[self.inventory.ids] = True
