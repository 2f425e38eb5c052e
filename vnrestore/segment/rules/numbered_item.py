"""``(1)``, ``1)``: items inside a clause or a point."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import arabic

_ITEM = re.compile(r"(?:[({](?P<round>[\dil|]{1,2})[)\]]|(?P<half>\d{1,2})\))\s*(?=\S)")


def _find(piece: Piece) -> Hit | None:
    match = _ITEM.match(piece.head)
    if not match or piece.gap:
        return None
    value, repaired = arabic(match["round"] or match["half"])
    following = piece.text[match.end()]
    if not value or following in ".,;":
        return None
    return Hit(Kind.NUMBERED_ITEM, match.end(), (value,), garbled=repaired)


RULE = Rule(
    "numbered_item",
    _find,
    matches=("(1) Người đứng đầu", "2) Các phương tiện khác", "(l) Sở Nội vụ", "{1) Thanh mạch in"),
    near_misses=(
        "(để báo cáo)",
        "1. Người đứng đầu",
        "(2025) Kế hoạch",
        "theo mục\n(1) Phần này",
        "(2), (3)",
    ),
)
