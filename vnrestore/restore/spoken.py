"""What the readings of a passage are worth: as words of the language, and as what was printed for them.

The decoder's own scores say which reading is best; these can be set against another explanation of the
same letters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vnrestore.language.ngram import NgramModel
from vnrestore.restore.candidates.identity import JUNK_LOGP, PRINTED, spelling_logp
from vnrestore.restore.lattice import LatticeBuilder
from vnrestore.restore.reading import Reading
from vnrestore.text.tokens import BEGIN, UNKNOWN

NEAR = 8  # readings before the first that are looked through for a word


def reading_logps(
    text: str, readings: Sequence[Reading], spoken: Sequence[float], builder: LatticeBuilder
) -> list[float]:
    """Log probabilities of readings: of what was read (``spoken``), and of how it was printed."""
    context = builder.context
    vocabulary, limits = context.vocabulary, context.limits
    unknown = vocabulary.model.id(UNKNOWN)
    pairs = [(r.surface, text[r.start : r.end]) for r in readings]
    heard = context.channel.word_logps(pairs)
    found = []
    for r, (surface, original), said, channel in zip(readings, pairs, spoken, heard, strict=True):
        if not any(map(str.isalnum, surface)):
            junk = surface == original and original[:1] not in PRINTED and original.strip() != ""
            found.append(said + (JUNK_LOGP if junk else 0.0))
        elif not any(map(str.isalpha, surface + original)):
            found.append(said)
        elif r.symbol == unknown and surface == original:
            found.append(said + spelling_logp(original) + limits.unknown_logp)
        else:
            foreign = surface == original and r.symbol >= 0 and not vocabulary.is_syllable[r.symbol]
            found.append(said + channel + (limits.foreign_logp if foreign else 0.0))
    return found


def bigram_logps(model: NgramModel, passage: Sequence[Reading], first: int, last: int) -> list[float]:
    """The same as :func:`spoken_logps`, after one word alone and in one go."""
    heard = [i for i in range(max(0, first - NEAR), last) if passage[i].symbol >= 0]
    ids = np.array([model.ids[BEGIN], *(passage[i].symbol for i in heard)], np.int64)
    logps = dict(zip(heard, model.bigram_logps(ids[:-1], ids[1:]).tolist(), strict=True))
    return [logps.get(i, 0.0) for i in range(first, last)]


def spoken_logps(model: NgramModel, passage: Sequence[Reading], first: int, last: int) -> list[float]:
    """Natural-log P(reading | those before it), 0.0 for one the model does not hear."""
    before = [r.symbol for r in passage[:first] if r.symbol >= 0][-3:]
    state = model.begin(1)
    for symbol in before:
        _, state = model.score(state, np.array([symbol], np.int64))
    found = []
    for r in passage[first:last]:
        said = 0.0
        if r.symbol >= 0:
            logp, state = model.score(state, np.array([r.symbol], np.int64))
            said = float(logp[0])
        found.append(said)
    return found
