"""Numbers that do not fit their run: what they should be, as a suggestion with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vnrestore.datatypes.notice import NUMBERED_KINDS, Kind, Node, NumberSuggestion
from vnrestore.segment.rules.numerals import letter_follows


def with_suggestions(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The same siblings, those with a doubtful number carrying a suggestion.

    A number is doubtful where it does not follow the one before, although the one after next
    to it shows what it should have been: 1, 2, 8, 4 suggests 3 for 8. A run that jumps and
    goes on from there (1, 2, 5, 6) lacks items or is an excerpt, and is left alone.
    """
    result = list(nodes)
    if len(result) < 2:
        return tuple(result)
    for kind in NUMBERED_KINDS:
        places = [at for at, node in enumerate(result) if node.kind is kind and node.value]
        for before, at, after in zip(places, places[1:], [*places[2:], None], strict=False):
            fixed = _expected(result[before], result[at], None if after is None else result[after])
            if fixed:
                result[at] = replace(result[at], suggestion=fixed)
    return tuple(result)


def _expected(before: Node, node: Node, after: Node | None) -> NumberSuggestion | None:
    previous = before.suggestion.value if before.suggestion else before.value[-1]
    expected = previous + 1
    if node.value[-1] == expected or _next_letter(before, node) or len(before.value) != len(node.value):
        return None
    if after is None:
        if node.value[-1] == previous:
            return NumberSuggestion(expected, f"{node.marker} repeats {before.marker}")
        return None
    if after.value[-1] == expected + 1 or _letter_after_next(before, after):
        return NumberSuggestion(expected, f"{node.marker} stands between {before.marker} and {after.marker}")
    return None


def _next_letter(before: Node, node: Node) -> bool:
    return node.kind is Kind.POINT and letter_follows(_letter(node), _letter(before))


def _letter_after_next(before: Node, after: Node) -> bool:
    if after.kind is not Kind.POINT:
        return False
    return any(
        letter_follows(middle, _letter(before)) and letter_follows(_letter(after), middle)
        for middle in "abcdđefghijklmnopqrstuvxyz"
    )


def _letter(node: Node) -> str:
    return next((char.lower() for char in node.marker if char.isalpha()), "")
