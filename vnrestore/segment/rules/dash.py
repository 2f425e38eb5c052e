"""``- …``: the item without a number; OCR prints ``~``, ``—``, ``_``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_DASH = re.compile(r"(?:(?:[_.'] )?[-–—~_‐‑−]{1,2}\s*)(?=[^\W_]|[\"'“(])")
# A dash that became a dot; believed only in a list with dashes.
_DOT = re.compile(r"[.·,'] (?=[^\W\d_]{2})")


def _find(piece: Piece) -> Hit | None:
    match = _DASH.match(piece.head)
    dot = None if match else _DOT.match(piece.head)
    if dot and piece.text[dot.end()].isupper() and not piece.gap:
        return Hit(Kind.DASH, dot.end(), garbled=True)
    if not match or (piece.text[match.end()].isdigit() and match.end() == 1):
        return None
    # "kinh tế" / "- xã hội": a line that begins in the middle of a word pair.
    if piece.text[match.end()].islower() and piece.blanks == 0:
        return None
    return Hit(Kind.DASH, match.end())


RULE = Rule(
    "dash",
    _find,
    matches=(
        "- Các sở, ban, ngành;",
        "~ Tòa án nhân dân tối cao;",
        "– Kinh phí",
        "-Lưu: VT.",
        ". Chỉ đạo các đơn vị",
        "_ - Phát triển du lịch",
        "\n\n- nhà lắp ghép",
    ),
    near_misses=("---------", "phát triển kinh tế\n- xã hội của Thành phố", "-5 độ", "1 - 2"),
)
