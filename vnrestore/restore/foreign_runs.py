"""Runs of English, code and formulas inside garbled text, which stay as they are.

Garbled Vietnamese read by an English engine looks like bad English, so neither side is believed by
itself: a run of words is kept if as English, or as a piece of a program or formula, it is clearly
likelier than as what it was read as. That is a search over the chunks of a passage with three states.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import regex

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
from vnrestore.restore.looks import ALTERED, find
from vnrestore.restore.reading import Reading
from vnrestore.restore.spoken import Stretch, exact_logps, stretch_logps

VIETNAMESE, ENGLISH, CODE = range(3)
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
_CONTROLS = regex.compile(r"[\x1c-\x1f]")  # what is a blank to str.split, but not to the expression above
_LIKELY = regex.compile(rb"[.#0c]{2,}")  # chunks side by side, as foreign_chunks.py names their kinds
LEAST_WEAK = b"..."


class _Unit(NamedTuple):
    """A chunk, the readings that begin in it, and its natural-log probabilities by state."""

    text: str
    opens_line: bool
    opens_clause: bool
    readings: range
    logps: tuple[float, float, float]


class _Window(NamedTuple):
    """Chunks (offsets) to look at, and the readings from ``first`` to ``last`` of their passage."""

    chunks: list[tuple[int, int]]
    first: int
    last: int


_Run = list[tuple[_Unit, int]]


class ForeignRuns:
    """Finds runs of English and code.

    Args:
        looks: what chunks say by themselves.
    """

    def __init__(self, looks: ForeignChunks) -> None:
        """Take what knows chunks."""
        self._looks = looks

    def keep(
        self, text: str, chosen: Sequence[list[Reading]], builder: LatticeBuilder
    ) -> list[list[Reading]]:
        """The readings of all passages, with what is English or code as it stands."""
        kept = list(chosen)
        changed = find(text, chosen, ALTERED)
        windows = [
            (i, window)
            for i, places in changed.items()
            for window in self._windows(text, chosen[i], [chosen[i][k].start for k in places])
        ]
        stretches = [Stretch(chosen[i], window.first, window.last) for i, window in windows]
        for (i, window), logps in zip(windows, stretch_logps(text, stretches, builder), strict=True):
            rough = _runs(self._units(text, chosen[i], window, logps))
            if not any(self._odds(run) > 0.0 for run in rough):
                continue  # a look that costs little
            logps = exact_logps(text, Stretch(chosen[i], window.first, window.last), builder)
            for run in _runs(self._units(text, chosen[i], window, logps)):
                odds = self._odds(run)
                if odds > 0.0:
                    foreign = {at for unit, _ in run if self._is_foreign(unit) for at in unit.readings}
                    kept[i] = [
                        _as_it_stands(text, r, odds) if at in foreign else r for at, r in enumerate(kept[i])
                    ]
        return kept

    def _windows(self, text: str, passage: Sequence[Reading], changed: Sequence[int]) -> Iterator[_Window]:
        """The chunks around those that may be English or code, if any of them was changed (offsets)."""
        base, end = passage[0].start, passage[-1].end
        controlled = _CONTROLS.search(text, base, end)
        chunks = _CHUNK.findall(text, base, end) if controlled else text[base:end].split()
        likely = [m.span() for m in _LIKELY.finditer(self._looks.classes_of(chunks)) if _is_likely(m[0])]
        if not likely:
            return
        spans = [m.span() for m in _CHUNK.finditer(text, base, end)]
        starts = [r.start for r in passage]
        for first, last in _together(likely):
            if bisect_left(changed, spans[first][0]) < bisect_left(changed, spans[last - 1][1]):
                around = spans[max(0, first - AROUND) : last + AROUND]
                yield _Window(around, bisect_left(starts, around[0][0]), bisect_left(starts, around[-1][1]))

    def _units(
        self, text: str, passage: Sequence[Reading], window: _Window, logps: Sequence[float]
    ) -> list[_Unit]:
        """The chunks with what they are worth as Vietnamese (the sum of ``logps``), English and code."""
        units: list[_Unit] = []
        before: str | None = None
        clause = False
        at = window.first
        for start, end in window.chunks:
            begin = at
            vietnamese = marks = 0.0
            while at < window.last and passage[at].start < end:
                logp = logps[at - window.first]
                vietnamese += logp
                if not any(map(str.isalnum, text[passage[at].start : passage[at].end])):
                    marks += logp
                at += 1
            chunk = text[start:end]
            english, code = self._looks.logps(chunk, before, marks)
            if is_neutral(chunk):
                english = code = vietnamese
            by_state = (vietnamese, english, code)
            units.append(_Unit(chunk, _opens_line(text, start), clause, range(begin, at), by_state))
            words, clause = words_of(chunk), ends_clause(chunk)
            before = words[-1] if words and not clause else None
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
    near = text[max(0, start - 2) : start]
    if near[-1:] == " " and near[:1] not in " \t\n":
        return False
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
        ways = [
            [score + turn for score, turn in zip(scores, turns, strict=True)]
            for turns in _turns(unit.opens_line, unit.opens_clause)
        ]
        scores = [max(way) for way in ways]
        back.append([way.index(best) for way, best in zip(ways, scores, strict=True)])
        scores = [score + logp for score, logp in zip(scores, unit.logps, strict=True)]
    state = scores.index(max(scores))
    states = []
    for best_of in reversed(back):
        states.append(state)
        state = best_of[state]
    pairs = zip(units, reversed(states), strict=True)
    for is_foreign, run in groupby(pairs, lambda pair: pair[1] != VIETNAMESE):
        if is_foreign:
            yield list(run)


@lru_cache(maxsize=4)
def _turns(opens_line: bool, opens_clause: bool) -> tuple[tuple[float, ...], ...]:
    """Log probabilities (but for a constant) of coming to each state from each, before a chunk."""
    enter = ENTER_LINE_LOGP if opens_line else ENTER_LOGP
    leave = 0.0 if opens_line else END_LOGP if opens_clause else LEAVE_LOGP
    return ((0.0, leave, leave), (enter, 0.0, TURN_LOGP), (enter, TURN_LOGP, 0.0))


def _as_it_stands(text: str, reading: Reading, odds: float) -> Reading:
    """The reading as it stands in the text, so probable as the run is."""
    original = text[reading.start : reading.end]
    if reading.surface == original:
        return reading
    return reading.instead(original, 1.0 / (1.0 + math.exp(-odds / TEMPERATURE)), "identity")
