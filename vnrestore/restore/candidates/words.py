"""Known words that are not syllables: abbreviations, foreign words and names, user words."""

from __future__ import annotations

from collections.abc import Iterable

from vnrestore.datatypes.lattice import Candidate
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.identity import LISTED_LOGP, USER_LOGP
from vnrestore.restore.protect import LONGEST_WORD
from vnrestore.text.casing import apply_case, case_of
from vnrestore.text.tokens import UNKNOWN


def propose(piece: str, context: Context) -> Iterable[Candidate]:
    """Words of the word list near the piece, in the case the piece shows."""
    if len(piece) > LONGEST_WORD or not any(c.isalpha() for c in piece):
        return
    for word in context.words.near(piece):
        surface = word.surface
        if surface == surface.lower() and (pattern := case_of(piece)) is not None:
            surface = apply_case(surface, pattern)
        if surface == piece:
            continue
        score = context.channel.word_logp(surface, piece)
        if word.user:
            yield Candidate(word.symbol, surface, score + USER_LOGP, "user")
        else:
            listed = LISTED_LOGP if word.symbol == context.model.id(UNKNOWN) else 0.0
            yield Candidate(word.symbol, surface, score + listed, "word")
