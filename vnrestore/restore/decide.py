"""From a decoded lattice to corrections: what is changed, what is only suggested."""

from __future__ import annotations

import unicodedata
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


def readings(text: str, lattice: Lattice, decoding: Decoding) -> list[list[Reading]]:
    """The readings on the best path of each passage, in text order."""
    rivals: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for start, end, candidate, posterior in zip(
        lattice.starts, lattice.ends, lattice.candidates, decoding.posteriors.tolist(), strict=True
    ):
        if posterior > 0:
            rivals[start, end][candidate.surface] += posterior
    found: list[list[Reading]] = []
    for path in decoding.paths:
        found.append([])
        for edge in path:
            start, end, candidate = lattice.starts[edge], lattice.ends[edge], lattice.candidates[edge]
            same = rivals[start, end]
            others = [(-p, s) for s, p in same.items() if s != candidate.surface]
            if lattice.candidates[edge].surface != text[start:end] and text[start:end] not in same:
                others.append((0.0, text[start:end]))
            second = min(others, default=None)
            found[-1].append(
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
