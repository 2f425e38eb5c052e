"""From a decoded lattice to corrections: what is changed, what is only suggested."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.lattice import Decoding, Lattice
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections


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


def readings(text: str, lattice: Lattice, decoding: Decoding) -> list[Reading]:
    """The readings on the best paths, in text order."""
    rivals: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for start, end, candidate, posterior in zip(
        lattice.starts, lattice.ends, lattice.candidates, decoding.posteriors.tolist(), strict=True
    ):
        if posterior > 0:
            rivals[start, end][candidate.surface] += posterior
    found = []
    for path in decoding.paths:
        for edge in path:
            start, end, candidate = lattice.starts[edge], lattice.ends[edge], lattice.candidates[edge]
            same = rivals[start, end]
            others = [(-p, s) for s, p in same.items() if s != candidate.surface]
            if lattice.candidates[edge].surface != text[start:end] and text[start:end] not in same:
                others.append((0.0, text[start:end]))
            second = min(others, default=None)
            found.append(
                Reading(
                    start,
                    end,
                    candidate.surface,
                    min(same[candidate.surface], 1.0),
                    second[1] if second else None,
                    -second[0] if second else 0.0,
                    candidate.generator,
                    candidate.symbol,
                )
            )
    return found


def decide(text: str, chosen: list[Reading], min_posterior: float) -> Restoration:
    """Turn readings into a restoration; changes below ``min_posterior`` become suggestions."""
    corrections, suggestions = [], []
    certainty = total = 0.0
    for reading in chosen:
        if reading.symbol >= 0:
            certainty += reading.posterior
            total += 1
        original = text[reading.start : reading.end]
        if reading.surface == original:
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
    return Restoration(
        original=text,
        text=apply_corrections(text, corrections),
        corrections=tuple(corrections),
        suggestions=tuple(suggestions),
        confidence=certainty / total if total else 1.0,
    )
