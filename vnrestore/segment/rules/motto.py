"""The state's motto, or the Party's name in its place: the right column of the header."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import close_to, is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

STATE = "cong hoa xa hoi chu nghia viet nam"
MOTTO = "doc lap tu do hanh phuc"
PARTY = "dang cong san viet nam"
MOTTO_WORDS = re.compile(r"d\w{2} l\w{2}\W{1,4}t\w d\w\W{1,4}h\w{2,3} ph\w{2}")
"""The motto's words, each near enough, whatever follows."""
_STATE_TORN = re.compile(r"c\w{1,2}g h\w{1,2} .{0,24}v\w{2,3} nam$")
_LETTERS_ONLY = str.maketrans(dict.fromkeys("-–—_=.,:;*|~", " "))


def _find(piece: Piece) -> Hit | None:
    if len(piece.text) > 60:
        return None
    head = " ".join(piece.head.translate(_LETTERS_ONLY).split())
    if close_to(head, STATE, 5) or close_to(head, MOTTO, 4) or MOTTO_WORDS.match(piece.head):
        return Hit(Kind.MOTTO)
    if _STATE_TORN.match(head) and is_capitals(piece.text):
        return Hit(Kind.MOTTO)
    if close_to(head, PARTY, 3) and is_capitals(piece.text):
        return Hit(Kind.MOTTO)
    return None


RULE = Rule(
    "motto",
    _find,
    matches=(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỌNG HOÀ XÃ HỌI CHÚ NGHĨA VIỆT NAM",
        "CỘNG HÒA IA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Độc lập — Tự do — Hạnh phúc _",
        "Độc lập - Tự do - Hạnh phúc ------mnnenamm-",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
    ),
    near_misses=(
        "nước Cộng hòa xã hội chủ nghĩa Việt Nam và các nước khác có quan hệ",
        "Đảng Cộng sản Việt Nam",
        "ỦY BAN NHÂN DÂN",
    ),
)
