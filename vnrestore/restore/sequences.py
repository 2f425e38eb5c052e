"""Marks that count: of each, what it must be for all to follow one another, by a small Viterbi search.

The mark of a list item or a heading has no context a language model could use, but its neighbours in the
list have.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np

NEXT_LOGP = math.log(0.85)  # an item follows its predecessor
AGAIN_LOGP = math.log(0.1)  # a new list begins
JUMP_LOGP = math.log(0.001)  # items were lost in between
LATE_LOGP = math.log(0.01)  # a list begins (after a page break) with another item than its first
LEAST_LOGP = math.log(1e-5)  # of reading one mark as another

Score = Callable[[Sequence[tuple[str, str]]], list[float]]


def follow(
    observed: Sequence[str],
    orders: Sequence[Sequence[str]],
    score: Score,
    logps: Sequence[float] = (),
    *,
    late_logp: float = LATE_LOGP,
) -> list[str]:
    """The likeliest marks, each followed by the next of its order.

    Args:
        observed: the marks as they stand, at least one.
        orders: sequences of marks a list may count by.
        score: natural log P(observed | mark) of (mark, observed) pairs.
        logps: natural log prior of each order, if they differ.
        late_logp: that a list begins with another mark than its first.
    """
    states, first, marks, mark_of = _states(tuple(map(tuple, orders)))
    seen = sorted(set(observed))
    logp = np.array(score([(mark, one) for one in seen for mark in marks])).reshape(len(seen), -1)
    emission = np.maximum(logp, LEAST_LOGP)[:, mark_of]
    begin = np.full(len(states), late_logp)
    begin[first] = 0.0
    if logps:
        begin += np.repeat(logps, list(map(len, orders)))
    row = {one: i for i, one in enumerate(seen)}
    best = begin + emission[row[observed[0]]]
    anew = np.maximum(begin + AGAIN_LOGP, 2 * JUMP_LOGP)
    before = np.arange(len(best)) - 1
    onward = np.empty(len(best))
    back = []
    for one in observed[1:]:
        top = int(best.argmax())
        again = best[top] + anew
        np.add(best[:-1], NEXT_LOGP, out=onward[1:])
        onward[first] = -np.inf  # the state before is the last of another order
        on = onward > again
        back.append(np.where(on, before, top))
        best = np.where(on, onward, again) + emission[row[one]]
    path = [int(best.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return [states[at] for at in reversed(path)]


@lru_cache(maxsize=4)
def _states(orders: tuple[tuple[str, ...], ...]) -> tuple[list[str], list[int], list[str], list[int]]:
    """The marks of all orders, and the first places of these; all marks once, and where each is there."""
    states = list(chain.from_iterable(orders))
    marks = sorted(set(states))
    places = {mark: i for i, mark in enumerate(marks)}
    return states, [0, *accumulate(map(len, orders))][:-1], marks, [places[mark] for mark in states]
