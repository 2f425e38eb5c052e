"""Single letters: enumeration ``a)`` .. ``y)``, the Đ of ``Đ/c``, the V of ``V/v``."""

from __future__ import annotations

from collections.abc import Iterable

from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary

ALPHABET = "abcdđeghiklmnopqrstuvxy"


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """Every letter one observed character may be, small and capital."""
    if len(piece) != 1 or not (piece.isalpha() or piece in "&¢§£€©®@"):
        return
    for letter in ALPHABET:
        symbol = vocabulary.model.ids.get(letter)
        if symbol is None:
            continue
        for surface in (letter, letter.upper()):
            if surface != piece:
                yield Proposal(symbol, surface, 0.0, "letter")
