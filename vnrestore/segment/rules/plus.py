"""``+ …``: the item below a dash."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_PLUS = re.compile(r"(?:\+|[-–]\+)\s*(?=[^\W\d_]|[\"'“(]|\d+ [^\W\d_])")


def _find(piece: Piece) -> Hit | None:
    match = _PLUS.match(piece.head)
    return Hit(Kind.PLUS, match.end()) if match else None


RULE = Rule(
    "plus",
    _find,
    matches=("+ Trung tâm Phục vụ hành chính công", "+Sở Tài chính", "+ 02 công chức"),
    near_misses=("+84 24 3804", "a + b", "++"),
)
