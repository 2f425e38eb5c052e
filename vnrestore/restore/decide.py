"""From a decoded lattice to corrections: what is changed, what is only suggested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.lattice import Candidates, Decoding, Lattice
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
    edges, arms, words = decoding.edges, lattice.arms, lattice.words
    alone, rivals = _rivals(lattice, decoding)
    found: list[list[Reading]] = []
    for path in decoding.paths:
        found.append([])
        chosen = np.array(path, np.int64)
        columns = (edges.symbol, edges.form, alone, decoding.posteriors)
        numbers = edges.arm_of(chosen).tolist()
        for number, symbol, form, sole, p in zip(
            numbers, *(c[chosen].tolist() for c in columns), strict=True
        ):
            _, _, start, end, candidates = arms[number]
            if start in settled:
                found[-1].append(settled[start])
                continue
            surface, original = written(candidates, symbol, form, words), text[start:end]
            rival, share = None, 0.0
            if not sole:
                shares = _shares(rivals[start, end], words)
                p = shares.pop(surface, 0.0)
                if shares:
                    share = max(shares.values())
                    rival = min(other for other, value in shares.items() if value == share)
            if rival is None and surface != original:
                rival = original
            generator = generator_of(candidates, form)
            found[-1].append(Reading(start, end, surface, min(p, 1.0), rival, share, generator, symbol))
    return found


# Symbol, form and posterior of an edge, and the candidates it is one of.
_Rival = tuple[int, int, float, Candidates]


def _rivals(
    lattice: Lattice, decoding: Decoding
) -> tuple[NDArray[np.bool_], defaultdict[tuple[int, int], list[_Rival]]]:
    """Which edges are the only ones of their stretch with any posterior to speak of; of the other stretches
    all that have."""
    edges, arms = decoding.edges, lattice.arms
    alive = np.flatnonzero(decoding.posteriors > LEAST)
    arm = edges.arm_of(alive)
    stretch = edges.source[arm].astype(np.int64) << 32 | edges.target[arm]
    _, inverse, count = np.unique(stretch, return_inverse=True, return_counts=True)
    single = count[inverse] == 1
    alone = np.zeros(len(decoding.posteriors), np.bool_)
    alone[alive[single]] = True
    several = alive[~single]
    columns = (arm[~single], edges.symbol[several], edges.form[several], decoding.posteriors[several])
    rivals: defaultdict[tuple[int, int], list[_Rival]] = defaultdict(list)
    for number, symbol, form, p in zip(*(column.tolist() for column in columns), strict=True):
        _, _, start, end, candidates = arms[number]
        rivals[start, end].append((symbol, form, p, candidates))
    return alone, rivals


def _shares(rivals: list[_Rival], words: list[str]) -> dict[str, float]:
    """The posterior of every reading of a stretch."""
    shares: dict[str, float] = {}
    for symbol, form, p, candidates in rivals:
        word = written(candidates, symbol, form, words)
        shares[word] = shares.get(word, 0.0) + p
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
    for place, reading in enumerate(chosen):
        if reading.symbol >= 0:
            certainty += reading.posterior
            total += 1
        original = text[reading.start : reading.end]
        if reading.surface == original:
            if reading.runner_up_posterior > reading.posterior and reading.runner_up is not None:
                suggestions.append(_suggestion(reading, original))
            continue
        start, end = reading.start, reading.end
        if not reading.surface:
            follower = chosen[place + 1].start if place + 1 < len(chosen) else len(text)
            start, end = _with_blank(text, start, end, corrections, follower)
        correction = Correction(
            Span(start, end),
            text[start:end],
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


def _with_blank(text: str, start: int, end: int, made: list[Correction], follower: int) -> tuple[int, int]:
    """The span of what is dropped with one of the blanks around it, so that words keep one between them.

    Args:
        text: the observed text.
        start: where the dropped stretch begins.
        end: where it ends.
        made: the corrections before it.
        follower: where the next reading begins, which may be one of no characters.
    """
    left = start
    if made and made[-1].span.end == start and not made[-1].replacement:
        left = made[-1].span.start  # what touched it is dropped too
    before, after = text[max(0, left - 1) : left], text[end : end + 1]
    if before.strip() or after.strip():
        return start, end
    if before == " " and left == start and (not made or made[-1].span.end < start):
        return start - 1, end
    return (start, end + 1) if after == " " and follower > end else (start, end)


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
