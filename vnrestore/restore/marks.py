"""Punctuation, weighed once the words are read: specks that were read as marks, marks read as one another.

How often an engine does that was counted (``mark_odds.py``); how well a mark fits between these words
the language model says; and a capital behind it, to which the model is blind, tells the end of a
sentence from a comma. The page's own habits (``mark_habits.py``) shift what that says.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import regex

from vnrestore.datatypes.lattice import SILENT, Edges
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.decode import Beam, decode
from vnrestore.restore.looks import MARK, SAME, find
from vnrestore.restore.mark_habits import BEHIND_WORDS, habits, is_behind_word
from vnrestore.restore.mark_odds import LETTERS, Odds, odds_of
from vnrestore.restore.reading import Reading
from vnrestore.text.tokens import END, SMALL_NUMBER, punctuation_symbol

GAIN = 1.5  # nats by which another reading must explain a mark better
SOUND_GAIN = 2.5  # the same in a text that needed little
CAPITAL = MappingProxyType({".": 0.96, ",": 0.11, ";": 0.13, ":": 0.72, "": 0.07, "-": 0.9})
LEAST = 1e-30
CLEAR = 0.99  # posterior of a mark as it stands that no habit of a page (of MOST nats) outweighs
BEAM = Beam()
_PARAGRAPH_END = regex.compile(r"\s*\n\s*\S")  # not where the text or the page is cut


class _Choice(NamedTuple):
    """What a mark may be, as it stands first; the symbols of the others, and what all are worth here."""

    readings: list[str]
    others: list[int]
    scores: list[float]


class _Mark(NamedTuple):
    """A mark: passage and place of its reading, what it may be, and its first edge."""

    passage: int
    place: int
    choice: _Choice
    edge: int


class _Chains:
    """Passages as their words stand, with a choice at every mark: an edge from each node to the next."""

    def __init__(self) -> None:
        """Start empty."""
        self.symbols: list[int] = []
        self.ends = [0]  # edges before each passage, and all
        self._choices: dict[tuple[str, int, bool | None], tuple[_Choice, Odds]] = {}
        self._first: list[int] = []  # edge of each choice, and those of all others
        self._others: list[int] = []
        self._scores: list[float] = []

    def edges(self) -> Edges:
        """All edges."""
        score = np.zeros(len(self.symbols), np.float32)
        opens = np.ones(len(self.symbols), np.bool_)
        opens[self._others] = False
        at = np.concatenate([np.array(self._first, np.int64), np.array(self._others, np.int64)])
        at.sort()
        score[at] = self._scores
        begin = np.flatnonzero(opens)
        ends = begin.searchsorted(self.ends)
        passage = np.arange(len(ends) - 1)
        source = (np.arange(len(begin)) + passage.repeat(np.diff(ends))).astype(np.int32)
        first, last = ((some + passage).astype(np.int32) for some in (ends[:-1], ends[1:]))
        bounds = np.append(begin, len(score)).astype(np.int32)
        symbol = np.array(self.symbols, np.int32)
        return Edges(source, source + np.int32(1), bounds, begin, symbol, score, first, last)

    def choice(self, surface: str, odds: Odds, capital: bool | None, model: NgramModel) -> _Choice:
        """What a mark may be, remembered by the odds themselves, which are kept: most marks share theirs."""
        key = surface, id(odds), capital
        if key not in self._choices:
            self._choices[key] = _choice(surface, odds, capital, model), odds
        return self._choices[key][0]

    def add(self, symbol: int, choice: _Choice) -> int:
        """The next stretch, a mark, to be read as any of these; returns the number of its first edge."""
        first = len(self.symbols)
        self.symbols += (symbol, *choice.others)
        self._first.append(first)
        self._others += range(first + 1, len(self.symbols))
        self._scores += choice.scores
        return first


def mend_marks(
    text: str, chosen: Sequence[list[Reading]], model: NgramModel, *, sound: bool
) -> list[list[Reading]]:
    """The readings of all passages with their marks weighed again.

    Args:
        text: the observed text.
        chosen: readings by passage.
        model: the language model.
        sound: whether the text needed little.
    """
    mended = list(chosen)
    chains = _Chains()
    every = find(text, chosen, MARK | SAME)
    marks = [mark for some in every.items() for mark in _marks(text, chosen, *some, chains, model)]
    if not marks:
        return mended
    shares: list[float] = decode(chains.edges(), model, BEAM).posteriors.tolist()
    looks = [shares[mark.edge : mark.edge + len(mark.choice.readings)] for mark in marks]
    factors = _factors(habits((m.choice.readings, look) for m, look in zip(marks, looks, strict=True)))
    least = SOUND_GAIN if sound else GAIN
    for (number, place, (readings, _, _), _), look in zip(marks, looks, strict=True):
        if look[0] > CLEAR:
            continue
        posteriors = _raised(readings, look, factors)
        best = posteriors.index(max(posteriors))
        if best and math.log(max(posteriors[best], LEAST)) - math.log(max(posteriors[0], LEAST)) > least:
            if mended[number] is chosen[number]:
                mended[number] = list(chosen[number])
            changed = chosen[number][place].instead(readings[best], posteriors[best], "punctuation")
            mended[number][place] = changed._replace(symbol=_symbol(readings[best], model))
    return mended


def _marks(
    text: str,
    chosen: Sequence[list[Reading]],
    number: int,
    marks: Iterable[int],
    chains: _Chains,
    model: NgramModel,
) -> list[_Mark]:
    """The marks of a passage that may be something else; the passage is added to the chains if it has any."""
    passage = chosen[number]
    places = [(place, odds) for place in marks if (odds := odds_of(text, passage, place))]
    if not places:
        return []
    found = []
    symbols = [r[7] for r in passage]
    silent = min(symbols) < 0
    done = 0
    for place, odds in places:
        between = symbols[done:place]
        chains.symbols += [symbol for symbol in between if symbol >= 0] if silent else between
        done = place + 1
        surface = passage[place].surface
        capital = _capital(passage, place)
        choice = chains.choice(surface, odds, capital, model)
        is_letter = surface.isalnum() and surface not in LETTERS
        own = symbols[place] if is_letter else _symbol(surface, model)  # it may not have been heard
        found.append(_Mark(number, place, choice, chains.add(own, choice)))
    chains.symbols += [symbol for symbol in symbols[done:] if symbol >= 0]
    if _PARAGRAPH_END.match(text, passage[-1].end):
        chains.symbols.append(model.ids[END])
    chains.ends.append(len(chains.symbols))
    return found


def _choice(surface: str, odds: Odds, capital: bool | None, model: NgramModel) -> _Choice:
    readings = [surface, *odds]
    logp = [_case_logp(reading, capital) for reading in readings]
    scores = [a + b for a, b in zip(logp, (0.0, *odds.values()), strict=True)]
    return _Choice(readings, [_symbol(other, model) for other in odds], scores)


def _factors(raised: Mapping[tuple[str, str], float]) -> dict[str, list[float]]:
    """By how much a page makes each reading of a mark behind a word likelier; none if it has no habits."""
    if not raised:
        return {}
    return {
        readings[0]: [math.exp(raised.get((readings[0], s), 0.0)) for s in readings]
        for readings in BEHIND_WORDS.values()
    }


def _raised(
    readings: Sequence[str], posteriors: list[float], factors: Mapping[str, list[float]]
) -> list[float]:
    """The posteriors of a mark's readings in the light of what the page does to its marks."""
    if readings[0] not in factors or not is_behind_word(readings):
        return posteriors
    found = [p * factor for p, factor in zip(posteriors, factors[readings[0]], strict=True)]
    whole = sum(found)
    return [p / whole for p in found]


def _symbol(surface: str, model: NgramModel) -> int:
    if surface.isdigit():
        return model.id(SMALL_NUMBER)
    mark = punctuation_symbol(surface[0]) if surface.strip() else None
    return SILENT if mark is None else model.id(mark)


def _capital(passage: list[Reading], place: int) -> bool | None:
    """Whether the next word begins with a capital, None if there is none or it is all in capitals."""
    follower = passage[place + 1].surface if place + 1 < len(passage) else ""
    if not follower[:1].isalpha() or (len(follower) > 1 and follower.isupper()):
        return None
    return follower[0].isupper()


def _case_logp(surface: str, capital: bool | None) -> float:
    """Natural-log P(capital or not | mark before)."""
    if capital is None:
        return 0.0
    p = CAPITAL.get(surface.strip(), 0.5)
    return math.log(p if capital else 1.0 - p)
