"""The words that stand for the signature itself: ``(đã ký)``, ``(Ký, đóng dấu)``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_SIGNED = re.compile(r"[(\[{]?\s*(?:da ky|ky ten|ky,|da ki|ky, ghi|ky, dong dau)\b[^()]{0,40}[)\]}]?\W*$")


def _find(piece: Piece) -> Hit | None:
    return Hit(Kind.SIGNED) if _SIGNED.match(piece.head) else None


RULE = Rule(
    "signed",
    _find,
    matches=("(đã ký)", "Đã ký", "(Ký tên, đóng dấu)", "(Ký, ghi rõ họ tên)"),
    near_misses=(
        "Đã ký kết 05 hợp đồng với các đơn vị cung cấp dịch vụ trên địa bàn tỉnh",
        "Ký ban hành",
        "(để báo cáo)",
    ),
)
