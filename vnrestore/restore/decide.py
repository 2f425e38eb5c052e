"""From a decoded lattice to corrections: what is changed, what is only suggested."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.lattice import Decoding, Lattice
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections
from vnrestore.restore.lattice import generator_of, written
from vnrestore.restore.reading import Reading

LEAST = 1e-7  # posterior below which a reading is no rival


def readings(
    text: str, lattice: Lattice, decoding: Decoding, settled: Mapping[int, Reading] = MappingProxyType({})
) -> list[list[Reading]]:
    """The readings on the best path of each passage, in text order.

    Args:
        text: the observed text.
        lattice: its lattice.
        decoding: the outcome.
        settled: readings the lattice holds without a rival, by their offsets.
    """
    shares = _shares(lattice, decoding, settled)
    edges, arms = decoding.edges, lattice.arms
    found: list[list[Reading]] = []
    for path in decoding.paths:
        found.append([])
        columns = (edges.arm[path].tolist(), edges.symbol[path].tolist(), edges.form[path].tolist())
        for number, symbol, form in zip(*columns, strict=True):
            arm = arms[number]
            if arm.start in settled:
                found[-1].append(settled[arm.start])
                continue
            chosen, original = written(arm.candidates, symbol, form, lattice.words), text[arm.start : arm.end]
            same = shares.get((arm.start, arm.end), {})
            rival, share = None, 0.0
            for other, p in same.items() if len(same) > 1 else ():
                if other != chosen and (rival is None or p > share or (p == share and other < rival)):
                    rival, share = other, p
            if rival is None and chosen != original:
                rival = original
            posterior = min(same.get(chosen, 0.0), 1.0)
            generator = generator_of(arm.candidates, form)
            found[-1].append(Reading(arm.start, arm.end, chosen, posterior, rival, share, generator, symbol))
    return found


def _shares(
    lattice: Lattice, decoding: Decoding, settled: Mapping[int, Reading]
) -> dict[tuple[int, int], dict[str, float]]:
    """The posterior of every reading of a stretch that has any to speak of."""
    edges, arms, words = decoding.edges, lattice.arms, lattice.words
    alive = np.flatnonzero(decoding.posteriors > LEAST)
    columns = (edges.arm[alive], edges.symbol[alive], edges.form[alive], decoding.posteriors[alive])
    shares: dict[tuple[int, int], dict[str, float]] = {}
    for number, symbol, form, p in zip(*(column.tolist() for column in columns), strict=True):
        arm = arms[number]
        if arm.start in settled:
            continue
        same = shares.setdefault((arm.start, arm.end), {})
        word = written(arm.candidates, symbol, form, words)
        same[word] = same.get(word, 0.0) + p
    return shares


def mean_posterior(chosen: list[list[Reading]]) -> float:
    """How sure a reading is of its words on the whole, 1.0 if it has none."""
    sure = [r.posterior for passage in chosen for r in passage if r.symbol >= 0]
    return sum(sure) / len(sure) if sure else 1.0


def keep_original(text: str, reading: Reading) -> Reading:
    """The reading turned round: what stands in the text, with the change as its rival."""
    original = text[reading.start : reading.end]
    if reading.surface == original:
        return reading
    return reading._replace(
        surface=original,
        posterior=max(1.0 - reading.posterior, 0.0),
        runner_up=reading.surface,
        runner_up_posterior=reading.posterior,
        generator="identity",
    )


def decide(text: str, chosen: list[Reading], min_posterior: float) -> Restoration:
    """Turn readings into a restoration; changes below ``min_posterior`` become suggestions."""
    corrections: list[Correction] = []
    suggestions: list[Correction] = []
    certainty = total = 0.0
    for reading in chosen:
        if reading.symbol >= 0:
            certainty += reading.posterior
            total += 1
        original = text[reading.start : reading.end]
        if reading.surface == original:
            if reading.runner_up_posterior > reading.posterior and reading.runner_up is not None:
                suggestions.append(_suggestion(reading, original))
            continue
        correction = Correction(
            Span(reading.start, reading.end),
            original,
            reading.surface,
            round(reading.posterior, 6),
            reading.runner_up,
            round(reading.runner_up_posterior, 6),
            reading.generator,
        )
        (corrections if reading.posterior >= min_posterior else suggestions).append(correction)
    suggestions.sort(key=lambda c: c.span)
    return Restoration(
        original=text,
        text=apply_corrections(text, corrections),
        corrections=tuple(corrections),
        suggestions=tuple(suggestions),
        confidence=certainty / total if total else 1.0,
    )


def _suggestion(reading: Reading, original: str) -> Correction:
    """A change that was held back although it was the likelier reading."""
    return Correction(
        Span(reading.start, reading.end),
        original,
        reading.runner_up or original,
        round(reading.runner_up_posterior, 6),
        original,
        round(reading.posterior, 6),
        reading.generator,
    )
