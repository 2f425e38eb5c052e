"""The head row of a table: it begins with the column for the running number."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_HEAD = re.compile(r"[|\s\[]*(?:so )?(?:tt|stt|s\.tt)(?:[\s|]|$)")


def _find(piece: Piece) -> Hit | None:
    if _HEAD.match(piece.head) and len(piece.text) <= 160 and not piece.text.endswith((";", ".")):
        return Hit(Kind.TABLE)
    return Hit(Kind.TABLE) if piece.text.count("|") >= 2 else None


RULE = Rule(
    "table_head",
    _find,
    matches=("STT", "TT Nội dung Mức chi Ghi chú", "Số TT", "| STT | Tên |"),
    near_misses=("TT Tỉnh ủy, TT HĐND tỉnh;", "TTHC", "Stt là viết tắt."),
)
