"""The word lattice: nodes between tokens, one edge for each way to read a stretch of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Candidate(NamedTuple):
    """One reading of an observed string, before it is placed in a text.

    Attributes:
        symbol: language-model id of the word, or :data:`SILENT` for what the model ignores.
        surface: the reading as it would be printed.
        score: natural log of the channel probability, with the generator's prior.
        generator: name of the generator that proposed it.
    """

    symbol: int
    surface: str
    score: float
    generator: str


SILENT = -1


@dataclass(slots=True)
class Lattice:
    """Edges of many passages at once, as parallel lists; passages share no nodes.

    Nodes are numbered in reading order; within a passage every edge leads to a higher
    number. ``first`` and ``last`` are the entry and exit nodes of each passage.
    """

    first: list[int]
    last: list[int]
    sources: list[int]
    targets: list[int]
    starts: list[int]  # character offsets into the text
    ends: list[int]
    candidates: list[Candidate]

    def arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Sources, targets, symbols and scores of the edges, [edges]."""
        return (
            np.array(self.sources, np.int64),
            np.array(self.targets, np.int64),
            np.array([c.symbol for c in self.candidates], np.int64),
            np.array([c.score for c in self.candidates], np.float32),
        )


class Decoding(NamedTuple):
    """The outcome: for each passage the edges of its best path, and every edge's posterior."""

    paths: list[list[int]]
    posteriors: NDArray[np.float64]
