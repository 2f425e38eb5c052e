"""Known words that are not syllables: abbreviations, foreign words and names, user words."""

from __future__ import annotations

from collections.abc import Iterable

from vnrestore.datatypes.lattice import Candidate
from vnrestore.restore.candidates.context import Context
from vnrestore.text.casing import apply_case, case_of
from vnrestore.text.spelling import strip_marks


def propose(piece: str, context: Context) -> Iterable[Candidate]:
    """Words with the piece's stripped key; for capitals also words one or two edits away."""
    if not any(c.isalpha() for c in piece):
        return
    key = strip_marks(piece).lower()
    found = context.words.with_key(key)
    capitals = sum(c.isupper() for c in piece)
    if not found and capitals >= 2 and capitals * 2 >= len(piece):
        found = context.words.near_capitals(key)
    for symbol, surface in found:
        if not surface.isupper() and (pattern := case_of(piece)) is not None:
            surface = apply_case(surface, pattern)
        if surface != piece:
            yield Candidate(symbol, surface, context.channel.word_logp(surface, piece), "word")
