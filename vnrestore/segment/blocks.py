"""Paragraph joining: which lines continue the line before, over wraps and page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vnrestore.segment.lines import Piece, ends_sentence, is_open
from vnrestore.text.syllable import parse

_HYPHEN = re.compile(r"(\w+)[-‐‑\u00ad]$")
# "các loại rừng như:" / "Thông, Bạch đàn, Keo.": the sentence goes on over the line end.
_LISTS = re.compile(r"\b(?:nhu|gom)\s?:$")
_LONGEST_LINE = 140
"""A page holds no more characters on a line; a text with longer ones has a line a paragraph."""
_VALUE = re.compile(r"[-–~±]?\s?\d[^.)]")
_VALUE_LENGTH = 60
_FIRST_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is broken into lines.

    Attributes:
        width: length in characters of a full line of prose.
        wrapped: whether paragraphs run over several lines, as OCR prints them.
    """

    width: int
    wrapped: bool


def measure_layout(pieces: Sequence[Piece]) -> Layout:
    """The layout of a text, from the lengths of its lines and how they begin."""
    lengths = sorted(len(piece.text) for piece in pieces)
    if not lengths:
        return Layout(0, False)
    width = lengths[len(lengths) * 3 // 4]
    full = [
        below.text[0].islower()
        for piece, below in pairwise(pieces)
        if not below.blanks and len(piece.text) >= width * 0.8 and not ends_sentence(piece.text)
    ]
    return Layout(width, width <= _LONGEST_LINE and sum(full) >= max(2, len(full) // 8))


def continues(before: Piece, piece: Piece, layout: Layout, interrupted: bool = False) -> bool:
    """Whether ``piece``, which begins no part of its own, goes on with the text of ``before``.

    Args:
        before: the piece above.
        piece: the piece in question.
        layout: of the whole text.
        interrupted: a page number or a stamp stood between the two.
    """
    if before.text.endswith(("./.", "./. ")):
        return False
    ended = ends_sentence(before.text)
    if not layout.wrapped and _is_value(before, piece):
        return True
    first = next((char for char in piece.text if char.isalnum()), "")
    if first.islower():
        return not (before.text.endswith((";", ".")) and piece.blanks) or not ended
    if is_open(before.text, piece.text):
        # Before a blank line a comma is the end of a list item, or a full stop OCR did not see as one.
        return interrupted or not (piece.blanks and before.text.endswith(","))
    if piece.text[0] in '“"' and not piece.blanks and before.text.endswith(":"):
        return "”" in piece.text or piece.text.count('"') > 1
    if not piece.blanks and not ended and len(piece.text) <= 12:
        return True
    full = len(before.text) >= layout.width * 0.93
    if piece.blanks and not interrupted:
        # Some engines set a blank line between all lines: then only the end of a sentence tells.
        return layout.wrapped and piece.blanks == 1 and full and not ended
    # Only where blank lines set paragraphs apart does a mere line end stand within one.
    if _LISTS.search(before.tail) and piece.text.endswith(".") and before.blanks and not piece.blanks:
        return True
    if not layout.wrapped or len(before.text) < layout.width * 0.8:
        return not ended and first.isdigit() and not piece.blanks
    return not ended or (full and not (before.text.endswith(":") and not _lists(before, piece)))


def _is_value(before: Piece, piece: Piece) -> bool:
    """Whether a line is a figure torn from its name or its first half: ``+ Kích thước:`` / ``18mm;``."""
    torn = before.text[-1] in ":0123456789" and len(before.text) <= _VALUE_LENGTH
    return torn and not piece.blanks and _VALUE.match(piece.text) is not None


def _lists(before: Piece, piece: Piece) -> bool:
    """Whether names are listed behind a colon (``lãnh đạo các phòng:`` / ``Nông nghiệp, Tài chính, …``)."""
    return piece.text.count(",") > 1 and not before.tail.endswith(("sau:", "sau day:"))


def join_texts(texts: Sequence[str]) -> str:
    """One line of text from several; words cut at a line end are put together.

    >>> join_texts(["Thông tư số 57/2015/TT-", "BCA", "ngày 26"])
    'Thông tư số 57/2015/TT-BCA ngày 26'
    """
    joined: list[str] = []
    for text in texts:
        words = " ".join(text.split())
        cut = _HYPHEN.search(joined[-1][-40:]) if joined else None
        if cut and words:
            joined[-1] = _join_hyphen(joined[-1], cut[1], words)
        elif words:
            joined.append(words)
    return " ".join(joined)


def _join_hyphen(before: str, word: str, after: str) -> str:
    following = _FIRST_WORD.match(after)
    if not following:
        return f"{before} {after}"
    if word[-1].islower() and following[0][0].islower():
        if parse(word.lower()) and parse(following[0].lower()):
            return f"{before[:-1]} {after}"
        return before[:-1] + after
    return before + after
