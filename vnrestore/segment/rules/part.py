"""``Phần thứ nhất``, ``Phần I``: the outermost division."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import ORDINALS, arabic, roman

_PART = re.compile(r"phan\s+(?:thu\s+(?P<word>[a-z]+)|(?P<number>[ivxl1|]{1,5}|\d{1,2}))(?=\W|$)[\s.:–-]*")


def _find(piece: Piece) -> Hit | None:
    match = _PART.match(piece.head)
    if not match or piece.gap or not piece.text[0].isupper():
        return None
    rest = piece.text[match.end() :]
    if rest and not rest[0].isupper():
        return None
    if match["word"]:
        value = ORDINALS.get(match["word"], 0)
    else:
        value = roman(match["number"])[0] or arabic(match["number"])[0]
    return Hit(Kind.PART, match.end(), (value,)) if value else None


RULE = Rule(
    "part",
    _find,
    matches=("Phần thứ nhất", "PHẦN I", "Phần II. TỔ CHỨC THỰC HIỆN", "PHẦN THỨ HAI"),
    near_misses=("Phần mềm quản lý", "Phần thứ hai của bài viết", "quy định tại\nPhần I Phụ lục"),
)
