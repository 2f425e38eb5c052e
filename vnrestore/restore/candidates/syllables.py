"""Every Vietnamese syllable, by channel probability and frequency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from vnrestore.datatypes.lattice import Candidate
from vnrestore.restore.candidates.context import Context
from vnrestore.text.casing import apply_case, case_of
from vnrestore.text.spelling import old_tone_placement

# small letters, first capital, all capitals: prior by what the observed letters look like
CASE_LOGP = np.log(np.array([[1.0], [0.5], [0.5]], np.float32))
LOWER_CASE_LOGP = np.log(np.array([[1.0], [0.5], [0.01]], np.float32))
SYMBOLS = frozenset("&¢§£¥€©®@")  # what OCR prints for a whole syllable; other marks alone are only marks


def propose(piece: str, context: Context) -> Iterable[Candidate]:
    """The likeliest syllables the piece may be a reading of, each in its likeliest case."""
    if len(piece) > context.limits.longest or not any(c.isalnum() or c in SYMBOLS for c in piece):
        return
    inventory = context.scorer.inventory
    with np.errstate(divide="ignore"):
        scores = np.log(context.scorer.scores(piece)) + _case_prior(piece)
    case = scores.argmax(axis=0)
    logp = scores.max(axis=0)
    rank = logp + context.limits.prior_weight * context.model.unigrams[inventory.ids, 0]
    count = min(context.limits.candidates, len(rank))
    top = np.argpartition(-rank, count - 1)[:count]
    folded = old_tone_placement(piece)
    chosen = top[rank[top] >= rank[top].max() - context.limits.margin].tolist()
    own, pattern = inventory.index.get(folded.lower()), case_of(folded)
    if own is not None and pattern is not None:
        symbol = int(inventory.ids[own])
        yield Candidate(symbol, piece, float(scores[pattern, own]), "identity")
    for i in chosen:
        symbol = int(inventory.ids[i])
        surface = apply_case(context.model.words[symbol], int(case[i]))
        if surface != folded:
            yield Candidate(symbol, surface, float(logp[i]), "syllable")


def _case_prior(piece: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """All capitals are unlikely unless two letters are, or all that there are."""
    letters = [c for c in piece if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return CASE_LOGP if capitals >= 2 and capitals * 2 >= len(letters) else LOWER_CASE_LOGP
