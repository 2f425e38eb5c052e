"""Dates and deadlines in the text, normalised to ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.record import Mention, MentionKind
from vnrestore.segment.fold import fold

_NUMERIC = r"(?P<d1>\d{1,2})\s?[/.-]\s?(?P<m1>\d{1,2})\s?[/.-]\s?(?P<y1>\d{4})"
_WORDS = r"(?P<d2>\d{1,2})\s+thang\s+(?P<m2>\d{1,2})(?:\s+nam\s+(?P<y2>\d{4}))?"
_MONTH = r"thang\s+(?P<m3>\d{1,2})(?:\s?/\s?(?P<y3>\d{4})|\s+nam\s+(?P<y4>\d{4}))?(?![\d/])"
_DATE = re.compile(rf"(?<![\d/.])(?:{_NUMERIC}(?![\d/])|(?<=ngay )\s*{_WORDS})")
_WHEN = (
    rf"(?:(?:ngay\s+)?(?:{_NUMERIC}|{_WORDS})|ngay\s+(?P<d5>\d{{1,2}})\s?/\s?(?P<m5>\d{{1,2}})(?!\s?/)"
    rf"|{_MONTH}"
)
_DEADLINE = re.compile(
    r"(?:truoc|cham nhat(?:\s+(?:la|vao|den|1|l))?(?:\s+truoc)?|muon nhat(?:\s+la)?|het|den(?:\s+het)?|"
    r"(?:hoan thanh|xong)\s+(?:truoc|trong|vao)|thoi han(?:\s+la)?|han(?:\s+cuoi)?|trong)\s+(?:la\s+|het\s+)?"
    rf"{_WHEN}|quy\s+(?P<q>iv|i{{1,3}}|[1-4])(?:\s?/\s?|\s+nam\s+)(?P<y5>\d{{4}})|"
    rf"nam\s+(?P<y6>20\d\d))(?![\d/])"
)
_PERIOD = re.compile(
    r"(?:trong(?:\s+thoi\s+han)?|thoi han|cham nhat|"
    r"khong qua)\s+(?P<count>\d{1,3})\s*(?:\([a-z ]{1,20}\)\s*)?"
    r"(?P<unit>ngay lam viec|ngay(?!\s*\d{1,2}\s?[/.-])|thang|tuan|gio|nam)"
    r"(?:\s*,?\s*ke tu(?:\s+ngay|\s+khi)?)?"
)
_SINCE = re.compile(r"\btu (?:ngay |thang |nam )?\d[\w/. ]*$")
_YEARLY = re.compile(r"\s*(?:hang|moi) nam\b")
_UNITS = {"ngay lam viec": "D", "ngay": "D", "tuan": "W", "thang": "M", "nam": "Y", "gio": "H"}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def find_dates(text: str) -> Iterator[Mention]:
    """All full dates, in order; impossible ones (31/2, month 13) are no dates."""
    for match in _DATE.finditer(fold(text)):
        iso = _iso(match.groupdict(), "")
        if len(iso) == 10:
            yield _mention(MentionKind.DATE, text, match.start(), match.end(), iso)


def find_deadlines(text: str, year: str = "") -> Iterator[Mention]:
    """All deadlines, in order: by a date, within a month, a quarter, a year or a period.

    Args:
        text: what to search.
        year: the document's year, for deadlines that print none (``trước ngày 30/8``); without
            it, and where they return every year, they become ``--08-30``.

    Yields:
        Mentions with an ISO date (``2014-05-23``), month (``2014-05``), quarter (``2014-Q2``),
        year, or duration (``P5D``; working days count as days).
    """
    folded = fold(text)
    for match in sorted(
        (*_DEADLINE.finditer(folded), *_PERIOD.finditer(folded)), key=lambda found: found.start()
    ):
        groups = match.groupdict()
        if "count" in groups:
            time = "T" if groups["unit"] == "gio" else ""
            value = f"P{time}{int(groups['count'])}{_UNITS[groups['unit']]}"
        else:
            value = _iso(groups, "" if _YEARLY.match(folded, match.end()) else year)
        plan = groups.get("y6") and match[0].startswith("trong ")
        plan = plan or (
            match[0].startswith("den ") and _SINCE.search(folded, max(match.start() - 40, 0), match.start())
        )
        if value and not plan:
            yield _mention(MentionKind.DEADLINE, text, match.start(), match.end(), value)


def _mention(kind: MentionKind, text: str, start: int, end: int, value: str) -> Mention:
    printed = text[start:end]
    end = start + len(printed.rstrip())
    return Mention(kind, Span(start, end), " ".join(printed.split()), value)


def _iso(groups: dict[str, str | None], year: str) -> str:
    def number(*names: str) -> int:
        return next((int(value) for name in names if (value := groups.get(name))), 0)

    day, month = number("d1", "d2", "d5"), number("m1", "m2", "m3", "m5")
    printed = number("y1", "y2", "y3", "y4", "y5", "y6") or int(year or 0)
    if quarter := groups.get("q"):
        return f"{printed}-Q{_QUARTERS[quarter]}"
    if day and month:
        try:
            date(printed or 2024, month, day)
        except ValueError:
            return ""
        return f"{printed:04d}-{month:02d}-{day:02d}" if printed else f"--{month:02d}-{day:02d}"
    if month:
        if month > 12:
            return ""
        return f"{printed:04d}-{month:02d}" if printed else f"--{month:02d}"
    return f"{printed:04d}" if printed else ""
