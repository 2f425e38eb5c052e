"""A page number alone on its line: ``3``, ``- 3 -``, ``Trang 2/5``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_PAGE = re.compile(r"(?:trang\s+\d{1,3}(?:\s*/\s*\d{1,3})?|[-–—.|\s]*\d{1,3}[-–—.|\s]*)$")


def _find(piece: Piece) -> Hit | None:
    return Hit(Kind.PAGE_NUMBER) if len(piece.text) <= 14 and _PAGE.match(piece.head) else None


RULE = Rule(
    "page_number",
    _find,
    matches=("3", "- 3 -", "Trang 2/5", "12."),
    near_misses=("3.000", "1/5/2014", "2014", "3 m"),
)
