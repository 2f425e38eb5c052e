"""Letters and digits of list items, read as a sequence: ``c)`` ``d)`` ``d)`` ``e)`` is c, d, đ, e.

A single character in front of a bracket has no context a language model could use, but its
neighbours in the list have. Items are aligned with the alphabet, Vietnamese (a b c d đ e g)
or English (a b c d e f g), whichever the list follows, by a small Viterbi search.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

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


Score = Callable[[Sequence[tuple[str, str]]], list[float]]


class Item(NamedTuple):
    """The mark of a list item: where it stands, how it was read, what it must be."""

    offset: int
    observed: str
    letter: str


def number_items(text: str, chosen: list[list[Reading]], score: Score) -> list[list[Reading]]:
    """The readings with list marks put right; only readings of exactly the mark are touched."""
    marks = {item.offset: item for item in enumerations(text, score)}
    return [[_renamed(r, marks.get(r.start)) for r in passage] for passage in chosen]


def _renamed(reading: Reading, item: Item | None) -> Reading:
    if item is None or reading.end != item.offset + 1 or reading.surface == item.letter:
        return reading
    return reading._replace(
        surface=item.letter,
        posterior=SEQUENCE_POSTERIOR,
        runner_up=item.observed,
        runner_up_posterior=1 - SEQUENCE_POSTERIOR,
        generator="enumeration",
    )


class _State(NamedTuple):
    order: str
    place: int


def enumerations(text: str, score: Score) -> list[Item]:
    """All one-character list marks of ``text`` with their most likely letters.

    Args:
        text: the text, one list item a line.
        score: natural log P(observed | letter) of (letter, observed) pairs.
    """
    found = [(m.start(1), m.group(1)) for m in _ITEM.finditer(text)]
    states = [_State(order, i) for order in (VIETNAMESE, ENGLISH, DIGITS) for i in range(len(order))]
    pairs = [(letter, observed) for letter in LETTERS for observed in sorted({o for _, o in found})]
    emission = dict(zip(pairs, score(pairs), strict=True))
    best = {s: _begin(s) + _emit(s, found[0][1], emission) for s in states} if found else {}
    back: list[dict[_State, _State]] = []
    for _, observed in found[1:]:
        top = max(best, key=lambda s: best[s])
        after: dict[_State, float] = {}
        came: dict[_State, _State] = {}
        for state in states:
            options = [(best[top] + max(_begin(state) + AGAIN_LOGP, JUMP_LOGP * 2), top)]
            if state.place:
                before = _State(state.order, state.place - 1)
                options.append((best[before] + NEXT_LOGP, before))
            value, came[state] = max(options, key=lambda option: option[0])
            after[state] = value + _emit(state, observed, emission)
        best = after
        back.append(came)
    return list(_trace(found, best, back))


def _begin(state: _State) -> float:
    """Lists begin with their first item, seldom (a page break) with another."""
    return 0.0 if state.place == 0 else math.log(0.01)


def _emit(state: _State, observed: str, emission: Mapping[tuple[str, str], float]) -> float:
    return max(emission[state.order[state.place], observed], math.log(1e-5))


def _trace(
    found: list[tuple[int, str]], best: dict[_State, float], back: list[dict[_State, _State]]
) -> Iterable[Item]:
    if not found:
        return
    state = max(best, key=lambda s: best[s])
    path = [state]
    for came in reversed(back):
        path.append(came[path[-1]])
    for (offset, observed), at in zip(found, reversed(path), strict=True):
        yield Item(offset, observed, at.order[at.place])
