"""Comparing words whose diacritics OCR may have lost, without losing positions.

Restored text still holds some wrong accents, and unrestored text has nearly none right.
Folding maps every code point to exactly one, so an offset in the folded text is an offset
in the text itself.
"""

from __future__ import annotations

import unicodedata

from rapidfuzz.distance import Levenshtein


class _FoldTable(dict[int, int]):
    """Filled while it is used: a code point to the lower-case letter without its marks."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        if char in "đĐÐð":
            folded = "d"
        else:
            base = unicodedata.normalize("NFD", char)[0]
            folded = base.lower()[0]
        self[code] = ord(folded)
        return self[code]


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Lower case without diacritics, one code point for one.

    >>> fold("Điều 3. NƠI NHẬN")
    'dieu 3. noi nhan'
    """
    return text.translate(_TABLE)


def close_to(observed: str, phrase: str, errors: int) -> bool:
    """Whether two folded phrases differ by at most ``errors`` edits, spaces not counted."""
    left, right = observed.replace(" ", ""), phrase.replace(" ", "")
    if abs(len(left) - len(right)) > errors:
        return False
    return Levenshtein.distance(left, right, score_cutoff=errors) <= errors


def distance(left: str, right: str) -> int:
    """How many edits make one word of the other."""
    return Levenshtein.distance(left, right)


def is_capitals(text: str) -> bool:
    """Whether the letters are capitals, but for one in eight that OCR may have got wrong."""
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return upper >= 2 and lower * 8 <= upper
