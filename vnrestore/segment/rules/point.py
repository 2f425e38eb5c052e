"""``a)``, ``b)``, ``đ)``; OCR prints ``a]``, ``4)`` for ``d)``, ``c}``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.numerals import LATIN_ORDER, VIETNAMESE_ORDER

_POINT = re.compile(
    r"(?:[\"'“]|(?P<noise>[ˆ_~'.|:] ?))?(?P<open>\(?)(?P<letter>[a-z])\d?\s?(?P<stop>[)\]}|/.])\s*(?=\S)"
)
_DIGIT_FOR_D = re.compile(r"(?P<letter>[4đ])[)\]]\s*(?=\S)")
# "b)" read as a word: "bị Đơn vị sự nghiệp …".
_WORD_FOR_B = re.compile(r"b[iy] (?=[a-z])")
# Something short before a bracket, where a letter goes on a list: "c¢)", "bh)", "Đ)".
_UNREADABLE = re.compile(r"(?:[a-z¢€£&@6©®]{1,2}[)\]}])\s+(?=[a-z])")


def letter_value(letter: str) -> int:
    """Place of an enumeration letter in the Vietnamese order, or for f, j, w, z in the Latin one."""
    at = VIETNAMESE_ORDER.find(letter)
    return at + 1 if at >= 0 else LATIN_ORDER.index(letter) + 1


def _find(piece: Piece) -> Hit | None:
    match = _POINT.match(piece.head)
    if match and not piece.gap:
        printed = piece.text[match.start("letter")]
        following = piece.text[match.end()]
        if following in ".,;)" or (printed.isupper() and (printed != "Đ" or match["stop"] != ")")):
            return None
        if printed.isupper():
            return Hit(Kind.POINT, match.end(), (0,), garbled=True)
        doubtful = (
            match["stop"] not in ")]"
            or bool(match["noise"])
            or bool(piece.text[match.start("letter") + 1].isdigit())
        )
        if doubtful and not following.isupper():
            return None
        letter = "đ" if printed == "đ" else match["letter"]
        return Hit(Kind.POINT, match.end(), (letter_value(letter),), garbled=doubtful)
    match = _DIGIT_FOR_D.match(piece.head)
    if match and not piece.gap:
        return Hit(Kind.POINT, match.end(), (letter_value("d"),), garbled=True)
    match = _WORD_FOR_B.match(piece.head)
    if match and not piece.gap and piece.text[match.end()].isupper():
        return Hit(Kind.POINT, match.end(), (letter_value("b"),), garbled=True)
    match = _UNREADABLE.match(piece.head)
    return Hit(Kind.POINT, match.end(), (0,), garbled=True) if match and not piece.gap else None


RULE = Rule(
    "point",
    _find,
    matches=(
        "a) Sở Nội vụ",
        "đ) Các đơn vị",
        "a] Sở Nội vụ",
        "4) Nâng cao chất lượng",
        "c/ Kinh phí",
        "(a) Xe",
        "_ a) Là doanh nghiệp",
        "bị Đơn vị sự nghiệp công lập",
        "©) Loại trung bình",
    ),
    near_misses=(
        "A) SỞ NỘI VỤ",
        "bị phạt tiền theo quy định",
        "- a) Là doanh nghiệp",
        "VB) là viết tắt\nabcd) không phải",
        "a.m là buổi sáng",
        "đ/c Giám đốc",
        "tại điểm\na) khoản 1",
        "và a)",
        "v.v... ",
    ),
)
