"""Place and date of the document: ``Hà Nội, ngày 13 tháng 5 năm 2014``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

# Day and month are often written by hand: a few characters of anything, or nothing.
PATTERN = re.compile(
    r"(?P<place>[a-z][a-z. -]{1,40}?)\s*[,.;]?\s*ng[a-z]y[^a-z]{0,10}\w{0,2}[^a-z]{0,4}"
    r"th[a-z]ng[^a-z]{0,10}n[a-z]m\s*[\d.]{0,6}"
)
_NO_PLACE = ("can cu ", "theo ", "tu ", "den ", "truoc ", "sau ", "vao ", "hom ")


def _find(piece: Piece) -> Hit | None:
    match = PATTERN.match(piece.head)
    if not match or len(piece.text) - match.end() > 6 or not piece.text[0].isupper():
        return None
    if match["place"].startswith(("can cu ", "theo ")) or match["place"].split()[0] in (
        "tu",
        "den",
        "truoc",
        "sau",
        "vao",
        "hom",
    ):
        return None
    return Hit(Kind.PLACE_DATE)


RULE = Rule(
    "place_date",
    _find,
    matches=(
        "Hà Nội, ngày 13 tháng 5 năm 2014",
        "Thành phố Hồ Chí Minh, ngày    tháng 02 năm 2021",
        "Hà Nội ngày 01 tháng 12 năm 2025",
        "Hà Nội, ngày24 tháng 06 năm 2026",
    ),
    near_misses=(
        "Từ ngày 13 tháng 5 năm 2014",
        "Hà Nội, ngày 13 tháng 5 năm 2014, Ủy ban nhân dân Thành phố đã họp",
        "Ngày 13 tháng 5 năm 2014",
    ),
)
