"""``1.`` with text after it; OCR prints ``l.``, ``S.``, ``3,``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import arabic

_CLAUSE = re.compile(
    r"(?:[ˆ_'.|]{0,2}|(?P<noise>[ˆ_~'.|:*•+‘’“\"]{1,2} ?|[._]{2,4} ))"
    r"(?P<number>\d{1,3}|[\dlisz|!§]{1,2})\s{0,2}(?P<stop>[.,:])(?P<gap>\s*)(?=\S)"
)
# The stop may be lost; then words that a provision is cited with must not follow.
_BARE = re.compile(r"(\d{1,2}) (?=[^\W\d_]+ )(?!Điều|Luật|Nghị|Thông|Quyết|Mục|Chương|Phụ|Đồng)")


# "1. 0,5 lần quỹ lương": a clause that begins with a number.
_SHARE = re.compile(r"\d{1,2},\d{1,2} [a-z]")


def _find(piece: Piece) -> Hit | None:
    match = _CLAUSE.match(piece.head)
    bare = None if match else _BARE.match(piece.text)
    if bare and not piece.gap and piece.text[bare.end()].isupper():
        return Hit(Kind.CLAUSE, bare.end(), (int(bare[1]),), garbled=True)
    if not match or piece.gap:
        return None
    value, repaired = arabic(match["number"])
    following = piece.text[match.end()]
    share = bool(match["gap"]) and _SHARE.match(piece.head, match.end()) is not None
    if (
        not value
        or (following.isdigit() and not share)
        or following in ".,)"
        or (following.islower() and not match["gap"])
    ):
        return None
    if repaired and not following.isupper():
        return None
    garbled = repaired or match["stop"] in ",:" or following.islower() or bool(match["noise"])
    return Hit(Kind.CLAUSE, match.end(), (value,), garbled=garbled)


RULE = Rule(
    "clause",
    _find,
    matches=(
        "1. Về quy chế",
        "l. Về quy chế",
        "S. Tai nạn giao thông",
        "3, Người đứng đầu",
        "12.Sở Tài chính",
        "_ 6. Kinh doanh thiết bị",
        "1. 0,5 lần quỹ lương cơ bản",
        "‘3. Các tổ chức, cá nhân",
        "+ 3. Vụ, cục, văn phòng",
        "§. Người chịu trách nhiệm",
    ),
    near_misses=(
        "2014. Năm nay",
        "- 6. Kinh doanh thiết bị",
        "1.1. Yêu cầu",
        "12.500 đồng",
        "ngày\n13/5/2014, đồng chí",
        "theo khoản\n2. Điều này",
        "87.02), kể cả",
        "2 Điều 7 Nghị định này",
        "15 đơn vị",
    ),
)
