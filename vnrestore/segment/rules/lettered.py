"""``A.``, ``B.`` above Roman numbers in long plans and reports."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import LATIN_ORDER

_LETTERED = re.compile(r"(?P<letter>[a-h])\s*[.)\-–]\s*(?=\S)")


def _find(piece: Piece) -> Hit | None:
    match = _LETTERED.match(piece.head)
    if not match or piece.gap or not piece.text[0].isupper():
        return None
    if not is_capitals(piece.text[match.end() :]):
        return None
    return Hit(Kind.LETTERED, match.end(), (LATIN_ORDER.index(match["letter"]) + 1,))


RULE = Rule(
    "lettered",
    _find,
    matches=("A. KẾT QUẢ ĐẠT ĐƯỢC", "B- PHƯƠNG HƯỚNG, NHIỆM VỤ"),
    near_misses=("A. Nguyễn là người ký", "a) KẾT QUẢ", "I. MỤC TIÊU"),
)
