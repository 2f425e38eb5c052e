"""The archive's record of a document, each field with how sure it is and where it was read.

Fields come from the header, or from the body where the header is missing; what the document
does not say stays empty. The document code (``DocCode``) is given by the archive, never read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import FIELD_LENGTHS, ArchiveRecord, RecordField
from vnrestore.segment.dates import find_dates
from vnrestore.segment.fold import fold
from vnrestore.segment.keywords import keywords
from vnrestore.segment.rules.kind_names import KIND_NAMES, NOTATIONS, kind_at_start
from vnrestore.segment.rules.subject import READ_AS, SUBJECT
from vnrestore.text.syllable import parse

_NUMBER = re.compile(
    r"(?<![/\d])(?P<number>\d{1,6}(?:\s?/\s?\d{4})?)\s?[/-]\s?(?P<notation>[^\W\d_][\w/&. -]*)$"
)
_NOTATION_ONLY = re.compile(r"[/-]\s?(?P<notation>[^\W\d_][\w/&.-]*)$")
_DAY = re.compile(r"ng[a-z]y\s*(\d{1,2})\D{1,4}th[a-z]ng\s*(\d{1,2})\D{1,4}n[a-z]m\s*(\d{4})")
_TITLE_OF = re.compile(r"^(?:Về việc\b|V\s?[/1IiLl]\s?v\b|V[àyw]\b|Viy\b|W\b)\s*:?\s*")
_LAW_NUMBER = re.compile(r"(Luật|Pháp lệnh) số\b")
_SIGNS = re.compile(r"[^\w\s,;:.()/–“”\"'&%+-]|_")
_SPOKEN_FOR = re.compile(
    r"(?:^|,\s*)(?P<body>(?:Văn phòng|Ủy ban|Uỷ ban|UBND|Sở|Bộ|Ban|Cục|Tổng cục|Chi cục|"
    r"Công ty)[^,;]{3,80}?)\s+"
    r"(?:kính )?(?:thông báo|trả lời)"
)
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
        "CodeNumber": lambda found: _code(found)[0],
        "CodeNotation": lambda found: _code(found)[1],
        "IssuedDate": _issued,
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


def _field(value: str, confidence: float, *nodes: Node | None) -> RecordField:
    spans = tuple(span for node in nodes if node for span in node.spans)
    return RecordField(value, confidence, spans) if value else RecordField()


def _type_name(notice: Notice) -> RecordField:
    """From the kind in capitals and the notation; they confirm each other."""
    node = notice.first(Kind.DOCUMENT_KIND)
    printed = kind_at_start(fold(node.text))[0] if node else ""
    number = notice.first(Kind.NUMBER)
    implied = _implied(_code(notice)[1].value)
    if printed:
        agrees = implied in (printed, "")
        return _field(
            KIND_NAMES[printed], 0.99 if implied == printed else 0.9 if agrees else 0.75, node, number
        )
    law = _LAW_NUMBER.match(number.text) if number else None
    if law:
        return _field(law[1], 0.9, number)
    letter = notice.first(Kind.ADDRESSEES)
    title = notice.first(Kind.ABSTRACT)
    about = bool(title) and _is_subject(title.text if title else "")
    if number and implied and not about:
        return _field(KIND_NAMES[implied], 0.7, number)
    if letter or (about and number):
        return _field("Công văn", 0.95 if number and not implied else 0.8, letter, title)
    named = kind_at_start(fold(title.text).lstrip("&?*. "))[0] if title else ""
    return _field(KIND_NAMES[named], 0.6, title) if named else RecordField()


def _implied(notation: str) -> str:
    """The kind a notation names: ``QĐ-UBND`` is a decision."""
    head = re.split(r"[-/]", notation, maxsplit=1)[0]
    return NOTATIONS.get(notation, NOTATIONS.get(head, ""))


def _code(notice: Notice) -> tuple[RecordField, RecordField]:
    """Number and notation of ``Số: 125/TB-VP``; in ``28/2021/NĐ-CP`` the year is of the number."""
    node = notice.first(Kind.NUMBER)
    if node is None:
        return RecordField(), RecordField()
    match = _NUMBER.search(node.text)
    if match is None:
        bare = _NOTATION_ONLY.search(node.text)
        whole = _tight(bare["notation"]) if bare else ""
        return RecordField(), _field(whole if re.search(r"\w[-/]\w", whole) else "", 0.6, node)
    sure = 0.98 if re.match(r"(?:Luật )?[Ss]ố\b", node.text) else 0.8
    return _field(_tight(match["number"]), sure, node), _field(_tight(match["notation"]), sure, node)


def _tight(text: str) -> str:
    return "".join(text.split()).rstrip(".-/_")


def _issued(notice: Notice) -> RecordField:
    node = notice.first(Kind.PLACE_DATE)
    if node is not None:
        match = _DAY.search(fold(node.text))
        if match:
            day, month, year = (int(part) for part in match.groups())
            found = list(find_dates(f"ngày {day}/{month}/{year}"))
            return _field(found[0].value, 0.98, node) if found else RecordField()
    return RecordField()


def _organ(notice: Notice) -> RecordField:
    """The body in the header; else who signs for a body or who is named as announcing."""
    node = notice.first(Kind.ISSUING_BODY)
    if node is not None:
        return _field(re.sub(r"^\W*(?:[a-z1|] +)?", "", node.text).strip(" .,;:*_-—=|\"'‘’“”[]"), 0.95, node)
    for closing in notice.closing:
        match = _SPOKEN_FOR.search(closing.text)
        if match:
            return _field(match["body"], 0.6, closing)
    for authority in notice.all(Kind.AUTHORITY):
        match = re.match(r"(?:TM|T/M)[.,]?\s*(.+)", authority.text)
        if match:
            return _field(match[1], 0.5, authority)
    return RecordField()


def _subject(notice: Notice) -> RecordField:
    nodes = notice.all(Kind.ABSTRACT)
    text = " ".join(node.text for node in nodes)
    headed = notice.first(Kind.DOCUMENT_KIND) or notice.first(Kind.NUMBER)
    cleaned = re.sub(r"^[^\w“\"]+\s*", "", text)
    if _is_subject(cleaned) and not notice.first(Kind.DOCUMENT_KIND):
        cleaned = _TITLE_OF.sub("", cleaned)
    sure = 0.5 if _looks_stamped(cleaned) else 0.93 if headed else 0.75
    return _field(cleaned.strip(), sure, *nodes)


def _looks_stamped(text: str) -> bool:
    """Whether a stamp over the page left signs or words of no language in it."""
    strange = [
        word for word in re.findall(r"[^\W\d_]{3,}", text) if not word.isupper() and not parse(word.lower())
    ]
    return bool(_SIGNS.search(text)) or len(strange) > 1


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
    return _field(node.text.strip("[]() .").capitalize(), 0.9, node) if node else RecordField()
