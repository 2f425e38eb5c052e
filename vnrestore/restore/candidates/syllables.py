"""Every Vietnamese syllable, by channel probability and frequency."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vnrestore.datatypes.lattice import WRITTEN, Candidates
from vnrestore.language.inventory import SyllableInventory
from vnrestore.language.syllable_scorer import Likeliest, Ranking
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


def propose(pieces: Sequence[str], context: Context, limit: int) -> list[Candidates]:
    """The likeliest syllables each piece may be a reading of, each in its likeliest case, best rank first.

    A piece that is a syllable itself stands behind them, or among them, as ``identity``.
    """
    if not pieces:
        return []
    traits = [traits_of(piece, context.vocabulary) for piece in pieces]
    found = context.scorer.likeliest(
        pieces,
        [one.own for one in traits],
        np.array([one.case_prior for one in traits], np.float32),
        Ranking(context.priors.syllables, context.priors.best_syllables, limit, context.limits.margin),
    )
    return [
        _candidates(piece, one.own, some, context)
        for piece, one, some in zip(pieces, traits, found, strict=True)
    ]


def _candidates(piece: str, place: int, found: Likeliest, context: Context) -> Candidates:
    inventory = context.vocabulary.inventory
    symbols = inventory.ids[found.syllables].astype(np.int32)
    scores, forms = found.logps, found.cases
    best = -np.inf
    if len(symbols):
        best = float(scores[0]) + context.prior(int(symbols[0]))
    if found.own == -np.inf:
        return Candidates(symbols, scores, forms, (), best)
    case, own = divmod(place, len(inventory.ids))
    here = np.flatnonzero((found.syllables == own) & (forms == case))
    if len(here):
        forms = forms.copy()
        forms[here[0]] = WRITTEN
    else:
        symbol = int(inventory.ids[own])
        symbols = np.append(symbols, np.int32(symbol))
        scores = np.append(scores, np.float32(found.own))
        forms = np.append(forms, np.int32(WRITTEN))
        best = max(best, found.own + context.prior(symbol))
    return Candidates(symbols, scores, forms, ((piece, "identity"),), best)


def _own_place(piece: str, inventory: SyllableInventory) -> int:
    folded = old_tone_placement(piece)
    own, case = inventory.index.get(folded.lower()), case_of(folded)
    return -1 if own is None or case is None else case * len(inventory.ids) + own


def _case_prior(piece: str) -> tuple[float, float, float]:
    """All capitals are unlikely unless two letters are, or all that there are."""
    letters = [c for c in piece if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return CASE_PRIOR if capitals >= 2 and capitals * 2 >= len(letters) else LOWER_CASE_PRIOR
