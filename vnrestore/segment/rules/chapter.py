"""``Chương I`` with its title on the same line or on the next."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import arabic, roman

_CHAPTER = re.compile(r"[\"'“]?ch[uv][o0]ng\s+[\[(|]?(?P<number>[ivxlth1|]{1,6}|\d{1,2})(?=\W|$)[\s.:–-]*")


def _find(piece: Piece) -> Hit | None:
    match = _CHAPTER.match(piece.head)
    if not match or piece.gap or not piece.text.lstrip("\"'“")[0].isupper():
        return None
    rest = piece.text[match.end() :]
    if rest and not rest[0].isupper():
        return None
    value = roman(match["number"])[0] or arabic(match["number"])[0]
    return Hit(Kind.CHAPTER, match.end(), (value,)) if value else None


RULE = Rule(
    "chapter",
    _find,
    matches=("Chương I", "Chương Ï", "CHƯƠNG II. QUY ĐỊNH CỤ THỂ", "Chương 3"),
    near_misses=("Chương trình công tác", "Chương 87, Nhóm 87.03", "quy định tại\nChương II Nghị định này"),
)
