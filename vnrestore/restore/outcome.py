"""From a decoded lattice to readings: what the best paths say, and what else it may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import Candidates, Decoding, Lattice
from vnrestore.restore.decode import likely_edges
from vnrestore.restore.reading import Reading
from vnrestore.restore.written import written

LEAST = 1e-7  # posterior below which a reading is no rival

_Edge = tuple[int, int, int, float]  # number of its candidates, symbol, form, posterior


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
    path, candidates = decoding.path, lattice.candidates
    arms = lattice.edges.arms_of(path)
    sizes, likely = likely_edges(lattice.edges, decoding.posteriors, arms, LEAST)
    alone = sizes == 1
    alone[alone] = likely[(sizes.cumsum() - sizes)[alone]] == path[alone]
    contested = sizes > 1
    rival_edges = likely[contested.repeat(sizes)]
    others_at = _described(lattice, decoding, rival_edges, lattice.edges.arms_of(rival_edges))
    rivals: Iterator[_Edge] = zip(*(c.tolist() for c in others_at), strict=True)
    stretches = (lattice.start[arms], lattice.end[arms], alone, np.where(contested, sizes, 0))
    found: list[Reading] = []
    new = tuple.__new__  # a named tuple by its own name takes twice as long
    columns = (*stretches, *_described(lattice, decoding, path, arms))
    for start, end, sole, size, number, symbol, form, p in zip(*(c.tolist() for c in columns), strict=True):
        others = list(islice(rivals, size)) if size else ()
        if start in settled:
            found.append(settled[start])
            continue
        surface, generator = written(candidates[number], symbol, form, words)
        original = text[start:end]
        rival, share = None if surface == original else original, 0.0
        if not sole:
            shares = _shares(others, candidates, words)
            p = min(shares.pop(surface, 0.0), 1.0)
            if shares:
                share = max(shares.values())
                rival = min([other for other, value in shares.items() if value == share])
        found.append(new(Reading, (start, end, surface, p, rival, share, generator, symbol)))
    return [found[a:b] for a, b in pairwise(decoding.bounds)]


def _described(
    lattice: Lattice, decoding: Decoding, edges: NDArray[np.int32], arms: NDArray[np.int64]
) -> tuple[NDArray[Any], ...]:
    """Of edges of these arms: number of the candidates, symbol, form, posterior."""
    rows = lattice.edges.rows_of(edges, arms)
    return lattice.number[arms], lattice.edges.symbol[rows], lattice.form[rows], decoding.posteriors[edges]


def _shares(rivals: Iterable[_Edge], candidates: Sequence[Candidates], words: list[str]) -> dict[str, float]:
    """The posterior of every reading of a stretch."""
    shares: dict[str, float] = {}
    for number, symbol, form, p in rivals:
        word, _ = written(candidates[number], symbol, form, words)
        shares[word] = shares[word] + p if word in shares else p
    return shares
