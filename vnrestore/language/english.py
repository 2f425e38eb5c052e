"""How likely a run of words is English: the commonest words and pairs of words.

Notices quote English: names of bodies, contracts, signs, commands of programs. A short word there
looks like garbled Vietnamese to a noisy channel (``may`` is ``máy``), and what shows that it is none
are the words beside it. So English is measured as Vietnamese is, by a language model, if a small one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnrestore.errors import ResourceError
from vnrestore.language.stored import load_array, read_lines, read_manifest, whole_number

FORMAT = 1
MOST_WORDS = 65536  # two of them in one 32-bit number
PAIR_WEIGHT = 0.6  # of a word after the one before it; the rest goes to the word by itself
STRANGE_LOGP = -5.0  # that a word is none of those listed
LETTER_LOGP = -2.7  # of each letter of such a word


@dataclass(frozen=True, slots=True)
class EnglishModel:
    """Words and pairs of words; build it with :func:`load`.

    Attributes:
        ids: numbers of the words, all in small letters.
        unigrams: float32 [words], natural-log probabilities.
        pairs: uint32 [pairs], first word << 16 | second word, ascending.
        pair_logps: float32 [pairs], natural-log P(second | first).
    """

    ids: Mapping[str, int]
    unigrams: NDArray[np.float32]
    pairs: NDArray[np.uint32]
    pair_logps: NDArray[np.float32]

    def logp(self, word: str, before: str | None = None) -> float:
        """Natural-log probability of a word in small letters, after the one before it if there is one."""
        number = self.ids.get(word)
        if number is None:
            return STRANGE_LOGP + LETTER_LOGP * len(word)
        alone = float(self.unigrams[number]) + math.log(1.0 - PAIR_WEIGHT)
        first = None if before is None else self.ids.get(before)
        if first is None:
            return alone
        pair = np.uint32(first << 16 | number)
        at = int(np.searchsorted(self.pairs, pair))
        if at == len(self.pairs) or self.pairs[at] != pair:
            return alone
        return float(np.logaddexp(alone, float(self.pair_logps[at]) + math.log(PAIR_WEIGHT)))


def load(folder: Path) -> EnglishModel:
    """Open the model in ``folder`` (as written by ``python -m vnrestore.train english``).

    Raises:
        ResourceError: if a file is missing, damaged or of another format.
    """
    manifest = read_manifest(folder, FORMAT)
    try:
        words = read_lines(folder / "words.txt")
        if len(words) != whole_number(manifest, "words", 1, MOST_WORDS):
            raise ResourceError("the number of words is not the manifest's")
        ids = {word: number for number, word in enumerate(words)}
        if len(ids) != len(words) or "" in ids:
            raise ResourceError("words repeat or are missing")
        count = whole_number(manifest, "pairs", 1, 1 << 24)
        unigrams = load_array(folder / "unigrams.npy", "<f4", len(words))
        pairs = load_array(folder / "pairs.npy", "<u4", count)
        pair_logps = load_array(folder / "pair_logps.npy", "<f4", count)
        if not all(bool((a > -100).all() and (a <= 0).all()) for a in (unigrams, pair_logps)):
            raise ResourceError("a probability is none")
        if not bool((pairs[:-1] < pairs[1:]).all()):
            raise ResourceError("the pairs are not in order")
    except ResourceError as error:
        raise ResourceError(f"{folder}: cannot load the words of English: {error}") from error
    return EnglishModel(ids, unigrams, pairs, pair_logps)
