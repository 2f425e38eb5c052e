"""From passages to a word lattice.

Every stretch of a chunk is an edge for each of its candidates (``planner.py``); short neighbouring
chunks are also joined. "Change nothing" is always a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from threading import RLock
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import Candidates, Edges, Lattice, Pool
from vnrestore.datatypes.ragged import rows_of
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.joints import MERGE_LENGTH, SHORT_RUN, Joined, joined, joined_code, joined_number
from vnrestore.restore.passages import Chunk
from vnrestore.restore.planner import Planner
from vnrestore.restore.reading import Reading
from vnrestore.restore.sketchbook import Key, Sketchbook
from vnrestore.restore.stretches import Sketch


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
            keys: list[Key] = [chunk[2:4] for chunk in chunks]
            sketches = self._book.sketches(chunks, keys)
            ends = [*accumulate(map(len, passages))]
            joints = self._joints(chunks, sketches, ends, settled)
            fresh = [i for i, chunk in enumerate(chunks) if chunk[0] not in settled]
            asked = [keys[i] for i in fresh] if len(fresh) < len(keys) else keys
            unknown = [j for j, plan in enumerate(map(planner.plans.get, asked)) if plan is None]
            planner.plan(
                {asked[j]: sketches[fresh[j]] for j in unknown}, (joint.piece for _, joint, _ in joints)
            )
            plans = np.array([*map(planner.plans.__getitem__, asked)], np.int64)
            rows = self._rows(chunks, fresh, plans, joints, settled)
            return _lattice(chunks, ends, rows, planner.pool)

    def _joints(
        self,
        chunks: Sequence[Chunk],
        sketches: Sequence[Sketch],
        ends: Sequence[int],
        settled: Mapping[int, list[Reading]],
    ) -> list[tuple[int, Joined, bool]]:
        """Neighbouring chunks, by the second one, that may be one word or (true) one document number."""
        joins_numbers = self.context.limits.joins_numbers
        found: list[tuple[int, Joined, bool]] = []
        firsts = {0, *ends}
        words = set() if self.context.limits.sound else set(_short(sketches))
        opening = {i for i, one in enumerate(sketches, start=1) if one[7]}
        for i in sorted((words | opening) - firsts):
            left, right, one, other = chunks[i - 1], chunks[i], sketches[i - 1], sketches[i]
            if left.start in settled and right.start in settled:
                continue
            if i in words and (word := joined(left, right, one.last, other.first)) is not None:
                found.append((i, word, False))
            if i in opening:
                code = joined_code(left, right) or (joined_number(left, right) if joins_numbers else None)
                if code is not None:
                    found.append((i, code, True))
        return found

    def _rows(
        self,
        chunks: Sequence[Chunk],
        fresh: Sequence[int],
        plans: NDArray[np.int64],
        joints: Sequence[tuple[int, Joined, bool]],
        settled: Mapping[int, list[Reading]],
    ) -> NDArray[np.int64]:
        """For each arm the chunk it ends in, its start and end, the number of its candidates: [4, arms]."""
        planner = self._planner
        begin, size = planner.rows.spans(plans)
        at = rows_of(begin, size)
        start, end, number = (column[at] for column in planner.rows.columns)
        chunk = np.array(fresh, np.int64).repeat(size)
        offset = np.fromiter(map(itemgetter(0), chunks), np.int64, len(chunks))[chunk]
        planned = np.array((chunk, start + offset, end + offset, number))
        for i in [i for i in fresh if chunks[i][4]]:
            inside = chunk == i
            doubted = [planner.doubted(n, chunks[i].doubt) for n in planned[3, inside].tolist()]
            planned[3, inside] = doubted
        others = (
            [
                (i, r[0], r[1], planner.only(r))
                for i, c in enumerate(chunks)
                if c[0] in settled
                for r in settled[c[0]]
            ]
            if len(fresh) < len(chunks)
            else []
        )
        others += ((i, j.start, j.end, planner.merged(j.piece, is_code)) for i, j, is_code in joints)
        return np.concatenate([planned, np.array(others, np.int64).reshape(-1, 4).T], axis=1)


def _short(sketches: Sequence[Sketch]) -> Iterator[int]:
    """Chunks that begin with so little, or behind so little, that both may be one word."""
    for i, (one, other) in enumerate(pairwise(sketches), start=1):
        tail, head = one[6], other[5]
        if tail + head <= MERGE_LENGTH and (tail <= SHORT_RUN or head <= SHORT_RUN):
            yield i


def _lattice(chunks: Sequence[Chunk], ends: Sequence[int], arms: NDArray[np.int64], pool: Pool) -> Lattice:
    """The lattice of passages that end behind these chunks, whose nodes are offsets, those of each passage
    moved behind the passage before: where nothing ends, nothing begins."""
    sizes = np.diff([0, *ends])
    begins, stops = (np.fromiter(map(itemgetter(i), chunks), np.int64, len(chunks)) for i in (0, 1))
    closing = sizes.cumsum() - 1
    opening = closing - sizes + 1
    length = stops[closing] - begins[opening]
    last = (length + 1).cumsum() - 1
    shift = (last - length - begins[opening]).repeat(sizes)
    follow = np.append(begins[1:], 0)  # what ends with a chunk leads to the next
    follow[closing] = stops[closing]
    chunk, start, end, number = arms
    target = np.where(end == stops[chunk], follow[chunk], end) + shift[chunk]
    rows = pool.rows()
    begin, size = rows.spans(number)
    symbol, score, form = rows.columns
    edges = Edges(
        (start + shift[chunk]).astype(np.int32),
        target.astype(np.int32),
        np.append(0, np.cumsum(size)).astype(np.int32),
        begin,
        symbol,
        score,
        (last - length).astype(np.int32),
        last.astype(np.int32),
    )
    return Lattice(
        edges, start.astype(np.int32), end.astype(np.int32), number, form, pool.lists, pool.printed
    )
