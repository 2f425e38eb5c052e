"""A body's name in capitals: the left column of the header, or above the grounds."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

BODY_WORDS = re.compile(
    r"uy ban|ubnd |hdnd |ubmttq|hoi dong|bo |so |van phong|cuc |tong cuc|ban |chinh phu|thu tuong|"
    r"chu tich|quoc hoi|"
    r"tinh |thanh pho|huyen |quan |xa |phuong |thi xa|thi tran|dac khu|vien |truong |trung tam|cong ty|"
    r"tong cong ty|tap doan|dang uy|tinh uy|thanh uy|huyen uy|quan uy|toa an|vien kiem sat|kiem toan|"
    r"ngan hang|bao hiem|chi cuc|vu |phong |lien doan|hoi |doan |mat tran|hoc vien|benh vien|cong an|"
    r"bo tu lenh|quan khu|dai |bao |thanh tra|kho bac|thuong truc|tong bi thu|bi thu|giam doc|"
    r"tong giam doc|thong doc|chanh|va |thue "
)
"""Folded words the names of bodies and the lines of them begin with."""
SAME_BODY = re.compile(
    r"(?:tinh|thanh pho|huyen|quan|xa|phuong|thi xa|thi tran|va|dac khu|trung uong|viet nam|thuoc)\b"
)
"""Folded words a line begins with that goes on with the name of the body above."""
_NUMBERS = ("SỐ ", "SỔ ")
"""What else folds to the word for a department (``SỞ``)."""
_JUNK = re.compile(r"^[\W_]*(?:[a-z1] +)?")


def names_body(folded: str) -> bool:
    """Whether a folded line, past what a stamp left before it, begins like the name of a body."""
    return bool(BODY_WORDS.match(_JUNK.sub("", folded) + " "))


def _find(piece: Piece) -> Hit | None:
    text = piece.text
    if len(text) > 90 or not is_capitals(text) or sum(c.isdigit() for c in text) > 2:
        return None
    if text.startswith(_NUMBERS):
        return None
    return Hit(Kind.ISSUING_BODY) if names_body(piece.head) else None


RULE = Rule(
    "issuing_body",
    _find,
    matches=(
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ HÀ NỘI",
        "VĂN PHÒNG",
        "BỘ TÀI CHÍNH",
        "CHÍNH PHỦ",
        "VÀ XÃ HỘI",
        "BAN CHẤP HÀNH TRUNG ƯƠNG",
        "l UBND HUYỆN BA VÌ",
    ),
    near_misses=("Ủy ban nhân dân tỉnh", "KẾ HOẠCH", "QUY ĐỊNH CHUNG", "I. MỤC ĐÍCH", "SỐ TOÀN DIỆN"),
)
