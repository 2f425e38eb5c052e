"""The line that announces the content: ``… kết luận như sau:``, ``QUYẾT ĐỊNH:``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

COMMAND = re.compile(
    r"(?:quyet (?:dinh|nghi)|nghi quyet|chi thi|yeu cau|ket luan|thong bao|quy dinh)\s*[:;.]?\s*$"
)
ENDING = re.compile(
    r"(?:nhu sau|sau day|yeu cau|chi dao|ket luan|y kien|quyet nghi|quyet dinh|huong dan|thong bao|de nghi|"
    r"noi dung(?: sau| chinh| chu yeu)?|cac nhiem vu(?: sau)?|cu the|duoi day|sau)\s*[:;]?\s*$"
)
_ENACTS = re.compile(
    r"[a-z ,.\-–]{4,80} (?:ban hanh (?:luat|phap lenh|nghi quyet|nghi dinh|thong tu|quyet dinh|quy dinh)"
    r"|quyet dinh ban hanh)"
)


def announces(text_tail: str) -> bool:
    """Whether a paragraph's folded tail announces what follows (``… như sau:``)."""
    return text_tail.endswith((":", ";")) and bool(ENDING.search(text_tail))


def enacts(text_head: str) -> bool:
    """Whether a folded paragraph is the enacting clause (``Chính phủ ban hành Nghị định …``)."""
    return bool(_ENACTS.match(text_head))


def _find(piece: Piece) -> Hit | None:
    command = len(piece.text) <= 24 and COMMAND.match(piece.head) and piece.text[:3].isupper()
    if command and piece.text.rstrip().endswith((":", ";")):
        return Hit(Kind.LEAD_IN)
    return Hit(Kind.LEAD_IN) if announces(piece.tail) or enacts(piece.head) else None


RULE = Rule(
    "lead_in",
    _find,
    matches=(
        "QUYẾT ĐỊNH:",
        "QUYẾT NGHỊ:",
        "kết luận và chỉ đạo như sau:",
        "Chính phủ ban hành Nghị định quy định về công tác văn thư.",
        "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:",
    ),
    near_misses=(
        "QUYẾT ĐỊNH",
        "Các đồng chí thành viên Ban chỉ đạo dự họp gồm có:",
        "Thực hiện kết luận nêu trên.",
    ),
)
