"""From a decoded lattice to readings: what the best paths say, and what else it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import Decoding, Lattice, Printed
from vnrestore.restore.decode import likely_edges
from vnrestore.restore.reading import Reading
from vnrestore.restore.written import written

LEAST = 1e-7  # posterior below which a reading is no rival


def readings(
    text: str,
    lattice: Lattice,
    decoding: Decoding,
    words: list[str],
    settled: Mapping[int, Reading] = MappingProxyType({}),
) -> list[list[Reading]]:
    """The readings on the best path of each passage, in text order.

    Args:
        text: the observed text.
        lattice: its lattice.
        decoding: the outcome.
        words: the vocabulary.
        settled: readings the lattice holds without a rival, by their offsets.
    """
    path, edges = decoding.path, lattice.edges
    arms = edges.arms_of(path)
    sizes, likely = likely_edges(edges, decoding.posteriors, arms, LEAST)
    alone = sizes == 1
    alone[alone] = likely[(sizes.cumsum() - sizes)[alone]] == path[alone]
    contested = sizes > 1
    rival_edges = likely[contested.repeat(sizes)]
    read = _printed(lattice, path, arms, words)
    rivals = [r[0] for r in _printed(lattice, rival_edges, edges.arms_of(rival_edges), words)]
    likelihoods: list[float] = decoding.posteriors[rival_edges].tolist()
    start, end, posterior = (
        column.tolist() for column in (lattice.start[arms], lattice.end[arms], decoding.posteriors[path])
    )
    originals = [text[a:b] for a, b in zip(start, end, strict=True)]
    rival = [None if r[0] == original else original for r, original in zip(read, originals, strict=True)]
    share = [0.0] * len(read)
    size = np.where(contested, sizes, 0)
    ends = size.cumsum()
    doubtful = np.flatnonzero(~alone)
    columns = doubtful.tolist(), (ends - size)[doubtful].tolist(), ends[doubtful].tolist()
    for i, first, last in zip(*columns, strict=True):
        shares = _shares(rivals[first:last], likelihoods[first:last])
        posterior[i] = min(shares.pop(read[i][0], 0.0), 1.0)
        if shares:
            share[i] = best = max(shares.values())
            rival[i] = min([other for other, p in shares.items() if p == best])
    new = tuple.__new__  # a named tuple by its own name takes twice as long
    found = [
        new(Reading, (a, b, surface, p, other, p_other, generator, symbol))
        for a, b, (surface, generator, symbol), p, other, p_other in zip(
            start, end, read, posterior, rival, share, strict=True
        )
    ]
    if settled:
        found = [settled.get(reading[0], reading) for reading in found]
    return [found[a:b] for a, b in pairwise(decoding.bounds)]


def _printed(
    lattice: Lattice, edges: NDArray[np.int32], arms: NDArray[np.int64], words: list[str]
) -> list[Printed]:
    """How edges of these arms are printed, which is remembered."""
    rows = lattice.edges.rows_of(edges, arms)
    numbers: list[int] = rows.tolist()
    known = lattice.printed
    found = list(map(known.get, numbers))
    new = [i for i, printed in enumerate(found) if printed is None]
    if new:
        row = rows[new]
        columns = row, lattice.number[arms[new]], lattice.edges.symbol[row], lattice.form[row]
        for at, number, symbol, form in zip(*(column.tolist() for column in columns), strict=True):
            surface, generator = written(lattice.candidates[number], symbol, form, words)
            known[at] = surface, generator, symbol
    return list(map(known.__getitem__, numbers)) if new else list(filter(None, found))


def _shares(words: Sequence[str], posteriors: Sequence[float]) -> dict[str, float]:
    """The posterior of every reading of a stretch, in which a word may be several."""
    shares = dict(zip(words, posteriors, strict=True))
    if len(shares) < len(words):
        shares = dict.fromkeys(words, 0.0)
        for word, p in zip(words, posteriors, strict=True):
            shares[word] += p
    return shares
