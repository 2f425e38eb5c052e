"""Amounts of money in the text, in đồng."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.record import Mention, MentionKind
from vnrestore.segment.fold import fold

_SCALES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_NUMBER = r"\d{1,3}(?:\.\d{3}){1,6}(?:,\d{1,3})?|\d{1,15}(?:,\d{1,3})?"
_MONEY = re.compile(
    rf"(?<![\d.,/])(?P<number>{_NUMBER})\s+(?:(?P<scale>nghin ty|ngan ty|nghin|ngan|trieu|ty|ti)"
    rf"(?:\s+(?P<more>\d{{1,3}})\s+(?P<less>trieu|nghin|ngan))?\s+)?(?:dong|vnd)(?![a-z]| chi\b)"
)


def find_money(text: str) -> Iterator[Mention]:
    """All amounts in Vietnamese đồng, in order: ``2.615 tỷ đồng``, ``500.000 đồng``, ``1 tỷ 500 triệu đồng``.

    A point separates thousands and a comma decimals, as Vietnamese writes them.
    """
    for match in _MONEY.finditer(fold(text)):
        if not _is_currency(text, match):
            continue
        value = _amount(match["number"]) * _scale(match["scale"])
        if match["more"]:
            value += int(match["more"]) * _SCALES[match["less"]]
        span = Span(match.start(), match.end())
        yield Mention(MentionKind.MONEY, span, " ".join(span.of(text).split()), f"{value.normalize():f}")


def _is_currency(text: str, match: re.Match[str]) -> bool:
    """``đồng``, not ``đông`` or ``động``: only the currency has these letters."""
    printed = text[: match.end()][-4:].lower()
    return (
        printed in ("đồng", "dong", "đông")
        if match["scale"]
        else printed in ("đồng",) or printed.endswith("vnd")
    )


def _amount(printed: str) -> Decimal:
    return Decimal(printed.replace(".", "").replace(",", "."))


def _scale(words: str | None) -> int:
    value = 1
    for word in (words or "").split():
        value *= _SCALES[word]
    return value
