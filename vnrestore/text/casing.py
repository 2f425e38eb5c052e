"""Case patterns: a word is written in small letters, with a capital, or in capitals."""

from __future__ import annotations

LOWER, TITLE, UPPER = 0, 1, 2


def apply_case(word: str, pattern: int) -> str:
    """Write a lower-case word in one of the three patterns."""
    if pattern == UPPER:
        return word.upper()
    if pattern == TITLE:
        return word[:1].upper() + word[1:]
    return word


def case_of(word: str) -> int | None:
    """The pattern a word is written in, None if it is mixed. One capital letter counts as TITLE."""
    if word == word.lower():
        return LOWER
    if word[0] == word[0].upper() and word[1:] == word[1:].lower():
        return TITLE
    return UPPER if word == word.upper() else None
