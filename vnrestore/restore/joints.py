"""Neighbouring chunks that may be one: a word that OCR cut, a document number or a date set apart."""

from __future__ import annotations

from typing import NamedTuple

import regex

from vnrestore.restore.passages import Chunk
from vnrestore.text.tokens import split_edges

MERGE_LENGTH = 8
SHORT_RUN = 2  # letters of one of two chunks that may be one word
_CUT_CODE = regex.compile(r"[0-9]{1,5}/(?:[0-9]{4}/)?(?:\p{Lu}[\p{L}\-]*-|NQ|(?:UBTV)?[Q90]H1?)")
_CODE_REST = regex.compile(r"[\p{L}\p{N}\-]{1,10}")
_NUMBERED = regex.compile(r"[0-9]{1,4}/(?:[0-9]{4}/)?\p{Lu}[\p{L}\p{N}\-&]*\p{L}[0-9]*")
# The bars are lost as well, which takes a kind of document whose numbers have a year.
_SWALLOWED = regex.compile(
    r"[0-9]{1,3}(?:19[4-9]|20[0-4])[0-9]/?(?:N[ĐD]-CP|TT(?:LT)?-B\p{Lu}+|NQ-H[ĐD]ND|Q[ĐD]-(?:UBND|TTg)|QH[0-9]{2})"
)
_CUT_YEAR = regex.compile(r"[0-9]{1,4}/(?:19|20)[0-9]?")
_CUT_DATE = regex.compile(r"[0-9]{1,2}(?:/[0-9]{0,2})?")
_DATED = regex.compile(r"(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}")


class Joined(NamedTuple):
    """The last run of one chunk and the first of the next, as one observed piece."""

    start: int
    end: int
    piece: str


def joined(left: Chunk, right: Chunk, last: tuple[int, str], first: tuple[int, str]) -> Joined | None:
    """Two neighbouring chunks as one word that OCR cut, by the last run of one and the first of the other."""
    if right.start - left.end != 1 or right.opens_line:
        return None
    a, b = last[1], first[1]
    short = min(len(a), len(b)) <= SHORT_RUN and len(a) + len(b) <= MERGE_LENGTH
    if not short or not (a + b).isalpha() or (a.isupper() and b.isupper() and min(len(a), len(b)) > 1):
        return None
    return Joined(left.start + last[0], right.start + first[0], a + b)


def joined_code(left: Chunk, right: Chunk) -> Joined | None:
    """Two neighbouring chunks as one document number that OCR cut."""
    if right.opens_line or not left.text[0].isdigit():
        return None
    cut = left.text.rstrip(".,")
    if not _CUT_CODE.fullmatch(cut):
        return None
    rest = _CODE_REST.match(right.text)
    return None if rest is None else Joined(left.start, right.start + rest.end(), cut + rest.group())


def joined_number(left: Chunk, right: Chunk) -> Joined | None:
    """Two neighbouring chunks as one date or document number whose digits OCR set apart."""
    if left.text[0].isalpha() or right.opens_line or (left.opens_line and "/" not in left.text):
        return None
    lead, first, trail = split_edges(left.text)
    inside, rest, _ = split_edges(right.text)
    if trail not in ("", "/") or inside not in ("", "/"):
        return None
    first, rest = first + trail, inside + rest
    whole = first + rest
    beside_bar = first[-1:] == "/" or rest[:1] == "/"
    number = _NUMBERED.fullmatch(whole) and (
        beside_bar or set(first) == {"1"} or _CUT_YEAR.fullmatch(first)
    )  # engines set a 1 apart
    if number or _SWALLOWED.fullmatch(whole) or (_CUT_DATE.fullmatch(first) and _DATED.fullmatch(whole)):
        return Joined(left.start + len(lead), right.start + len(rest), whole)
    return None
