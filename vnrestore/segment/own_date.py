"""The document's own date: read through what OCR made of its digits, checked against the document.

Day and month are often stamped or written by hand, and OCR reads ``11`` as ``TƯ``, ``17`` or ``]1``.
A reading is believed only if no document that this one cites is later, and what the document says
of itself (``thông qua ngày …``, ``Kèm theo Quyết định số … ngày …``) goes before a doubtful reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import MentionKind, RecordField
from vnrestore.segment.dates import find_dates
from vnrestore.segment.fold import distance, fold
from vnrestore.segment.references import find_references
from vnrestore.segment.rules.place_date import find_date, torn_date

_LOOKED_THROUGH = 20_000
"""Characters in which cited documents are looked for."""
_YEAR = re.compile(r"(?:19|[2-9]0)\d\d$")
_YEAR_OF_NUMBER = re.compile(r"\d\s?/\s?((?:19|20)\d\d)\s?/")
_PASSED = re.compile(r"thong qua\s+(?=ngay\s)")
_GLUED = re.compile(r"(?<=[a-z]{3})[.,:]?(?=\d)|(?<=\d)(?=[a-z]{3})")
_LIKE: dict[str, tuple[tuple[str, float], ...]] = {
    **dict.fromkeys("iltj|!][¡f", (("1", 0.5),)),
    "o": (("0", 0.5), ("6", 2.0)),
    "u": (("1", 1.5), ("0", 2.5), ("2", 3.0)),
    "z": (("2", 0.5),),
    "s": (("5", 1.0), ("8", 2.0)),
    "b": (("8", 1.0), ("6", 1.0)),
    "g": (("9", 1.0),),
    "q": (("9", 1.0),),
    "§": (("8", 0.5), ("5", 1.0)),
}
"""What OCR prints for a digit, folded: the digits it may have been, each with how unlikely it is."""
_IMPOSSIBLE = {"7": (("7", 0.0), ("1", 1.0)), "4": (("4", 0.0), ("1", 1.5))}
"""Digits printed for others, where the number is impossible as it stands."""
_FAR = 25
"""Years after the latest document cited in which no document is dated."""
_NEXT_CENTURY = 2100
_SURE, _DOUBTFUL, _OWN = 0.98, 0.75, 0.8


def issued_field(notice: Notice, attached: tuple[Node | None, str]) -> RecordField:
    """The date in ISO form; empty where no reading of it is possible.

    Args:
        notice: the document.
        attached: what an appendix says of the document it belongs to: its node, and the date or "".
    """
    node = notice.first(Kind.PLACE_DATE)
    stated, says = _stated(notice)
    if not stated and attached[1]:
        says, stated = attached
    readings = _readings(notice, node.text) if node else []
    if readings:
        cost, iso = readings[0]
        if cost == 0:
            return _field(iso, _SURE, node)
        if stated and stated not in {iso for _, iso in readings}:
            return _field(stated, _OWN, says)
        iso = stated or iso
        alone = len(readings) == 1 or readings[1][0] > cost
        if stated or alone:
            return _field(iso, max(0.5, _DOUBTFUL - 0.1 * cost) + (0.1 if stated else 0), node)
    return _field(stated, _OWN if says and says.kind is not Kind.APPENDIX_TITLE else 0.7, says)


def _field(value: str, confidence: float, node: Node | None) -> RecordField:
    return RecordField(value, round(confidence, 2), node.spans if node else ()) if value else RecordField()


def _stated(notice: Notice) -> tuple[str, Node | None]:
    """When a resolution says that it was passed; an assembly dates it so."""
    for node in (*notice.closing, *reversed(notice.body[-4:])):
        folded = fold(node.text)
        if " nay " in folded[:60]:
            for match in _PASSED.finditer(folded):
                found = next(find_dates(node.text[match.end() : match.end() + 40]), None)
                if found:
                    return found.value, node
    return "", None


def _readings(notice: Notice, text: str) -> list[tuple[float, str]]:
    """The possible readings of a printed date, likeliest first; those before a cited document are none."""
    tokens = _tokens(fold(text))
    if tokens is None:
        return []
    day, month, year = tokens
    latest = _latest_cited(notice)
    found: dict[str, float] = {}
    for (d, d_cost), (m, m_cost), (y, y_cost) in product(
        _numbers(day, 31), _numbers(month, 12), _years(year, notice, latest)
    ):
        try:
            iso = date(y, m, d).isoformat()
        except ValueError:
            continue
        cost = d_cost + m_cost + y_cost
        if cost == 0 or iso >= latest:
            found[iso] = min(cost, found.get(iso, cost))
    return sorted((cost, iso) for iso, cost in found.items())


def _tokens(folded: str) -> tuple[str, str, str] | None:
    """What stands for day, month and year in ``ngày … tháng … năm …``, its words misread or not."""
    span = find_date(folded) or torn_date(folded)
    if span is None:
        return None
    words = _GLUED.sub(" ", folded[span[0] :]).replace("-", " ").split()
    words = [word.strip(".,;:'\"“”") for word in words]
    at = next((nth for nth, word in enumerate(words) if nth and distance(word, "thang") <= 2), 0)
    year = next((nth for nth, word in enumerate(words) if nth > at and _YEAR.match(word)), 0)
    if at and not year:
        return "".join(words[1:at]), "".join(words[at + 1 :]), ""
    if not at or year < at + 2:
        return None
    named = 1 if distance(words[year - 1], "nam") <= 2 and year - 1 > at else 0
    return "".join(words[1:at]), "".join(words[at + 1 : year - named]), words[year]


def _numbers(token: str, limit: int) -> list[tuple[int, float]]:
    """The numbers up to ``limit`` a token may stand for, with how unlikely each is."""
    if not 1 <= len(token) <= 2:
        return []
    if token.isascii() and token.isdigit() and 1 <= int(token) <= limit:
        return [(int(token), 0.0)]
    options: Sequence[Sequence[tuple[str, float]]] = [
        _IMPOSSIBLE.get(char, ((char, 0.0),)) if char.isdigit() else _LIKE.get(char, ()) for char in token
    ]
    read = [
        (int("".join(digit for digit, _ in chosen)), sum(cost for _, cost in chosen) + 0.5)
        for chosen in product(*options)
    ]
    return [(number, cost) for number, cost in read if 1 <= number <= limit]


def _years(token: str, notice: Notice, latest: str) -> Iterator[tuple[int, float]]:
    """The printed year; that of the number, or of what is cited, where the printed one cannot be."""
    number = notice.first(Kind.NUMBER)
    numbered = _YEAR_OF_NUMBER.search(number.text) if number else None
    if not token:
        if numbered:
            yield int(numbered[1]), 0.5
        return
    cited = latest[:4] if latest and int(token) >= int(latest[:4]) + _FAR else ""
    for known in (numbered[1] if numbered else "", cited):
        if known and sum(a != b for a, b in zip(known, token, strict=True)) == 1:
            yield int(known), 0.5
            return
    if int(token) < _NEXT_CENTURY:
        yield int(token), 0.0


def _latest_cited(notice: Notice) -> str:
    """The date of the latest document that this one cites, "" if it cites none."""
    mentions = find_references(notice.source[:_LOOKED_THROUGH])
    return max((one.date for one in mentions if one.kind is MentionKind.DOCUMENT), default="")
