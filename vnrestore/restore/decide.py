"""From readings to corrections: what is changed, what is only suggested."""

from __future__ import annotations

from collections.abc import Container

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Doubt, Restoration, apply_corrections
from vnrestore.restore.looks import CHANGED, OVERTAKEN, find
from vnrestore.restore.noise import find_noise
from vnrestore.restore.reading import Reading

DOUBTFUL = 0.9  # with the corrections less sure than this, some 3 % of the words, which hold most errors


def mean_posterior(chosen: list[list[Reading]]) -> float:
    """How sure a reading is of its words on the whole, 1.0 if it has none."""
    sure = [r[3] for passage in chosen for r in passage if r[7] >= 0]
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


def drop_changes(text: str, chosen: list[list[Reading]], kept: Container[int]) -> list[list[Reading]]:
    """The readings as they stand, but for changes that begin at some offsets."""
    found = list(chosen)
    for i, places in find(text, chosen, CHANGED).items():
        found[i] = list(chosen[i])
        for k in places:
            if chosen[i][k].start not in kept:
                found[i][k] = keep_original(text, chosen[i][k])
    return found


def decide(text: str, chosen: list[Reading], min_posterior: float) -> Restoration:
    """Turn readings into a restoration; changes below ``min_posterior`` become suggestions."""
    corrections: list[Correction] = []
    suggestions: list[Correction] = []
    places = find(text, [chosen], CHANGED, OVERTAKEN, below=DOUBTFUL).get(0, [])
    for place in places:
        start, end, surface, posterior, runner_up, rival_posterior, generator, _ = chosen[place]
        original = text[start:end]
        if surface == original:
            if runner_up is not None and rival_posterior > posterior:
                suggestions.append(_suggestion(chosen[place], original))
            continue
        if not surface:
            follower = chosen[place + 1].start if place + 1 < len(chosen) else len(text)
            start, end = _with_blank(text, start, end, corrections, follower)
            original = text[start:end]
        span = Span(start, end)
        posteriors = round(posterior, 6), round(rival_posterior, 6)
        correction = Correction(span, original, surface, posteriors[0], runner_up, posteriors[1], generator)
        (corrections if posterior >= min_posterior else suggestions).append(correction)
    suggestions.sort(key=lambda c: c.span)
    return Restoration(
        original=text,
        text=apply_corrections(text, corrections),
        corrections=tuple(corrections),
        suggestions=tuple(suggestions),
        confidence=mean_posterior([chosen]),
        doubts=_doubts(text, [chosen[place] for place in places]),
        noise=find_noise(text, corrections),
    )


def _doubts(text: str, chosen: list[Reading]) -> tuple[Doubt, ...]:
    """Words left as they stand that may be wrong and have no likelier reading."""
    return tuple(
        Doubt(Span(r.start, r.end), round(r.posterior, 6))
        for r in chosen
        if r[3] < DOUBTFUL
        and r[7] >= 0
        and r[5] <= r[3]
        and text[r[0] : r[1]] == r[2]
        and any(map(str.isalpha, r[2]))
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
