"""What the lattice holds at one place of the text: every reading with the scores that decided.

A reading wins by the sum of three things: what the channel says of the letters, what the
language model says of the word behind the words chosen before it, and what it says of the words after it. All
three are shown as natural logs, and the posterior that came of all paths together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from vnrestore.datatypes.lattice import SILENT, Decoding, Lattice
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.written import written

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


def options_at(lattice: Lattice, decoding: Decoding, context: Context, start: int, end: int) -> list[Option]:
    """All readings of all stretches that share a character with ``[start, end)``, likeliest first.

    Args:
        lattice: one passage.
        decoding: its best path and posteriors.
        context: what it was built and decoded with.
        start: where the place begins, an offset into the text.
        end: where it ends.
    """
    model, own = context.vocabulary.model, context.own
    path = _steps(lattice, decoding)
    chosen = set(decoding.paths[0])
    bounds = decoding.edges.bounds.tolist()
    found: list[Option] = []
    columns = (lattice.start, lattice.end, lattice.number)
    for arm, (begin, stop, number) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
        if stop <= start or begin >= end:
            continue
        candidates = lattice.candidates[number]
        before = [step.symbol for step in path if step.end <= begin]
        after = [step.symbol for step in path if step.start >= stop][:AHEAD]
        for i, (symbol, form) in enumerate(
            zip(candidates.symbols.tolist(), candidates.forms.tolist(), strict=True)
        ):
            language, ahead = _context_logps(model, before, symbol, after)
            if own is not None and symbol != SILENT:
                language += float(own[symbol])
            edge = bounds[arm] + i
            found.append(
                Option(
                    begin,
                    stop,
                    *written(candidates, symbol, form, model.words),
                    float(candidates.scores[i]),
                    language,
                    ahead,
                    float(decoding.posteriors[edge]),
                    edge in chosen,
                )
            )
    found.sort(key=lambda o: (-o.posterior, -(o.channel_logp + o.language_logp + o.ahead_logp), o))
    return found


def _steps(lattice: Lattice, decoding: Decoding) -> list[Step]:
    edges, first = decoding.edges, decoding.path[: decoding.bounds[1]]
    arms = edges.arms_of(first)
    columns = (lattice.start[arms], lattice.end[arms], edges.symbol[edges.rows_of(first, arms)])
    return [Step(*step) for step in zip(*(c.tolist() for c in columns), strict=True)]


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
