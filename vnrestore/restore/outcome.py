"""From a decoded lattice to readings: what the best paths say, and what else it may be."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import Decoding, Lattice, Printed
from vnrestore.kernels import compiled
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
    every: list[int] = lattice.start[arms].tolist() if settled else []
    if settled:
        open_ = np.array([start not in settled for start in every], np.bool_)
        path, arms = path[open_], arms[open_]
    sizes, likely = likely_edges(edges, decoding.posteriors, arms, LEAST)
    alone = sizes == 1
    alone[alone] = likely[(sizes.cumsum() - sizes)[alone]] == path[alone]
    contested = sizes > 1
    rival_edges = likely[contested.repeat(sizes)]
    found = _assembled(
        text,
        _printed(lattice, path, arms, words),
        _printed(lattice, rival_edges, edges.arms_of(rival_edges), words),
        (
            lattice.start[arms],
            lattice.end[arms],
            decoding.posteriors[path],
            np.where(contested, sizes, -alone.astype(np.int32)),
            decoding.posteriors[rival_edges],
        ),
    )
    if settled:
        left = iter(found)
        found = [settled.get(start) or next(left) for start in every]
    return [found[a:b] for a, b in pairwise(decoding.bounds)]


def _printed(
    lattice: Lattice, edges: NDArray[np.int32], arms: NDArray[np.int64], words: list[str]
) -> list[Printed]:
    """How edges of these arms are printed, which is remembered."""
    rows = lattice.edges.rows_of(edges, arms)
    known = lattice.printed
    found = _items(known, rows)
    if None in found:
        new = [i for i, printed in enumerate(found) if printed is None]
        row = rows[new]
        columns = row, lattice.number[arms[new]], lattice.edges.symbol[row], lattice.form[row]
        for at, number, symbol, form in zip(*(column.tolist() for column in columns), strict=True):
            known[at] = (*written(lattice.candidates[number], symbol, form, words), symbol)
        found = _items(known, rows)
    return found  # type: ignore[return-value]


def _items(known: list[Printed | None], rows: NDArray[np.int64]) -> list[Printed | None]:
    kernels = compiled()
    if kernels is not None:
        items: list[Printed | None] = kernels.take(known, (rows,))
        return items
    return [known[row] for row in rows.tolist()]


def _assembled(
    text: str, read: list[Printed], rivals: list[Printed], columns: tuple[NDArray[Any], ...]
) -> list[Reading]:
    """The readings of stretches, with their best rivals.

    Args:
        text: the observed text.
        read: how each stretch is read.
        rivals: how else, and so, stretch by stretch.
        columns: where each stretch begins and ends, the posterior of its reading, how many rivals it has, -1
            if nothing else is likely; the posterior of each rival.
    """
    kernels = compiled()
    if kernels is not None:
        made: list[Reading] = kernels.readings(text, Reading, read, rivals, columns)
        return made
    likelihoods: list[float] = columns[4].tolist()
    found = []
    at = 0
    for (surface, generator, symbol), start, end, p, likely in zip(
        read, *(column.tolist() for column in columns[:4]), strict=True
    ):
        original = text[start:end]
        rival, share = None if surface == original else original, 0.0
        if likely >= 0:
            shares: dict[str, float] = {}
            for (word, _, _), value in zip(
                rivals[at : at + likely], likelihoods[at : at + likely], strict=True
            ):
                shares[word] = shares.get(word, 0.0) + value
            at += likely
            p = min(shares.pop(surface, 0.0), 1.0)
            if shares:
                share = max(shares.values())
                rival = min(other for other, value in shares.items() if value == share)
        found.append(Reading(start, end, surface, p, rival, share, generator, symbol))
    return found
