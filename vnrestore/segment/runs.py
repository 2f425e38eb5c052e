"""Which number or letter comes next in a run, also where OCR prints a look-alike of it."""

from __future__ import annotations

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.rules.base import Hit
from vnrestore.segment.rules.numerals import letter_follows

_LOOK_ALIKES = frozenset(
    {
        ("e", "c"),
        ("đ", "d"),
        ("c", "e"),
        ("o", "c"),
        ("g", "đ"),
        ("b", "h"),
        ("l", "i"),
        ("i", "l"),
        ("q", "g"),
    }
)
"""A letter read, and the one that was meant."""


def letter_of(marker: str) -> str:
    """The letter of ``c)``; OCR prints ``d)`` as ``4)``."""
    return next((char.lower() for char in marker if char.isalpha()), "d" if "4" in marker else "")


def follows(before: tuple[int, ...], before_letter: str, hit: Hit, letter: str) -> bool:
    """Whether a section numbered as ``hit`` says comes next after one of the same kind."""
    if hit.kind is Kind.POINT:
        return letter_follows(letter, before_letter) or bool(misread(before_letter, letter, hit))
    return before[:-1] == hit.value[:-1] and before[-1] + 1 == hit.value[-1]


def misread(before: str, letter: str, hit: Hit) -> str:
    """The letter that was meant where OCR prints a look-alike of the next one, "" if it is none."""
    expected = next((meant for meant in "abcdđeghik" if letter_follows(meant, before)), "")
    if hit.value == (0,):
        return expected
    if letter == before and letter in "dđ":
        return "đ"
    return expected if (letter, expected) in _LOOK_ALIKES else ""
