"""The archive's record of a document, each field with how sure it is and where it was read.

Fields come from the header, or from the body where the header is missing; what the document
does not say stays empty. The document code (``DocCode``) is given by the archive, never read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from vnrestore.datatypes.notice import Kind, Notice
from vnrestore.datatypes.record import FIELD_LENGTHS, ArchiveRecord, RecordField
from vnrestore.segment.body_name import mend_body, repeated_end
from vnrestore.segment.fold import fold, is_capitals
from vnrestore.segment.identity import code_fields, dated_field, field_of
from vnrestore.segment.keywords import keywords
from vnrestore.segment.notation import mend_notation
from vnrestore.segment.rules.kind_names import KIND_NAMES, NOTATIONS, kind_at_start
from vnrestore.segment.rules.subject import READ_AS, SUBJECT
from vnrestore.segment.title_text import ceiling, clean_title, is_marked, mend_title, settle_stops
from vnrestore.text.syllable import parse

_TITLE_OF = re.compile(r"^(?:Về việc\b|V\s?[/1IiLl]\s?v\b|V[àyw]\b|Viy\b|W\b)\s*:?\s*")
_ABOUT = re.compile(r"^V\s?[/1IiLl]\s?[vV]\b\s*:?\s*")
_LAW_NUMBER = re.compile(r"(Luật|Pháp lệnh) số\b")
_SPOKEN_FOR = re.compile(
    r"(?:^|,\s*)(?P<body>(?:Văn phòng|Ủy ban|Uỷ ban|UBND|Sở|Bộ|Ban|Cục|Tổng cục|Chi cục|"
    r"Công ty)[^,;]{3,80}?)\s+"
    r"(?:kính )?(?:thông báo|trả lời)"
)
_NAME_EDGES = re.compile(r"^[\W_]*(?:[a-z1|] +)?|[^\w)]+_*[\W_]*$")
_NAME_SPECKS = re.compile(r"\s*[~:_|*=]+\s*")
_HEAD_OF = re.compile(
    r"(?:PHÓ )?(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|THỐNG ĐỐC|TRƯỞNG(?= BAN)) "
)
_LONGEST_TITLE = 2000
"""Characters of a title that are looked at; the record holds 500."""
_KEYWORD_LIMIT = 5
_FIRST_PRINTED = 2
"""The first page bears no number; a text whose numbers begin later is an excerpt."""


def extract_record(notice: Notice, pages: int | None = None) -> ArchiveRecord:
    """The record of a document.

    Args:
        notice: the segmented document.
        pages: number of pages if the caller knows; else it is counted from form feeds and
            printed page numbers, and left empty where there are neither.
    """
    rules: dict[str, Callable[[Notice], RecordField]] = {
        "TypeName": _type_name,
        "CodeNumber": lambda found: code_fields(found)[0],
        "CodeNotation": _notation,
        "IssuedDate": dated_field,
        "OrganName": _organ,
        "Subject": _subject,
        "Language": _language,
        "PageAmount": lambda found: _pages(found, pages),
        "Keyword": _keyword,
        "Mode": _mode,
    }
    empty = RecordField()
    fields = {name: rules[name](notice) if name in rules else empty for name in FIELD_LENGTHS}
    return ArchiveRecord({name: _fitted(field, FIELD_LENGTHS[name]) for name, field in fields.items()})


def _fitted(field: RecordField, length: int) -> RecordField:
    if len(field.value) <= length:
        return field
    cut = field.value[: length + 1].rsplit(" ", 1)[0][:length]
    return RecordField(cut, field.confidence, field.spans, truncated=True)


def _type_name(notice: Notice) -> RecordField:
    """From the kind in capitals and the notation; they confirm each other."""
    node = notice.first(Kind.DOCUMENT_KIND)
    printed = kind_at_start(fold(node.text))[0] if node else ""
    number = notice.first(Kind.NUMBER)
    notation = code_fields(notice)[1]
    implied = _implied(notation.value)
    if printed:
        agrees = implied in (printed, "")
        return field_of(
            KIND_NAMES[printed], 0.99 if implied == printed else 0.9 if agrees else 0.75, node, number
        )
    law = _LAW_NUMBER.match(number.text) if number else None
    if law:
        return field_of(law[1], 0.9, number)
    letter = notice.first(Kind.ADDRESSEES)
    title = notice.first(Kind.ABSTRACT)
    about = bool(title) and _is_subject(title.text if title else "")
    if implied and not about:
        return RecordField(KIND_NAMES[implied], 0.7, notation.spans)
    if letter or (about and number):
        return field_of("Công văn", 0.95 if number and not implied else 0.8, letter, title)
    named = kind_at_start(fold(title.text).lstrip("&?*. "))[0] if title else ""
    return field_of(KIND_NAMES[named], 0.6, title) if named else RecordField()


def _implied(notation: str) -> str:
    """The kind a notation names: ``QĐ-UBND`` is a decision."""
    head = re.split(r"[-/]", notation, maxsplit=1)[0]
    return NOTATIONS.get(notation, NOTATIONS.get(head, ""))


def _organ(notice: Notice) -> RecordField:
    """The body in the header; else who decides, who signs for a body or who is named as announcing."""
    node = notice.first(Kind.ISSUING_BODY)
    if node is not None:
        name = repeated_end(_NAME_SPECKS.sub(" ", _NAME_EDGES.sub("", node.text)))
        return field_of(*mend_body(name, notice), node)
    decides = notice.first(Kind.ENACTING_BODY)
    if decides is not None:
        name, sure = mend_body(_HEAD_OF.sub("", decides.text.strip(" .,")), notice)
        return field_of(name, min(sure, 0.7), decides)
    for closing in notice.closing:
        match = _SPOKEN_FOR.search(closing.text)
        if match:
            return field_of(match["body"], 0.6, closing)
    for authority in notice.all(Kind.AUTHORITY):
        match = re.match(r"(?:TM|T/M)[.,]?\s*(.+)", authority.text)
        if match:
            return field_of(match[1], 0.5, authority)
    return RecordField()


def _notation(notice: Notice) -> RecordField:
    """As printed, or as kind and body imply where it differs from that in a letter or two."""
    field = code_fields(notice)[1]
    if not field.value:
        return field
    parent = notice.first(Kind.PARENT_BODY)
    kind = notice.first(Kind.DOCUMENT_KIND)
    printed = kind_at_start(fold(kind.text))[0] if kind else ""
    value, factor = mend_notation(
        field.value, KIND_NAMES.get(printed, ""), _organ(notice).value, parent.text if parent else ""
    )
    return replace(field, value=value, confidence=round(field.confidence * factor, 2))


def _subject(notice: Notice) -> RecordField:
    nodes = notice.all(Kind.ABSTRACT)
    text = " ".join(node.text for node in nodes)[:_LONGEST_TITLE]
    headed = notice.first(Kind.DOCUMENT_KIND) or notice.first(Kind.NUMBER)
    cleaned = _ABOUT.sub("", re.sub(r"^[^\w“\"]+\s*", "", text))
    if _is_subject(cleaned) and not notice.first(Kind.DOCUMENT_KIND):
        cleaned = _TITLE_OF.sub("", cleaned)
    cleaned = settle_stops(text, clean_title(cleaned), notice.source)
    mended = mend_title(cleaned, notice) if is_marked(text) else cleaned
    sure = min(0.93 if headed else 0.75, ceiling(text, cleaned, mended))
    if is_capitals(mended):  # in a title set in capitals, small letters are misread ones
        mended = mended.upper()
    return field_of(mended.strip(), sure, *nodes)


def _is_subject(text: str) -> bool:
    """Whether a title is the subject of a letter: it begins with ``V/v``, or what OCR made of it."""
    return bool(SUBJECT.match(fold(text)) or READ_AS.match(fold(text)))


def _language(notice: Notice) -> RecordField:
    words = [word.lower() for word in re.findall(r"[^\W\d_]{2,}", notice.source[:20_000])]
    if not words:
        return RecordField()
    share = sum(1 for word in words if parse(word)) / len(words)
    return RecordField("Tiếng Việt", round(min(share, 0.99), 2)) if share >= 0.5 else RecordField()


def _pages(notice: Notice, pages: int | None) -> RecordField:
    if pages is not None:
        return RecordField(str(pages), 1.0)
    feeds = notice.source.rstrip("\f\n ").count("\f")
    if feeds:
        return RecordField(str(feeds + 1), 0.9)
    numbers = [
        int(found[0]) for node in notice.all(Kind.PAGE_NUMBER) if (found := re.search(r"\d+", node.text))
    ]
    whole = bool(numbers) and numbers == sorted(set(numbers)) and numbers[0] <= _FIRST_PRINTED
    return RecordField(str(numbers[-1]), 0.6) if whole else RecordField()


def _keyword(notice: Notice) -> RecordField:
    subject = notice.text_of(Kind.ABSTRACT)
    if not subject:
        return RecordField()
    found: list[str] = []
    for word in keywords(subject, notice.source[:200_000], _KEYWORD_LIMIT):
        if len("; ".join([*found, word])) <= FIELD_LENGTHS["Keyword"]:
            found.append(word)
    return RecordField("; ".join(found), 0.5) if found else RecordField()


def _mode(notice: Notice) -> RecordField:
    """Use is restricted only by a printed degree of secrecy."""
    node = notice.first(Kind.SECRECY)
    return field_of(node.text.strip("[]() .").capitalize(), 0.9, node) if node else RecordField()
