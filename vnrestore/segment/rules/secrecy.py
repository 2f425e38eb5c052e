"""The degree of secrecy stamped on a document: MẬT, TỐI MẬT, TUYỆT MẬT."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_SECRECY = re.compile(r"[^a-z]*(?:do mat\s*:?\s*)?(?:tuyet |toi )?mat[^a-z]*$")


def _find(piece: Piece) -> Hit | None:
    if _SECRECY.match(piece.head) and is_capitals(piece.text):
        return Hit(Kind.SECRECY)
    return None


RULE = Rule(
    "secrecy",
    _find,
    matches=("MẬT", "[TUYỆT MẬT]", "TỐI MẬT"),
    near_misses=("Mật", "BÍ MẬT NHÀ NƯỚC", "VỀ BẢO MẬT"),
)
