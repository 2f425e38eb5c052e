"""What an engine does to the bounds of letters and words, as the text itself shows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain

import regex

from vnrestore.restore.passages import Chunk

SHARE = 0.004  # of a text's words; brackets whose partner was lost are rarer

LETTERS = 3.5  # of a word, on average
MOST_GLUED = -1.0  # nats

LONG = 9  # letters; no syllable has as many
_LONG_RUN = regex.compile(rf"\p{{L}}{{{LONG},}}")
_CLOSED = regex.compile(r"[\p{L}\p{N}][^()]+\)\P{L}*")  # but for d), of a list


def breaks_letters(parts: Iterable[Iterable[Chunk]]) -> bool:
    """Whether words of a text so often end in a bracket nobody opened that it must be part of a letter."""
    unopened = words = 0
    for passage in parts:
        left = 0
        for chunk in passage:
            words += 1
            left += chunk.text.count("(")
            if ")" in chunk.text:
                unopened += not left and _CLOSED.fullmatch(chunk.text) is not None
                left = max(0, left - chunk.text.count(")"))
    return unopened > SHARE * words


def glued_logp(parts: Iterable[Iterable[Chunk]], usual: float) -> float:
    """Log probability that the gap between two words is lost: by how many runs are too long for a word.

    Args:
        parts: the passages.
        usual: what it is at least.
    """
    lost = words = 0.0
    for chunk in chain.from_iterable(parts):
        words += 1
        if len(chunk.text) >= LONG:
            for run in _LONG_RUN.findall(chunk.text):
                lost += len(run) / LETTERS - 1
    return max(usual, min(MOST_GLUED, math.log(lost / (words + lost)))) if lost else usual
