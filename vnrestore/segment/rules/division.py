"""``Mục 1`` between chapter and article."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import arabic, roman

_DIVISION = re.compile(r"(?:tieu )?muc\s+(?P<number>[ivxl]{1,5}|\d{1,2})(?=\W|$)[\s.:–-]*")


def _find(piece: Piece) -> Hit | None:
    match = _DIVISION.match(piece.head)
    if not match or piece.gap or not piece.text[0].isupper():
        return None
    rest = piece.text[match.end() :]
    if rest and not is_capitals(rest):
        return None
    value = arabic(match["number"])[0] or roman(match["number"])[0]
    return Hit(Kind.DIVISION, match.end(), (value,)) if value else None


RULE = Rule(
    "division",
    _find,
    matches=("Mục 1", "Mục 2. TRÁCH NHIỆM CỦA CÁC CƠ QUAN", "MỤC III"),
    near_misses=("Mục đích", "Mục 2 Phụ lục này quy định", "theo quy định tại\nMục 3"),
)
