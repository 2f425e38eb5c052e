"""The columns of the header: body | motto, number | place and date; kind, abstract, deciding body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnrestore.segment.cutting import Cutter, only_scraps, split, wide, word_spans
from vnrestore.segment.fold import fold, is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.addressees import ADDRESSEES
from vnrestore.segment.rules.kind_names import kind_at_start
from vnrestore.segment.rules.motto import MOTTO_WORDS
from vnrestore.segment.rules.place_date import find_date, torn_date
from vnrestore.segment.rules.subject import SUBJECT

_STATE = re.compile(
    r"(?<=\s)c\w{2,4} h\w{1,3} x\w{1,2} h\w{1,2} ch\w{1,2} ngh?\w{2,3}\b|(?<=\s)dang cong san viet nam$"
)
_STATE_GARBLED = re.compile(r"(?<=\s)c\w{1,3}g? h\w{1,2} .{0,26}v\w{2,3} nam\W{0,4}$")
# A stamp beside the name of the kind: "CÔNG BÁO) NGHỊ ĐỊNH". A body's name holds no such signs.
_KIND_TAIL = re.compile(
    r"(?<=\s)(?:nghi dinh|quyet dinh|thong tu|nghi quyet|thong bao|chi thi|cong dien|to trinh)$"
)
_BEHIND_SIGN = re.compile(r"\s*[^\w\s(“\"]+(?:\s+\S{1,3}){0,2}\s*")
_STAMP_SIGN = re.compile(r"[^\w\s,&.()–-]|\)$|_")
_MOTTO = re.compile(rf"(?<=\s){MOTTO_WORDS.pattern}")
_NUMBER_AHEAD = re.compile(r"(?:luat )?s(?:[o6]\s?[:;.]?|[ae]\s?[:;])\s*\S{0,4}\s*\S{2,40}\s")
_WHOLE_NUMBER = re.compile(
    r"s[oae6]\s?[:;.]?\s*\d{1,6}\s?(?:/\s?\d{4}\s?)?[/-]\s?[a-z][\w&]*(?:[-/.][\w&]+)*[\s,.]+(?=\S)"
)
"""A number that is whole; the place behind it may be misread beyond knowing (``Pak L3k, ngày …``)."""
_PLACE_LENGTH = 25
_SECOND_BODY = re.compile(
    r" (?=(?:cuc|so|tong cuc|ban|uy ban kiem tra|van phong|thanh tra|chi cuc|vu|phong|ban quan ly|"
    r"kho bac|vien|thue) )"
)
_FIRST_BODY = re.compile(
    r"(?:bo|uy ban nhan dan|ubnd|tong cuc|ngan hang|cuc|hoi dong nhan dan|so|ban chap hanh trung uong|"
    r"tinh uy|thanh uy|dang uy|huyen uy) "
)
_ENACTING_TAIL = re.compile(
    r"(?:(?:pho )?thu tuong chinh phu|chinh phu|uy ban thuong vu quoc hoi|quoc hoi|"
    r"(?:chu tich )?uy ban nhan dan(?: (?:tinh|thanh pho|huyen|quan|xa|phuong)\b(?: [a-z]+){0,4})?|"
    r"bo truong(?: bo)? [a-z, ]{4,60}|hoi dong nhan dan (?:tinh|thanh pho)\b[a-z0-9, ]{0,60}|"
    r"cuc truong cuc [a-z, ]{3,50}|truong ban [a-z, ]{3,50}|thong doc ngan hang[a-z ]{0,30}|"
    r"tong cuc truong [a-z ]{4,40}|giam doc so [a-z, ]{4,50})$"
)
BINDING = frozenset(re.split(" ", "cua tai thuoc do va boi voi cho vao gui den thay mat theo truoc de nghi"))
"""Folded words that want another after them."""


def split_header(source: str, piece: Piece, titled: bool = False) -> list[Piece]:
    """The columns of a line of the header, one piece each; below the title there are none."""
    return split(source, piece, _BELOW_TITLE if titled else _CUTTERS)


def _motto(text: str, folded: str) -> Iterator[int]:
    for pattern in (_STATE, _STATE_GARBLED, _MOTTO):
        match = pattern.search(folded)
        if match is None or (pattern is not _MOTTO and not is_capitals(text[match.start() :])):
            continue
        yield match.start()


def _kind_beside_stamp(text: str, folded: str) -> Iterator[int]:
    """The name of the kind, with what a stamp or a pen left before and after it."""
    for start, _ in word_spans(text, 40)[:4]:
        name, length = kind_at_start(folded[start:])
        if name and is_capitals(text[start : start + length]):
            end = start + length
            if only_scraps(text[:start]) and (only_scraps(text[end:]) or _BEHIND_SIGN.fullmatch(text[end:])):
                yield from (start, end + len(text[end:]) - len(text[end:].lstrip()))
            break
    match = _KIND_TAIL.search(folded)
    if match and text[match.start() :].isupper() and _STAMP_SIGN.search(text[: match.start()].rstrip()):
        yield match.start()


def _date(text: str, folded: str) -> Iterator[int]:
    """Before the place, the run of capitalised words ahead of "ngày"."""
    date = find_date(folded) or (torn_date(folded) if _WHOLE_NUMBER.match(folded) else None)
    if date:
        at = len(folded[: date[0]].rstrip(" .,;"))
        words = 0
        while at > 0:
            before = max(text.rfind(" ", 0, at), text.rfind("\t", 0, at))
            word = text[before + 1 : at]
            if word and not (word[0].isupper() and word.isalpha()):
                if word == "phố" and words:
                    at = before
                    words += 1
                    continue
                break
            words += bool(word)
            at = max(before, 0)
            if words == 5:
                break
        if (
            words > 0
            and at > 0
            and (_NUMBER_AHEAD.match(folded) or SUBJECT.match(folded) or is_capitals(text[:at]))
        ):
            yield at + 1
        elif (whole := _WHOLE_NUMBER.match(folded)) and 0 < date[0] - whole.end() <= _PLACE_LENGTH:
            yield whole.end()


def _subject(text: str, folded: str) -> Iterator[int]:
    number = _NUMBER_AHEAD.match(folded) if len(text) <= 400 else None
    if number:
        yield from (match.start() for match in re.finditer(r"(?<=\s)v/v\b", folded))
        if folded.startswith("ve ", number.end()):
            yield number.end()


def _kind_and_abstract(text: str, folded: str) -> Iterator[int]:
    name, length = kind_at_start(folded)
    rest = text[length:].lstrip(" .:-")
    if not name or not is_capitals(text[:length]) or len(rest) < 8:
        return
    if is_capitals(rest) or fold(rest[:7]) in ("ve viec", "ve ket "):
        yield length + (len(text[length:]) - len(rest))


def _enacting(text: str, folded: str) -> Iterator[int]:
    """The body that decides, printed between abstract and grounds and glued to the abstract."""
    name, length = kind_at_start(folded)
    if not name or not is_capitals(text):
        return
    for match in _ENACTING_TAIL.finditer(folded, max(length, len(folded) - 110)):
        before = folded[: match.start()].rstrip().rsplit(" ", 1)[-1]
        if match.start() > length + 8 and before not in BINDING and folded[match.start() - 1] == " ":
            yield match.start()
            return


def _enacting_beside_stamp(text: str, folded: str) -> Iterator[int]:
    """After the body that decides, alone on its line but for scraps."""
    words = word_spans(text, 60)
    for start, _ in words[:0:-1]:
        scraps = text[start:]
        if not only_scraps(scraps):
            return
        name = text[:start].rstrip()
        if (
            name.isupper()
            and scraps.strip(" -")
            and not scraps.isupper()
            and _ENACTING_TAIL.match(fold(name))
        ):
            yield start
            return


def _two_bodies(text: str, folded: str) -> Iterator[int]:
    if len(text) <= 90 and is_capitals(text) and _FIRST_BODY.match(folded):
        match = _SECOND_BODY.search(folded, 6)
        if match and folded[: match.start()].rsplit(" ", 1)[-1] not in BINDING:
            yield match.end()


def _addressed(text: str, folded: str) -> Iterator[int]:
    match = ADDRESSEES.match(folded)
    if match:
        yield match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())


_CUTTERS: tuple[Cutter, ...] = (
    wide,
    _motto,
    _date,
    _subject,
    _kind_and_abstract,
    _kind_beside_stamp,
    _enacting,
    _two_bodies,
    _addressed,
)
_BELOW_TITLE: tuple[Cutter, ...] = (_addressed, _enacting_beside_stamp)
