"""``Điều 3.`` with or without a heading."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import arabic

_ARTICLE = re.compile(
    r"(?:d[il1]eu|d[il1][eé]u)\s+(?P<number>[\dlis|]{1,3}(?!\d))(?P<letter>[a-z]?)(?=\W|$)\s*(?P<stop>[.:,;]?)\s*"
)
_CITES = re.compile(r"(?:nghi|luat|quyet dinh|thong tu|cua|va|den|nay|quy che|quy dinh so)\b")


def _find(piece: Piece) -> Hit | None:
    match = _ARTICLE.match(piece.head)
    if not match or piece.gap or not piece.text[0].isupper():
        return None
    value, repaired = arabic(match["number"])
    rest = piece.head[match.end() :]
    if (
        not value
        or match["stop"] in (",", ";")
        or (not match["stop"] and (_CITES.match(rest) or (rest and not piece.text[match.end()].isupper())))
    ):
        return None
    letters = (ord(match["letter"]) - ord("a") + 1,) if match["letter"] else ()
    return Hit(Kind.ARTICLE, match.end(), (value, *letters), garbled=repaired)


RULE = Rule(
    "article",
    _find,
    matches=(
        "Điều 3. Hiệu lực thi hành",
        "Điều 1.",
        "Điễu l. Phạm vi điều chỉnh",
        "Điều 12: Tổ chức thực hiện",
        "Điều 1",
        "Điều 5a. Trách nhiệm",
    ),
    near_misses=(
        "Điều 2 Nghị quyết số 1/2025/NQ-HĐND quy định",
        "theo quy định tại\nĐiều 3. Hiệu lực",
        "Điều kiện thực hiện",
        "Điều 4 của Luật này",
        "điều 1. chữ thường",
    ),
)
