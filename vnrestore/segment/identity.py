"""Number, notation and date of a document, from its header or from what is attached to it."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import Mention, MentionKind, RecordField
from vnrestore.segment.fold import fold
from vnrestore.segment.own_date import issued_field
from vnrestore.segment.references import find_references
from vnrestore.segment.rules.appendix_title import ATTACHED

_NUMBER = re.compile(
    r"(?<![/\d])(?P<number>\d{1,6}(?:\s?/\s?\d{4})?)\s?[/!|-]\s?"
    r"(?P<notation>[^\W\d_][\w&]*(?:\s?[/.-]\s?[\w&]+)*)(?=$|[\s.,;])"
)
# "0ó/CT-UBND": a digit of the number read as a letter.
_MISREAD = re.compile(
    r"[Ss]\S{1,2}[:;.]\s*(?P<number>[\doóöOlIÓ]{2,5})\s?/\s?(?P<notation>[A-ZĐ][\w&]*(?:[/.-][\w&]+)+)"
)
_LETTERS = str.maketrans("oOóöÓlI", "0066611")
_NOTATION_ONLY = re.compile(r"[/-]\s?(?P<notation>[^\W\d_][\w/&.-]*)$")
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
    misread = _MISREAD.match(text) if match is None else None
    if misread:
        number = misread["number"].translate(_LETTERS)
        return field_of(number, 0.6, node), field_of(_tight(misread["notation"]), 0.8, node)
    if match is None:
        bare = _NOTATION_ONLY.search(text)
        whole = _tight(bare["notation"]) if bare else ""
        return RecordField(), field_of(whole if re.search(r"\w[-/]\w", whole) else "", 0.6, node)
    sure = 0.98 if re.match(r"(?:Luật )?[Ss]ố\b", text) else 0.8
    return field_of(_tight(match["number"]), sure, node), field_of(_tight(match["notation"]), sure, node)


def _tight(text: str) -> str:
    """Without blanks; the Icelandic letter that OCR prints for Đ, alone or beside it, made Đ."""
    return "".join(text.split()).rstrip(".-/_").replace("Ð", "Đ").replace("ĐĐ", "Đ")


def dated_field(notice: Notice) -> RecordField:
    """The document's date, from its header, from what it says of itself or from an appendix."""
    node, cited = _cited(notice)
    return issued_field(notice, (node, cited.date if cited else ""))


def _cited(notice: Notice) -> tuple[Node | None, Mention | None]:
    """How an appendix names the document it belongs to: ``(Kèm theo Quyết định số … ngày …)``."""
    for node in notice.all(Kind.APPENDIX_TITLE):
        at = node.text.find("(")
        if at >= 0 and ATTACHED.match(fold(node.text[at:])):
            documents = [one for one in find_references(node.text[at:]) if one.kind is MentionKind.DOCUMENT]
            if documents:
                return node, documents[0]
    return None, None
