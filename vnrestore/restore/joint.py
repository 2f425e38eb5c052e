"""Two readings of one page, each restored, made one.

An archive often holds the text of an old engine beside that of a Vietnamese one. Their errors
differ. Where the restored texts differ, each is judged by how sure both readings are of it, by
the language model in its place, and by whether its words are known. What only one reading has
is mostly a speck; whole lines are kept or brought in.

The weights are of a logistic regression on the development pages that have both readings
(``tests/accuracy/joint.py`` measures there). Learnt on the rendered pages alone they correct as
much on the real ones; learnt on the real ones alone, seven eighths as much on the rendered ones.
"""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

import numpy as np

from vnrestore.language.ngram import NgramModel
from vnrestore.restore.decide import keep_original
from vnrestore.restore.pairing import Slot, pair
from vnrestore.restore.reading import Reading
from vnrestore.text.keys import stripped_key
from vnrestore.text.tokens import UNKNOWN

_LEAST = 2e-3
"""Probability of what a reading did not consider."""
_CONTEXT = 3
_AHEAD = 2
_RUN = 4
"""So many words in a row that one reading lacks are text, not specks."""
_SURE = 0.8
_SURE_WORD = 0.95
_BOUND = 12.0


class Page(NamedTuple):
    """One reading of a page: the engine's text, and how every stretch of it was restored."""

    text: str
    readings: list[Reading]


class Weights(NamedTuple):
    """What speaks for the second of two different stretches, as log-odds."""

    bias: float
    sound: float
    other: float
    model: float
    both: float
    unknown: float
    unchanged: float
    signs: float
    digits: float
    other_digits: float


# Of the reading that needed less restoring against the other; "sound" is the former.
_DIFFERENT = Weights(-1.08, -0.34, 0.26, -0.17, -0.18, 1.27, 1.22, 1.44, 1.13, -0.45)
# Of leaving out what only the sound reading has.
_LONE = Weights(0.67, -0.16, 0.0, -0.20, 0.0, 0.0, 0.0, 1.29, 0.0, 0.0)


def join(first: Page, second: Page, model: NgramModel, min_posterior: float) -> list[Reading]:
    """How every stretch of the first text is read in the light of the second.

    Args:
        first: the text whose layout is kept and whose spans the result has.
        second: another engine's reading of the same page.
        model: the language model.
        min_posterior: a less sure change counts as not made.

    Returns:
        Readings of the first text in order; one taken from the second has the generator
        ``second`` and may be of no characters (words the first lacks) or empty (a speck).
    """
    first = _settled(first, min_posterior)
    second = _settled(second, min_posterior)
    turned = soundness(second) > soundness(first)
    return _Joiner(first, second, model, turned).run()


def soundness(page: Page) -> float:
    """Share of the words that were left as they stand."""
    words = [r for r in page.readings if r.symbol >= 0]
    kept = sum(1 for r in words if r.surface == page.text[r.start : r.end])
    return kept / len(words) if words else 0.0


def _settled(page: Page, min_posterior: float) -> Page:
    """The page with changes that would not be made turned round."""
    readings = [keep_original(page.text, r) if r.posterior < min_posterior else r for r in page.readings]
    return Page(page.text, sorted(readings, key=lambda r: (r.start, r.end)))


class _Joiner:
    def __init__(self, first: Page, second: Page, model: NgramModel, turned: bool) -> None:
        self.first, self.second, self.model, self.turned = first, second, model, turned
        self.history: list[int] = []
        self.found: list[Reading] = []

    def run(self) -> list[Reading]:
        keys = [[stripped_key(r.surface) for r in page.readings] for page in (self.first, self.second)]
        slots = pair(*keys)
        self.known = {tuple(keys[0][at : at + _RUN]) for at in range(len(keys[0]))}
        self.keys = keys[1]
        for at, slot in enumerate(slots):
            ours = [self.first.readings[i] for i in slot.first]
            theirs = [self.second.readings[j] for j in slot.second]
            ahead = self._ahead(slots[at + 1 : at + 4])
            if [r.surface for r in ours] == [r.surface for r in theirs]:
                self._keep([_agreed(one, other) for one, other in zip(ours, theirs, strict=True)])
            elif not theirs:
                self._only_first(ours, ahead)
            elif not ours:
                self._only_second(slot, theirs, ahead)
            else:
                self._choose(ours, theirs, ahead)
        return self.found

    def _keep(self, readings: list[Reading]) -> None:
        self.found += readings
        self.history += self._symbols(readings)

    def _choose(self, ours: list[Reading], theirs: list[Reading], ahead: list[int]) -> None:
        sound, other = (theirs, ours) if self.turned else (ours, theirs)
        pages = (self.second, self.first) if self.turned else (self.first, self.second)
        odds = self._odds(_DIFFERENT, sound, other, pages, ahead)
        taken = _logistic(-odds if self.turned else odds)
        if taken <= 0.5:
            self._keep(ours)
            return
        own = "".join(_surface_between(self.first, ours))
        replacement = "".join(_surface_between(self.second, theirs))
        symbol = max(r.symbol for r in theirs)
        self.found.append(
            Reading(ours[0].start, ours[-1].end, replacement, taken, own, 1.0 - taken, "second", symbol)
        )
        self.history += self._symbols(theirs)

    def _only_first(self, ours: list[Reading], ahead: list[int]) -> None:
        """A word the other reading lacks: a speck as a rule, text if there are many in a row."""
        odds = self._odds(_LONE, ours, [], (self.first, self.second), ahead)
        gone = _logistic(odds)
        if gone <= 0.5 or len(ours) >= _RUN or self._is_text(ours) or not self.keys:
            self._keep(ours)
            return
        text, start, end = self.first.text, ours[0].start, ours[-1].end
        while start and text[start - 1] in " \t":
            start -= 1
        own = text[start:end]
        self.found.append(Reading(start, end, "", gone, own, 1.0 - gone, "second", -1))

    def _is_text(self, readings: list[Reading]) -> bool:
        """Whether these are several words, all known and read for sure: no speck looks like that."""
        words = [r for r in readings if r.symbol >= 0 and _has_letter(r.surface)]
        return len(words) > 1 and all(self._is_known(r) and r.posterior >= _SURE_WORD for r in words)

    def _only_second(self, slot: Slot, theirs: list[Reading], ahead: list[int]) -> None:
        """Words the first reading lost: a line that stands nowhere in it, or a sound word."""
        words = [r for r in theirs if r.symbol >= 0]
        sure = sum(r.posterior for r in words) / max(len(words), 1)
        at = self.found[-1].end if self.found else 0
        if len(words) >= _RUN:
            runs = [tuple(self.keys[j : j + _RUN]) for j in slot.second[: -_RUN + 1]]
            elsewhere = sum(run in self.known for run in runs) * 3 > len(runs)
            if sure < _SURE or elsewhere or not all(self._is_known(r) for r in words[:_RUN]):
                return
            blank = "\n"
        elif self.turned and words:
            odds = self._odds(_LONE, theirs, [], (self.second, self.first), ahead)
            sure = _logistic(-odds)
            if sure <= 0.5:
                return
            blank = " "
        else:
            return
        surface = blank + "".join(_surface_between(self.second, theirs))
        self.found.append(Reading(at, at, surface, sure, "", 1.0 - sure, "second", words[0].symbol))
        self.history += self._symbols(theirs)

    def _odds(
        self,
        weights: Weights,
        sound: list[Reading],
        other: list[Reading],
        pages: tuple[Page, Page],
        ahead: list[int],
    ) -> float:
        """Log-odds that ``other`` is what was printed and not ``sound``."""
        ours, theirs = [r.surface for r in sound], [r.surface for r in other]
        both = (
            _support(sound, ours) - _support(sound, theirs) + _support(other, ours) - _support(other, theirs)
        )
        model = self._logp(sound, ahead) - self._logp(other, ahead)
        unknown = sum(not self._is_known(r) for r in sound) - sum(not self._is_known(r) for r in other)
        unchanged = all(r.surface == pages[1].text[r.start : r.end] for r in other)
        return (
            weights.bias
            + weights.sound * _log_odds(sound)
            + weights.other * _log_odds(other)
            + weights.model * _bounded(model)
            + weights.both * _bounded(both)
            + weights.unknown * unknown
            + weights.unchanged * unchanged
            + weights.signs * (not any(_has_letter(surface) for surface in ours))
            + weights.digits * any(map(_has_digit, ours))
            + weights.other_digits * any(map(_has_digit, theirs))
        )

    def _symbols(self, readings: list[Reading]) -> list[int]:
        return [
            r.symbol if r.symbol >= 0 else self.model.id(r.surface.lower())
            for r in readings
            if r.symbol >= 0 or r.surface.isalpha()
        ]

    def _ahead(self, slots: list[Slot]) -> list[int]:
        page, side = (self.second, 1) if self.turned else (self.first, 0)
        readings = [page.readings[i] for slot in slots for i in slot[side]]
        return self._symbols(readings)[:_AHEAD]

    def _logp(self, readings: list[Reading], ahead: list[int]) -> float:
        """Natural log of the probability of the stretch and the words after it, in its place."""
        state, total = self.model.begin(1), 0.0
        for symbol in self.history[-_CONTEXT:]:
            _, state = self.model.score(state, np.array([symbol]))
        for symbol in (*self._symbols(readings), *ahead):
            logp, state = self.model.score(state, np.array([symbol]))
            total += float(logp[0])
        return total

    def _is_known(self, reading: Reading) -> bool:
        surface = reading.surface.lower()
        return not _has_letter(surface) or self.model.id(surface) != self.model.id(UNKNOWN)


def _agreed(one: Reading, other: Reading) -> Reading:
    """What both readings say; it is wrong only if both are."""
    sure = 1.0 - (1.0 - one.posterior) * (1.0 - other.posterior)
    rival = min(one.runner_up_posterior, 1.0 - sure)
    return one._replace(posterior=sure, runner_up_posterior=rival)


def _surface_between(page: Page, readings: list[Reading]) -> list[str]:
    """The surfaces with a blank where the page has white space between them."""
    pieces: list[str] = []
    for before, reading in zip([None, *readings], readings, strict=False):
        pieces += [" "] if before and before.end < reading.start else []
        pieces.append(reading.surface)
    return pieces


def _support(readings: list[Reading], surfaces: list[str]) -> float:
    """Natural log of the probability a reading gives to these surfaces."""
    if len(readings) != len(surfaces):
        return log(_LEAST) * max(len(readings), len(surfaces)) if readings else log(_LEAST) * bool(surfaces)
    return sum(
        log(
            max(r.posterior if r.surface == s else r.runner_up_posterior if r.runner_up == s else 0.0, _LEAST)
        )
        for r, s in zip(readings, surfaces, strict=True)
    )


def _log_odds(readings: list[Reading]) -> float:
    sure = min((r.posterior for r in readings), default=0.5)
    sure = min(max(sure, 1e-3), 1.0 - 1e-3)
    return log(sure / (1.0 - sure))


def _bounded(value: float) -> float:
    return max(-_BOUND, min(_BOUND, value))


def _logistic(odds: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
