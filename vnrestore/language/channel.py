"""The noisy channel: how likely an intended text was to be read as the observed one.

A :class:`Channel` is one mixture of the engines in :mod:`.channel_tables`, made for one kind
of text, and sharpened by what a document itself shows of its engine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.kernels import compiled
from vnrestore.language.alphabet import Encoded, SmallInts
from vnrestore.language.channel_tables import UNIFORM, ChannelData
from vnrestore.language.readings import Edit, Floats, MixedReadings

MAX_SEGMENT = 3  # observed characters one intended character can become
STRAY = 0.004  # an extra character read beside the right one
LONG_FLOOR = UNIFORM**2 * 1e-2  # any two or three characters
STRAY_SHARE = STRAY * UNIFORM * 10
OUTSIDE = 1e-7  # any segment for a character outside the alphabet
COPIED = 0.9  # that such a character in a word is copied
FOREIGN = UNIFORM * 1e-3
LEAST = 1e-300
KAPPA_EDIT = 30.0  # pseudo-counts of the prior when a document teaches its own engine
KAPPA_UNIT = 6.0
KAPPA_WORD = 10.0


class Sparse(NamedTuple):
    """A table row by row: where each row begins and the last ends; column and value of each cell."""

    start: NDArray[np.int32]
    column: NDArray[np.int32]
    value: Floats

    def dense(self, rows: NDArray[np.int64], columns: int) -> Floats:
        """Whole rows, [..., columns]."""
        flat = rows.ravel()
        sizes = self.start[flat + 1] - self.start[flat]
        out = np.zeros((len(flat), columns), np.float32)
        cells = np.arange(sizes.sum()) + np.repeat(self.start[flat] - np.cumsum(sizes) + sizes, sizes)
        out[np.repeat(np.arange(len(flat)), sizes), self.column[cells]] = self.value[cells]
        return out.reshape(*rows.shape, columns)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document itself shows of its engine: counts of readings taken to be certain."""

    edits: Mapping[Edit, float]
    units: Mapping[Edit, float]
    words: Mapping[Edit, float]


NO_EVIDENCE = Evidence({}, {}, {})


class Channel:
    """One mixture of the components, ready to score.

    Args:
        data: the trained tables.
        weights: mixture weights of the components, then of the *generic* component: all
            trained ones pooled and flattened, for engines never seen. They sum to 1.
        evidence: readings seen in the document to be restored; the mixture is their prior.
    """

    def __init__(self, data: ChannelData, weights: Sequence[float], evidence: Evidence = NO_EVIDENCE) -> None:
        """Mix the tables once; look-ups are then plain indexing."""
        self.data = data
        self.weights = tuple(weights)
        *known, generic = weights
        share = np.array(known, np.float32)
        trained = data.trained
        blend = share.copy()
        blend[:trained] += np.float32(generic / trained)
        # one row more for a character or segment never seen, one column more for a pair that never merges
        self._single = np.empty((len(data.singles) + 1, len(data.characters)), np.float32)
        # einsum, for no BLAS: its threads would spin beside our own work
        np.einsum("e,eoi->oi", share, data.single, out=self._single[:-1])
        self._single[:-1] += np.float32(generic) * data.pooled
        self._single[-1] = 0.0
        long = np.zeros(len(data.long_cells.flat), np.float32)
        np.add.at(long, data.long_cells.of_count, data.long.probability * blend[data.long.component])
        self._merged = np.zeros((len(data.pairs) + 1, int(data.kind[-1]) + 1), np.float32)
        where = data.merged.intended, data.kind[data.merged.observed]
        np.add.at(self._merged, where, data.merged.probability * blend[data.merged.component])
        self.units = MixedReadings(data.units, blend, evidence.units, KAPPA_UNIT)
        self.words = MixedReadings(data.words, blend, evidence.words, KAPPA_WORD)
        self._floor = np.full(len(data.characters), FOREIGN, np.float32)
        self._vectors: dict[str, Floats] = {}
        flat, long = self._learn(evidence.edits, long)
        self._long = _by_row(flat, long, len(data.segments), len(data.characters))
        self._single[-1] = self._floor

    def _learn(self, edits: Mapping[Edit, float], long: Floats) -> tuple[NDArray[np.int64], Floats]:
        """Posterior means under a Dirichlet prior centred on the mixture; returns the longer segments."""
        data = self.data
        column = data.characters
        known = [(*edit, n) for edit, n in edits.items() if edit[0] in column]
        if not known:
            return data.long_cells.flat, long
        intended = np.array([column[c] for c, _, _ in known])
        counts = np.array([n for _, _, n in known], np.float32)
        totals = np.bincount(intended, counts, len(column)).astype(np.float32)
        shrink = np.float32(KAPPA_EDIT) / (np.float32(KAPPA_EDIT) + totals)
        share = counts / (np.float32(KAPPA_EDIT) + totals)[intended]
        self._single *= shrink
        one = [i for i, (_, observed, _) in enumerate(known) if observed in data.singles]
        rows = np.array([data.singles[known[i][1]] for i in one], np.int64)
        np.add.at(self._single, (rows, intended[one]), share[one])
        more = [i for i, (_, observed, _) in enumerate(known) if observed in data.segments]
        rows = np.array([data.segments[known[i][1]] for i in more], np.int64)
        own = rows * len(column) + intended[more]
        flat, value = data.long_cells.flat, long * shrink[data.long_cells.flat % len(column)]
        new = np.setdiff1d(own, flat[np.minimum(np.searchsorted(flat, own), len(flat) - 1)])
        places = np.searchsorted(flat, new)
        flat, value = np.insert(flat, places, new), np.insert(value, places, np.float32(0))
        np.add.at(value, np.searchsorted(flat, own), share[more])
        return flat, value

    def segment(self, observed: str) -> Floats:
        """P(observed segment | each intended character), [characters]; up to three observed ones."""
        row = self.data.singles.get(observed)
        if row is not None:
            single: Floats = self._single[row]
            return single
        if len(observed) < 2:
            return self._floor
        vector = self._vectors.get(observed)
        if vector is None:
            vector = self.segment_table([observed], len(observed))[0, 0, : len(self.data.characters)]
            self._vectors[observed] = vector
        return vector

    def segment_table(self, observed: Sequence[str], length: int) -> Floats:
        """P(segment of ``length`` characters from each position | character) for strings of one size.

        Returns:
            Array [strings, positions, characters + 1]; the last column is for characters
            outside the alphabet.
        """
        size = len(observed[0])
        places = size + 1 - length
        table = np.full((len(observed), places, len(self.data.characters) + 1), OUTSIDE, np.float32)
        inside = table[:, :, :-1]
        if length == 0:
            inside[:] = self._single[self.data.singles[""]]
            return table
        unknown = len(self._single) - 1
        rows = np.array([[self.data.singles.get(c, unknown) for c in o] for o in observed], np.int64)
        single = self._single
        if length == 1:
            inside[:] = single[rows]
            return table
        nothing = len(self.data.segments)
        get = self.data.segments.get
        known = np.array(
            [[get(o[j : j + length], nothing) for j in range(places)] for o in observed], np.int64
        )
        inside[:] = self._long.dense(known, len(self.data.characters))
        inside += np.float32(LONG_FLOOR)
        if length == 2:
            inside += (single[rows[:, :-1]] + single[rows[:, 1:]]) * np.float32(STRAY_SHARE)
        return table

    def merged_table(self, observed: Sequence[str]) -> Floats:
        """P(the character at each position | intended pair) for strings of one size,
        [strings, positions, pairs + 1]; the last column is zero."""
        kinds = np.array([[self._kind(c) for c in o] for o in observed], np.int64)
        return self._merged.T[kinds]

    def _kind(self, observed: str) -> int:
        """Number of a character by what it may be merged from."""
        return int(self.data.kind[self.data.singles.get(observed, -1)])

    def align(self, pairs: Sequence[Edit]) -> list[list[Edit]]:
        """The most probable cutting of each (intended, observed) pair into one-character edits.

        Returns:
            The edits of each pair, none where there is no such cutting.
        """
        kernels = compiled()
        if kernels is None or not pairs:
            return [self._align(*pair) for pair in pairs]
        sizes = np.empty(sum(len(intended) for intended, _ in pairs), np.int32)
        tables, numbers = self.kernel_arguments()
        kernels.align((*tables, *self._packed(pairs), sizes), *numbers)
        found: list[list[Edit]] = []
        left = iter(sizes.tolist())
        for intended, observed in pairs:
            taken = [next(left) for _ in intended]
            ends = [0, *accumulate(taken)]
            cut = ends[-1] == len(observed) and min(taken, default=0) >= 0
            edits = zip(intended, pairwise(ends), strict=True)
            found.append([(char, observed[a:b]) for char, (a, b) in edits] if cut else [])
        return found

    def _align(self, intended: str, observed: str) -> list[Edit]:
        rows, columns = len(intended), len(observed)
        column = [self.data.characters.get(c) for c in intended]
        if any(c is None for c in column):
            return []
        best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (1.0, 0)}
        for i in range(rows):
            for j in range(columns + 1):
                if (i, j) not in best:
                    continue
                for b in range(min(MAX_SEGMENT, columns - j) + 1):
                    value = best[i, j][0] * float(self.segment(observed[j : j + b])[column[i]])
                    if value > best.get((i + 1, j + b), (0.0, 0))[0]:
                        best[i + 1, j + b] = (value, b)
        if (rows, columns) not in best:
            return []
        path = []
        j = columns
        for i in range(rows, 0, -1):
            b = best[i, j][1]
            path.append((intended[i - 1], observed[j - b : j]))
            j -= b
        return path[::-1]

    def encode(self, observed: Sequence[str]) -> Encoded:
        """Row numbers of the characters, pairs and triples of observed strings, for the kernels."""
        return self.data.alphabet.encode("".join(observed))

    def kernel_arguments(self) -> tuple[tuple[NDArray[np.generic], ...], tuple[float, ...]]:
        """The tables, and the sizes and floors the kernels need to read them."""
        data = self.data
        sizes = (len(data.characters), len(data.pairs), self._merged.shape[1])
        numbers = (*sizes, data.singles[""], LONG_FLOOR, STRAY_SHARE, OUTSIDE)
        return (self._single, *self._long, self._merged, data.kind), numbers

    def word_logps(self, pairs: Sequence[Edit]) -> list[float]:
        """Natural-log P(observed | intended) for any (intended, observed) strings, by characters alone."""
        kernels = compiled()
        if kernels is None or not pairs:
            return [self._word_logp(*pair) for pair in pairs]
        tables, numbers = self.kernel_arguments()
        out = np.empty(len(pairs))
        kernels.pair_logps((*tables, *self._packed(pairs), out), *numbers, COPIED, FOREIGN, LEAST)
        return out.tolist()

    def _packed(self, pairs: Sequence[Edit]) -> tuple[SmallInts, ...]:
        """Pairs of strings as the kernels want them.

        Returns:
            Of the observed characters the rows and code points; of the intended ones the columns, the
            numbers as a pair with the next one, and the code points; where the strings are, [pairs, 4].
        """
        data = self.data
        intended = "".join(pair[0] for pair in pairs)
        observed = "".join(pair[1] for pair in pairs)
        sizes = np.array([(len(a), len(b)) for a, b in pairs], np.int32)
        spans = np.empty((len(pairs), 4), np.int32)
        spans[:, 1::2] = sizes
        spans[:, ::2] = np.cumsum(sizes, axis=0) - sizes
        merged = [data.pairs.get(intended[i : i + 2], -1) for i in range(len(intended))]
        for end in np.cumsum(sizes[:, 0]).tolist():  # no pair reaches into the next string
            if end:
                merged[end - 1] = -1
        return (
            *self.encode([observed]),
            np.array([ord(c) for c in observed], np.int32),
            np.array([data.characters.get(c, -1) for c in intended], np.int32),
            np.array(merged, np.int32),
            np.array([ord(c) for c in intended], np.int32),
            spans,
        )

    def word_logp(self, intended: str, observed: str) -> float:
        """:meth:`word_logps` of one pair."""
        return self.word_logps([(intended, observed)])[0]

    def _word_logp(self, intended: str, observed: str) -> float:
        rows, columns = len(intended), len(observed)
        table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        table[0][0] = 1.0
        column = [self.data.characters.get(c) for c in intended]
        seen = [self._kind(c) for c in observed]
        vectors = {
            (j, b): self.segment(observed[j : j + b])
            for j in range(columns + 1)
            for b in range(min(MAX_SEGMENT, columns - j) + 1)
        }
        for i in range(rows):
            at = column[i]
            for j in range(columns + 1):
                here = table[i][j]
                if here <= 0.0:
                    continue
                for b in range(min(MAX_SEGMENT, columns - j) + 1):
                    if at is not None:
                        p = float(vectors[j, b][at])
                    else:  # a character outside the alphabet is copied or lost
                        p = COPIED if observed[j : j + b] == intended[i] else FOREIGN
                    table[i + 1][j + b] += here * p
                pair = self.data.pairs.get(intended[i : i + 2])
                if pair is not None and j < columns:
                    table[i + 2][j + 1] += here * float(self._merged[pair, seen[j]])
        return math.log(max(table[rows][columns], LEAST))


def _by_row(flat: NDArray[np.int64], values: Floats, rows: int, columns: int) -> Sparse:
    """Cells in ascending order as a sparse table with one empty row more."""
    counts = np.bincount(flat // columns, minlength=rows + 1)
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Sparse(start, (flat % columns).astype(np.int32), values)
