"""The word lattice: nodes between tokens, one edge for each way to read a stretch of text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SILENT = -1
"""Symbol of an edge that the language model does not hear."""

WRITTEN = 3
"""Forms from here on are written out; those below are the case patterns of a vocabulary word."""


class Candidates(NamedTuple):
    """The readings of one observed string, as parallel arrays.

    Attributes:
        symbols: language-model ids of the words, :data:`SILENT` for what the model ignores.
        scores: natural logs of the channel probabilities, with the generators' priors.
        forms: how each is printed: the vocabulary word in this case pattern, or from
            :data:`WRITTEN` on an entry of ``written``.
        written: (surface, generator) of the readings that are not plain syllables.
        best: the best score with the word's own frequency; ranks observed strings.
        lead: printed before every reading.
        origin: generator of all of them, if it is not their own.
    """

    symbols: NDArray[np.int32]
    scores: NDArray[np.float32]
    forms: NDArray[np.int32]
    written: tuple[tuple[str, str], ...] = ()
    best: float = -np.inf
    lead: str = ""
    origin: str | None = None

    def only(self, chosen: NDArray[np.bool_]) -> Candidates:
        """Those where ``chosen`` is true."""
        return self._replace(
            symbols=self.symbols[chosen], scores=self.scores[chosen], forms=self.forms[chosen]
        )

    def penalised(self, logp: float, origin: str, lead: str = "") -> Candidates:
        """The same readings, less or more likely, as another generator's."""
        return self._replace(scores=self.scores + np.float32(logp), origin=origin, lead=lead)


class Arm(NamedTuple):
    """All edges of one observed stretch: nodes, character offsets, readings."""

    source: int
    target: int
    start: int
    end: int
    candidates: Candidates


class Lattice:
    """Edges of many passages at once; passages share no nodes.

    Nodes are numbered in reading order, and every edge of a passage leads to a higher number; some
    numbers may have no edges.

    Attributes:
        first, last: entry and exit node of each passage.
        arms: the edges, grouped by stretch.
        words: the vocabulary.
        own: natural logs by which the text itself makes words likelier, [words], or None.
    """

    def __init__(self, words: list[str], own: NDArray[np.float32] | None = None) -> None:
        """Start empty."""
        self.words = words
        self.own = own
        self.first: list[int] = []
        self.last: list[int] = []
        self.arms: list[Arm] = []

    def own_logp(self, symbols: NDArray[np.int32]) -> NDArray[np.float32]:
        """By how much the text itself makes each symbol likelier; 0 for what the model ignores."""
        if self.own is None:
            return np.zeros(len(symbols), np.float32)
        return np.where(symbols == SILENT, np.float32(0), self.own[symbols])

    def edges(self) -> Edges:
        """All edges as flat arrays; they are numbered arm by arm."""
        none = np.zeros(0, np.int32)
        found = [arm.candidates for arm in self.arms]
        return Edges(
            np.array([arm.source for arm in self.arms], np.int32),
            np.array([arm.target for arm in self.arms], np.int32),
            np.array([0, *accumulate(len(some.symbols) for some in found)], np.int32),
            np.concatenate([none, *(some.symbols for some in found)]),
            np.concatenate([none.astype(np.float32), *(some.scores for some in found)]),
            np.concatenate([none, *(some.forms for some in found)]),
        )


class Edges(NamedTuple):
    """Flat arrays over the arms of a lattice and over their edges, which are numbered arm by arm.

    Attributes:
        source, target: nodes of each arm.
        bounds: where each arm's edges begin, and where the last one's end, [arms + 1].
        symbol, score, form: of each edge.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    bounds: NDArray[np.int32]
    symbol: NDArray[np.int32]
    score: NDArray[np.float32]
    form: NDArray[np.int32]

    def arm_of(self, edges: NDArray[np.integer]) -> NDArray[np.int64]:
        """The arms that edges belong to."""
        return np.searchsorted(self.bounds, edges, side="right") - 1


@dataclass(frozen=True, slots=True)
class Decoding:
    """The outcome: for each passage the edges of its best path, and every edge's posterior."""

    edges: Edges
    paths: list[list[int]]
    posteriors: NDArray[np.float64]
