"""Reading numbers the way OCR prints them: ``l`` for 1, ``S`` for 5, ``Ï`` for I."""

from __future__ import annotations

import re

_AS_DIGIT = {
    "l": "1",
    "i": "1",
    "|": "1",
    "!": "1",
    "]": "1",
    "s": "5",
    "o": "0",
    "§": "5",
    "z": "2",
    "b": "8",
}
_AS_ROMAN = str.maketrans({"1": "i", "l": "i", "|": "i", "!": "i", "t": "i", "f": "i", "h": "ii"})
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})$")
_VALUES = {"i": 1, "v": 5, "x": 10}
ORDINALS = {
    "nhat": 1,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}
VIETNAMESE_ORDER = "abcdđeghiklmnopqrstuvxy"
LATIN_ORDER = "abcdefghijklmnopqrstuvwxyz"


def arabic(printed: str) -> tuple[int, bool]:
    """The number printed in folded text and whether letters had to be read as digits; (0, …) if none."""
    digits = "".join(_AS_DIGIT.get(char, char) for char in printed)
    if not digits.isascii() or not digits.isdigit() or len(digits) > 3:
        return 0, False
    return int(digits), digits != printed


def roman(printed: str) -> tuple[int, bool]:
    """The Roman number printed in folded text and whether it had to be repaired; (0, …) if none."""
    repaired = printed.translate(_AS_ROMAN)
    if not _ROMAN.match(repaired):
        repaired = printed.replace("h", "i").translate(_AS_ROMAN)  # "HII" is III where "HI" is, too
    if not repaired or not _ROMAN.match(repaired):
        return 0, False
    total = 0
    for char, following in zip(repaired, repaired[1:] + " ", strict=True):
        value = _VALUES[char]
        total += -value if _VALUES.get(following, 0) > value else value
    return total, repaired != printed


def letter_follows(letter: str, before: str) -> bool:
    """Whether a list that had ``before`` may go on with ``letter``, in either alphabet."""
    for order in (VIETNAMESE_ORDER, LATIN_ORDER):
        at = order.find(before)
        if at >= 0 and order[at + 1 : at + 2] == letter:
            return True
    return False
