"""``I.``, ``II-``, ``III)`` with a heading, mostly in capitals."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import roman

_ROMAN = re.compile(r"\[?(?P<number>[ivxlth1|!]{1,5})\s*(?:[.,)\]:/]\s*|\s*[-–—]\s*|\s(?=[a-z]{2}))(?=\S)")
# "IV. ™ CHỨC THỰC HIỆN": a letter or two of the heading read as signs.
_NOISE = re.compile(r"^[^\w\s]{1,2} ")


def _find(piece: Piece) -> Hit | None:
    match = _ROMAN.match(piece.head)
    if not match or piece.gap:
        return None
    value, repaired = roman(match["number"])
    if not value or (piece.text[0].islower() and not repaired):
        return None
    rest = _NOISE.sub("", piece.text[match.end() :])
    capitals = is_capitals(rest) and len(rest) > 4
    if match[0].strip() == match["number"] or match[0].strip().endswith(","):
        repaired = True
    if (repaired and not capitals) or not rest[:1].isupper():
        return None
    return Hit(Kind.ROMAN, match.end(), (value,), garbled=repaired)


RULE = Rule(
    "roman_section",
    _find,
    matches=(
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II- QUẢN LÝ TÀI LIỆU",
        "I1. NỘI DUNG CHỦ YẾU",
        "Ill. TỔ CHỨC THỰC HIỆN",
        "IV. Tổ chức thực hiện",
        "IV. ™ CHỨC THỰC HIỆN",
    ),
    near_misses=(
        "1. Mục đích",
        "l. Mục đích",
        "I. là số La Mã",
        "V/v cấp kinh phí",
        "theo quy định tại\nII. Phụ lục",
    ),
)
