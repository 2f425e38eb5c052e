"""Numbers in which letters were read for digits: ``l0`` -> ``10``, ``2O14`` -> ``2014``, ``Il`` -> ``II``."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from vnrestore.restore.candidates.identity import code_logp
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.text.tokens import CODE, number_class

_AS_DIGIT = str.maketrans("lI|!iOoQDSsBZzGbqT", "111110000558226697")
_MIXED = regex.compile(r"[0-9lI|!iOoQDSsBZzGbqT]{2,}")
_ROMAN = regex.compile(r"[IVXLl1|]{2,5}")
_ROMAN_NUMERAL = regex.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """A number or Roman numeral the piece may be a misreading of."""
    if _MIXED.fullmatch(piece) and any(c.isdigit() for c in piece) and not piece.isdigit():
        digits = piece.translate(_AS_DIGIT)
        kind = number_class(digits)
        if kind is not None and kind != CODE:
            yield Proposal(vocabulary.model.id(kind), digits, code_logp(digits), "number")
    if _ROMAN.fullmatch(piece):
        roman = regex.sub("[l1|]", "I", piece)
        if roman != piece and _ROMAN_NUMERAL.fullmatch(roman) and roman.lower() in vocabulary.model.ids:
            yield Proposal(vocabulary.model.ids[roman.lower()], roman, 0.0, "number")
