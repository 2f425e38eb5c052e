"""The archive's record of a document, each field with how sure it is and where it was read.

Fields come from the header, or from the body where the header is missing; what the document
does not say stays empty. The document code (``DocCode``) is given by the archive, never read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import FIELD_LENGTHS, ArchiveRecord, Mention, MentionKind, RecordField
from vnrestore.segment.dates import find_dates
from vnrestore.segment.fold import fold, is_capitals
from vnrestore.segment.keywords import keywords
from vnrestore.segment.references import find_references
from vnrestore.segment.rules.appendix_title import ATTACHED
from vnrestore.segment.rules.kind_names import KIND_NAMES, NOTATIONS, kind_at_start
from vnrestore.segment.rules.place_date import find_date
from vnrestore.segment.rules.subject import READ_AS, SUBJECT
from vnrestore.text.syllable import parse

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
_TITLE_OF = re.compile(r"^(?:Về việc\b|V\s?[/1IiLl]\s?v\b|V[àyw]\b|Viy\b|W\b)\s*:?\s*")
_LAW_NUMBER = re.compile(r"(Luật|Pháp lệnh) số\b")
_SPECKS = re.compile(r"(?<!\w)(?:[‘’'_*~^|\\]+|[.,](?=\w))|[‘_*~^|\\]+(?!\w)")
"""What a pen or a stamp leaves at the edges of a title's words."""
_SIGNS = re.compile(r"[^\w\s,;:.()/–“”\"'&%+-]|_")
_SPOKEN_FOR = re.compile(
    r"(?:^|,\s*)(?P<body>(?:Văn phòng|Ủy ban|Uỷ ban|UBND|Sở|Bộ|Ban|Cục|Tổng cục|Chi cục|"
    r"Công ty)[^,;]{3,80}?)\s+"
    r"(?:kính )?(?:thông báo|trả lời)"
)
_NAME_EDGES = re.compile(r"^[\W_]*(?:[a-z1|] +)?|[^\w)]+_*[\W_]*$")
_NAME_SPECKS = re.compile(r"\s*[~:_|*=]+\s*")
# Its last word stands on the next line, beside the motto, where OCR has little to go by.
_CITY = re.compile(r"\bTHÀNH PH[OÓÒỎÕỌÔỔỒỖỘ]\b")
_EDGES = " :;.,~*'\"‘’“”_—–-"
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
    text = node.text.rstrip(_EDGES) if node else ""
    match = _NUMBER.search(text)
    own, cited = _cited(notice) if match is None else (None, None)
    elsewhere = _NUMBER.search(cited.value) if cited else None
    if elsewhere:
        return _field(_tight(elsewhere["number"]), 0.7, own), _field(_tight(elsewhere["notation"]), 0.7, own)
    if match is None:
        bare = _NOTATION_ONLY.search(text)
        whole = _tight(bare["notation"]) if bare else ""
        return RecordField(), _field(whole if re.search(r"\w[-/]\w", whole) else "", 0.6, node)
    sure = 0.98 if re.match(r"(?:Luật )?[Ss]ố\b", text) else 0.8
    return _field(_tight(match["number"]), sure, node), _field(_tight(match["notation"]), sure, node)


def _tight(text: str) -> str:
    return "".join(text.split()).rstrip(".-/_")


def _issued(notice: Notice) -> RecordField:
    node = notice.first(Kind.PLACE_DATE)
    if node is not None:
        folded = fold(node.text)
        match = _DAY.search(folded)
        if match and (iso := _date_of(*match.groups())):
            return _field(iso, 0.98, node)
        date = find_date(folded)
        match = _MISREAD_DAY.match(folded, date[0]) if date else None
        if match and (iso := _date_of(*(part.translate(_DIGITS) for part in match.groups()))):
            return _field(iso, 0.6, node)
    own, cited = _cited(notice)
    return _field(cited.date, 0.7, own) if cited else RecordField()


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


def _organ(notice: Notice) -> RecordField:
    """The body in the header; else who signs for a body or who is named as announcing."""
    node = notice.first(Kind.ISSUING_BODY)
    if node is not None:
        name = _NAME_SPECKS.sub(" ", _NAME_EDGES.sub("", node.text))
        city = _CITY.sub("THÀNH PHỐ", name)
        return _field(city, 0.95 if city == name else 0.8, node)
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
    cleaned = _SPECKS.sub("", cleaned).rstrip(" :;,")
    if is_capitals(cleaned):  # in a title set in capitals, small letters are misread ones
        cleaned = cleaned.upper()
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
