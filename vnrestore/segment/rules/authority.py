"""In whose name a document is signed: ``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

PREFIX = re.compile(r"\W{0,2}(?P<prefix>tm|t/m|kt|k/t|tl|t/l|tuq|q)\s?(?:[.,:]\s?|(?<=/.)\s)(?=[a-z])")


# The full stop after it may be lost; then a post must follow.
BARE = re.compile(r"(?P<prefix>kt|tl|tuq) (?=pho |chu |giam |bo |thu |truong |cuc |chanh |tong |hieu |vien )")


def _find(piece: Piece) -> Hit | None:
    if len(piece.text) > 110:
        return None
    match = PREFIX.match(piece.head) or BARE.match(piece.head)
    if not match or not piece.text[match.start("prefix")].isupper():
        return None
    upper, lower = sum(map(str.isupper, piece.text)), sum(map(str.islower, piece.text))
    if upper <= lower * 2:
        return None
    return Hit(Kind.AUTHORITY, match.end())


RULE = Rule(
    "authority",
    _find,
    matches=(
        "TM. ỦY BAN NHÂN DÂN",
        "KT, CHÁNH VĂN PHÒNG",
        "T/M BỘ CHÍNH TRỊ",
        "TUQ. BỘ TRƯỞNG",
        "KT.CHỦ TỊCH",
        "KT GIÁM ĐỐC",
    ),
    near_misses=("TM DỊCH VỤ", "TT. Tỉnh ủy", "Kt. Chủ tịch ký thay", "QUYỀN CHỦ TỊCH", "KT GIÁO DỤC"),
)
