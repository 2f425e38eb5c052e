"""Punctuation, weighed once the words are read: specks that were read as marks, marks read as one another.

How often an engine does that was counted (``mark_odds.py``); how well a mark fits between these words
the language model says; and a capital behind it, to which the model is blind, tells the end of a
sentence from a comma. The page's own habits (``mark_habits.py``) shift what that says.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import regex

from vnrestore.datatypes.lattice import SILENT, Edges
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.decode import Beam, decode
from vnrestore.restore.mark_habits import habits, is_behind_word
from vnrestore.restore.mark_odds import LETTERS, Odds, odds_of
from vnrestore.restore.reading import Reading
from vnrestore.text.tokens import END, SMALL_NUMBER, punctuation_symbol

GAIN = 1.5  # nats by which another reading must explain a mark better
SOUND_GAIN = 2.5  # the same in a text that needed little
LONGEST = 2  # more dots or rules are those of a form
CAPITAL = MappingProxyType({".": 0.96, ",": 0.11, ";": 0.13, ":": 0.72, "": 0.07, "-": 0.9})
LEAST = 1e-30
BEAM = Beam()
_PARAGRAPH_END = regex.compile(r"\s*\n\s*\S")  # not where the text or the page is cut


class _Mark(NamedTuple):
    """A mark: passage and place of its reading, what it may be, as it stands first, and its first edge."""

    passage: int
    place: int
    readings: list[str]
    edge: int


class _Chains:
    """Passages as their words stand, with a choice at every mark: an edge from each node to the next."""

    def __init__(self) -> None:
        """Start empty."""
        self.first: list[int] = []
        self.last: list[int] = []
        self.sources: list[int] = []
        self.bounds = [0]
        self.symbols: list[int] = []
        self.scores: list[float] = []
        self.choices: dict[tuple[object, ...], tuple[list[str], list[int], list[float]]] = {}
        self.node = 0

    def edges(self) -> Edges:
        """All edges."""
        source, bounds = np.array(self.sources, np.int32), np.array(self.bounds, np.int32)
        symbol, score = np.array(self.symbols, np.int32), np.array(self.scores, np.float32)
        first, last = np.array(self.first, np.int32), np.array(self.last, np.int32)
        return Edges(
            source, source + np.int32(1), bounds, bounds[:-1].astype(np.int64), symbol, score, first, last
        )

    def say(self, symbols: Sequence[int]) -> None:
        """The next words, as they are."""
        self.sources += range(self.node, self.node + len(symbols))
        self.bounds += range(len(self.symbols) + 1, len(self.symbols) + len(symbols) + 1)
        self.symbols += symbols
        self.scores += [0.0] * len(symbols)
        self.node += len(symbols)

    def add(self, symbols: Sequence[int], scores: Sequence[float]) -> int:
        """The next stretch, to be read as any of these; returns the number of its first edge."""
        first = len(self.symbols)
        self.sources.append(self.node)
        self.symbols += symbols
        self.scores += scores
        self.bounds.append(len(self.symbols))
        self.node += 1
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
    marks = [mark for i, passage in enumerate(chosen) for mark in _marks(text, i, passage, chains, model)]
    if not marks:
        return mended
    every: list[float] = decode(chains.edges(), model, BEAM).posteriors.tolist()
    raised = habits((mark.readings, every[mark.edge : mark.edge + len(mark.readings)]) for mark in marks)
    least = SOUND_GAIN if sound else GAIN
    for number, place, readings, edge in marks:
        posteriors = _raised(readings, every[edge : edge + len(readings)], raised)
        best = posteriors.index(max(posteriors))
        if best and math.log(max(posteriors[best], LEAST)) - math.log(max(posteriors[0], LEAST)) > least:
            if mended[number] is chosen[number]:
                mended[number] = list(chosen[number])
            changed = chosen[number][place].instead(readings[best], posteriors[best], "punctuation")
            mended[number][place] = changed._replace(symbol=_symbol(readings[best], model))
    return mended


def _marks(text: str, number: int, passage: list[Reading], chains: _Chains, model: NgramModel) -> list[_Mark]:
    """The marks of a passage that may be something else; the passage is added to the chains if it has any."""
    places = {
        place: other
        for place, (start, end, surface, _, _, _, _, _) in enumerate(passage)
        if 0 < len(surface) <= LONGEST
        and (len(surface) == 1 or not surface.isalnum())
        and surface == text[start:end]
        and (other := odds_of(text, passage, place))
    }
    if not places:
        return []
    found = []
    chains.first.append(chains.node)
    symbols = [r.symbol for r in passage]
    done = 0
    for place, odds in places.items():
        chains.say([symbol for symbol in symbols[done:place] if symbol >= 0])
        done = place + 1
        surface = passage[place].surface
        capital = _capital(passage, place)
        key = surface, capital, *odds.items()
        choice = chains.choices.get(key)
        if choice is None:
            choice = chains.choices[key] = _choice(surface, odds, capital, model)
        readings, others, scores = choice
        own = SILENT if surface in LETTERS else symbols[place]
        found.append(_Mark(number, place, readings, chains.add([own, *others], scores)))
    chains.say([symbol for symbol in symbols[done:] if symbol >= 0])
    if _PARAGRAPH_END.match(text, passage[-1].end):
        chains.say([model.ids[END]])
    chains.last.append(chains.node)
    chains.node += 1
    return found


def _choice(
    surface: str, odds: Odds, capital: bool | None, model: NgramModel
) -> tuple[list[str], list[int], list[float]]:
    """What a mark may be, as it stands first; the symbols of the others, and what all are worth here."""
    readings = [surface, *odds]
    logp = [_case_logp(reading, capital) for reading in readings]
    scores = [a + b for a, b in zip(logp, (0.0, *odds.values()), strict=True)]
    return readings, [_symbol(other, model) for other in odds], scores


def _raised(
    readings: Sequence[str], posteriors: list[float], raised: Mapping[tuple[str, str], float]
) -> list[float]:
    """The posteriors of a mark's readings in the light of what the page does to its marks."""
    if not raised or not is_behind_word(readings):
        return posteriors
    found = [
        p * math.exp(raised.get((readings[0], s), 0.0)) for s, p in zip(readings, posteriors, strict=True)
    ]
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
