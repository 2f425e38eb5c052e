"""``1.1.``, ``2.3.1`` with text after it."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import arabic

_SUBCLAUSE = re.compile(r"(?P<number>[\dlis|]{1,2}(?:[.,]\s?[\dlis|]{1,2}){1,4})(?P<stop>[.,:)]?)\s*(?=\S)")


def _find(piece: Piece) -> Hit | None:
    match = _SUBCLAUSE.match(piece.head)
    if not match or piece.gap or (not match["number"][0].isdigit() and piece.text[0].isupper()):
        return None
    following = piece.text[match.end()]
    if not following.isupper() and not (match["stop"] and following in "\"'“"):
        return None
    values = [arabic(number.strip()) for number in re.split("[.,]", match["number"])]
    if not all(value for value, _ in values):
        return None
    garbled = any(repaired for _, repaired in values) or "," in match["number"]
    return Hit(Kind.SUBCLAUSE, match.end(), tuple(value for value, _ in values), garbled=garbled)


RULE = Rule(
    "subclause",
    _find,
    matches=("1.1. Yêu cầu", "2.1 Thuế nhập khẩu", "l.2. Giao Sở Nội vụ", "1.2.3. Nội dung", "2,1. Kinh phí"),
    near_misses=("1. Yêu cầu", "12.500 đồng", "1.5 tỷ đồng", "13.5.2014, họp", "theo mục\n2.1. Phần này"),
)
