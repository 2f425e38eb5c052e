"""From a decoded lattice to corrections: what is changed, what is only suggested."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import NamedTuple

import numpy as np

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.lattice import Decoding, Lattice
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections
from vnrestore.restore.lattice import surface


class Reading(NamedTuple):
    """One chosen stretch with its probability and its best rival."""

    start: int
    end: int
    surface: str
    posterior: float
    runner_up: str | None
    runner_up_posterior: float
    generator: str
    symbol: int


def readings(text: str, lattice: Lattice, decoding: Decoding) -> list[list[Reading]]:
    """The readings on the best path of each passage, in text order."""
    edges, bounds = decoding.edges, decoding.edges.bounds
    same_span: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, arm in enumerate(lattice.arms):
        same_span[arm.start, arm.end].append(number)
    rivals: dict[tuple[int, int], dict[str, float]] = {}
    found: list[list[Reading]] = []
    for path in decoding.paths:
        found.append([])
        for edge, number in zip(path, edges.arm[path].tolist(), strict=True):
            arm = lattice.arms[number]
            span = arm.start, arm.end
            if span not in rivals:
                rivals[span] = _shares(lattice, decoding, same_span[span])
            same, at = rivals[span], edge - bounds[number]
            chosen, original = surface(lattice, arm, at), text[arm.start : arm.end]
            others = [(-p, s) for s, p in same.items() if s != chosen]
            if chosen != original and original not in same:
                others.append((0.0, original))
            second = min(others, default=None)
            found[-1].append(
                Reading(
                    arm.start,
                    arm.end,
                    chosen,
                    min(same.get(chosen, 0.0), 1.0),
                    second[1] if second else None,
                    -second[0] if second else 0.0,
                    arm.candidates.generator(at),
                    int(arm.candidates.symbols[at]),
                )
            )
    return found


def _shares(lattice: Lattice, decoding: Decoding, arms: list[int]) -> dict[str, float]:
    """The posterior of every reading of one stretch that has any."""
    shares: dict[str, float] = defaultdict(float)
    bounds = decoding.edges.bounds
    for number in arms:
        posteriors = decoding.posteriors[bounds[number] : bounds[number + 1]]
        for i in np.flatnonzero(posteriors).tolist():
            shares[surface(lattice, lattice.arms[number], i)] += float(posteriors[i])
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
        if reading.surface == unicodedata.normalize("NFC", original):
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


def unsettled(first: Restoration, second: Restoration) -> set[int]:
    """Where the corrections of ``first`` begin that a second restoration of its text changes again;
    all of them if it changes something else."""
    touched = [c.span for c in second.corrections]
    found = set()
    shift = 0
    for correction in first.corrections:
        start = correction.span.start + shift
        end = start + len(correction.replacement)
        shift += len(correction.replacement) - len(correction.original)
        if any(span.start < end and start < span.end for span in touched):
            found.add(correction.span.start)
    return found or {c.span.start for c in first.corrections}


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
