"""``Điều 3.`` with or without a heading."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import close_to
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import arabic

_ARTICLE = re.compile(
    r"(?P<noise>(?:[^\w\s]|[ˆ_]){1,4} ?)?(?P<word>[a-z]{3,5})[-\"'“.]{0,2}\s?[-\"'“]{0,2}"
    r"(?P<number>[\dlis§|]{1,3}(?!\d))(?P<letter>[a-z]?)(?=\W|$)\s*(?P<stop>[.:,;–—-]?)\s*"
)
# What else OCR makes of the word; words that are counted like this themselves must not match.
_READ_AS = re.compile(r"d(?!ang|ot|oi|ong|oan|ien|am|at|uong|ot|on|inh)[a-z]{2,3}$")
_CITES = re.compile(r"(?:nghi|luat|quyet dinh|thong tu|cua|va|den|nay|quy che|quy dinh so)\b")


def _find(piece: Piece) -> Hit | None:
    match = _ARTICLE.match(piece.head)
    if not match or piece.gap:
        return None
    value, repaired = arabic(match["number"])
    far = not close_to(match["word"], "dieu", 1)
    if far and not (_READ_AS.match(match["word"]) and match["stop"] == "." and value > 1 and not repaired):
        return None
    rest = piece.head[match.end() :]
    garbled = repaired or match["word"] != "dieu" or match["stop"] in tuple(",;–—-")
    if not value or (not piece.text[match.start("word")].isupper() and match["word"] == "dieu"):
        return None
    goes_on = bool(rest) and not piece.text[match.end()].isupper()
    if (goes_on or _CITES.match(rest)) and (garbled or not match["stop"]):
        return None
    if garbled and not match["stop"]:
        return None
    letters = (ord(match["letter"]) - ord("a") + 1,) if match["letter"] else ()
    return Hit(Kind.ARTICLE, match.end(), (value, *letters), garbled=garbled or bool(match["noise"]))


RULE = Rule(
    "article",
    _find,
    matches=(
        "Điều 3. Hiệu lực thi hành",
        "Điều 1.",
        "Điễu l. Phạm vi điều chỉnh",
        "Điều 12: Tổ chức thực hiện",
        "Điều 1",
        "Điều 5a. Trách nhiệm",
        "biểu 8. Quản lý tài liệu",
        "piêu2. Cấp dự báo",
        "Điều 14, Xác định giá trị",
        "Điều 2 - Điều khoản thi hành",
        "Dẫn 17. Quản lý, sử dụng",
        ".Điều 3. Quyết định này có hiệu lực",
        "- Điều 3. Hiệu lực",
        "._. Điều 3. Phân cấp thẩm quyền",
        "Điều §. Tính chất hoạt động",
    ),
    near_misses=(
        "Điều 2 Nghị quyết số 1/2025/NQ-HĐND quy định",
        "theo quy định tại\nĐiều 3. Hiệu lực",
        "Điều kiện thực hiện",
        "Điều 4 của Luật này",
        "điều 1. chữ thường",
        "biểu 8. theo mẫu",
        "Nhóm 3. Các đơn vị",
        "Đợt 2. Từ tháng 7",
        "Đoạn 3. Từ cầu đến chợ",
        "Dẫn 1. Quản lý",
        "Điều 2 - nội dung",
    ),
)
