"""The position of who signs, in capitals: ``PHÓ CHỦ TỊCH``, ``GIÁM ĐỐC``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import close_to, is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

HEADS = (
    "pho chu tich",
    "chu tich",
    "pho thu tuong",
    "thu tuong",
    "thu truong",
    "bo truong",
    "pho chanh van phong",
    "chanh van phong",
    "chanh thanh tra",
    "pho giam doc",
    "giam doc",
    "pho tong giam doc",
    "tong giam doc",
    "pho tong cuc truong",
    "tong cuc truong",
    "pho cuc truong",
    "cuc truong",
    "pho vu truong",
    "vu truong",
    "pho truong ban",
    "truong ban",
    "pho truong phong",
    "truong phong",
    "pho chi cuc truong",
    "chi cuc truong",
    "pho hieu truong",
    "hieu truong",
    "pho vien truong",
    "vien truong",
    "vien pho",
    "pho bi thu",
    "bi thu",
    "thuong truc ban bi thu",
    "tong bi thu",
    "thong doc",
    "pho thong doc",
    "pho tong thanh tra",
    "tong thanh tra",
    "tong kiem toan",
    "chanh an",
    "pho chanh an",
    "truong doan",
    "truong thue",
    "pho truong thue",
    "uy vien thuong truc",
    "chu nhiem",
    "pho chu nhiem",
    "tu lenh",
    "thu ky",
    "chu toa",
    "chu tri",
    "truong co so",
    "pho truong",
    "truong",
)
"""The folded words positions begin with."""

_HEADS = tuple(sorted(HEADS, key=len, reverse=True))


def position_length(folded: str) -> int:
    """How many characters of a folded text are the words of a position, 0 if it starts with none."""
    for head in _HEADS:
        candidate = folded[: len(head)]
        if candidate == head or (len(head) > 8 and close_to(candidate, head, 1)):
            return len(head)
    return 0


def _find(piece: Piece) -> Hit | None:
    if len(piece.text) > 90 or not is_capitals(piece.text):
        return None
    stripped = re.sub(r"^\W+", "", piece.head)
    length = position_length(stripped)
    if not length or stripped[length : length + 1].isalpha():
        return None
    return Hit(Kind.POSITION)


RULE = Rule(
    "position",
    _find,
    matches=("PHÓ CHỦ TỊCH", "GIÁM ĐỐC", "PHO CỤC TRƯƠNG", "BỘ TRƯỞNG, CHỦ NHIỆM", "CHỦ TỊCH"),
    near_misses=("Phó Chủ tịch", "ỦY BAN NHÂN DÂN", "CHỦ TỊCH.,. đã ký hợp đồng với bên mua"),
)
