"""``• …`` and the other signs word processors put before list items."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_BULLET = re.compile(r"[•·●○▪■◦►➢✓❖*]\s*(?=[^\W_]|[\"'“(])")


def _find(piece: Piece) -> Hit | None:
    match = _BULLET.match(piece.head)
    return Hit(Kind.BULLET, match.end()) if match else None


RULE = Rule(
    "bullet",
    _find,
    matches=("• Sở Tài chính", "* Kinh phí thực hiện", "➢ Nội dung"),
    near_misses=("***", "a • b", "(*) Ghi chú"),
)
