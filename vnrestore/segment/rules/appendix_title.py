"""Where something attached begins: ``PHỤ LỤC I``, ``Mẫu số 01``, ``(Ban hành kèm theo …)``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule
from vnrestore.segment.rules.kind_names import kind_at_start

_APPENDIX = re.compile(
    r"(?:phu luc(?: so)?\s*(?:[ivxl]{1,5}|\d{1,3}|[a-h])?|"
    r"(?:phu bieu|bieu|bieu mau|mau)(?: so)?\s*\d{1,3})(?=\W|$)"
)
ATTACHED = re.compile(
    r"\W{0,2}(?:ban hanh )?kem (?:theo|(?=(?:quyet dinh|nghi quyet|ke hoach|cong van|thong tu) so))\b"
)


def _find(piece: Piece) -> Hit | None:
    match = _APPENDIX.match(piece.head)
    if (
        match
        and not piece.gap
        and piece.text[0].isupper()
        and (is_capitals(piece.text[: match.end()]) or len(piece.text) <= match.end() + 2)
    ):
        return Hit(Kind.APPENDIX_TITLE)
    if ATTACHED.match(piece.head) and piece.text[0] in "([":
        return Hit(Kind.APPENDIX_TITLE)
    name, length = kind_at_start(piece.head)
    if name and is_capitals(piece.text[:length]) and len(piece.text) <= length + 3:
        return Hit(Kind.APPENDIX_TITLE)
    return None


RULE = Rule(
    "appendix_title",
    _find,
    matches=(
        "PHỤ LỤC",
        "PHỤ LỤC I DANH MỤC",
        "Mẫu số 01",
        "QUY CHẾ",
        "(Ban hành kèm theo Quyết định số 1/QĐ-UBND)",
        "(Ban hành kèm Nghị quyết số 1/NQ-HĐND)",
    ),
    near_misses=("Phụ lục kèm theo Quyết định này", "MẪU MÃ", "Quy chế", "kèm theo Quyết định"),
)
