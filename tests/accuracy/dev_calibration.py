"""Which readings are right, and whether their posteriors say so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from vnrestore.evaluate.align import Aligned, align
from vnrestore.evaluate.metrics import syllables_of_truth
from vnrestore.evaluate.normalise import alternatives, bare
from vnrestore.restore.reading import Reading
from vnrestore.text.spelling import strip_marks

LAYOUT_RUN = 4  # so many wrong tokens in a row, half of them without kin: lost or moved lines, stamps
KIN = 0.4  # similarity from which two tokens, marks aside, may be readings of one word
NEAR = 3  # fewer missing tokens in a row belong to the wrong reading beside them


class Judged(NamedTuple):
    """A reading of a word and whether the truth has it.

    Attributes:
        reading: what was read.
        observed: what stood there.
        right: the truth has it, case and edge punctuation aside.
        errors: how many of the text's errors it answers for.
        layout: it lies among lost, moved or surplus lines, where right and wrong say little.
        changed: it differs from what stood there.
        truth: the token of the truth, None for a surplus word.
    """

    reading: Reading
    observed: str
    right: bool
    errors: float
    layout: bool
    changed: bool
    truth: str | None


def judge(gold: str, noisy: str, chosen: Sequence[Reading]) -> list[Judged]:
    """The readings of words (symbol of the language model, with letters) beside the truth."""
    text, spans = _written(noisy, chosen)
    tokens = [m for m in re.finditer(r"\S+", text) if bare(m.group())]
    path = align(syllables_of_truth(gold), [m.group() for m in tokens], bare)
    words = [i for i, r in enumerate(chosen) if r.symbol >= 0 and any(c.isalpha() for c in r.surface)]
    found: list[Judged] = []
    at = cursor = 0
    for one, errors, layout in zip(path, _errors(path), _layout(path), strict=True):
        if one.token is None:
            continue
        token = tokens[at]
        at += 1
        while cursor < len(words) and spans[words[cursor]][1] <= token.start():
            cursor += 1
        inside = []
        for i in words[cursor:]:
            if spans[i][0] >= token.end():
                break
            inside.append(i)
        wrong = _wrong(one, [(spans[i][0] - token.start(), spans[i][1] - token.start()) for i in inside])
        for i, bad in zip(inside, wrong, strict=True):
            reading = chosen[i]
            observed = noisy[reading.start : reading.end]
            share = errors / sum(wrong) if bad else 0.0
            changed = unicodedata.normalize("NFC", observed) != reading.surface
            found.append(Judged(reading, observed, not bad, share, layout, changed, one.truth))
    return found


def _written(noisy: str, chosen: Sequence[Reading]) -> tuple[str, list[tuple[int, int]]]:
    """The text with all readings put in, and where each of them stands in it."""
    parts, spans = [], []
    end = length = 0
    for reading in chosen:
        parts += [noisy[end : reading.start], reading.surface]
        length += reading.start - end
        lead = len(reading.surface) - len(reading.surface.lstrip())
        spans.append((length + lead, length + len(reading.surface)))
        length += len(reading.surface)
        end = reading.end
    return "".join([*parts, noisy[end:]]), spans


def _wrong(one: Aligned, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Which of the readings inside a token are wrong: those whose letters differ from the truth's."""
    if one.right or one.truth is None or one.token is None or len(spans) < 2:
        return [not one.right] * len(spans)
    gold, token = alternatives(one.truth)[0].lower(), one.token.lower()
    touched = {op.dest_pos for op in Levenshtein.editops(gold, token)}
    wrong = [any(a <= place < max(b, a + 1) for place in touched) for a, b in spans]
    return wrong if any(wrong) else [True] * len(spans)


def _runs(path: Sequence[Aligned]) -> Iterable[tuple[int, int]]:
    start = 0
    for i in range(len(path) + 1):
        if i == len(path) or path[i].right:
            if i > start:
                yield start, i
            start = i + 1


def _layout(path: Sequence[Aligned]) -> list[bool]:
    flags = [False] * len(path)
    for start, end in _runs(path):
        lone = sum(not _kin(one) for one in path[start:end])
        if end - start >= LAYOUT_RUN and 2 * lone >= end - start:
            flags[start:end] = [True] * (end - start)
    return flags


def _kin(one: Aligned) -> bool:
    if one.truth is None or one.token is None:
        return False
    gold, token = (strip_marks(bare(word)) for word in (alternatives(one.truth)[0], one.token))
    return Levenshtein.normalized_similarity(gold, token) >= KIN


def _errors(path: Sequence[Aligned]) -> list[float]:
    """Errors each step answers for: its own, and a few missing tokens before or behind it."""
    errors = [0.0 if one.right else 1.0 for one in path]
    for start, end in _runs(path):
        missing = [i for i in range(start, end) if path[i].token is None]
        present = [i for i in range(start, end) if path[i].token is not None]
        if present and len(missing) < NEAR:
            for i in missing:
                nearest = min(present, key=lambda j: (abs(i - j), j))
                errors[nearest] += errors[i]
                errors[i] = 0.0
    return errors


class Calibration(NamedTuple):
    """Expected calibration error, the bins it comes from, and where the errors lie.

    ``bins`` are (mean posterior, share right, words); ``shares`` the errors held by the least
    certain words, for each part asked for.
    """

    words: int
    wrong: int
    ece: float
    bins: list[tuple[float, float, int]]
    shares: dict[float, float]


PARTS = (0.01, 0.03, 0.05, 0.1)


def calibrate(judged: Sequence[Judged], bins: int = 15) -> Calibration:
    """Calibration of the posteriors over equal-width bins."""
    groups: list[list[Judged]] = [[] for _ in range(bins)]
    for one in judged:
        groups[min(int(one.reading.posterior * bins), bins - 1)].append(one)
    rows = [
        (sum(j.reading.posterior for j in g) / len(g), sum(j.right for j in g) / len(g), len(g))
        for g in groups
        if g
    ]
    total = len(judged)
    ece = sum(n * abs(mean - right) for mean, right, n in rows) / max(1, total)
    ranked = sorted(judged, key=lambda j: j.reading.posterior)
    errors = sum(j.errors for j in judged)
    shares = {
        part: sum(j.errors for j in ranked[: round(part * total)]) / errors if errors else 1.0
        for part in PARTS
    }
    return Calibration(total, sum(not j.right for j in judged), ece, rows, shares)
