"""Clauses whose number cannot be read, found by the run they stand in: ``4.``, ``$.``, ``6.``.

A sign or two before a capital is a number only where the numbers above and below leave one out,
or where it is the kind of sign that OCR prints for a digit, right below a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.block import Block
from vnrestore.segment.rules.base import Hit

_LOST = re.compile(r"(?:[^\w\s\"“(]|_|[a-zà-ỹ\d](?=[^\w\s])){1,4}[.,:]?\s*(?=[^\W\d_])")
"""What may be left of a number before the capital its text begins with."""
_LIKE_DIGIT = re.compile(r"[$§°oöó&@][.,]\s+")
_MAY_BE = (Kind.PARAGRAPH, Kind.DASH, Kind.POINT, Kind.CLAUSE)
_HIGHER = (Kind.PART, Kind.CHAPTER, Kind.DIVISION, Kind.LETTERED, Kind.ROMAN, Kind.ARTICLE)
_LONGEST = 40
"""Clauses stand within so many blocks of each other."""


def lost_marker(text: str) -> int:
    """How many characters at the start of a line may be an unreadable number, 0 if none.

    >>> lost_marker("$. Đảm bảo yêu cầu"), lost_marker(".__, Giao Sở Nội vụ"), lost_marker("Giao Sở Nội vụ")
    (3, 5, 0)
    """
    if text[0].isalnum() and text[1:2].isalnum():
        return 0
    match = _LOST.match(text)
    begins = match is not None and text[match.end()].isupper() and len(text) > match.end() + 8
    return match.end() if match and begins else 0


def settle_lost_numbers(blocks: Sequence[Block]) -> None:
    """Give paragraphs that begin with an unreadable number the clause number their run lacks, in place."""
    for at, block in enumerate(blocks):
        text = block.pieces[0].text
        if not all(hit.garbled for hit in block.hits) or not lost_marker(text):
            continue
        above = _clause(blocks, range(at - 1, max(at - 1 - _LONGEST, -1), -1))
        below = _clause(blocks, range(at + 1, min(at + 1 + _LONGEST, len(blocks))))
        if above is None or any(hit.kind is Kind.CLAUSE and hit.value == (above + 1,) for hit in block.hits):
            continue
        skipped = bool(below) and below == above + 2
        unread = all(hit.kind is Kind.DASH for hit in block.hits)
        last = (
            unread
            and not below
            and ((above > 0 and _LIKE_DIGIT.match(text)) or (above > 2 and text.startswith(". ")))
        )
        if block.kind in _MAY_BE and (skipped or last):
            block.hits = (Hit(Kind.CLAUSE, lost_marker(text), (above + 1,), garbled=True),)
            block.kind = Kind.CLAUSE


def _clause(blocks: Sequence[Block], places: range) -> int | None:
    """The number of the first clause; 0 for an article's or a Roman heading, None if there is neither."""
    for at in places:
        for hit in blocks[at].hits:
            if hit.kind is Kind.CLAUSE:
                return hit.value[-1]
            if hit.kind in _HIGHER:
                return 0
    return None
