"""What is on the page but not of the document: e-signature notes, gazette heads, web trailers."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_SIGNED_BY = re.compile(
    r"(?:nguoi ky|ky boi|email|co quan|chuc vu|thoi gian ky|ngay ky)\s*:"
    r"|\S{0,20}thoi \w?[il]an ky\s*:"
)
_GAZETTE = re.compile(r"(?:\d{1,4}\s+)?cong bao\s*/\s*so\b|cong bao/|scan by|camscanner")
_INCOMING = re.compile(r"(?:cong van|van ban) den\b|den\s+(?:so|ng?ay|gio)\s*[:.]|so den\s*:|chuyen\s*:")
_TRAILER = re.compile(r"[\d/.,°-]{0,12}\s?(?:\d{1,5}\s*)?ban hanh:$|\d{1,2}/\d{1,2}/\d{4}\s+\d{1,4}$")
_LEFT = re.compile("|".join(one.pattern for one in (_SIGNED_BY, _GAZETTE, _INCOMING, _TRAILER)))
TRAILER_END = re.compile(r"van ban lien quan ban hanh:$")


def _find(piece: Piece) -> Hit | None:
    head = piece.head
    if len(piece.text) <= 90 and _LEFT.match(head):
        return Hit(Kind.STAMP)
    return Hit(Kind.STAMP) if TRAILER_END.search(piece.tail) else None


RULE = Rule(
    "stamp",
    _find,
    matches=(
        "Người ký: CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ",
        "Thời gian ký: 20.05.2025 11:09:52 +07:00",
        "22 CÔNG BÁO/Số 1535 + 1536/Ngày 30-12-2024",
        "CÔNG VĂN ĐẾN",
        "ĐẾN Nay:.28.14. 1 2026...",
        "15/12/2025 Ban hành:",
        "Quyết định 1/QĐ-UBND năm 2025 Văn bản liên quan Ban hành:",
    ),
    near_misses=(
        "Cơ quan chủ trì: Sở Tài chính",
        "Ban hành: Quy chế làm việc của Ủy ban nhân dân tỉnh",
        "Người ký hợp đồng chịu trách nhiệm",
        "Công báo;",
        "đến ngày 30 tháng 6",
    ),
)
