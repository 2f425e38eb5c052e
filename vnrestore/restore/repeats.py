"""Document numbers that come back: ``170/QD-BCDNN`` here and ``170/QĐ-BCĐNN`` there are one number.

A document names few others, and names them again and again. Readings of numbers with the same
digits are taken for one number if that explains what was observed better than another number
would: naming a new one costs :data:`NEW_LOGP`, reading one against its own best reading what that
reading's posterior says.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import groupby

from vnrestore.restore.looks import BARRED, find, readings_at
from vnrestore.restore.reading import Reading
from vnrestore.text.tokens import split_edges

NEW_LOGP = -14.0  # the letters of a number that was not named before
UNLIKELY_LOGP = -6.0  # of a spelling that its own reading did not think of
IMPOSSIBLE_LOGP = -50.0  # and which the channel does not allow
FAR = 10.0  # nats: one letter misread, not two
LETTERS = 3  # a shorter tail says too little
AGREED_POSTERIOR = 0.95

Score = Callable[[Sequence[tuple[str, str]]], list[float]]


def agree(text: str, chosen: list[list[Reading]], score: Score) -> list[list[Reading]]:
    """The readings with numbers spelled alike where they are taken for one.

    Args:
        text: the observed text.
        chosen: readings by passage.
        score: natural log P(observed | intended) of (intended, observed) pairs.
    """
    barred = readings_at(chosen, find(text, chosen, BARRED))
    numbers = [r for r in barred if _digits(_core(r.surface))]
    numbers.sort(key=lambda r: (_digits(_core(r.surface)), r.start))
    agreed: dict[int, str] = {}
    for _, same in groupby(numbers, lambda r: _digits(_core(r.surface))):
        group = list(same)
        if len({_core(r.surface) for r in group}) > 1:
            agreed.update(_settle(text, group, score))
    if not agreed:
        return chosen
    return [[_respelled(r, agreed.get(r.start)) for r in passage] for passage in chosen]


def _core(surface: str) -> str:
    """A number without the punctuation around it, which is each reading's own."""
    return split_edges(surface)[1]


def _digits(surface: str) -> str:
    """The digits of a document number and its bars, empty if it is none."""
    number, _, tail = surface.partition("/")
    if not number.isdigit() or sum(map(str.isalpha, tail)) < LETTERS or "-" not in tail:
        return ""
    return "".join(c for c in surface if c.isdigit() or c == "/")


def _settle(text: str, group: list[Reading], score: Score) -> dict[int, str]:
    """The spelling of each number of a group, by repeatedly dropping the spelling least needed."""
    spellings = sorted({_core(r.surface) for r in group})
    observed = [_core(text[r.start : r.end]) for r in group]
    logp = score([(spelling, o) for spelling in spellings for o in observed])
    heard = {s: logp[i * len(observed) : (i + 1) * len(observed)] for i, s in enumerate(spellings)}
    table = {
        s: [_support(r, s, heard[s][i] - heard[_core(r.surface)][i]) for i, r in enumerate(group)]
        for s in spellings
    }

    def total(kept: Sequence[str]) -> float:
        return NEW_LOGP * len(kept) + sum(max(table[s][i] for s in kept) for i in range(len(observed)))

    while len(spellings) > 1:
        fewer = max(([s for s in spellings if s != drop] for drop in spellings), key=total)
        if total(fewer) <= total(spellings):
            break
        spellings = fewer
    return {r.start: max(spellings, key=lambda s: table[s][i]) for i, r in enumerate(group)}


def _support(reading: Reading, spelling: str, difference: float) -> float:
    """Log probability that a number is spelled so, as far as its own reading goes."""
    known = {_core(reading.runner_up or ""): reading.runner_up_posterior}
    known[_core(reading.surface)] = reading.posterior
    if known.get(spelling, 0.0) > 0.0:
        return max(math.log(known[spelling]), UNLIKELY_LOGP)
    return UNLIKELY_LOGP if difference > -FAR else IMPOSSIBLE_LOGP


def _respelled(reading: Reading, spelling: str | None) -> Reading:
    lead, core, trail = split_edges(reading.surface)
    if spelling is None or spelling == core:
        return reading
    surface = lead + spelling + trail
    return reading.instead(surface, AGREED_POSTERIOR, "repeat")
