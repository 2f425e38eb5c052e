"""Number, notation and date of a document, from its header or from what is attached to it."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import Mention, MentionKind, RecordField
from vnrestore.segment.dates import find_dates
from vnrestore.segment.fold import fold
from vnrestore.segment.references import find_references
from vnrestore.segment.rules.appendix_title import ATTACHED
from vnrestore.segment.rules.place_date import find_date

_NUMBER = re.compile(
    r"(?<![/\d])(?P<number>\d{1,6}(?:\s?/\s?\d{4})?)\s?[/!|-]\s?"
    r"(?P<notation>[^\W\d_][\w&]*(?:\s?[/.-]\s?[\w&]+)*)(?=$|[\s.,;])"
)
_NOTATION_ONLY = re.compile(r"[/-]\s?(?P<notation>[^\W\d_][\w/&.-]*)$")
_DAY = re.compile(r"ng[a-z]y\s*(\d{1,2})\D{1,4}th[a-z]ng\s*(\d{1,2})\D{1,4}n[a-z]m\s*(\d{4})")
_MISREAD_DAY = re.compile(
    r"[a-z]{3,5}[.,;]?\s+(\d{1,2}(?=\s*t)|[\doiltj]{2}(?=\s))\s*[a-z]{4,6}[.,;]?\s+"
    r"([\doiltj]{2}|\d)\s+[a-z]{2,5}\s+(\d{4})"
)
_DIGITS = str.maketrans("oiltj", "01111")
"""Letters OCR prints for digits of a date."""
_EDGES = " :;.,~*'\"‘’“”_—–-"


def field_of(value: str, confidence: float, *nodes: Node | None) -> RecordField:
    """A field read from these nodes; an empty one without a value."""
    spans = tuple(span for node in nodes if node for span in node.spans)
    return RecordField(value, confidence, spans) if value else RecordField()


def code_fields(notice: Notice) -> tuple[RecordField, RecordField]:
    """Number and notation of ``Số: 125/TB-VP``; in ``28/2021/NĐ-CP`` the year is of the number."""
    node = notice.first(Kind.NUMBER)
    text = node.text.rstrip(_EDGES) if node else ""
    match = _NUMBER.search(text)
    own, cited = _cited(notice) if match is None else (None, None)
    elsewhere = _NUMBER.search(cited.value) if cited else None
    if elsewhere:
        return field_of(_tight(elsewhere["number"]), 0.7, own), field_of(
            _tight(elsewhere["notation"]), 0.7, own
        )
    if match is None:
        bare = _NOTATION_ONLY.search(text)
        whole = _tight(bare["notation"]) if bare else ""
        return RecordField(), field_of(whole if re.search(r"\w[-/]\w", whole) else "", 0.6, node)
    sure = 0.98 if re.match(r"(?:Luật )?[Ss]ố\b", text) else 0.8
    return field_of(_tight(match["number"]), sure, node), field_of(_tight(match["notation"]), sure, node)


def _tight(text: str) -> str:
    """Without blanks; the Icelandic letter that OCR prints for Đ, alone or beside it, made Đ."""
    return "".join(text.split()).rstrip(".-/_").replace("Ð", "Đ").replace("ĐĐ", "Đ")


def issued_field(notice: Notice) -> RecordField:
    """The date in ISO form; one read through misread letters is less sure, an impossible one is none."""
    node = notice.first(Kind.PLACE_DATE)
    if node is not None:
        folded = fold(node.text)
        match = _DAY.search(folded)
        if match and (iso := _date_of(*match.groups())):
            return field_of(iso, 0.98, node)
        date = find_date(folded)
        match = _MISREAD_DAY.match(folded, date[0]) if date else None
        if match and (iso := _date_of(*(part.translate(_DIGITS) for part in match.groups()))):
            return field_of(iso, 0.6, node)
    own, cited = _cited(notice)
    return field_of(cited.date, 0.7, own) if cited else RecordField()


def _cited(notice: Notice) -> tuple[Node | None, Mention | None]:
    """How an appendix names the document it belongs to: ``(Kèm theo Quyết định số … ngày …)``."""
    for node in notice.all(Kind.APPENDIX_TITLE):
        at = node.text.find("(")
        if at >= 0 and ATTACHED.match(fold(node.text[at:])):
            documents = [one for one in find_references(node.text[at:]) if one.kind is MentionKind.DOCUMENT]
            if documents:
                return node, documents[0]
    return None, None


def _date_of(day: str, month: str, year: str) -> str:
    """The date in ISO form, "" if there is none such."""
    return next((date.value for date in find_dates(f"ngày {day}/{month}/{year}")), "")
