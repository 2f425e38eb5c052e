"""The words a text uses: one that was read well in one place is likelier in the next.

The language model's unigrams are rescaled to those of the text, a dampened form of adaptation by
dynamic marginals (Kneser, Peters and Klakow, "Language model adaptation using dynamic
marginals", Eurospeech 1997): log P(word | history) rises by ``RESCALING * log(1 + P(word in
the text) / P(word))``. Mixing in a cache model instead, of words or of pairs, gained nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vnrestore.datatypes.lattice import SILENT
from vnrestore.language.ngram import NgramModel
from vnrestore.language.readings import Floats
from vnrestore.restore.looks import count_symbols
from vnrestore.restore.reading import Reading

CERTAIN = 0.97  # posterior from which a word is taken to be in the text
LEAST_WORDS = 50  # so many certain words show what a text is about
RESCALING = 0.67
SOUND_RESCALING = 0.25  # a sound text has been read already
MOST = 3.5  # nats


def own_words(chosen: Sequence[list[Reading]], model: NgramModel, *, sound: bool) -> Floats | None:
    """What is added to the log probability of every symbol, [symbols]; None if the text is too short to tell.

    Args:
        chosen: a reading of the text.
        model: the language model.
        sound: whether the text is one that needed little.
    """
    counts = count_symbols(chosen, CERTAIN)
    counts.pop(SILENT, None)
    total = sum(counts.values())
    if total < LEAST_WORDS:
        return None
    symbols = np.array(list(counts), np.int64)
    share = np.array(list(counts.values()), np.float32) / np.float32(total)
    rescaling = np.float32(SOUND_RESCALING if sound else RESCALING)
    added = np.zeros(len(model.words), np.float32)
    ratio = share / np.exp(model.unigrams[symbols, 0])
    added[symbols] = np.minimum(rescaling * np.log1p(ratio), np.float32(MOST))
    return added
