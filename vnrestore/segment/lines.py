"""A text as a row of pieces: lines, or the columns of a line, that together are the text.

Pieces are what rules look at and what nodes own. Laid end to end they are the whole text:
line ends and blank lines belong to the piece they follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vnrestore.datatypes.document import Span
from vnrestore.segment.fold import fold

HEAD = 240
"""Rules look at this many characters of a line's start; keeps hostile lines cheap."""
TAIL = 120
"""And at this many of its end."""

# A heading word that lost its number to the next line: "Điều" / "1. Phạm vi".
_STRANDED = re.compile(r"(?:[dbpo]ieu|chuong|muc|phan|so *[:.]?|kinh gui *:?)$")
_STRANDED_NEXT = re.compile(r"(?:\d{1,6}\b|[\[(|]?[IVXLÏil1|]{1,5}(?:\s|$))")
# In whose name is signed, without the post: "TL." / "CỤC TRƯỞNG".
_STRANDED_PREFIX = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\.$")
# A number or a letter that lost its text: "1." / "Hàng hóa đề nghị …".
_STRANDED_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,2}\.|[a-z]\)|\(\d{1,2}\)|[IVX]{1,4}\.)$")
_OPEN_WORDS = frozenset(
    ("và", "của", "tại", "theo", "hoặc", "với", "các", "những", "bởi", "thuộc", "cho", "là", "như")
)
_ARTICLE = re.compile(r"Đi[eéêềếểễ]u \d+\. ?[^\W\d_]|Căn cứ (?:Luật|Nghị|Thông tư|Hiến pháp)\b")
_NUMBER = re.compile(r"\(?\d|[a-zđ]\)")
# "Về các nền tảng số" / "a) Nhiệm vụ" or "1. Nhiệm vụ": no number of a document, which has no such stop.
_NO_DOCUMENT = re.compile(r"[a-zđ]\)|\d{1,2}[.)] ?[^\W\d_]")
_WANT_NUMBER = frozenset(
    (
        "số",
        "khoản",
        "điểm",
        "điều",
        "ngày",
        "tháng",
        "năm",
        "mục",
        "chương",
        "lục",
        "nhóm",
        "và",
        "cấp",
    )
)
# "từ cấp I đến cấp" / "V. Chi tiết": a Roman number, not before a heading in capitals.
_ROMAN = re.compile(r"(?:I{1,3}|IV|VI{0,3}|IX|X)(?:[.,;)]\s*|\s+|$)")
_WANT_ROMAN = frozenset(
    ("cấp", "loại", "hạng", "nhóm", "quý", "lục", "khóa", "khoá", "thứ", "mục", "phần", "chương")
)
_TERMINAL = tuple(".;:!?”\"'")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or one column of it.

    Attributes:
        start: where it starts in the source (code points).
        end: where the next piece starts; white space at the end is included.
        at: where its text starts, after white space at the start.
        text: what is printed, stripped.
        head: the folded first :data:`HEAD` characters.
        tail: the folded last :data:`TAIL` characters.
        line: number of the line in the source, from 0.
        blanks: number of blank lines before it.
        gap: whether this line and the one before touch in the middle of a sentence.
    """

    start: int
    end: int
    at: int
    text: str
    head: str
    tail: str
    line: int
    blanks: int = 0
    gap: bool = False

    @property
    def span(self) -> Span:
        """Where the piece stands in the source."""
        return Span(self.start, self.end)


def make_piece(source: str, start: int, end: int, line: int, blanks: int, gap: bool = False) -> Piece:
    """The piece at ``source[start:end]``."""
    raw = source[start:end]
    text = raw.strip()
    at = start + len(raw) - len(raw.lstrip())
    return Piece(start, end, at, text, fold(text[:HEAD]), fold(text[-TAIL:]), line, blanks, gap)


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or a list item may end."""
    return text.rstrip(" )]").endswith(_TERMINAL)


def is_open(text: str, following: str = "") -> bool:
    """Whether a line stops where no sentence can: at a comma or at a word that wants another.

    Some words end a line only if a number follows: "theo khoản" / "2 Điều này", but "chuyển đổi số".

    >>> is_open("theo quy định tại"), is_open("Về chuyển đổi số"), is_open("tại khoản", "2. Điều này")
    (True, False, True)
    """
    if not text or text[-1] in ",(-–":
        return bool(text)
    word = text[-12:].split()[-1].lower()
    roman = _ROMAN.match(following)
    if roman and word in _WANT_ROMAN and text[-len(word)].islower():
        return not following[roman.end() :][:2].isupper()
    if word == "số" and _NO_DOCUMENT.match(following):
        return False
    return word in _OPEN_WORDS or (word in _WANT_NUMBER and bool(_NUMBER.match(following)))


def split_pieces(source: str) -> list[Piece]:
    """All lines that are not blank; blank ones belong to the line before (or the first line)."""
    found: list[tuple[int, int, int]] = []
    at = 0
    for number, line in enumerate(source.splitlines(keepends=True)):
        if line.strip():
            found.append((at, at + len(line), number))
        at += len(line)
    found = _glue_stranded(source, found)
    pieces: list[Piece] = []
    for index, (start, _, number) in enumerate(found):
        last = index + 1 == len(found)
        until = len(source) if last else found[index + 1][0]
        since = 0 if index == 0 else start
        above = found[index - 1] if index else None
        blanks = number - _last_line(source, above) - 1 if above else number
        following = source[start : start + 8].lstrip()
        gap = bool(above) and blanks == 0 and is_open(pieces[-1].text, following)
        if gap and pieces[-1].text.endswith(",") and _ARTICLE.match(source[start : start + 32].lstrip()):
            gap = False
        pieces.append(make_piece(source, since, until, number, blanks, gap))
    return pieces


def _last_line(source: str, found: tuple[int, int, int]) -> int:
    start, end, number = found
    return number + len(source[start:end].splitlines()) - 1


def _glue_stranded(source: str, found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    glued: list[tuple[int, int, int]] = []
    for start, end, number in found:
        above = glued[-1] if glued else None
        if (
            above
            and above[1] == start
            and above[1] - above[0] < 16
            and _stranded(source[above[0] : above[1]].strip(), source[start : start + 12].lstrip())
        ):
            glued[-1] = (above[0], end, above[2])
        else:
            glued.append((start, end, number))
    return glued


def _stranded(text: str, below: str) -> bool:
    if _STRANDED.match(fold(text)):
        return _STRANDED_NEXT.match(below) is not None
    if _STRANDED_PREFIX.match(text):
        return below[:2].isupper()
    return _STRANDED_NUMBER.match(text) is not None and below[:1].isalpha()
