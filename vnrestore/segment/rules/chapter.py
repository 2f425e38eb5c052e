"""``Chương I`` with its title on the same line or on the next."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import arabic, roman

_CHAPTER = re.compile(
    r"(?:[\"'“]|[:.,'_|–-]\s)?ch[uv][o0]ng\s+[\[(|]?(?P<number>[ivxlthf1|]{1,6}|\d{1,2})(?=\W|$)[\s.:–-]*"
)
# Alone on its line, with a number that cannot be read: "Chương ÚT".
_UNREADABLE = re.compile(r"(?:[:.,'_|]\s)?ch[uv][o0]ng\s+\S{1,3}$")


def _find(piece: Piece) -> Hit | None:
    match = _CHAPTER.match(piece.head)
    first = next((char for char in piece.text if char.isalpha()), "")
    if piece.gap or not first.isupper():
        return None
    if not match:
        alone = _UNREADABLE.match(piece.head)
        return Hit(Kind.CHAPTER, alone.end(), (0,), garbled=True) if alone else None
    rest = piece.text[match.end() :]
    if rest and not rest[0].isupper():
        return None
    value = roman(match["number"])[0] or arabic(match["number"])[0]
    return Hit(Kind.CHAPTER, match.end(), (value,)) if value else None


RULE = Rule(
    "chapter",
    _find,
    matches=(
        "Chương I",
        "Chương Ï",
        ": Chương II",
        "- Chương IV",
        "Chương If",
        "Chương ÚT",
        "CHƯƠNG II. QUY ĐỊNH CỤ THỂ",
        "Chương 3",
    ),
    near_misses=("Chương trình công tác", "Chương 87, Nhóm 87.03", "quy định tại\nChương II Nghị định này"),
)
