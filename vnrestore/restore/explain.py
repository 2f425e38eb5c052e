"""What the lattice holds at one place of the text: every reading with the scores that decided.

A reading wins by the sum of three things: what the channel says of the letters, what the
language model says of the word behind the words chosen before it, and what it says of the words after it. All
three are shown as natural logs, and the posterior that came of all paths together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from vnrestore.datatypes.lattice import SILENT, Decoding, Lattice
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.lattice import generator_of, written

AHEAD = 3  # words after a reading whose probability it changes: the model's order less one


class Option(NamedTuple):
    """One reading of one stretch that covers the place.

    Attributes:
        start, end: the stretch.
        surface: the reading as it would be printed.
        generator: who proposed it.
        channel_logp: log P(observed letters | reading), with the generator's prior.
        language_logp: log P(reading | words chosen before), with what the text's own words add to it;
            0 for what the model does not hear.
        ahead_logp: log P(next words chosen | reading and words before).
        posterior: its share of all paths, in [0, 1], before calibration.
        chosen: whether it is on the best path.
    """

    start: int
    end: int
    surface: str
    generator: str
    channel_logp: float
    language_logp: float
    ahead_logp: float
    posterior: float
    chosen: bool


class Step(NamedTuple):
    """A word of the best path: its stretch and its symbol."""

    start: int
    end: int
    symbol: int


def options_at(lattice: Lattice, decoding: Decoding, model: NgramModel, start: int, end: int) -> list[Option]:
    """All readings of all stretches that share a character with ``[start, end)``, likeliest first.

    Args:
        lattice: one passage.
        decoding: its best path and posteriors.
        model: the language model it was decoded with.
        start: where the place begins, an offset into the text.
        end: where it ends.
    """
    path = _steps(lattice, decoding)
    chosen = set(decoding.paths[0])
    bounds = decoding.edges.bounds.tolist()
    found: list[Option] = []
    for number, arm in enumerate(lattice.arms):
        if arm.end <= start or arm.start >= end:
            continue
        before = [step.symbol for step in path if step.end <= arm.start]
        after = [step.symbol for step in path if step.start >= arm.end][:AHEAD]
        for i in range(len(arm.candidates.symbols)):
            symbol = int(arm.candidates.symbols[i])
            language, ahead = _context_logps(model, before, symbol, after)
            language += float(lattice.own_logp(arm.candidates.symbols[i : i + 1])[0])
            edge = bounds[number] + i
            found.append(
                Option(
                    arm.start,
                    arm.end,
                    written(arm.candidates, symbol, int(arm.candidates.forms[i]), lattice.words),
                    generator_of(arm.candidates, int(arm.candidates.forms[i])),
                    float(arm.candidates.scores[i]),
                    language,
                    ahead,
                    float(decoding.posteriors[edge]),
                    edge in chosen,
                )
            )
    found.sort(key=lambda o: (-o.posterior, -(o.channel_logp + o.language_logp + o.ahead_logp), o))
    return found


def _steps(lattice: Lattice, decoding: Decoding) -> list[Step]:
    bounds, arms = decoding.edges.bounds.tolist(), lattice.arms
    steps = []
    for edge in decoding.paths[0]:
        number = bisect_right(bounds, edge) - 1
        symbol = int(arms[number].candidates.symbols[edge - bounds[number]])
        steps.append(Step(arms[number].start, arms[number].end, symbol))
    return steps


def _context_logps(
    model: NgramModel, before: Sequence[int], symbol: int, after: Sequence[int]
) -> tuple[float, float]:
    """log P(symbol | before), and log P(after | before, symbol)."""
    state = model.begin(1)
    for word in before:
        if word != SILENT:
            _, state = model.score(state, np.array([word], np.int64))
    logps = []
    for word in (symbol, *after):
        if word == SILENT:
            logps.append(0.0)
            continue
        logp, state = model.score(state, np.array([word], np.int64))
        logps.append(float(logp[0]))
    return logps[0], sum(logps[1:])
