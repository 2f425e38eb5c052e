"""Whole strings and what they were read as: onsets, rimes and words with counts from real OCR.

Interpolated with the character model by Witten and Bell's rule: the share left to single
characters is the rate at which a string was still being read in new ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.kernels import compiled
from vnrestore.language.alphabet import SmallInts
from vnrestore.language.strings import ends_of, index_strings

Floats = NDArray[np.float32]
Edit = tuple[str, str]
Arrays = tuple[NDArray[np.generic], ...]


class Columns(NamedTuple):
    """A table of trained counts by column: engine, intended, observed, expected count, probability."""

    component: list[str]
    intended: list[str]
    observed: list[str]
    times: Floats
    probability: Floats


@dataclass(frozen=True, slots=True)
class ReadingTable:
    """Readings of strings by several engines, rows grouped by the observed string.

    Attributes:
        names: the intended strings, by number.
        numbers: number of each intended string.
        observed: observed string -> slice of the rows.
        index: for the kernels, the same strings and where the rows of each begin.
        component, intended: engine and intended string of each row.
        probability: P(observed | intended) of each row, discounted for the back-off.
        backoff: [components, strings] the share left to single characters.
    """

    names: list[str]
    numbers: dict[str, int]
    observed: dict[str, slice]
    index: tuple[SmallInts, ...]
    component: NDArray[np.int32]
    intended: NDArray[np.int32]
    probability: Floats
    backoff: Floats


def reading_table(table: Columns, components: Mapping[str, int], share: float = 1.0) -> ReadingTable:
    """Group the rows by what was observed, and discount them.

    Args:
        table: the counts.
        components: numbers of the engines.
        share: how far the counts of observed words of letters are trusted against single
            characters, in [0, 1]; what a word with symbols or digits stands for only counts can tell.
    """
    names = sorted(set(table.intended))
    numbers = {name: i for i, name in enumerate(names)}
    strings = list(dict.fromkeys(table.observed))
    places = {string: i for i, string in enumerate(strings)}
    place = np.array([places[string] for string in table.observed], np.int64)
    order = np.argsort(place, kind="stable")
    component = np.array([components[name] for name in table.component], np.int32)[order]
    intended = np.array([numbers[name] for name in table.intended], np.int32)[order]
    count = table.times[order]
    bounds = np.concatenate([[0], np.cumsum(np.bincount(place, minlength=len(strings)))]).tolist()
    observed = {string: slice(bounds[i], bounds[i + 1]) for i, string in enumerate(strings)}
    kernels = compiled()
    index = () if kernels is None else (*index_strings(strings, kernels), np.array(bounds, np.int32))
    types = np.zeros((len(components), len(names)), np.float32)
    tokens = np.zeros_like(types)
    np.add.at(types, (component, intended), 1)
    np.add.at(tokens, (component, intended), count)
    kappa = types + 1
    trust = np.array([share if string.isalpha() else 1.0 for string in strings], np.float32)[place[order]]
    probability = trust * count / (tokens + kappa)[component, intended]
    backoff = np.ones_like(types)
    np.subtract.at(backoff, (component, intended), probability)
    return ReadingTable(names, numbers, observed, index, component, intended, probability, backoff)


class Seen(NamedTuple):
    """What a document shows strings to have been read as, in parallel arrays.

    Attributes:
        intended: number of what was meant; those from the end of the table's names on are in no table.
        place: of what was observed, in ``strings``.
        times: how often.
        strings: all that was observed, each once.
    """

    intended: NDArray[np.int64]
    place: NDArray[np.int64]
    times: Floats
    strings: list[str]

    def rows(self) -> Iterator[tuple[int, str, float]]:
        """Number, observed string and count of each."""
        observed = map(self.strings.__getitem__, self.place.tolist())
        return zip(self.intended.tolist(), observed, self.times.tolist(), strict=True)


def as_seen(rows: Iterable[tuple[int, str, float]]) -> Seen:
    """Counts of (intended, observed), all different, as arrays."""
    rows = list(rows)
    places: dict[str, int] = {}
    place = [places.setdefault(observed, len(places)) for _, observed, _ in rows]
    intended, count = [number for number, _, _ in rows], [n for _, _, n in rows]
    return Seen(
        np.array(intended, np.int64), np.array(place, np.int64), np.array(count, np.float32), list(places)
    )


class MixedReadings:
    """One mixture of a table's engines, with a document's own readings on top.

    Args:
        table: the trained readings.
        weights: share of each engine.
        seen: counts of what the document shows.
        kappa: pseudo-counts of the trained readings against the document's.

    Attributes:
        backoff: [strings] the share of each of the table's strings that is left to single characters.
        more_backoff: numbers of strings which only the document shows, and the same of them.
        shrink: [strings] how much of a trained reading the document's own leave.
    """

    def __init__(self, table: ReadingTable, weights: Floats, seen: Seen, kappa: float) -> None:
        """Mix once."""
        self.table = table
        self.weights = np.ascontiguousarray(weights, np.float32)
        known = len(table.names)
        mass = np.float64(kappa) + np.bincount(seen.intended, seen.times, known)
        shrink = (kappa / mass).astype(np.float32)
        more = known + np.flatnonzero(mass[known:] > kappa)
        self.shrink = shrink[:known]
        self.more_backoff = more, shrink[more]
        mixed = self.weights @ table.backoff + max(0.0, 1.0 - float(self.weights.sum()))
        self.backoff: Floats = (mixed * self.shrink).astype(np.float32)
        self._seen = seen
        self._share = (seen.times / mass[seen.intended]).astype(np.float32)

    @cached_property
    def own(self) -> dict[str, list[tuple[int, float]]]:
        """Observed string -> numbers of what it was meant to be in this document, and shares."""
        found: dict[str, list[tuple[int, float]]] = {string: [] for string in self._seen.strings}
        rows = self._seen.intended.tolist(), self._seen.place.tolist(), self._share.tolist()
        for intended, place, share in zip(*rows, strict=True):
            found[self._seen.strings[place]].append((intended, share))
        return found

    def kernel_arguments(self, kernels: ModuleType) -> Arrays:
        """The trained readings and the document's own as the kernels want them."""
        table, (intended, place, _, strings) = self.table, self._seen
        order = np.argsort(place, kind="stable")
        return (
            *table.index,
            table.component,
            table.intended,
            table.probability,
            self.weights,
            self.shrink,
            *index_strings(strings, kernels),
            ends_of(np.bincount(place, minlength=len(strings))),
            intended[order].astype(np.int32),
            self._share[order],
        )

    def trained(self, observed: str) -> tuple[NDArray[np.int32], Floats]:
        """Numbers of the strings known to be read as ``observed``, and P(observed | intended); may repeat."""
        where = self.table.observed.get(observed, slice(0, 0))
        numbers = self.table.intended[where]
        values = self.table.probability[where] * self.weights[self.table.component[where]]
        return numbers, values * self.shrink[numbers]
