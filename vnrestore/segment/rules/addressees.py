"""Whom an official letter, a report or a submission is addressed to: ``Kính gửi: …``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

ADDRESSEES = re.compile(
    r"[\W_]{0,2}k[il1]nh\s?g[uiv][il1j]?\s*(?:[:;.](?:\s?[:;.])?|$)|"
    r"(?:thu tuong|chu tich|[a-z ,]{4,60}) dien\s*:"
)


def _find(piece: Piece) -> Hit | None:
    match = ADDRESSEES.match(piece.head)
    return Hit(Kind.ADDRESSEES, match.end()) if match else None


RULE = Rule(
    "addressees",
    _find,
    matches=(
        "Kính gửi: Thuế tỉnh Gia Lai.",
        "Kính gửi:",
        "Kính gửi: :",
        "Kinh gửi: - Các bộ;",
        "THỦ TƯỚNG CHÍNH PHỦ điện:",
    ),
    near_misses=("Kính gửi các đơn vị tài liệu kèm theo", "Nơi nhận:", "Điện: 220 V"),
)
