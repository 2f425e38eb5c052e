"""Runs of English, code and formulas inside garbled text, which stay as they are.

Garbled Vietnamese read by an English engine looks like bad English, so neither side is believed by
itself: a run of words is kept if as English, or as a piece of a program or formula, it is clearly
likelier than as what it was read as. That is a search over the chunks of a passage with three states.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import regex

from vnrestore.language.ngram import NgramModel
from vnrestore.restore.confidence import TEMPERATURE
from vnrestore.restore.foreign_chunks import (
    COMPOUND,
    NONE,
    NUMBER,
    STRONG,
    ForeignChunks,
    ends_clause,
    is_neutral,
    is_plain,
    is_word,
    words_of,
)
from vnrestore.restore.lattice import LatticeBuilder
from vnrestore.restore.reading import Reading
from vnrestore.restore.regimes import unchanged
from vnrestore.restore.spoken import bigram_logps, reading_logps, spoken_logps

VIETNAMESE, ENGLISH, CODE = STATES = range(3)
ENTER_LOGP = -7.0  # that another language begins inside a line
ENTER_LINE_LOGP = -5.0  # that it begins with a line
LEAVE_LOGP = -4.0  # that it ends inside a line, and no clause ends there
END_LOGP = -3.0  # that it ends with a clause
TURN_LOGP = -3.5  # from English to code or back
GAIN = 8.0  # nats by which a run must be likelier
PAIR_GAIN = 11.0  # a run with two words of English only
OWN_GAIN = 4.0  # nats by which a strange word in a run may be likelier to be Vietnamese
STRANGE_SHARE = 0.3  # of a run's words
ENGLISH_SHARE = 0.6  # of a run of English
LEAST_ENGLISH = 3  # words
LEAST_CODE = 3  # chunks of a run of code
LEAST_TELLING = 2  # of these
AROUND = 2  # chunks beside a likely run
INDENT = 80  # blanks that may stand before a line

_CHUNK = regex.compile(r"\S+")
_LIKELY = regex.compile(rb"[.#0c]{2,}")  # chunks side by side, as foreign_chunks.py names their kinds
LEAST_WEAK = b"..."


class _Unit(NamedTuple):
    """A chunk, the readings that begin in it, and its natural-log probabilities by state."""

    text: str
    opens_line: bool
    opens_clause: bool
    readings: range
    logps: tuple[float, float, float]


_Run = list[tuple[_Unit, int]]
_Spoken = Callable[[NgramModel, Sequence[Reading], int, int], list[float]]


class ForeignRuns:
    """Finds runs of English and code.

    Args:
        looks: what chunks say by themselves.
    """

    def __init__(self, looks: ForeignChunks) -> None:
        """Take what knows chunks."""
        self._looks = looks

    def keep(self, text: str, passage: list[Reading], builder: LatticeBuilder) -> list[Reading]:
        """The readings of a passage, with what is English or code as it stands."""
        kept = passage
        for chunks in self._windows(text, passage):
            rough = _runs(self._units(text, passage, chunks, builder, bigram_logps))
            if not any(self._odds(run) > 0.0 for run in rough):
                continue  # a look that costs little
            for run in _runs(self._units(text, passage, chunks, builder, spoken_logps)):
                odds = self._odds(run)
                if odds > 0.0:
                    foreign = {i for unit, _ in run if self._is_foreign(unit) for i in unit.readings}
                    kept = [_as_it_stands(text, r, odds) if i in foreign else r for i, r in enumerate(kept)]
        return kept

    def _windows(self, text: str, passage: Sequence[Reading]) -> Iterator[list[tuple[int, int]]]:
        """Offsets of the chunks around those that may be English or code, if any of them was changed."""
        if not passage:
            return
        base, end = passage[0].start, passage[-1].end
        chunks = _CHUNK.findall(text, base, end)
        likely = [
            m.span() for m in _LIKELY.finditer(bytes(map(self._looks.class_of, chunks))) if _is_likely(m[0])
        ]
        if not likely:
            return
        spans = [m.span() for m in _CHUNK.finditer(text, base, end)]
        changed = [r.start for r in passage if not unchanged(text, r)]
        for first, last in _together(likely):
            if any(spans[first][0] <= at < spans[last - 1][1] for at in changed):
                yield spans[max(0, first - AROUND) : last + AROUND]

    def _units(
        self,
        text: str,
        passage: Sequence[Reading],
        chunks: Sequence[tuple[int, int]],
        builder: LatticeBuilder,
        spoken: _Spoken,
    ) -> list[_Unit]:
        """The chunks with what they are worth as Vietnamese, English and code."""
        first = next((i for i, r in enumerate(passage) if r.start >= chunks[0][0]), len(passage))
        last = next((i for i, r in enumerate(passage) if r.start >= chunks[-1][1]), len(passage))
        said = spoken(builder.context.vocabulary.model, passage, first, last)
        logps = reading_logps(text, passage[first:last], said, builder)
        units: list[_Unit] = []
        before: str | None = None
        at = first
        for start, end in chunks:
            begin = at
            while at < last and passage[at].start < end:
                at += 1
            chunk = text[start:end]
            vietnamese = sum(logps[begin - first : at - first])
            marks = sum(
                logp
                for r, logp in zip(passage[begin:at], logps[begin - first : at - first], strict=True)
                if not any(map(str.isalnum, text[r.start : r.end]))
            )
            english, code = self._looks.logps(chunk, before, marks)
            if is_neutral(chunk):
                english = code = vietnamese
            words = words_of(chunk)
            before = words[-1] if words and not ends_clause(chunk) else None
            clause = bool(units) and ends_clause(units[-1].text)
            logps_by_state = (vietnamese, english, code)
            units.append(_Unit(chunk, _opens_line(text, start), clause, range(begin, at), logps_by_state))
        return units

    def _odds(self, run: _Run) -> float:
        """Nats by which a run is likelier not to be Vietnamese, 0.0 if it does not look the part."""
        gain = sum(unit.logps[state] - unit.logps[VIETNAMESE] for unit, state in run)
        if gain < GAIN:
            return 0.0
        classes = bytes(self._looks.class_of(unit.text) for unit, _ in run)
        words = len(classes) - classes.count(NUMBER)
        strange = sum(
            c == NONE or (c == COMPOUND and state != CODE) for c, (_, state) in zip(classes, run, strict=True)
        )
        if strange > STRANGE_SHARE * words:
            return 0.0
        if all(is_plain(unit.text) for unit, _ in run):
            as_english = sum(unit.logps[ENGLISH] - unit.logps[VIETNAMESE] for unit, _ in run)
            english = sum(self._looks.is_english(unit.text) for unit, _ in run)
            least = PAIR_GAIN if english == 2 == len(run) else GAIN if english >= LEAST_ENGLISH else math.inf
            if as_english >= least and english >= ENGLISH_SHARE * words:
                return as_english
        if all(state != CODE for _, state in run) or len(run) < LEAST_CODE:
            return 0.0
        chunks = [unit.text for unit, _ in run]
        is_code = sum(map(self._looks.is_telling, chunks)) >= LEAST_TELLING
        return gain if is_code or self._looks.is_formula(chunks) else 0.0

    def _is_foreign(self, unit: _Unit) -> bool:
        """Whether a chunk of a run belongs to it: a strange word may be one of Vietnamese after all."""
        strange = self._looks.class_of(unit.text) == NONE and is_word(unit.text)
        return not strange or unit.logps[VIETNAMESE] - max(unit.logps[ENGLISH:]) < OWN_GAIN


def _opens_line(text: str, start: int) -> bool:
    return text[max(0, start - INDENT) : start].rstrip(" \t")[-1:] in ("", "\n")


def _is_likely(classes: bytes) -> bool:
    """Whether neighbouring chunks may be a run: one strong beside another, or three weak ones."""
    marked = classes.translate(None, b"0c")
    return LEAST_WEAK in marked or (len(marked) > 1 and STRONG in marked)


def _together(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans, those that lie so close that the chunks around them would meet made one."""
    current: tuple[int, int] | None = None
    for first, last in spans:
        if current is not None and first - current[1] <= 2 * AROUND:
            current = current[0], last
        else:
            if current is not None:
                yield current
            current = first, last
    if current is not None:
        yield current


def _runs(units: Sequence[_Unit]) -> Iterator[_Run]:
    """The stretches that are not Vietnamese on the likeliest way through the states."""
    scores = [0.0, -math.inf, -math.inf]
    back: list[list[int]] = []
    for unit in units:
        ways = [[scores[old] + _turn(old, new, unit) for old in STATES] for new in STATES]
        best = [max(STATES, key=way.__getitem__) for way in ways]
        back.append(best)
        scores = [way[old] + logp for way, old, logp in zip(ways, best, unit.logps, strict=True)]
    state = max(STATES, key=scores.__getitem__)
    states = []
    for best in reversed(back):
        states.append(state)
        state = best[state]
    pairs = zip(units, reversed(states), strict=True)
    for is_foreign, run in groupby(pairs, lambda pair: pair[1] != VIETNAMESE):
        if is_foreign:
            yield list(run)


def _turn(old: int, new: int, unit: _Unit) -> float:
    """Log probability (but for a constant) of going from one state to another before a chunk."""
    if old == new:
        return 0.0
    if old == VIETNAMESE:
        return ENTER_LINE_LOGP if unit.opens_line else ENTER_LOGP
    if new == VIETNAMESE:
        return 0.0 if unit.opens_line else END_LOGP if unit.opens_clause else LEAVE_LOGP
    return TURN_LOGP


def _as_it_stands(text: str, reading: Reading, odds: float) -> Reading:
    """The reading as it stands in the text, so probable as the run is."""
    original = text[reading.start : reading.end]
    if reading.surface == original:
        return reading
    return reading.instead(original, 1.0 / (1.0 + math.exp(-odds / TEMPERATURE)), "identity")
