"""Every Vietnamese syllable, by channel probability and frequency."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from vnrestore.datatypes.lattice import Candidate
from vnrestore.restore.candidates.context import Context
from vnrestore.text.casing import LOWER, TITLE, UPPER, apply_case, case_of
from vnrestore.text.spelling import old_tone_placement

# small letters, first capital, all capitals: prior by what the observed letters look like
CASE_PRIOR = np.array([[1.0], [0.5], [0.5]], np.float32)
LOWER_CASE_PRIOR = np.array([[1.0], [0.5], [0.01]], np.float32)
TINY = 1e-35  # float32 has little below
SYMBOLS = frozenset("&¢§£¥€©®@")  # what OCR prints for a whole syllable; other marks alone are only marks


def propose(piece: str, context: Context) -> Iterable[Candidate]:
    """The likeliest syllables the piece may be a reading of, each in its likeliest case."""
    if len(piece) > context.limits.longest or not any(c.isalnum() or c in SYMBOLS for c in piece):
        return
    inventory = context.scorer.inventory
    scores = context.scorer.scores(piece) * _case_prior(piece)
    best = np.maximum(np.maximum(scores[LOWER], scores[TITLE]), scores[UPPER])
    rank = best * context.syllable_prior
    count = min(context.limits.candidates, len(rank))
    top = np.argpartition(-rank, count - 1)[:count]
    folded = old_tone_placement(piece)
    floor = max(float(rank[top].max()) * math.exp(-context.limits.margin), TINY)
    chosen = top[rank[top] >= floor]
    own, pattern = inventory.index.get(folded.lower()), case_of(folded)
    if own is not None and pattern is not None:
        symbol = int(inventory.ids[own])
        yield Candidate(symbol, piece, _log(scores[pattern, own]), "identity")
    symbols = inventory.ids[chosen].tolist()
    cases = scores[:, chosen].argmax(axis=0).tolist()
    logs = np.log(np.maximum(best[chosen], TINY)).tolist()
    words = context.model.words
    for symbol, case, logp in zip(symbols, cases, logs, strict=True):
        surface = apply_case(words[symbol], case)
        if surface != folded:
            yield Candidate(symbol, surface, logp, "syllable")


def _case_prior(piece: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """All capitals are unlikely unless two letters are, or all that there are."""
    letters = [c for c in piece if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return CASE_PRIOR if capitals >= 2 and capitals * 2 >= len(letters) else LOWER_CASE_PRIOR


def _log(probability: float) -> float:
    return math.log(max(float(probability), TINY))
