"""The document's number and notation: ``Số: 125/TB-VP``, ``Số 383-QĐ/TW``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

# The number itself may be handwritten and come out as junk or nothing; the notation is printed.
_NUMBER = re.compile(
    r"(?:luat |phap lenh |nghi quyet )?(?:s[o6e0]\s?(?:[:;.,]\s*|\s+|(?=\d))|sa\s?[:;]\s*(?=\d))"
    r"[^/]{0,12}\s*[/!|-]\s*(?:\d{4}\s*/\s*)?[a-z][a-z0-9&./-]{0,30}(?=$|[\s,;.])"
)


def _find(piece: Piece) -> Hit | None:
    head = piece.head
    if len(piece.text) > 50 or not _NUMBER.match(head) or "ngay" in head:
        return None
    return Hit(Kind.NUMBER)


RULE = Rule(
    "number",
    _find,
    matches=(
        "Số: 125/TB-VP",
        "Số: 28/2021/NĐ-CP",
        "Số 383-QĐ/TW",
        "Số:      /KH-UBND",
        "Só: 7197/BKHCN-CĐSQG",
        "Luật số: 40/2013/QH13",
        "S6: 12/TB-VP",
        "Sấ: 80/2025/NQ-HĐND",
        "Số: 170!QĐ-BCĐNNDL.",
    ),
    near_misses=(
        "Số lượng hồ sơ tiếp nhận trong kỳ",
        "số 28/2021/NĐ-CP ngày 26 tháng 3 năm 2021 của Chính phủ",
        "Số: 12 Phố Huế, Hà Nội",
    ),
)
