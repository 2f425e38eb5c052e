"""The full name of who signs, with a rank or a degree before it at most."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_NAMES = """
an au bach ban bui ca cam cao chang chau chu chung cil cu cung dam dang dao dau dieu dinh do
doan dong du duong giang ha han hang hau ho hoa hoang hua huynh kha khuat khuc kieu kim kpa ksor
la lai lam lang lau le lo long lu luc luong luu ly ma mac mai mua nay nghiem ngo nguy nguyen
nhan nhu ninh nong ong pham phan phi pho phung quach quan quang rmah ro sam siu son su sung ta
tan tang thach thai than thanh thao thieu to tong trac tran trang trieu trinh truong tu tung
tuong ung uong van vang vi vien vo vu vuong vuu xa y
"""
FAMILY_NAMES = frozenset(_NAMES.split())
"""Folded family names, of the Kinh and of other peoples of Viet Nam."""

_RANK = re.compile(
    r"(?:(?:dai|trung|thuong|thieu) (?:tuong|ta|uy)|gs|pgs|ts|ths|bs|cn|ks|cki{0,2})"
    r"(?:[., ]{1,2}(?:ts|gs|ths|bs))*[., ]+"
)


_SPECKS = re.compile(r"[^\w\s+–-]{1,2} ")
"""What a stamp leaves before a name; a dash begins a list item."""


def name_at(text: str, folded: str) -> bool:
    """Whether a text is a person's name: 2–5 words, each capitalised, a family name first."""
    rank = _RANK.match(folded)
    at = rank.end() if rank else 0
    words = text[at:].split()
    titled = all(word[0].isupper() and word[1:] in (word[1:].lower(), word[1:].upper()) for word in words)
    capitals = all(word.isupper() for word in words)
    if not 2 <= len(words) <= 5 or not titled or (capitals and len(words) > 4):
        return False
    return looks_like_name(text[at:]) and folded[at:].split()[0].strip(".") in FAMILY_NAMES


def looks_like_name(text: str) -> bool:
    """Whether a text has nothing but letters, two to five words, each capitalised."""
    words = text.split()
    plain = all(char.isalpha() or char in " .'’" for char in text)
    return plain and 2 <= len(words) <= 5 and all(word[0].isupper() for word in words)


def _find(piece: Piece) -> Hit | None:
    specks = None if piece.text[0].isalnum() else _SPECKS.match(piece.text)
    at = specks.end() if specks else 0
    if len(piece.text) > 50 or not name_at(piece.text[at:], piece.head[at:]):
        return None
    return Hit(Kind.SIGNER, at)


RULE = Rule(
    "signer",
    _find,
    matches=(
        "Nguyễn Văn Sửu",
        "Đại tá Nguyễn Thanh Điệp",
        "Hồ Đức Phớc",
        "TS. Lê Thị An",
        "Mai Sơn",
        "© Mai Văn Chính",
    ),
    near_misses=("Nguyễn Văn Sửu;", "- Nguyễn Văn Sửu", "Sở Tài chính", "Tổ chức thực hiện", "Hà Nội 2014"),
)
