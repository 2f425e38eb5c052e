"""Numbers in which letters were read for digits: ``l0`` -> ``10``, ``T9`` -> ``19``, ``Il`` -> ``II``."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from types import MappingProxyType

import regex

from vnrestore.restore.candidates.identity import code_logp
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.text.spelling import strip_marks
from vnrestore.text.tokens import CODE, SMALL_NUMBER, number_class

# The digits a letter may stand for, the likeliest first.
DIGITS = MappingProxyType(
    {c: digits for letters, digits in (
        ("OoQDUØ", "0"), ("lI|!iLtJ", "1"), ("T", "17"), ("Zz", "2"), ("A", "4"),
        ("Ss§", "5"), ("Gb", "6"), ("B", "8"), ("gq", "9"),
    ) for c in letters}
)  # fmt: skip
SHORT = 4  # characters of a day, a month, a year or a list number
UNLIKE_LOGP = -5.0  # a number was read as letters, or with a mark
ABBREVIATION_LOGP = -5.0  # as letters that mean something, if only dates of a day or month have them
ONE_LOGP = -4.0  # a lone l was a 1
LONGEST = 8  # characters; in longer numbers every letter is taken for its likeliest digit
_MIXED = regex.compile(f"[0-9{regex.escape(''.join(DIGITS))}]{{2,}}")
_LETTERS = regex.compile(
    r"[OQDU][lILJTS|]|[lILJT|][OQDU]|II|lI|Il|ll|ol|L[IT]"
)  # a day or month without one digit left
_ABBREVIATION = regex.compile("[QDU][LJTS]|[LJT][QDU]")  # DS is a list, DT a surface
_SIXES = str.maketrans("óöÓ", "bbG")
_COPIES = regex.compile(r"[0-9]b")  # two copies of the archive line, (2b)
_ROMAN = regex.compile(r"[IVXLHlí1|]{1,5}")
_ROMAN_LETTERS = str.maketrans({**dict.fromkeys("Llí1|", "I"), "H": "II"})
_ROMAN_NUMERAL = regex.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")


def is_roman(piece: str) -> bool:
    """Whether a piece is a Roman numeral of two letters or more as it stands."""
    return len(piece) > 1 and _ROMAN_NUMERAL.fullmatch(piece) is not None


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """Numbers and Roman numerals the piece may be a misreading of."""
    has_digits = any(c.isdigit() for c in piece) and not piece.isdigit()
    # The Vietnamese model prints 1Í for 11, and 0ó for 06.
    bare = strip_marks(piece.translate(_SIXES)) if len(piece) <= SHORT else piece
    if (has_digits and _MIXED.fullmatch(bare) and not _COPIES.fullmatch(piece)) or _LETTERS.fullmatch(bare):
        for digits in _as_digits(bare):
            kind = number_class(digits)
            if kind is not None and kind != CODE:
                unlike = piece != bare or not has_digits
                logp = code_logp(digits) + (UNLIKE_LOGP if unlike else 0.0)
                if _ABBREVIATION.fullmatch(bare):
                    logp += ABBREVIATION_LOGP
                yield Proposal(vocabulary.model.id(kind), digits, logp, "number", heard=not unlike)
    if piece == "l":  # Điều l. is Điều 1.
        yield Proposal(
            vocabulary.model.id(SMALL_NUMBER), "1", ONE_LOGP, "number", heard=False, kind="garbled"
        )
    if _ROMAN.fullmatch(piece):
        roman = piece.translate(_ROMAN_LETTERS)
        if roman != piece and is_roman(roman) and roman.lower() in vocabulary.model.ids:
            yield Proposal(vocabulary.model.ids[roman.lower()], roman, 0.0, "number")


def _as_digits(piece: str) -> Iterable[str]:
    """The piece with digits for its letters."""
    options = [DIGITS.get(c, c) for c in piece]
    if len(piece) > LONGEST:
        options = [digits[0] for digits in options]
    return map("".join, product(*options))
