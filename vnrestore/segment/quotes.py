"""Provisions quoted whole, as amendments do (``… như sau:`` / ``“Điều 6. …”``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.labels import Label
from vnrestore.segment.lines import Piece

_CLOSED = re.compile(r"[”\"’'][\s.;,)]*$")
_ARTICLE = re.compile(r"[“\"](?:Điều \d|\d{1,2}\. |[a-zđ]\) )")
_INTRODUCES = re.compile(r"[-–+*] (?:Tại|Theo|Căn cứ) ")
_UNCLOSED_LIMIT = 60
_QUOTE_LIMIT = 400
"""A quotation that does not end within this many lines is not one."""


def quotation_length(pieces: Sequence[Piece], index: int, above: Label | None) -> int:
    """How many pieces the quoted provision at ``index`` has, 0 if there is none."""
    piece = pieces[index]
    if piece.text[0] not in '“"' or above is None or not above.piece.text.endswith((":", "”", "”.", "”;")):
        return 0
    if above.kind is not Kind.QUOTE and not above.piece.text.endswith(":"):
        return 0
    run = pieces[index : index + _QUOTE_LIMIT]
    for count, depth in enumerate(_quote_depths(run), 1):
        if depth <= 0:
            return count if _CLOSED.search(run[count - 1].text[-8:]) else 0
    return _unclosed_length(run, above)


def _unclosed_length(run: Sequence[Piece], above: Label) -> int:
    """How far a quoted article goes whose closing mark is lost: to the next item like the one that quotes.

    ``- Tại khoản 1 Điều 108 … quy định:`` / ``“Điều 108. …`` ends before the next ``- Tại …``.
    """
    opening = _INTRODUCES.match(above.piece.text)
    if opening is None or not _ARTICLE.match(run[0].text):
        return 0
    for count, piece in enumerate(run[:_UNCLOSED_LIMIT]):
        if count and piece.text.startswith(opening[0]):
            return count
    return 0


def _quote_depths(pieces: Sequence[Piece]) -> Iterator[int]:
    depth = straight = 0
    for piece in pieces:
        depth += piece.text.count("“") - piece.text.count("”")
        straight += piece.text.count('"')
        yield depth if depth else straight % 2
