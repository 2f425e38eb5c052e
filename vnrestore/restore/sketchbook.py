"""What no channel changes, remembered from text to text: stretches of chunks, proposals for pieces."""

from __future__ import annotations

from collections.abc import Sequence

from vnrestore.restore.candidates import proposals
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.passages import Chunk
from vnrestore.restore.stretches import Sketch, sketch

CACHE_LIMIT = 10_000  # chunks or pieces remembered from text to text

Key = tuple[str, bool]  # a chunk's text, and whether it opens a line


class Sketchbook:
    """What no channel changes, remembered: stretches of chunks, proposals for pieces."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Start empty."""
        self.vocabulary = vocabulary
        self._sketches: dict[Key, Sketch] = {}
        self._proposals: dict[str, list[Proposal]] = {}

    def sketches(self, chunks: Sequence[Chunk], keys: Sequence[Key]) -> list[Sketch]:
        """The stretches of each chunk; ``keys`` are what tells chunks apart."""
        if len(self._sketches) > CACHE_LIMIT:
            self._sketches.clear()
        known = self._sketches
        found = list(map(known.get, keys))
        if all(found):
            return found  # type: ignore[return-value]
        for i in [i for i, one in enumerate(found) if one is None]:
            known[keys[i]] = sketch(chunks[i], self.vocabulary)
        return list(map(known.__getitem__, keys))

    def proposals(self, piece: str) -> list[Proposal]:
        """The proposals for a piece."""
        found = self._proposals.get(piece)
        if found is None:
            if len(self._proposals) > CACHE_LIMIT:
                self._proposals.clear()
            found = self._proposals[piece] = proposals(piece, self.vocabulary)
        return found
