"""``Nơi nhận:`` above the list of recipients."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.fold import close_to
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_HEADING = re.compile(r"[\W_]{0,3}(?P<words>[a-z0-9&]{2,4}\s?[a-z0-9&]{3,5})\s*(?:[:;.,]|$)")


def _find(piece: Piece) -> Hit | None:
    match = _HEADING.match(piece.head)
    if match is None:
        return None
    first, _, second = match["words"].partition(" ")
    torn = (
        second == "nhan"
        and piece.text.rstrip(" :").lower().endswith(("nhận", "nhan"))
        and len(first) <= 3
        and len(piece.text) <= match.end()
        and piece.text[-1] == ":"
    )
    near = close_to(match["words"], "noi nhan", 1) and piece.text.lstrip("*_ '|.")[:1] in "NnM"
    return Hit(Kind.RECIPIENTS, match.end()) if near or torn else None


RULE = Rule(
    "recipients_heading",
    _find,
    matches=("Nơi nhận:", "Noi nhin:", "NƠI NHẬN", "Nơi nhận: TL. CHỦ TỊCH", "Nơinhận:", "Xi nhận:"),
    near_misses=("Nơi nhận hồ sơ là bộ phận một cửa", "Lời nhắn:", "Nội dung:"),
)
