"""Letters and digits of list items, read as a sequence: ``c)`` ``d)`` ``d)`` ``e)`` is c, d, đ, e.

Items are aligned with the alphabet, Vietnamese (a b c d đ e g) or English (a b c d e f g), whichever the
list follows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import regex

from vnrestore.restore.reading import Reading
from vnrestore.restore.sequences import Score, follow

VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
ENGLISH = "abcdefghijklmnopqrstuvxyz"
DIGITS = "123456789"
SEQUENCE_POSTERIOR = 0.9  # of a mark that fits its sequence
_ITEM = regex.compile(r"^[^\S\n]*([^\s\p{Z}(])\)(?=\s)", regex.MULTILINE)


class Item(NamedTuple):
    """The mark of a list item: where it stands, how it was read, what it must be."""

    offset: int
    observed: str
    letter: str


def number_items(text: str, chosen: list[list[Reading]], score: Score) -> list[list[Reading]]:
    """The readings with list marks put right; only readings of exactly the mark are touched."""
    marks = {item.offset: item for item in enumerations(text, score)}
    offsets = list(marks)
    return [
        [_renamed(r, marks.get(r.start)) for r in passage] if _reach(offsets, passage) else passage
        for passage in chosen
    ]


def _reach(offsets: Sequence[int], passage: Sequence[Reading]) -> bool:
    """Whether one of these places, in their order, is in a passage."""
    if not passage:
        return False
    return bisect_left(offsets, passage[0].start) < bisect_left(offsets, passage[-1].end)


def _renamed(reading: Reading, item: Item | None) -> Reading:
    if item is None or reading.end != item.offset + 1 or reading.surface == item.letter:
        return reading
    changed = reading.instead(item.letter, SEQUENCE_POSTERIOR, "enumeration")
    return changed._replace(runner_up=item.observed)


def enumerations(text: str, score: Score) -> list[Item]:
    """All one-character list marks of ``text`` with their most likely letters.

    Args:
        text: the text, one list item a line.
        score: natural log P(observed | letter) of (letter, observed) pairs.
    """
    found = [(m.start(1), m.group(1)) for m in _ITEM.finditer(text)]
    if not found:
        return []
    letters = follow([observed for _, observed in found], (VIETNAMESE, ENGLISH, DIGITS), score)
    return [Item(offset, observed, letter) for (offset, observed), letter in zip(found, letters, strict=True)]
