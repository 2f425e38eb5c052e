"""References to other documents and to their provisions, normalised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.record import Mention, MentionKind
from vnrestore.segment.dates import find_dates
from vnrestore.segment.fold import fold
from vnrestore.segment.rules.kind_names import KIND_NAMES

_KINDS = {**KIND_NAMES, "cong van": "Công văn", "van ban": "Văn bản", "quy chuan": "Quy chuẩn"}
_NAMES = "|".join(sorted((name.replace(" ", r"\s+") for name in _KINDS), key=len, reverse=True))
_NUMBER = (
    r"(?P<number>\d{1,5}[a-z]?(?:\s?/\s?\d{4})?\s?[/-]\s?[A-ZĐ][\wĐđ&]*(?:\s?[-/.]\s?[A-ZĐ][\wĐđ&]*){0,4})"
)
_DATED = (
    r"(?:\s*+(?:,\s*+)?ngay\s++(?P<date>\d{1,2}(?:\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
    r"|\s++thang\s++\d{1,2}\s++nam\s++\d{4})))?"
)
_LAWS = ("luat", "bo luat", "phap lenh", "hien phap")
_NUMBERED = re.compile(rf"(?<![a-z])(?P<kind>{_NAMES})\s++(?:[a-z]++\s++){{0,6}}?so\s*+(?::\s*+)?(?=\d)")
_NUMBER_AT = re.compile(_NUMBER)
_DATE_AT = re.compile(_DATED)
_LAW = re.compile(r"(?<![a-zà-ỹ])(?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)(?![a-zà-ỹ])")
_LAW_NAME = re.compile(r"(?:\s++[^\W\d_]++,?){1,14}+")
_LAW_END = frozenset(
    (
        "ngày",
        "số",
        "năm",
        "và",
        "được",
        "đã",
        "có",
        "thì",
        "này",
        "do",
        "để",
        "hiện",
        "quy",
        "như",
        "theo",
        "trong",
        "là",
    )
)
_LAW_NUMBER = re.compile(r"\s++số\s*+(?::\s*+)?(\d{1,3}/\d{4}/[A-Z]+\d*)")
_YEAR = re.compile(r"\s++năm\s++(\d{4})")
_PROVISION = re.compile(
    r"(?<![a-z])(?:(?:diem\s++(?P<point>[a-z]\d?))\s*+(?:,\s*+)?)?"
    r"(?:khoan\s++(?P<clause>\d{1,2}[a-z]?)\s*+(?:,\s*+)?)?dieu\s++(?P<article>\d{1,3}[a-z]?)(?![a-z\d])|"
    r"(?<![a-z])(?:diem\s++(?P<point2>[a-z]\d?)\s*+(?:,\s*+)?)?khoan\s++(?P<clause2>\d{1,2}[a-z]?)(?![a-z\d])"
)
_OF = re.compile(
    r"\s*+(?:,\s*+)?(?:cua\s++)?(?P<this>(?:luat|nghi dinh|quyet dinh|thong tu|quy che|dieu|quy dinh|"
    r"nghi quyet) nay)?"
)
_GAP = 12


def find_references(text: str) -> list[Mention]:
    """All references, in order: documents by number, laws by name, provisions with what they are of."""
    documents = sorted([*_numbered(text), *_laws(text)], key=lambda mention: mention.span)
    documents = [
        mention
        for at, mention in enumerate(documents)
        if not any(mention.span.start < other.span.end for other in documents[max(at - 1, 0) : at])
    ]
    return sorted([*documents, *_provisions(text, documents)], key=lambda mention: mention.span)


def _numbered(text: str) -> Iterator[Mention]:
    folded = fold(text)
    for match in _NUMBERED.finditer(folded):
        number = _NUMBER_AT.match(text, match.end())
        if not number or match["kind"] in _LAWS:
            continue
        end = number.end()
        dated = _DATE_AT.match(folded, end)
        iso = ""
        if dated and dated["date"]:
            iso = next(
                (date.value for date in find_dates("ngày " + text[dated.start("date") : dated.end()])), ""
            )
            end = dated.end() if iso else end
        kind = _KINDS[" ".join(match["kind"].split())]
        value = f"{kind} {''.join(number['number'].split())}"
        yield _mention(MentionKind.DOCUMENT, text, match.start(), end, value, iso)


def _laws(text: str) -> Iterator[Mention]:
    for match in _LAW.finditer(text):
        name = _LAW_NAME.match(text, match.end())
        words = _law_words(name[0]) if name else 0
        constitution = match[0] == "Hiến pháp"
        end = match.end() if constitution else match.end() + words
        title = " ".join(text[match.start() : end].split()).rstrip(",")
        number = _LAW_NUMBER.match(text, end)
        year = _YEAR.match(text, end)
        if number:
            title, end = f"{title} {number[1]}", number.end()
        elif year:
            title, end = f"{title} {year[1]}", year.end()
        elif not words or constitution:
            continue
        dated = _DATE_AT.match(fold(text[end : end + 60]))
        iso = ""
        if dated and dated["date"]:
            iso = next((date.value for date in find_dates("ngày " + dated["date"])), "")
            end += dated.end() if iso else 0
        yield _mention(MentionKind.DOCUMENT, text, match.start(), end, title, iso)


def _law_words(name: str) -> int:
    """Length of a law's name: it begins with a capital and ends before a word no name has."""
    length = 0
    for nth, word in enumerate(re.finditer(r"\s+(\S+)", name)):
        bare = word[1].rstrip(",")
        if nth == 0 and not bare[0].isupper() and bare not in ("sửa", "các"):
            return 0
        if bare.lower() in _LAW_END and not (bare == "và" and nth < 6):
            break
        length = word.end()
        if word[1].endswith(",") and nth > 4:
            break
    return len(name[:length].rstrip(","))


def _provisions(text: str, documents: list[Mention]) -> Iterator[Mention]:
    folded = fold(text)
    starts = {document.span.start: document for document in documents}
    for match in _PROVISION.finditer(folded):
        parts = [
            f"Điều {match['article']}" if match["article"] else "",
            f"khoản {match['clause'] or match['clause2']}" if match["clause"] or match["clause2"] else "",
            f"điểm {_point(text, match)}" if match["point"] or match["point2"] else "",
        ]
        link = _OF.match(folded, match.end())
        after = link.end() if link else match.end()
        target = next((starts[at].value for at in range(match.end(), after + 2) if at in starts), "")
        if link and link["this"]:
            target = " ".join(text[link.start("this") : link.end("this")].split())
        value = ", ".join(filter(None, parts))
        mention = _mention(MentionKind.PROVISION, text, match.start(), match.end(), value)
        yield Mention(mention.kind, mention.span, mention.text, mention.value, "", target)


def _point(text: str, match: re.Match[str]) -> str:
    group = "point" if match["point"] else "point2"
    return text[match.start(group) : match.end(group)].lower()


def _mention(kind: MentionKind, text: str, start: int, end: int, value: str, iso: str = "") -> Mention:
    return Mention(kind, Span(start, end), " ".join(text[start:end].split()), value, iso)
