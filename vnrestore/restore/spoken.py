"""What the readings of a passage are worth: as words of the language, and as what was printed for them.

The decoder's own scores say which reading is best; these can be set against another explanation of the
same letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from vnrestore.language.ngram import NgramModel
from vnrestore.restore.candidates.identity import JUNK_LOGP, PRINTED, spelling_logp
from vnrestore.restore.lattice import LatticeBuilder
from vnrestore.restore.reading import Reading
from vnrestore.text.tokens import BEGIN, UNKNOWN

SPECK_LOGP = -8.0  # that dirt was printed as a letter
NEAR = 8  # readings before the first that are looked through for a word


class Stretch(NamedTuple):
    """The readings of a passage from ``first`` to ``last``."""

    passage: Sequence[Reading]
    first: int
    last: int


def stretch_logps(text: str, stretches: Sequence[Stretch], builder: LatticeBuilder) -> Iterator[list[float]]:
    """Log probability of each reading of some stretches, each word after one word alone, in one go."""
    said = _bigram_logps(builder.context.vocabulary.model, stretches)
    flat = [r for passage, first, last in stretches for r in passage[first:last]]
    found = iter(_with_channel(text, flat, said, builder))
    for _, first, last in stretches:
        yield list(islice(found, last - first))


def exact_logps(text: str, stretch: Stretch, builder: LatticeBuilder) -> list[float]:
    """Log probability of each reading of a stretch, each word after all that the model looks back on."""
    said = _ngram_logps(builder.context.vocabulary.model, stretch)
    return _with_channel(text, stretch.passage[stretch.first : stretch.last], said, builder)


def _with_channel(
    text: str, readings: Sequence[Reading], spoken: Sequence[float], builder: LatticeBuilder
) -> list[float]:
    """What was said, and how it was printed."""
    context = builder.context
    vocabulary, limits = context.vocabulary, context.limits
    unknown = vocabulary.model.id(UNKNOWN)
    pairs = [(r.surface, text[r.start : r.end]) for r in readings]
    heard = context.channel.word_logps(pairs)
    found = []
    for r, (surface, original), said, channel in zip(readings, pairs, spoken, heard, strict=True):
        if not any(map(str.isalnum, surface)):
            if any(map(str.isalnum, original)):
                found.append(said + SPECK_LOGP)
                continue
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


def _bigram_logps(model: NgramModel, stretches: Sequence[Stretch]) -> list[float]:
    """Natural-log P(reading | the word before it), 0.0 for one the model does not hear."""
    before: list[int] = []
    symbols: list[int] = []
    places: list[int] = []
    count = 0
    for passage, first, last in stretches:
        near = [r.symbol for r in passage[max(0, first - NEAR) : first] if r.symbol >= 0]
        previous = near[-1] if near else model.ids[BEGIN]
        for r in passage[first:last]:
            if r.symbol >= 0:
                before.append(previous)
                symbols.append(r.symbol)
                places.append(count)
                previous = r.symbol
            count += 1
    found = [0.0] * count
    if symbols:
        logps = model.bigram_logps(np.array(before, np.int64), np.array(symbols, np.int64))
        for place, logp in zip(places, logps.tolist(), strict=True):
            found[place] = logp
    return found


def _ngram_logps(model: NgramModel, stretch: Stretch) -> list[float]:
    """Natural-log P(reading | those before it), 0.0 for one the model does not hear."""
    passage, first, last = stretch
    before = [r.symbol for r in passage[max(0, first - NEAR) : first] if r.symbol >= 0][-3:]
    symbols = [r.symbol for r in passage[first:last]]
    words = [symbol for symbol in symbols if symbol >= 0]
    said = iter(model.chain_logps([*before, *words])[len(before) :].tolist())
    return [next(said) if symbol >= 0 else 0.0 for symbol in symbols]
