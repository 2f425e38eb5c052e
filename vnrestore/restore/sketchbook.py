"""What no channel changes, remembered from text to text: stretches of chunks, proposals for pieces."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.ragged import Ragged
from vnrestore.language.inventory import Ints
from vnrestore.restore.candidates import proposals
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.passages import Chunk, numbers_of
from vnrestore.restore.stretches import Sketch, sketch

CACHE_LIMIT = 10_000  # chunks or pieces remembered from text to text

Key = tuple[str, bool]  # a chunk's text, and whether it opens a line


class Shelf:
    """Sketches of chunks, numbered as they are met.

    Attributes:
        opening, others: numbers of chunks that open a line, and of all others, by their texts.
        sketches: by number.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.opening: dict[str, int] = {}
        self.others: dict[str, int] = {}
        self.sketches: list[Sketch] = []
        self._ends = Ragged(np.int64, np.int64, np.bool_)

    @property
    def ends(self) -> list[NDArray[Any]]:
        """Length of the first run of each chunk, of its last one, whether it opens a number, by number."""
        return self._ends.columns

    def add(self, new: Mapping[Key, Sketch]) -> None:
        """Number more sketches."""
        some = list(new.values())
        columns = (np.array([sketch[i] for sketch in some]) for i in (5, 6, 7))
        self._ends.extend([1] * len(some), *columns)
        for number, (text, opens_line) in enumerate(new, start=len(self.sketches)):
            (self.opening if opens_line else self.others)[text] = number
        self.sketches += some


class Sketchbook:
    """What no channel changes, remembered: stretches of chunks, proposals for pieces."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Start empty."""
        self.vocabulary = vocabulary
        self._shelf = Shelf()
        self._lock = Lock()  # builders share the book
        self._proposals: dict[str, list[Proposal]] = {}

    def sketched(self, chunks: list[Chunk]) -> tuple[Shelf, Ints]:
        """Where the sketches of some chunks are, and their numbers there."""
        with self._lock:
            if len(self._shelf.sketches) > CACHE_LIMIT:
                self._shelf = Shelf()
            shelf = self._shelf
            found = numbers_of(chunks, shelf.opening, shelf.others)
            unknown = [chunks[i] for i in np.flatnonzero(found < 0).tolist()]
            if unknown:
                new = {(chunk.text, chunk.opens_line): chunk for chunk in unknown}
                shelf.add({key: sketch(chunk, self.vocabulary) for key, chunk in new.items()})
                found = numbers_of(chunks, shelf.opening, shelf.others)
        return shelf, found

    def proposals(self, piece: str) -> list[Proposal]:
        """The proposals for a piece."""
        found = self._proposals.get(piece)
        if found is None:
            if len(self._proposals) > CACHE_LIMIT:
                self._proposals.clear()
            found = self._proposals[piece] = proposals(piece, self.vocabulary)
        return found
