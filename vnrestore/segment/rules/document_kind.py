"""The name of the kind, in capitals: ``THÔNG BÁO``, ``QUYẾT ĐỊNH``."""

from __future__ import annotations

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.kind_names import kind_at_start


def _find(piece: Piece) -> Hit | None:
    name, length = kind_at_start(piece.head)
    if not name or not is_capitals(piece.text[:length]):
        return None
    rest = piece.text[length:].strip(" .:_-—*'")
    return Hit(Kind.DOCUMENT_KIND) if len(rest) <= 1 or not any(map(str.isalpha, rest)) else None


RULE = Rule(
    "document_kind",
    _find,
    matches=("THÔNG BÁO", "QUYẾT ĐỊNH", "CHÍ THỊ", "KẾ HOẠCH.", "LUẬT", "THÔNGBÁO"),
    near_misses=("Thông báo", "QUYẾT ĐỊNH VỀ VIỆC BAN HÀNH QUY CHẾ", "QUYẾT NGHỊ:", "LUẬT SƯ"),
)
