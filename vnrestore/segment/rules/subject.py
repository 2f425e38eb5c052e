"""What an official letter is about: ``V/v …`` under its number; also ``Về việc …`` of a title."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

SUBJECT = re.compile(r"(?:v\s?[/1il]\s?v\b|ve viec\b)\s*:?")
READ_AS = re.compile(r"(?:va|vy|viy|vw|w) (?=\S)")
"""What else OCR makes of ``V/v``; believed only right below number and date."""


def _find(piece: Piece) -> Hit | None:
    return Hit(Kind.ABSTRACT) if SUBJECT.match(piece.head) else None


RULE = Rule(
    "subject",
    _find,
    matches=("V/v chính sách tiền thuê đất", "Về việc phân công nhiệm vụ", "V/v: cấp kinh phí"),
    near_misses=("Về công tác tổ chức", "Vv.", "Việc phân công nhiệm vụ"),
)
