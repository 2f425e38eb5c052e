"""The word lattice: nodes between tokens, one edge for each way to read a stretch of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.ragged import Ragged

SILENT = -1
"""Symbol of an edge that the language model does not hear."""

WRITTEN = 3
"""Forms from here on are written out; those below are the case patterns of a vocabulary word."""


Printed = tuple[str, str, int]
"""How a reading is printed, the generator that proposed it, and its symbol."""


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


class Pool:
    """The candidates of many stretches, one behind the other in flat arrays; numbered as they came.

    Attributes:
        lists: the candidates of each.
        printed: how each row is printed, if it was ever likely.
    """

    def __init__(self, added: NDArray[np.float32] | None = None) -> None:
        """Start empty.

        Args:
            added: what is added to the score of every symbol, [symbols].
        """
        self.lists: list[Candidates] = []
        self.printed: list[Printed | None] = []
        self._added = added
        self._rows = Ragged(np.int32, np.float32, np.int32)

    def add(self, candidates: Candidates) -> int:
        """The number of a new list."""
        self.lists.append(candidates)
        return len(self.lists) - 1

    def rows(self) -> Ragged:
        """Symbols, scores and forms."""
        new = self.lists[len(self._rows) :]
        if new:
            symbols = np.concatenate([some.symbols for some in new])
            scores = np.concatenate([some.scores for some in new])
            if self._added is not None:
                scores = scores + np.where(symbols == SILENT, np.float32(0), self._added[symbols])
            forms = np.concatenate([some.forms for some in new])
            self.printed += [None] * len(symbols)
            self._rows.extend([len(some.symbols) for some in new], symbols, scores, forms)
        return self._rows


class Edges(NamedTuple):
    """The edges of many passages, which are numbered arm by arm.

    Attributes:
        source, target: nodes of each arm.
        bounds: where each arm's edges begin, and where the last one's end, [arms + 1].
        begin: the row of each arm's first edge; those of its other edges follow.
        symbol, score: of each row. Many arms may share rows.
        first, last: entry and exit node of each passage. Passages share no nodes.

    Nodes are numbered in reading order, and every edge of a passage leads to a higher number; some
    numbers may have no edges.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    bounds: NDArray[np.int32]
    begin: NDArray[np.int64]
    symbol: NDArray[np.int32]
    score: NDArray[np.float32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]

    def arms_of(self, edges: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """The arms that edges belong to."""
        return self.bounds.searchsorted(edges, side="right") - 1

    def rows_of(self, edges: NDArray[np.integer[Any]], arms: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows of edges of these arms."""
        return edges - self.bounds[arms] + self.begin[arms]


@dataclass(frozen=True, slots=True)
class Lattice:
    """The edges of many passages, and what they stand for.

    Attributes:
        edges: the edges; those of an arm are the readings of one observed stretch.
        start, end: character offsets of each arm's stretch.
        number: which of ``candidates`` are each arm's.
        form: of each row of the edges.
        candidates: lists of readings.
        printed: how each of the rows is printed, None where nobody asked yet.
    """

    edges: Edges
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    number: NDArray[np.int64]
    form: NDArray[np.int32]
    candidates: Sequence[Candidates]
    printed: list[Printed | None]


@dataclass(frozen=True, slots=True)
class Decoding:
    """The outcome: the edges of the best path of each passage, and every edge's posterior.

    Attributes:
        edges: the edges.
        path: those of all best paths, passage by passage.
        bounds: where each passage's begin, and where the last one's end, [passages + 1].
        posteriors: of all edges.
    """

    edges: Edges
    path: NDArray[np.int32]
    bounds: list[int]
    posteriors: NDArray[np.float64]

    @property
    def paths(self) -> list[list[int]]:
        """The best path of each passage."""
        return [self.path[a:b].tolist() for a, b in pairwise(self.bounds)]
