"""Letters that an engine broke: the right half of a round one is a bracket, ``cc')`` for ``có``."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from vnrestore.restore.passages import Chunk

SHARE = 0.004  # of a text's words; brackets whose partner was lost are rarer

_CLOSED = regex.compile(r"[\p{L}\p{N}][^()]+\)\P{L}*")  # but for d), of a list


def breaks_letters(parts: Iterable[Iterable[Chunk]]) -> bool:
    """Whether words of a text so often end in a bracket nobody opened that it must be part of a letter."""
    unopened = words = 0
    for passage in parts:
        left = 0
        for chunk in passage:
            words += 1
            left += chunk.text.count("(")
            if _CLOSED.fullmatch(chunk.text):
                unopened += not left
            left = max(0, left - chunk.text.count(")"))
    return unopened > SHARE * words
