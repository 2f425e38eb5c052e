"""Best paths and edge posteriors of many lattices at once.

A beam search in which one array operation advances every passage by one node. Hypotheses
with the same language-model history are recombined: the best one keeps its back-pointer
(Viterbi), their probabilities are summed (forward algorithm). The backward sweep shares
each hypothesis's posterior out among the arcs that led to it, which is exact within the beam.
"""

from __future__ import annotations

from itertools import accumulate, chain
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import SILENT, Decoding, Edges
from vnrestore.datatypes.ragged import rows_of
from vnrestore.kernels import compiled
from vnrestore.language.ngram import NgramModel, State

Ints = NDArray[np.int64]
Logs = NDArray[np.float32]


class Column(NamedTuple):
    """The hypotheses that end at one node of each passage, and the arcs that reach them."""

    node: Ints  # node of each hypothesis, ascending
    state: State
    viterbi: Logs  # best path score
    forward: Logs  # log sum over paths
    arc_target: Ints  # hypothesis each arc leads to
    arc_source: Ints  # hypothesis number over all columns each arc comes from
    arc_edge: Ints
    arc_logp: Logs
    best_arc: Ints  # for each hypothesis, its Viterbi arc


PROMISE = 1.0  # margins below the best arc at which an arc is dropped before the language model is asked


class Beam(NamedTuple):
    """Search limits: hypotheses a node, and how far below the best one may lie (nats)."""

    width: int = 12
    margin: float = 14.0


def decode(edges: Edges, model: NgramModel, beam: Beam, *, lm_weight: float = 1.0) -> Decoding:
    """Best path of every passage and the posterior of every edge.

    Args:
        edges: of the passages to decode; each must be connected from first to last node.
        model: the language model.
        beam: limits of the search.
        lm_weight: factor on language-model log probabilities.
    """
    if not len(edges.first):
        return Decoding(edges, np.zeros(0, np.int32), [0], np.zeros(0))
    kernels = compiled()
    if kernels is not None:
        return _decode_compiled(kernels, edges, model, beam, lm_weight)
    search = _Search(edges, model, beam, np.float32(lm_weight))
    for step in range(1, search.steps):
        search.advance(step)
    paths, posteriors = search.finish()
    bounds = [0, *accumulate(map(len, paths))]
    return Decoding(edges, np.fromiter(chain.from_iterable(paths), np.int32, bounds[-1]), bounds, posteriors)


def _decode_compiled(
    kernels: ModuleType, edges: Edges, model: NgramModel, beam: Beam, lm_weight: float
) -> Decoding:
    posteriors = np.zeros(edges.bounds[-1])
    path = np.empty(edges.last[-1] + 1, np.int32)
    lengths = np.empty(len(edges.first), np.int32)
    cells, parameters, steps = model.kernel_arguments()
    kernels.search(
        (*edges, *cells, posteriors, path, lengths),
        *parameters,
        steps,
        (beam.width, beam.margin, PROMISE, lm_weight),
    )
    bounds = [0, *accumulate(lengths.tolist())]
    return Decoding(edges, path[: bounds[-1]], bounds, posteriors)


def likely_edges(
    edges: Edges, posteriors: NDArray[np.float64], arms: Ints, least: float
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The edges with a posterior above ``least`` between the same nodes as each of some arms.

    Args:
        edges: all edges.
        posteriors: of all edges.
        arms: no two of them between the same nodes.
        least: what counts as likely.

    Returns:
        How many there are for each arm, and their numbers, arm by arm.
    """
    sizes = np.zeros(len(arms), np.int32)
    kernels = compiled()
    if kernels is not None:
        likely = np.empty(len(posteriors), np.int32)
        count = kernels.rivals((*edges[:6], posteriors, arms.astype(np.int32), sizes, likely), least)
        return sizes, likely[:count]
    stretches = np.unique(np.stack([edges.source, edges.target]), axis=1, return_inverse=True)[1].ravel()
    place = np.full(len(stretches) + 1, -1)
    place[stretches[arms]] = np.arange(len(arms))
    likely = np.flatnonzero(posteriors > least).astype(np.int32)
    at = place[stretches[edges.arms_of(likely)]]
    likely, at = likely[at >= 0], at[at >= 0]
    np.add.at(sizes, at, np.int32(1))
    return sizes, likely[np.argsort(at, kind="stable")]


class _Search:
    """The state of one search; lives for one call of :func:`decode`."""

    def __init__(self, edges: Edges, model: NgramModel, beam: Beam, lm_weight: np.float32) -> None:
        self.model, self.beam, self.lm_weight = model, beam, lm_weight
        sizes = np.diff(edges.bounds)
        self.source = np.repeat(edges.source, sizes).astype(np.int64)
        self.target = np.repeat(edges.target, sizes).astype(np.int64)
        rows = rows_of(edges.begin, sizes)
        self.symbol, self.score = edges.symbol[rows].astype(np.int64), edges.score[rows]
        self.first = edges.first.astype(np.int64)
        self.last = edges.last.astype(np.int64)
        nodes = int(self.last.max()) + 1
        depth = np.arange(nodes) - np.repeat(self.first, self.last - self.first + 1)
        self.steps = int(depth.max()) + 1
        order = np.lexsort((self.source, self.target, depth[self.target]))
        self.order = order
        self.bounds = np.searchsorted(depth[self.target][order], np.arange(self.steps + 1))
        # hypotheses of a node are numbered start[node] .. start[node] + size[node]
        self.start = np.zeros(nodes, np.int64)
        self.size = np.zeros(nodes, np.int64)
        count = len(self.first)
        empty = np.zeros(0, np.int64)
        zero = np.zeros(count, np.float32)
        state = model.begin(count)
        self.columns = [
            Column(self.first, state, zero, zero, empty, empty, empty, zero[:0], np.full(count, -1))
        ]
        self.offsets = [0]
        self.total = count
        self.start[self.first] = np.arange(count)
        self.size[self.first] = 1
        self._state = _Store(state)
        self._viterbi = _Grow(zero)
        self._forward = _Grow(zero)

    def advance(self, step: int) -> None:
        """Extend all hypotheses over the edges that end at each passage's node ``step``."""
        edges = self.order[self.bounds[step] : self.bounds[step + 1]]
        sizes = self.size[self.source[edges]]
        arc_edge = np.repeat(edges, sizes)
        if not len(arc_edge):
            self.columns.append(self.columns[0]._replace(node=arc_edge, viterbi=np.zeros(0, np.float32)))
            self.offsets.append(self.total)
            return
        within = np.arange(len(arc_edge)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        arc_source = self.start[self.source[arc_edge]] + within
        arc_edge, arc_source = self._promising(arc_edge, arc_source)
        state = self._state.take(arc_source)
        logp, after = self._extend(state, self.symbol[arc_edge])
        logp = logp * self.lm_weight + self.score[arc_edge]
        self._keep(arc_edge, arc_source, logp, after)

    def _promising(self, arc_edge: Ints, arc_source: Ints) -> tuple[Ints, Ints]:
        """Drop arcs hopeless even before the language model is asked."""
        score = self._viterbi.values[arc_source] + self.score[arc_edge]
        target = self.target[arc_edge]
        best = np.full(len(self.start), -np.inf, np.float32)
        np.maximum.at(best, target, score)
        kept = score >= best[target] - PROMISE * self.beam.margin
        return arc_edge[kept], arc_source[kept]

    def _extend(self, state: State, symbols: Ints) -> tuple[Logs, State]:
        spoken = np.flatnonzero(symbols != SILENT)
        if len(spoken) == len(symbols):
            return self.model.score(state, symbols)
        logp = np.zeros(len(symbols), np.float32)
        some, changed = self.model.score(state.take(spoken), symbols[spoken])
        logp[spoken] = some
        return logp, state.replaced(spoken, changed)

    def _keep(self, arc_edge: Ints, arc_source: Ints, logp: Logs, after: State) -> None:
        """Recombine arcs with the same node and history, keep the best hypotheses of each node."""
        node = self.target[arc_edge]
        viterbi = self._viterbi.values[arc_source] + logp
        forward = self._forward.values[arc_source] + logp
        order = np.lexsort((arc_edge, -viterbi, after.history, node))
        node_o, history_o = node[order], after.history[order]
        fresh = np.ones(len(order), np.bool_)
        fresh[1:] = (node_o[1:] != node_o[:-1]) | (history_o[1:] != history_o[:-1])
        group = np.cumsum(fresh) - 1
        heads = np.flatnonzero(fresh)
        head_arc = order[heads]
        peak = np.maximum.reduceat(forward[order], heads)
        total = peak + np.log(np.add.reduceat(np.exp(forward[order] - peak[group]), heads))
        best = viterbi[head_arc]
        rank = np.lexsort((heads, -best, node[head_arc]))
        nodes_r = node[head_arc][rank]
        begins = np.flatnonzero(np.r_[True, nodes_r[1:] != nodes_r[:-1]])
        place = np.arange(len(rank)) - np.repeat(begins, np.diff(np.r_[begins, len(rank)]))
        top = np.repeat(best[rank][begins], np.diff(np.r_[begins, len(rank)]))
        chosen = rank[(place < self.beam.width) & (best[rank] >= top - self.beam.margin)]
        number = np.full(len(heads), -1, np.int64)
        number[chosen] = np.arange(len(chosen))
        arc_target = np.empty(len(order), np.int64)
        arc_target[order] = number[group]
        alive = arc_target >= 0
        position = np.cumsum(alive) - 1
        kept = head_arc[chosen]
        self._append(
            Column(
                node[kept],
                after.take(kept),
                viterbi[kept],
                total[chosen].astype(np.float32),
                arc_target[alive],
                arc_source[alive],
                arc_edge[alive],
                logp[alive],
                position[kept],
            )
        )

    def _append(self, column: Column) -> None:
        self.columns.append(column)
        self.offsets.append(self.total)
        count = len(column.node)
        starts = np.flatnonzero(np.r_[True, column.node[1:] != column.node[:-1]])
        self.start[column.node[starts]] = self.total + starts
        self.size[column.node[starts]] = np.diff(np.r_[starts, count])
        self._state.extend(column.state)
        self._viterbi.extend(column.viterbi)
        self._forward.extend(column.forward)
        self.total += count

    def finish(self) -> tuple[list[list[int]], NDArray[np.float64]]:
        """Trace the best paths back and share out the posteriors."""
        posterior = np.zeros(self.total)
        edge_posterior = np.zeros(len(self.source))
        best: list[int] = []
        for node in self.last:
            span = slice(self.start[node], self.start[node] + self.size[node])
            if span.start == span.stop:
                raise ValueError("a passage is not connected from its first to its last node")
            forward = self._forward.values[span].astype(np.float64)
            share = np.exp(forward - forward.max())
            posterior[span] = share / share.sum()
            best.append(int(span.start + np.argmax(self._viterbi.values[span])))
        back = np.full((self.total, 2), -1, np.int64)
        for column, offset in zip(self.columns[:0:-1], self.offsets[:0:-1], strict=True):
            if not len(column.node):
                continue
            reached = self._forward.values
            conditional = np.exp(
                reached[column.arc_source] + column.arc_logp - column.forward[column.arc_target]
            )
            mass = posterior[offset + column.arc_target] * conditional
            np.add.at(posterior, column.arc_source, mass)
            np.add.at(edge_posterior, column.arc_edge, mass)
            back[offset : offset + len(column.node), 0] = column.arc_source[column.best_arc]
            back[offset : offset + len(column.node), 1] = column.arc_edge[column.best_arc]
        paths = []
        for hypothesis in best:
            path = []
            while back[hypothesis, 0] >= 0:
                path.append(int(back[hypothesis, 1]))
                hypothesis = int(back[hypothesis, 0])
            paths.append(path[::-1])
        return paths, np.minimum(edge_posterior, 1.0)


class _Grow:
    """A float array that grows by doubling."""

    def __init__(self, first: Logs) -> None:
        self._room = first.copy()
        self._used = len(first)

    @property
    def values(self) -> Logs:
        return self._room[: self._used]

    def extend(self, more: Logs) -> None:
        need = self._used + len(more)
        if need > len(self._room):
            room = np.empty(max(need, 2 * len(self._room)), self._room.dtype)
            room[: self._used] = self.values
            self._room = room
        self._room[self._used : need] = more
        self._used = need


class _Store:
    """Language-model states that grow alike."""

    def __init__(self, first: State) -> None:
        self._columns = [_Grow(column) for column in first]  # type: ignore[arg-type]

    def extend(self, more: State) -> None:
        for column, values in zip(self._columns, more, strict=True):
            column.extend(values)  # type: ignore[arg-type]

    def take(self, index: Ints) -> State:
        return State(*(column.values[index] for column in self._columns))  # type: ignore[arg-type]
