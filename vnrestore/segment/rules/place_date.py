"""Place and date of the document: ``Hà Nội, ngày 13 tháng 5 năm 2014``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import distance
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

# Day and month are often written by hand: a few characters of anything, or nothing.
_DATE = re.compile(r"ng[a-z]y[^a-z]{0,10}\w{0,2}[^a-z]{0,4}th[a-z]ng[^a-z]{0,10}n[a-z]m(?:\s*[\d.]{1,6})?")
# Its words misread, but with the year at the end of the line.
_GARBLED = re.compile(
    r"(?P<day>[a-z]{3,5})[.,;]?\s+\w{0,3}\s*(?P<month>[a-z]{4,6})[.,;]?\s+\w{1,3}\s+"
    r"(?P<year>[a-z]{2,5})\s+(?:19|[2-9]0)\d\d\W{0,4}$"
)
# The year torn off to where the page bends.
_TORN = re.compile(r"(?<=, )ng[a-z]y\W{0,3}\s?\d{1,2}\s+th[a-z]ng\s+\d{1,2}\W{0,3}$")
_HEADER_LINES = 12
_GARBLED_BY = 5
"""Edits that may make "ngày", "tháng" and "năm" of the words that stand in their places."""
_PLACE = re.compile(r"[a-z](?:[a-z. -]|(?<=[a-z])\d(?=[a-z])){1,40}$")
_NO_PLACE = frozenset(("tu", "den", "truoc", "sau", "vao", "hom"))


def find_date(folded: str) -> tuple[int, int] | None:
    """Where the words of a date, misread or not, begin and end in a folded line."""
    match = _DATE.search(folded)
    if match:
        return match.span()
    match = _GARBLED.search(folded)
    if (
        match
        and sum(
            distance(match[part], word)
            for part, word in (("day", "ngay"), ("month", "thang"), ("year", "nam"))
        )
        <= _GARBLED_BY
    ):
        return match.span()
    return None


def torn_date(folded: str) -> tuple[int, int] | None:
    """Where a date without its year ends a folded line."""
    match = _TORN.search(folded)
    return match.span() if match else None


def _find(piece: Piece) -> Hit | None:
    date = find_date(piece.head)
    if date is None and piece.line < _HEADER_LINES:
        date = torn_date(piece.head)
    if date is None or len(piece.text) - date[1] > 6 or not piece.text[0].isupper():
        return None
    place = piece.head[: date[0]].rstrip(" .,;\\")
    if not _PLACE.match(place) or place.startswith(("can cu ", "theo ")) or place in _NO_PLACE:
        return None
    return Hit(Kind.PLACE_DATE)


RULE = Rule(
    "place_date",
    _find,
    matches=(
        "Hà Nội, ngày 13 tháng 5 năm 2014",
        "Thành phố Hồ Chí Minh, ngày    tháng 02 năm 2021",
        "Hà Nội ngày 01 tháng 12 năm 2025",
        "Pak L3k, ngày 18 tháng 11 năm 2025",
        "Hà Nội, ngày 15 tháng 11",
        "Hà Nội, ngày24 tháng 06 năm 2026",
        "Cần Thơ, ngày tháng T1 năm 2025",
        "Hà Nội, ngầU 27 THÁNH, TÌ Hãm 2025",
        "Hă Nỗi. ngày U3 Tháng 12 năm 2025",
        "Hà Nội. ngày 2T tháng TÌ năm 7025",
    ),
    near_misses=(
        "Từ ngày 13 tháng 5 năm 2014",
        "Hà Nội, ngày 13 tháng 5 năm 2014, Ủy ban nhân dân Thành phố đã họp",
        "Ngày 13 tháng 5 năm 2014",
        "Công văn 12, ngày 13 tháng 5 năm 2014",
        "Lào Cai trước ngày 30 tháng 6.",
        "Phường Hải Tân thuộc thành phố 2025",
    ),
)
