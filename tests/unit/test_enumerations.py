"""List marks are read as a sequence."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from vnrestore.restore.enumerations import enumerations


def alike(letter: str, observed: str) -> float:
    """A made-up channel: a character is itself, đ may look like d or 4, anything else is unlikely."""
    if letter == observed:
        return math.log(0.9)
    return math.log(0.5) if (letter, observed) in {("đ", "d"), ("đ", "4"), ("l", "1")} else math.log(1e-4)


def channel(pairs: Sequence[tuple[str, str]]) -> list[float]:
    return [alike(*pair) for pair in pairs]


@pytest.mark.parametrize(
    ("marks", "want"),
    [
        ("abcdde", "abcdđe"),
        ("abcd4e", "abcdđe"),
        ("abcdef", "abcdef"),  # the English order is no error
        ("ab", "ab"),
        ("12345", "12345"),
        ("abab", "abab"),  # two lists
    ],
)
def test_marks_follow_their_alphabet(marks: str, want: str) -> None:
    text = "".join(f"{mark}) Nội dung\n" for mark in marks)
    assert "".join(item.letter for item in enumerations(text, channel)) == want


def test_text_without_lists_has_none() -> None:
    assert enumerations("Nội dung a) giữa dòng\n", channel) == []
