"""Which passages read like good Vietnamese as they stand, told without any channel.

Mean log probability of a word after its predecessor: sound pages, those of the right-language
OCR with its errors included, lie between -4 and -6; garbled and mark-less ones below -7. What
lies between is left for a first reading to decide.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vnrestore.language.ngram import NgramModel
from vnrestore.restore.passages import Chunk
from vnrestore.text.tokens import BEGIN, UNKNOWN, model_tokens

FLUENT = -6.3  # nats a symbol
MARKED = 0.15  # extra bytes a letter; Vietnamese has 0.4, other languages in Latin letters less than 0.1
NEIGHBOURS = 12.0  # symbols the whole text adds to a passage's own
STRANGE_LOGP = -12.0  # of a word outside the vocabulary, whatever the corpus says of such words
CACHE_LIMIT = 50_000  # chunks remembered


class FluencyJudge:
    """Scores passages with the bigrams of a language model; remembers the symbols of chunks."""

    def __init__(self, model: NgramModel) -> None:
        """Start with an empty cache."""
        self._model = model
        self._symbols: dict[str, tuple[int, ...]] = {}

    def fluent(self, parts: Sequence[Sequence[Chunk]]) -> list[bool]:
        """For each passage, whether it is surely sound."""
        if not parts:
            return []
        total, count = self._sums(parts)
        mean = float(total.sum()) / max(1, int(count.sum()))
        fluent = (total + NEIGHBOURS * mean) / (count + NEIGHBOURS) >= FLUENT
        return [bool(a and b) for a, b in zip(fluent, _marked(parts), strict=True)]

    def mean_logp(self, parts: Sequence[Sequence[Chunk]]) -> float:
        """Mean log probability of a symbol after its predecessor, over all passages; 0.0 if there is none."""
        if not parts:
            return 0.0
        total, count = self._sums(parts)
        return float(total.sum()) / max(1, int(count.sum()))

    def _sums(self, parts: Sequence[Sequence[Chunk]]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Log probability and number of symbols of each passage."""
        begin = self._model.ids[BEGIN]
        ids: list[int] = []
        starts: list[int] = []
        known = self._symbols
        for passage in parts:
            starts.append(len(ids))
            ids.append(begin)
            for chunk in passage:
                found = known.get(chunk[2])
                ids += self._symbols_of(chunk[2]) if found is None else found
        logp = self._logps(np.array(ids, np.int64))
        logp[starts] = 0.0
        return np.add.reduceat(logp, starts), np.diff([*starts, len(ids)]) - 1

    def _symbols_of(self, text: str) -> tuple[int, ...]:
        if len(self._symbols) > CACHE_LIMIT:
            self._symbols.clear()
        found = self._symbols[text] = tuple(map(self._model.id, model_tokens(text)))
        return found

    def _logps(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Log P(symbol | the one before), [symbols]; 0 for the first."""
        logp = self._model.bigram_logps(ids[:-1], ids[1:])
        logp[ids[1:] == self._model.ids[UNKNOWN]] = STRANGE_LOGP
        return np.append(np.float32(0), logp)


def _marked(parts: Sequence[Sequence[Chunk]]) -> list[bool]:
    """For each passage, whether as many of its letters bear marks as in Vietnamese."""
    texts = ["".join(chunk.text for chunk in passage) for passage in parts]
    letters = [sum(map(str.isalpha, text)) for text in texts]
    extra = [len(text.encode("utf-8", "surrogatepass")) - len(text) for text in texts]
    share = sum(extra) / max(1, sum(letters))
    return [
        (e + NEIGHBOURS * share) / (n + NEIGHBOURS) >= MARKED for e, n in zip(extra, letters, strict=True)
    ]
