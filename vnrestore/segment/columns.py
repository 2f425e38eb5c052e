"""Taking apart lines that hold a piece of the left and a piece of the right column.

Header (body | motto, number | place and date) and footer (recipients | signature) are set in
two columns; OCR reads across them. Each cutter gives the offsets where a new piece begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from vnrestore.segment.fold import fold, is_capitals
from vnrestore.segment.lines import Piece, make_piece
from vnrestore.segment.rules.addressees import ADDRESSEES
from vnrestore.segment.rules.authority import PREFIX
from vnrestore.segment.rules.issuing_body import BODY_WORDS
from vnrestore.segment.rules.kind_names import kind_at_start
from vnrestore.segment.rules.position import position_length
from vnrestore.segment.rules.signer import name_at
from vnrestore.segment.rules.subject import SUBJECT

LIMIT = 700
"""Longer lines are prose and never cut; keeps hostile input cheap."""

_WIDE = re.compile(r"\S( {4,}|\s*\t\s*)(?=\S)")
_STATE = re.compile(
    r"(?<=\s)c\w{2,4} h\w{1,3} x\w{1,2} h\w{1,2} ch\w{1,2} ngh?\w{2,3}\b|(?<=\s)dang cong san viet nam$"
)
# A stamp beside the name of the kind: "CÔNG BÁO) NGHỊ ĐỊNH". A body's name holds no such signs.
_KIND_TAIL = re.compile(
    r"(?<=\s)(?:nghi dinh|quyet dinh|thong tu|nghi quyet|thong bao|chi thi|cong dien|to trinh)$"
)
_STAMP_SIGN = re.compile(r"[^\w\s,&.()–-]|\)$|_")
_MOTTO = re.compile(r"(?<=\s)d\w{2} l\w{2}\W{1,4}t\w d\w\W{1,4}h\w{2,3} ph\w{2}")
_DATE = re.compile(r",?\s?ng[a-z]y\s?[^a-z]{0,10}\w{0,2}[^a-z]{0,4}th[a-z]ng[^a-z]{0,10}n[a-z]m")
_NUMBER_AHEAD = re.compile(r"(?:luat )?s[o6]\s?[:;.]?\s*\S{0,4}\s*\S{2,40}\s")
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
_UPPER = "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isupper() and char.isalpha())
_PREFIX_AT = re.compile(r"(?<!\S)(?=[^\w\s]{0,2}(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)(?=[\s.,:]))")
_CAPITALS_AT = re.compile(rf"(?<=\s)(?=[{_UPPER}]{{2}})")
# The full stop after it may be lost; then a position must follow.
_BARE_PREFIX = re.compile(
    r"(?P<prefix>kt|tl|tuq) (?=pho |chu |giam |bo |thu |truong |cuc |chanh |tong |hieu |vien )"
)
_HEADED = ("truong ban", "truong phong", "truong doan", "truong thue")
_BINDING_LIST = """
cua tai thuoc do va boi voi cho vao gui den thay mat theo truoc de nghi
"""
_BINDING = frozenset(_BINDING_LIST.split())


def split_header(source: str, piece: Piece, titled: bool = False) -> list[Piece]:
    """The columns of a line of the header, one piece each; below the title there are none."""
    if titled:
        return _split(source, piece, (_addressed,))
    return _split(source, piece, _HEADER_CUTTERS)


def split_footer(source: str, piece: Piece) -> list[Piece]:
    """The columns of a line of the footer, one piece each."""
    return _split(source, piece, (_wide, _authority, _position, _name))


def _split(
    source: str, piece: Piece, cutters: tuple[Callable[[str, str], Iterator[int]], ...]
) -> list[Piece]:
    if len(piece.text) > LIMIT or "\n" in piece.text:
        return [piece]
    folded = fold(piece.text)
    cuts = sorted({cut for cutter in cutters for cut in cutter(piece.text, folded) if 0 < cut < len(folded)})
    cuts = [cut for before, cut in pairwise([0, *cuts]) if piece.text[before:cut].strip()]
    if not cuts:
        return [piece]
    starts = [piece.start, *(piece.at + cut for cut in cuts)]
    ends = [*starts[1:], piece.end]
    blanks = [piece.blanks] + [0] * len(cuts)
    return [
        make_piece(source, start, end, piece.line, blank, piece.gap and index == 0)
        for index, (start, end, blank) in enumerate(zip(starts, ends, blanks, strict=True))
    ]


def _wide(text: str, folded: str) -> Iterator[int]:
    if len(text) <= 240:
        # A number left out, to be written by hand: "Số:      /KH-UBND".
        yield from (match.end() for match in _WIDE.finditer(text) if text[match.end()] != "/")


def _motto(text: str, folded: str) -> Iterator[int]:
    for pattern in (_STATE, _MOTTO):
        match = pattern.search(folded)
        if match and (pattern is _MOTTO or is_capitals(text[match.start() :])):
            yield match.start()


def _kind_beside_stamp(text: str, folded: str) -> Iterator[int]:
    match = _KIND_TAIL.search(folded)
    if match and text[match.start() :].isupper() and _STAMP_SIGN.search(text[: match.start()].rstrip()):
        yield match.start()


def _date(text: str, folded: str) -> Iterator[int]:
    """Before the place, the run of capitalised words ahead of "ngày"."""
    for match in _DATE.finditer(folded):
        at = match.start()
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
        if match.start() > length + 8 and before not in _BINDING and folded[match.start() - 1] == " ":
            yield match.start()
            return


def _two_bodies(text: str, folded: str) -> Iterator[int]:
    if len(text) <= 90 and is_capitals(text) and _FIRST_BODY.match(folded):
        match = _SECOND_BODY.search(folded, 6)
        if match and folded[: match.start()].rsplit(" ", 1)[-1] not in _BINDING:
            yield match.end()


def _addressed(text: str, folded: str) -> Iterator[int]:
    match = ADDRESSEES.match(folded)
    if match:
        yield match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())


_HEADER_CUTTERS = (
    _wide,
    _motto,
    _date,
    _subject,
    _kind_and_abstract,
    _kind_beside_stamp,
    _enacting,
    _two_bodies,
    _addressed,
)


def _mostly_capitals(text: str) -> bool:
    return sum(map(str.isupper, text)) > 2 * sum(map(str.islower, text))


def _word_starts(text: str) -> Iterator[int]:
    yield from (match.end() for match in re.finditer(r"\s", text[:300]))


def _authority(text: str, folded: str) -> Iterator[int]:
    for at in (match.start() for match in _PREFIX_AT.finditer(text[:300])):
        match = PREFIX.match(folded, at) or _BARE_PREFIX.match(folded, at)
        if not match or not text[match.start("prefix")].isupper() or not _mostly_capitals(text[at:]):
            continue
        named = folded[match.end() :] + " "
        if at == 0 or position_length(named) or BODY_WORDS.match(named):
            yield at


def _position(text: str, folded: str) -> Iterator[int]:
    """A position in capitals that ends the line, after a recipient or another position."""
    for at in (match.start() for match in _CAPITALS_AT.finditer(text[:300])):
        length = position_length(folded[at:])
        if not length or not is_capitals(text[at : at + length]) or not is_capitals(text[at:]):
            continue
        before = folded[:at].split()
        inside = folded[at:].startswith("truong ") or folded[at:] == "truong"
        if len(text) - at > 60 or before[-1] in _BINDING or before[-1] in ("pho", "nguyen", "tong"):
            continue
        if before[-1] == "ban" and folded[at:].startswith("bi thu"):
            continue
        if inside and not folded[at:].startswith(
            ("truong ban", "truong phong", "truong doan", "truong thue")
        ):
            continue
        prefix = PREFIX.match(folded)
        if (prefix and prefix.end() == at) or before[-1].rstrip(".,:") in ("kt", "tl", "tuq", "tm", "q"):
            continue
        yield at


def _name(text: str, folded: str) -> Iterator[int]:
    """A full name that ends the line, after the end of a list item."""
    for at in _word_starts(text):
        if (
            text[:at].rstrip()[-1:] in (";", ".")
            and not is_capitals(text[at:])
            and name_at(text[at:], folded[at:])
        ):
            yield at
            return
