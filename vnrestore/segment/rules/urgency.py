"""The degree of urgency stamped on a document: KHẨN, THƯỢNG KHẨN, HỎA TỐC."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_URGENCY = re.compile(
    r"[^a-z]*(?:do khan\s*:?\s*)?(?:(?:thuong )?khan|hoa toc(?: hen gio)?)(?:\W+dien)?[^a-z]*$"
)


def _find(piece: Piece) -> Hit | None:
    if _URGENCY.match(piece.head) and is_capitals(piece.text):
        return Hit(Kind.URGENCY)
    return None


RULE = Rule(
    "urgency",
    _find,
    matches=("KHẨN", "HỎA TỐC", "THƯỢNG KHẨN", "HOẢ TỐC."),
    near_misses=("Khẩn trương", "CÔNG ĐIỆN KHẨN CẤP VỀ BÃO", "khẩn"),
)
