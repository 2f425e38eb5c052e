"""The noisy channel: how likely an intended text was to be read as the observed one.

A :class:`Channel` is one mixture of the engines in :mod:`.channel_tables`, made for one kind
of text, and sharpened by what a document itself shows of its engine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.kernels import compiled
from vnrestore.language.alphabet import Encoded, SmallInts, code_points
from vnrestore.language.channel_tables import UNIFORM, ChannelData, Rows
from vnrestore.language.readings import Edit, Floats, MixedReadings, Seen, as_seen

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


class CellCounts(NamedTuple):
    """How often which edits were seen, by their numbers."""

    cells: NDArray[np.int64]
    counts: Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document itself shows of its engine: counts of readings taken to be certain.

    Those of single characters by the numbers that :meth:`.ChannelData.cell` gives them, ascending; onsets
    and rimes, and words, by the numbers that :class:`.SyllableInventory` gives them.
    """

    edits: CellCounts
    units: Seen
    words: Seen


NO_EVIDENCE = Evidence(CellCounts(np.zeros(0, np.int64), np.zeros(0, np.float32)), as_seen(()), as_seen(()))


class Channel:
    """One mixture of the components, ready to score.

    Args:
        data: the trained tables.
        weights: mixture weights of the components, then of the *generic* component: all
            trained ones pooled and flattened, for engines never seen. They sum to 1.
        evidence: readings seen in the document to be restored; the mixture is their prior.
    """

    def __init__(self, data: ChannelData, weights: Sequence[float], evidence: Evidence = NO_EVIDENCE) -> None:
        """Mix what every text needs; the rows of single characters are mixed when they are met."""
        self.data = data
        self.weights = tuple(weights)
        *known, generic = weights
        self._share = np.array(known, np.float32)
        self._generic = np.float32(generic)
        blend = self._share.copy()
        blend[: data.trained] += np.float32(generic / data.trained)
        size = (len(data.pairs) + 1) * (int(data.kind[-1]) + 1)
        merged = _mixed(data.merged_cells, data.merged, blend, size)
        # one row more for a pair that never merges
        self._merged = merged.reshape(len(data.pairs) + 1, -1)
        self.units = MixedReadings(data.units, blend, evidence.units, KAPPA_UNIT)
        self.words = MixedReadings(data.words, blend, evidence.words, KAPPA_WORD)
        # one row more for a character or segment never seen
        self._floor = np.full(len(data.characters), FOREIGN, np.float32)
        self._single = np.empty((len(data.singles) + 1, len(data.characters)), np.float32)
        self._single[-1] = self._floor
        self._mixed = np.zeros(len(data.singles) + 1, np.bool_)
        self._mixed[-1] = True
        self._shrink = np.ones(len(data.characters), np.float32)
        self._vectors: dict[str, Floats] = {}
        long = _mixed(data.long_cells.of_count, data.long, blend, len(data.long_cells.flat))
        self._long = Sparse(data.long_cells.start, data.long_cells.column, long)
        if len(evidence.edits.cells):
            self._learn(*evidence.edits)
        self._mix(np.array([data.singles[""]], np.int32))

    def _learn(self, cells: NDArray[np.int64], counts: Floats) -> None:
        """Posterior means under a Dirichlet prior centred on the mixture."""
        data = self.data
        row, column = np.divmod(cells, len(data.characters))
        mass = np.float32(KAPPA_EDIT) + np.bincount(column, counts, len(data.characters)).astype(np.float32)
        self._shrink = np.float32(KAPPA_EDIT) / mass
        share = counts / mass[column]
        one, known = np.searchsorted(row, (len(data.singles), len(data.singles) + len(data.segments)))
        self._mix(row[:one].astype(np.int32))
        self._single[row[:one], column[:one]] += share[:one]
        own = cells[one:known] - len(data.singles) * len(data.characters)
        self._learn_longer(own, share[one:known])

    def _learn_longer(self, own: NDArray[np.int64], share: Floats) -> None:
        """The same for two and three characters, whose table gets new cells."""
        flat = self.data.long_cells.flat
        start, column, value = self._long
        at = np.searchsorted(flat, own)
        is_new = flat[np.minimum(at, len(flat) - 1)] != own
        new, before = own[is_new], at[is_new]
        kernels = compiled()
        if kernels is not None:
            cells = len(column) + len(new)
            found = Sparse(np.empty_like(start), np.empty(cells, np.int32), np.empty(cells, np.float32))
            arrays = flat, column, value, self._shrink, start, own, share, *found[1:], found.start
            kernels.add_cells(arrays, len(self.data.characters))
            self._long = found
            return
        value = value * self._shrink[column]
        row, new_column = np.divmod(new, len(self.data.characters))
        places = before + np.arange(len(new))
        is_old = np.ones(len(column) + len(new), np.bool_)
        is_old[places] = False
        columns, values = np.empty(len(is_old), np.int32), np.zeros(len(is_old), np.float32)
        columns[is_old], columns[places], values[is_old] = column, new_column, value
        values[at + np.cumsum(is_new) - is_new] += share
        more = np.cumsum(np.bincount(row + 1, minlength=len(start)), dtype=np.int32)
        self._long = Sparse(start + more, columns, values)

    def _mix(self, rows: SmallInts) -> None:
        """Have these rows of the table of single characters ready."""
        data = self.data
        kernels = compiled()
        if kernels is not None:
            tables = data.single, data.pooled, self._share, self._shrink
            kernels.mix((*tables, rows, self._mixed, self._single), self._generic)
            return
        new = np.unique(rows[~self._mixed[rows]])
        # einsum, for no BLAS: its threads would spin beside our own work
        mixed = np.einsum("e,eoi->oi", self._share, data.single[:, new])
        mixed += self._generic * data.pooled[new]
        # in one go, and marked afterwards: other threads may read
        self._single[new] = mixed * self._shrink
        self._mixed[new] = True

    def segment(self, observed: str) -> Floats:
        """P(observed segment | each intended character), [characters]; up to three observed ones."""
        row = self.data.singles.get(observed)
        if row is not None:
            self._mix(np.array([row], np.int32))
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
        self._mix(rows.ravel().astype(np.int32))
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
        kernels.align((*tables, *self._packed(pairs, kernels), sizes), *numbers)
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

    def encode(self, observed: str) -> Encoded:
        """Row numbers of the characters, pairs and triples of observed text, for the kernels."""
        encoded = self.data.alphabet.encode(observed)
        self._mix(encoded.one)
        return encoded

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
        kernels.pair_logps((*tables, *self._packed(pairs, kernels), out), *numbers, COPIED, FOREIGN, LEAST)
        return out.tolist()

    def _packed(self, pairs: Sequence[Edit], kernels: ModuleType) -> tuple[SmallInts, ...]:
        """Pairs of strings as the kernels want them.

        Returns:
            Of the observed characters the rows and code points; of the intended ones the columns, the
            numbers as a pair with the next one, and the code points; where the strings are, [pairs, 4].
        """
        letters = code_points("".join([intended for intended, _ in pairs]))
        observed = "".join([observed for _, observed in pairs])
        columns, merged = np.empty((2, len(letters)), np.int32)
        spans = np.empty((len(pairs), 4), np.int32)
        known = self.data.letters
        arrays = (letters, known.numbers, known.pairs, columns, merged, spans)
        kernels.pack(list(pairs), arrays, known.known)
        return (*self.encode(observed), code_points(observed), columns, merged, letters, spans)

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


def _mixed(cells: NDArray[np.int64], counts: Rows, share: Floats, size: int) -> Floats:
    """Probabilities in long form under one mixture, by their cells in a table of this size."""
    table = np.zeros(size, np.float32)
    kernels = compiled()
    if kernels is not None:
        kernels.mix_counts((cells, counts.component, counts.probability, share, table))
    else:
        np.add.at(table, cells, counts.probability * share[counts.component])
    return table
