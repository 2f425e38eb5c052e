"""Single letters: enumeration ``a)`` .. ``y)``, the Đ of ``Đ/c``, the V of ``V/v``."""

from __future__ import annotations

from collections.abc import Iterable

from vnrestore.datatypes.lattice import Candidate
from vnrestore.restore.candidates.context import Context

ALPHABET = "abcdđeghiklmnopqrstuvxy"


def propose(piece: str, context: Context) -> Iterable[Candidate]:
    """Every letter one observed character may be, small and capital."""
    if len(piece) != 1 or not (piece.isalpha() or piece in "&¢§£€©®@"):
        return
    for letter in ALPHABET:
        symbol = context.model.ids.get(letter)
        if symbol is None:
            continue
        for surface in (letter, letter.upper()):
            if surface != piece:
                yield Candidate(symbol, surface, context.channel.word_logp(surface, piece), "letter")
