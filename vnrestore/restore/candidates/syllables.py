"""Every Vietnamese syllable, by channel probability and frequency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import WRITTEN
from vnrestore.language.inventory import Ints, SmallInts, SyllableInventory
from vnrestore.language.readings import Floats
from vnrestore.language.syllable_scorer import Ranking
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.vocabulary import Traits, Vocabulary
from vnrestore.restore.protect import LONGEST_SYLLABLE
from vnrestore.text.casing import case_of
from vnrestore.text.spelling import old_tone_placement

# small letters, first capital, all capitals: prior by what the observed letters look like
CASE_PRIOR = (1.0, 0.5, 0.5)
LOWER_CASE_PRIOR = (1.0, 0.5, 0.01)
REMEMBERED = 50_000  # pieces
SYMBOLS = frozenset("&¢§£¥€©®@")  # what OCR prints for a whole syllable; other marks alone are only marks


def traits_of(piece: str, vocabulary: Vocabulary) -> Traits:
    """What a piece shows by itself, remembered."""
    traits = vocabulary.traits.get(piece)
    if traits is None:
        if len(vocabulary.traits) > REMEMBERED:
            vocabulary.traits.clear()
        likely = len(piece) <= LONGEST_SYLLABLE and any(c.isalnum() or c in SYMBOLS for c in piece)
        traits = Traits(likely, _own_place(piece, vocabulary.inventory), _case_prior(piece))
        vocabulary.traits[piece] = traits
    return traits


class Spoken(NamedTuple):
    """The syllables that some pieces may be readings of.

    Attributes:
        piece: the piece of each reading, ascending; of one piece the best rank comes first, the piece
            itself last unless it stands among the others.
        symbols, scores, forms: of each reading, as :class:`~vnrestore.datatypes.lattice.Candidates` has them.
        itself: which pieces are syllables themselves, [pieces].
        best: the best score with the word's own frequency, [pieces].
    """

    piece: Ints
    symbols: SmallInts
    scores: Floats
    forms: SmallInts
    itself: NDArray[np.bool_]
    best: NDArray[np.float64]


def propose(pieces: Sequence[str], context: Context, limit: int) -> Spoken:
    """The likeliest syllables each piece may be a reading of, each in its likeliest case.

    A piece that is a syllable itself is among them, as it is written.
    """
    traits = [traits_of(piece, context.vocabulary) for piece in pieces]
    likely = [i for i, one in enumerate(traits) if one.likely]
    own = np.array([traits[i].own for i in likely], np.int32)
    found = context.scorer.likeliest(
        [pieces[i] for i in likely],
        own,
        np.array([traits[i].case_prior for i in likely], np.float32).reshape(-1, 3),
        Ranking(context.priors.syllables, context.priors.best_syllables, limit, context.limits.margin),
    )
    inventory, prior = context.vocabulary.inventory, context.priors.words
    token = np.repeat(np.arange(len(likely)), found.counts)
    symbols = inventory.ids[found.syllables].astype(np.int32)
    case, syllable = np.divmod(own, len(inventory.ids))
    written = (found.syllables == syllable[token]) & (found.cases == case[token])
    best = np.full(len(likely), -np.inf)
    first = np.searchsorted(token, np.flatnonzero(found.counts))
    best[found.counts > 0] = found.logps[first].astype(np.float64) + prior[symbols[first]]
    behind = own >= 0
    behind[token[written]] = False
    more = np.flatnonzero(behind)
    own_symbols = inventory.ids[syllable[more]].astype(np.int32)
    best[more] = np.maximum(best[more], found.own[more].astype(np.float64) + prior[own_symbols])
    every = np.full(len(pieces), -np.inf)
    every[likely] = best
    itself = np.zeros(len(pieces), np.bool_)
    itself[likely] = own >= 0
    piece, symbols, scores, forms = side_by_side(
        (token, symbols, found.logps, np.where(written, np.int32(WRITTEN), found.cases)),
        (more, own_symbols, found.own[more], np.full(len(more), WRITTEN, np.int32)),
    )
    return Spoken(np.array(likely, np.int64)[piece], symbols, scores, forms, itself, every)


def side_by_side(one: tuple[NDArray[Any], ...], other: tuple[NDArray[Any], ...]) -> tuple[NDArray[Any], ...]:
    """Rows of two tables, both in the order of their first column, in that order; the first table's first."""
    if not len(other[0]):
        return one
    places = np.searchsorted(one[0], other[0], side="right") + np.arange(len(other[0]))
    first = np.ones(len(one[0]) + len(places), np.bool_)
    first[places] = False
    found = []
    for a, b in zip(one, other, strict=True):
        column = np.empty(len(first), a.dtype)
        column[first], column[places] = a, b
        found.append(column)
    return tuple(found)


def _own_place(piece: str, inventory: SyllableInventory) -> int:
    folded = old_tone_placement(piece)
    own, case = inventory.index.get(folded.lower()), case_of(folded)
    return -1 if own is None or case is None else case * len(inventory.ids) + own


def _case_prior(piece: str) -> tuple[float, float, float]:
    """All capitals are unlikely unless two letters are, or all that there are."""
    if sum(map(str.isupper, piece)) < 2:
        return LOWER_CASE_PRIOR
    letters = [c for c in piece if c.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return CASE_PRIOR if capitals >= 2 and capitals * 2 >= len(letters) else LOWER_CASE_PRIOR
