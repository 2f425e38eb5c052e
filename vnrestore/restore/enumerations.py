"""Letters and digits of list items, read as a sequence: ``c)`` ``d)`` ``d)`` ``e)`` is c, d, đ, e.

A single character in front of a bracket has no context a language model could use, but its
neighbours in the list have. Items are aligned with the alphabet, Vietnamese (a b c d đ e g)
or English (a b c d e f g), whichever the list follows, by a small Viterbi search.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import regex

from vnrestore.restore.reading import Reading

VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
ENGLISH = "abcdefghijklmnopqrstuvxyz"
DIGITS = "123456789"
LETTERS = "".join(sorted({*VIETNAMESE, *ENGLISH, *DIGITS}))
_ITEM = regex.compile(r"^[^\S\n]*([^\s\p{Z}])\)(?=\s)", regex.MULTILINE)
NEXT_LOGP = math.log(0.85)  # an item follows its predecessor
AGAIN_LOGP = math.log(0.1)  # a new list begins
SEQUENCE_POSTERIOR = 0.9  # of a mark that fits its sequence
JUMP_LOGP = math.log(0.001)  # items were lost in between
LATE_LOGP = math.log(0.01)  # a list begins (after a page break) with another item than its first
LEAST_LOGP = math.log(1e-5)  # of reading one letter as another

# The states of the search: every place in every order, one order after the other.
_STATES = VIETNAMESE + ENGLISH + DIGITS
_FIRST = (0, len(VIETNAMESE), len(VIETNAMESE) + len(ENGLISH))


Score = Callable[[Sequence[tuple[str, str]]], list[float]]


class Item(NamedTuple):
    """The mark of a list item: where it stands, how it was read, what it must be."""

    offset: int
    observed: str
    letter: str


def number_items(text: str, chosen: list[list[Reading]], score: Score) -> list[list[Reading]]:
    """The readings with list marks put right; only readings of exactly the mark are touched."""
    marks = {item.offset: item for item in enumerations(text, score)}
    if not marks:
        return chosen
    return [[_renamed(r, marks[r.start]) if r.start in marks else r for r in p] for p in chosen]


def _renamed(reading: Reading, item: Item) -> Reading:
    if reading.end != item.offset + 1 or reading.surface == item.letter:
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
    seen = sorted({observed for _, observed in found})
    logp = np.array(score([(letter, observed) for observed in seen for letter in LETTERS]))
    letter_of_state = [LETTERS.index(letter) for letter in _STATES]
    emission = np.maximum(logp, LEAST_LOGP).reshape(len(seen), -1)[:, letter_of_state]
    first = list(_FIRST)
    begin = np.full(len(_STATES), LATE_LOGP)
    begin[first] = 0.0
    row = {observed: i for i, observed in enumerate(seen)}
    best = begin + emission[row[found[0][1]]]
    back = []
    for _, observed in found[1:]:
        top = int(best.argmax())
        again = best[top] + np.maximum(begin + AGAIN_LOGP, 2 * JUMP_LOGP)
        onward = np.append(-np.inf, best[:-1]) + NEXT_LOGP
        onward[first] = -np.inf  # the state before is the last of another order
        on = onward > again
        back.append(np.where(on, np.arange(len(best)) - 1, top))
        best = np.where(on, onward, again) + emission[row[observed]]
    state = int(best.argmax())
    path = [state]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return [
        Item(offset, observed, _STATES[at])
        for (offset, observed), at in zip(found, reversed(path), strict=True)
    ]
