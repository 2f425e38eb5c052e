"""From passages to a word lattice.

Every stretch of a chunk is an edge for each of its candidates (``planner.py``); short neighbouring
chunks are also joined. "Change nothing" is always a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from operator import itemgetter
from threading import RLock
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import Candidates, Edges, Lattice
from vnrestore.datatypes.ragged import rows_of
from vnrestore.kernels import compiled
from vnrestore.language.alphabet import SmallInts
from vnrestore.language.inventory import Ints
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.joints import MERGE_LENGTH, SHORT_RUN, Joined, joined, joined_code, joined_number
from vnrestore.restore.passages import Chunk
from vnrestore.restore.planner import Planner
from vnrestore.restore.reading import Reading
from vnrestore.restore.sketchbook import Shelf, Sketchbook


class _Arms(NamedTuple):
    """The arms of a lattice, as :class:`Edges` and :class:`Lattice` have them."""

    source: SmallInts
    target: SmallInts
    start: SmallInts
    end: SmallInts
    bounds: SmallInts
    begin: Ints
    number: Ints
    first: SmallInts
    last: SmallInts


class LatticeBuilder:
    """Builds lattices under one context; candidates of pieces and plans of chunks are remembered."""

    def __init__(self, context: Context, book: Sketchbook) -> None:
        """Start with nothing planned."""
        self.context = context
        self._book = book
        self._planner = Planner(context, book)
        self._lock = RLock()

    def candidates(self, piece: str) -> Candidates:
        """What a piece of the text may have been meant to be."""
        with self._lock:
            self._planner.judge([piece])
            return self._planner.pieces[piece]

    def judge(self, pieces: Iterable[str]) -> None:
        """Find the candidates of many pieces at once, which is cheaper than one by one."""
        with self._lock:
            self._planner.judge(pieces)

    def build(
        self, passages: list[list[Chunk]], settled: Mapping[int, list[Reading]] = MappingProxyType({})
    ) -> Lattice:
        """The lattice of all passages; build long texts in blocks, for memory's sake.

        Args:
            passages: what to read.
            settled: readings of chunks, by their offsets, that are not to be asked about again.
        """
        with self._lock:
            if self._planner.are_full():
                self._planner = Planner(self.context, self._book)
            planner = self._planner
            chunks = list(chain.from_iterable(passages))
            shelf, sketched = self._book.sketched(chunks)
            ends = [*accumulate(map(len, passages))]
            is_fresh = np.array([chunk[0] not in settled for chunk in chunks], np.bool_)
            fresh = np.flatnonzero(is_fresh)
            joints = self._joints(chunks, shelf, sketched, ends, is_fresh)
            plans = planner.plan(shelf, sketched[fresh], (joint.piece for _, joint, _ in joints))
            if any(map(itemgetter(4), chunks)):
                doubts = [chunks[i].doubt for i in fresh.tolist()]
                pairs = zip(plans.tolist(), doubts, strict=True)
                doubted = [planner.doubted(plan, doubt) if doubt else plan for plan, doubt in pairs]
                plans = np.array(doubted, np.int64)
            others = self._held(chunks, settled) if len(fresh) < len(chunks) else []
            others += [(i, j.start, j.end, planner.merged(j.piece, is_code)) for i, j, is_code in joints]
            more = np.array(others, np.int64).reshape(-1, 4)
            return _lattice(chunks, ends, (fresh, plans, more), planner)

    def _joints(
        self,
        chunks: Sequence[Chunk],
        shelf: Shelf,
        sketched: Ints,
        ends: Sequence[int],
        fresh: NDArray[np.bool_],
    ) -> list[tuple[int, Joined, bool]]:
        """Fresh chunks side by side, by the second one, that may be a word or (true) a document number."""
        joins_numbers = self.context.limits.joins_numbers
        found: list[tuple[int, Joined, bool]] = []
        head, tail, opens_number = (column[sketched] for column in shelf.ends)
        one, other, opening = tail[:-1], head[1:], opens_number[:-1]  # on either side of each blank
        short = (one + other <= MERGE_LENGTH) & ((one <= SHORT_RUN) | (other <= SHORT_RUN))
        short &= not self.context.limits.sound
        asked = (short | opening) & fresh[:-1] & fresh[1:]
        asked[np.array(ends[:-1], np.int64) - 1] = False
        for i in (np.flatnonzero(asked) + 1).tolist():
            left, right = chunks[i - 1], chunks[i]
            last, first = (shelf.sketches[sketched[k]] for k in (i - 1, i))
            if short[i - 1] and (word := joined(left, right, last.last, first.first)) is not None:
                found.append((i, word, False))
            if opening[i - 1]:
                code = joined_code(left, right) or (joined_number(left, right) if joins_numbers else None)
                if code is not None:
                    found.append((i, code, True))
        return found

    def _held(
        self, chunks: Sequence[Chunk], settled: Mapping[int, list[Reading]]
    ) -> list[tuple[int, int, int, int]]:
        """Arms of readings of settled chunks: the chunk each ends in, its start and end, its candidates."""
        only = self._planner.only
        return [(i, r[0], r[1], only(r)) for i, c in enumerate(chunks) for r in settled.get(c[0], ())]


def _lattice(
    chunks: Sequence[Chunk], ends: Sequence[int], planned: tuple[Ints, Ints, Ints], planner: Planner
) -> Lattice:
    """The lattice of passages, whose nodes are offsets, those of each passage moved behind the passage
    before: where nothing ends, nothing begins.

    Args:
        chunks: of all passages.
        ends: how many up to the end of each passage.
        planned: some chunks; the plan of each; more arms, [arms, 4], as ``_held`` has them.
        planner: has the plans.
    """
    begins, stops = (np.fromiter(map(itemgetter(i), chunks), np.int64, len(chunks)) for i in (0, 1))
    arms = _arms(begins, stops, np.array(ends, np.int64), planned, planner)
    rows, pool = planner.pool.rows(), planner.pool
    symbol, score, form = rows.columns
    edges = Edges(arms.source, arms.target, arms.bounds, arms.begin, symbol, score, arms.first, arms.last)
    return Lattice(edges, arms.start, arms.end, arms.number, form, pool.lists, pool.printed)


def _arms(begins: Ints, stops: Ints, ends: Ints, planned: tuple[Ints, Ints, Ints], planner: Planner) -> _Arms:
    """The arms of chunks that begin and stop here, those of plans first."""
    rows, (fresh, plans, others) = planner.pool.rows(), planned
    begin, size = planner.rows.spans(plans)
    kernels = compiled()
    if kernels is not None:
        count = int(size.sum()) + len(others)
        arms, nodes = np.empty((4, count), np.int32), np.empty((2, len(ends)), np.int32)
        numbers, bounds = np.empty((2, count), np.int64), np.empty(count + 1, np.int32)
        given = begins, stops, ends, fresh, plans, planner.rows.bounds, *planner.rows.columns, others
        work = np.empty(2 * len(begins), np.int64)
        kernels.lattice((*given, rows.bounds, arms, numbers, bounds, nodes, work))
        source, target, start, end = arms
        return _Arms(source, target, start, end, bounds, numbers[0], numbers[1], nodes[0], nodes[1])
    at = rows_of(begin, size)
    start, end, number = (column[at] for column in planner.rows.columns)
    chunk = fresh.repeat(size)
    chunk, start, end, number = np.concatenate(
        [np.array((chunk, start + begins[chunk], end + begins[chunk], number)), others.T], axis=1
    )
    sizes = np.diff(ends, prepend=0)
    closing = ends - 1
    opening = ends - sizes
    length = stops[closing] - begins[opening]
    last = (length + 1).cumsum() - 1
    shift = (last - length - begins[opening]).repeat(sizes)
    follow = np.append(begins[1:], 0)  # what ends with a chunk leads to the next
    follow[closing] = stops[closing]
    target = np.where(end == stops[chunk], follow[chunk], end) + shift[chunk]
    first_row, edges = rows.spans(number)
    source, target, start, end = (a.astype(np.int32) for a in (start + shift[chunk], target, start, end))
    first, last = ((last - length).astype(np.int32), last.astype(np.int32))
    bounds = np.append(0, np.cumsum(edges)).astype(np.int32)
    return _Arms(source, target, start, end, bounds, first_row, number, first, last)
