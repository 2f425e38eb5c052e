"""The language model: a pruned back-off 4-gram over syllables, queried for whole arrays at a time.

On disk: ``words.txt`` (one symbol a line, its number is its id), ``unigrams.npy`` (log
probability and back-off weight, float32 [V, 2]) and one table of :mod:`.fuse` cells for each
higher order, memory-mapped. Log probabilities and back-off weights are quantised on uniform
grids. The tables are closed: an n-gram is stored only if its suffix is, so a look-up goes
on to the next order only where the shorter one was found, and false positives stay rare.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.errors import ResourceError
from vnrestore.kernels import compiled
from vnrestore.language.fuse import FuseMap
from vnrestore.language.stored import load_array, read_lines, read_manifest, whole_number
from vnrestore.text.tokens import BEGIN, CLASSES, END, UNKNOWN

FORMAT = 1
MEMORY = 3  # symbols before a word that its probability depends on
LOGP_STEP = 0.06  # log probabilities are -step * code
TOP_LOGP_STEP = 0.15  # the highest order has 6 bits only
BOW_STEP = 0.04
BOW_TOP = 2.0  # back-off weights are BOW_TOP - step * code
MOST_WORDS = 1 << 16  # ids are packed into 16 bits
VALUE_BITS = {2: 16, 3: 16, 4: 6}

Logs = NDArray[np.float32]
Ids = NDArray[np.int64]
_U16 = np.uint64(16)
_TWO = np.uint64(0xFFFF)
_THREE = np.uint64(0xFFFFFFFF)


class State(NamedTuple):
    """An array of contexts: the last three symbols packed into uint64, and their back-off weights.

    ``bow1`` .. ``bow3`` belong to the most recent one, two and three symbols.
    """

    history: NDArray[np.uint64]
    bow1: Logs
    bow2: Logs
    bow3: Logs

    def take(self, index: NDArray[np.integer]) -> State:
        """The contexts at ``index``."""
        return State(self.history[index], self.bow1[index], self.bow2[index], self.bow3[index])

    def replaced(self, index: Ids, other: State) -> State:
        """A copy with the contexts at ``index`` taken from ``other``."""
        copy = State(self.history.copy(), self.bow1.copy(), self.bow2.copy(), self.bow3.copy())
        copy.history[index], copy.bow1[index] = other.history, other.bow1
        copy.bow2[index], copy.bow3[index] = other.bow2, other.bow3
        return copy


@dataclass(frozen=True, slots=True)
class NgramModel:
    """The model; build it with :func:`load`.

    Attributes:
        words: symbols by id.
        ids: ids by symbol.
        unigrams: float32 [V, 2]: log probability, back-off weight.
        bigrams, trigrams: 32-bit cells: 16 bits of fingerprint, 8 of logp, 8 of back-off.
        fourgrams: 16-bit cells: 10 bits of fingerprint, 6 of logp.
    """

    words: list[str]
    ids: dict[str, int]
    unigrams: Logs
    bigrams: FuseMap
    trigrams: FuseMap
    fourgrams: FuseMap

    def begin(self, count: int) -> State:
        """``count`` contexts at the beginning of a sentence."""
        history = np.full(count, self.ids[BEGIN], np.uint64)
        bow = np.full(count, self.unigrams[self.ids[BEGIN], 1], np.float32)
        zero = np.zeros(count, np.float32)
        return State(history, bow, zero, zero)

    def id(self, symbol: str) -> int:
        """The id of a symbol; that of the unknown symbol if it is not in the vocabulary."""
        return self.ids.get(symbol, self.ids[UNKNOWN])

    def score(self, state: State, words: Ids) -> tuple[Logs, State]:
        """Natural-log P(word | context) for parallel arrays, and the contexts that follow.

        Args:
            state: contexts, arrays of shape [n].
            words: ids, int64 [n].
        """
        word = words.astype(np.uint64)
        history = state.history
        logp = self.unigrams[words, 0] + (state.bow1 + state.bow2 + state.bow3)
        bow1 = self.unigrams[words, 1]
        bow2 = np.zeros(len(words), np.float32)
        bow3 = np.zeros(len(words), np.float32)
        extended = (history << _U16) | word

        found, code = self.bigrams.get(((history & _TWO) << _U16) | word)
        two = np.flatnonzero(found)
        code = code[two]
        bow2[two] = _bow(code)
        logp[two] = _logp(code) + (state.bow2[two] + state.bow3[two])

        found, code = self.trigrams.get(((history[two] & _THREE) << _U16) | word[two])
        three = two[found]
        code = code[found]
        bow3[three] = _bow(code)
        logp[three] = _logp(code) + state.bow3[three]

        found, code = self.fourgrams.get(extended[three])
        logp[three[found]] = code[found] * np.float32(-TOP_LOGP_STEP)
        return logp, State(extended & np.uint64(0xFFFFFFFFFFFF), bow1, bow2, bow3)

    def chain_logps(self, words: Sequence[int] | NDArray[np.integer]) -> Logs:
        """Natural-log P(word | those before it) for the words of a sentence from its beginning."""
        kernels = compiled()
        if kernels is not None:
            symbols = np.array(words, np.int32)
            logps = np.empty(len(symbols), np.float32)
            cells, parameters, steps = self.kernel_arguments()
            kernels.chain((*cells, symbols, logps), *parameters, steps)
            return logps
        start = self.begin(1)
        padded = np.array([0, 0, self.ids[BEGIN], *words], np.uint64)
        history = padded[:-3] << _U16 << _U16 | padded[1:-2] << _U16 | padded[2:-1]
        zero = np.zeros(len(history), np.float32)
        ids = padded[3:].astype(np.int64)
        _, after = self.score(State(history, zero, zero, zero), ids)  # each word's back-off weights
        weights = (np.append(a, b)[: len(ids)] for a, b in zip(start[1:], after[1:], strict=True))
        logps, _ = self.score(State(history, *weights), ids)
        return logps

    def bigram_logps(self, before: Ids, words: Ids) -> Logs:
        """Natural-log P(word | the word before alone) for parallel arrays of ids."""
        found, code = self.bigrams.get((before.astype(np.uint64) << _U16) | words.astype(np.uint64))
        return np.where(found, _logp(code), self.unigrams[words, 0] + self.unigrams[before, 1])

    def kernel_arguments(
        self,
    ) -> tuple[tuple[NDArray[Any], ...], list[tuple[int, int, int, int, int]], tuple[float, ...]]:
        """Arrays, parameters of the three maps, and grid steps, as the search kernel wants them."""
        maps = (self.bigrams, self.trigrams, self.fourgrams)
        parameters = [m.kernel_arguments() for m in maps]
        steps = (LOGP_STEP, TOP_LOGP_STEP, BOW_TOP, BOW_STEP, self.ids[BEGIN])
        return (self.unigrams, *(m.cells for m in maps)), parameters, steps

    def sentence_logp(self, symbols: list[str]) -> float:
        """Natural-log probability of a whole sentence, its end included; for tests and tools."""
        state, total = self.begin(1), 0.0
        for symbol in [*symbols, END]:
            logp, state = self.score(state, np.array([self.id(symbol)]))
            total += float(logp[0])
        return total


def _logp(code: Ids) -> Logs:
    return (code >> 8).astype(np.float32) * np.float32(-LOGP_STEP)


def _bow(code: Ids) -> Logs:
    return np.float32(BOW_TOP) - (code & 0xFF).astype(np.float32) * np.float32(BOW_STEP)


def load(folder: Path) -> NgramModel:
    """Open the model in ``folder`` (as written by ``python -m vnrestore.train lm``).

    Raises:
        ResourceError: if a file is missing, damaged or of another format.
    """
    manifest = read_manifest(folder, FORMAT)
    try:
        words = read_lines(folder / "words.txt")
        if len(words) != whole_number(manifest, "vocabulary", len(CLASSES), MOST_WORDS):
            raise ResourceError("the number of words is not the manifest's")
        ids = {word: i for i, word in enumerate(words)}
        if len(ids) != len(words) or not ids.keys() >= {BEGIN, END, UNKNOWN} or "" in ids:
            raise ResourceError("words repeat or are missing")
        unigrams = np.array(load_array(folder / "unigrams.npy", "<f4", len(words), 2))
        if not np.isfinite(unigrams).all():
            raise ResourceError("a probability is no number")
        tables = [_table(folder, manifest, order) for order in (2, 3, 4)]
    except ResourceError as error:
        raise ResourceError(f"{folder}: cannot load the language model: {error}") from error
    return NgramModel(words, ids, unigrams, *tables)


def _table(folder: Path, manifest: Mapping[str, Any], order: int) -> FuseMap:
    tables = manifest.get("tables")
    facts = tables.get(str(order)) if isinstance(tables, dict) else None
    if not isinstance(facts, dict):
        raise ResourceError(f"the manifest does not describe the table of {order}-grams")
    bits = whole_number(facts, "segment_bits", 4, 16)
    segments = whole_number(facts, "segments", 1, 1 << 20)
    value_bits = VALUE_BITS[order]
    whole_number(facts, "value_bits", value_bits, value_bits)
    kind = "<u2" if order == 4 else "<u4"
    cells = load_array(folder / f"{order}grams.npy", kind, (segments + 2) << bits)
    return FuseMap(cells, whole_number(facts, "seed", 0, 1 << 32), bits, segments, value_bits)
