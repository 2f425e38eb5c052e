"""Which passages read like good Vietnamese as they stand, told without any channel.

Mean log probability of a word after its predecessor: sound pages, those of the right-language
OCR with its errors included, lie between -4 and -6; garbled and mark-less ones below -7. What
lies between is left for a first reading to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.ragged import Ragged, rows_of
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.passages import Chunk, numbers_of
from vnrestore.text.tokens import BEGIN, UNKNOWN, model_tokens

FLUENT = -6.3  # nats a symbol
MARKED = 0.15  # extra bytes a letter; Vietnamese has 0.4, other languages in Latin letters less than 0.1
NEIGHBOURS = 12.0  # symbols the whole text adds to a passage's own
STRANGE_LOGP = -12.0  # of a word outside the vocabulary, whatever the corpus says of such words
CACHE_LIMIT = 50_000  # chunks remembered


class _Sums(NamedTuple):
    """What is summed over each passage: log probability, symbols, letters, bytes beyond one a character."""

    logp: NDArray[np.float32]
    symbols: NDArray[np.int64]
    letters: NDArray[np.int64]
    extra: NDArray[np.int64]


class FluencyJudge:
    """Scores passages with the bigrams of a language model; remembers the symbols of chunks."""

    def __init__(self, model: NgramModel) -> None:
        """Start with an empty cache."""
        self._model = model
        self._lock = Lock()
        self._forget()

    def fluent(self, parts: Sequence[Sequence[Chunk]]) -> list[bool]:
        """For each passage, whether it is surely sound."""
        if not parts:
            return []
        sums = self._sums(parts)
        mean = float(sums.logp.sum()) / max(1, int(sums.symbols.sum()))
        fluent = (sums.logp + NEIGHBOURS * mean) / (sums.symbols + NEIGHBOURS) >= FLUENT
        share = int(sums.extra.sum()) / max(1, int(sums.letters.sum()))
        marked = (sums.extra + NEIGHBOURS * share) / (sums.letters + NEIGHBOURS) >= MARKED
        both: list[bool] = (fluent & marked).tolist()
        return both

    def mean_logp(self, parts: Sequence[Sequence[Chunk]]) -> float:
        """Mean log probability of a symbol after its predecessor, over all passages; 0.0 if there is none."""
        if not parts:
            return 0.0
        sums = self._sums(parts)
        return float(sums.logp.sum()) / max(1, int(sums.symbols.sum()))

    def _sums(self, parts: Sequence[Sequence[Chunk]]) -> _Sums:
        chunks = list(chain.from_iterable(parts))
        with self._lock:
            numbers = self._numbers_of(chunks)
            begin, size = self._symbols.spans(numbers)
            (symbols,) = self._symbols.columns
            letters, extra = self._letters[numbers], self._extra[numbers]
        first = np.cumsum([0, *map(len, parts)])[:-1]
        starts = (size.cumsum() - size)[first]
        starts += np.arange(len(starts))
        spoken = np.ones(int(size.sum()) + len(starts), np.bool_)
        spoken[starts] = False
        ids = np.full(len(spoken), self._model.ids[BEGIN], np.int64)
        ids[spoken] = symbols[rows_of(begin, size)]
        logp = self._logps(ids)
        logp[starts] = 0.0
        return _Sums(
            np.add.reduceat(logp, starts),
            np.diff([*starts, len(ids)]) - 1,
            np.add.reduceat(letters, first),
            np.add.reduceat(extra, first),
        )

    def _forget(self) -> None:
        self._numbers: dict[str, int] = {}
        self._symbols = Ragged(np.int64)
        self._letters = self._extra = np.zeros(0, np.int64)

    def _numbers_of(self, chunks: list[Chunk]) -> NDArray[np.int64]:
        """The numbers of chunks among those that are remembered."""
        if len(self._numbers) > CACHE_LIMIT:
            self._forget()
        known = self._numbers
        found = numbers_of(chunks, known, known)
        unknown = np.flatnonzero(found < 0).tolist()
        if unknown:
            new = list(dict.fromkeys(chunks[i].text for i in unknown))
            known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
            symbols = [[*map(self._model.id, model_tokens(chunk))] for chunk in new]
            self._symbols.extend([*map(len, symbols)], np.array([*chain.from_iterable(symbols)], np.int64))
            letters = [sum(map(str.isalpha, chunk)) for chunk in new]
            extra = [len(chunk.encode("utf-8", "surrogatepass")) - len(chunk) for chunk in new]
            self._letters, self._extra = (
                np.append(before, np.array(more, np.int64))
                for before, more in ((self._letters, letters), (self._extra, extra))
            )
            found = numbers_of(chunks, known, known)
        return found

    def _logps(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Log P(symbol | the one before), [symbols]; 0 for the first."""
        logp = self._model.bigram_logps(ids[:-1], ids[1:])
        logp[ids[1:] == self._model.ids[UNKNOWN]] = STRANGE_LOGP
        return np.append(np.float32(0), logp)
