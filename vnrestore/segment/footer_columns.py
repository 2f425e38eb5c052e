"""The columns of the footer: recipients | signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnrestore.segment.cutting import split, wide, word_spans
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.header_columns import BINDING
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.archive import kept_by_archive
from vnrestore.segment.rules.authority import BARE, PREFIX
from vnrestore.segment.rules.issuing_body import BODY_WORDS
from vnrestore.segment.rules.position import position_length
from vnrestore.segment.rules.signer import name_at

_UPPER = "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isupper() and char.isalpha())
_PREFIX_AT = re.compile(r"(?<!\S)(?=[^\w\s]{0,2}(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)(?=[\s.,:]))")
_CAPITALS_AT = re.compile(rf"(?<=\s)(?=[{_UPPER}]{{2}})")
_ITEM_END = re.compile(r"[;.]\s+")
_SHORTEST_NAME, _LONGEST_NAME = 3, 5


def split_footer(source: str, piece: Piece) -> list[Piece]:
    """The columns of a line of the footer, one piece each."""
    return split(source, piece, (wide, _authority, _position, _name))


def _mostly_capitals(text: str) -> bool:
    return sum(map(str.isupper, text)) > 2 * sum(map(str.islower, text))


def _authority(text: str, folded: str) -> Iterator[int]:
    for at in (match.start() for match in _PREFIX_AT.finditer(text[:300])):
        match = PREFIX.match(folded, at) or BARE.match(folded, at)
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
        if len(text) - at > 60 or before[-1] in BINDING or before[-1] in ("pho", "nguyen", "tong"):
            continue
        if before[-1] == "ban" and folded[at:].startswith("bi thu"):
            continue
        if inside and not folded[at:].startswith(
            ("truong ban", "truong phong", "truong doan", "truong thue")
        ):
            continue
        prefix = PREFIX.match(folded)
        if (prefix and prefix.end() == at) or before[-1].strip(".,:'") in (
            "kt",
            "tl",
            "tuq",
            "tm",
            "q",
            "k/t",
            "t/l",
            "t/m",
            "k/to",
        ):
            continue
        yield at


def _name(text: str, folded: str) -> Iterator[int]:
    """A full name that ends the line, after the end of a list item or behind the archive's copy."""
    words = word_spans(text, 120) if len(text) <= 120 and kept_by_archive(text, folded) else []
    for start, _ in words[2:][-_LONGEST_NAME : 1 - _SHORTEST_NAME]:
        rest = text[start:]
        if (
            name_at(rest, folded[start:])
            and not is_capitals(rest)
            and not text[:start].rstrip().endswith("-")
        ):
            yield start
            return
    for match in _ITEM_END.finditer(text, 0, 300):
        at = match.end()
        if not is_capitals(text[at:]) and name_at(text[at:], folded[at:]):
            yield at
            return
