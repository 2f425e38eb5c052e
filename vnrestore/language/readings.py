"""Whole strings and what they were read as: onsets, rimes and words with counts from real OCR.

Interpolated with the character model by Witten and Bell's rule: the share left to single
characters is the rate at which a string was still being read in new ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


class MixedReadings:
    """One mixture of a table's engines, with a document's own readings on top.

    Args:
        table: the trained readings.
        weights: share of each engine.
        seen: counts of (intended, observed) in the document.
        kappa: pseudo-counts of the trained readings against the document's.

    Attributes:
        backoff: [strings] the share of each of the table's strings that is left to single characters.
        more_backoff: that of strings which only the document shows.
        own: observed string -> what the document itself shows it was meant to be, and P(observed | intended).
        shrink: [strings] how much of a trained reading the document's own leave.
    """

    def __init__(
        self, table: ReadingTable, weights: Floats, seen: Mapping[Edit, float], kappa: float
    ) -> None:
        """Mix once."""
        self.table = table
        self.weights = np.ascontiguousarray(weights, np.float32)
        totals: dict[str, float] = {}
        for (name, _), n in seen.items():
            totals[name] = totals.get(name, kappa) + n
        self.own: dict[str, list[tuple[str, float]]] = {}
        for (name, observed), n in seen.items():
            self.own.setdefault(observed, []).append((name, n / totals[name]))
        numbers = table.numbers
        known = [numbers[name] for name in totals if name in numbers]
        self.more_backoff = {name: kappa / total for name, total in totals.items() if name not in numbers}
        self.shrink = np.ones(len(table.names), np.float32)
        self.shrink[known] = [kappa / total for name, total in totals.items() if name in numbers]
        mixed = self.weights @ table.backoff + max(0.0, 1.0 - float(self.weights.sum()))
        self.backoff: Floats = (mixed * self.shrink).astype(np.float32)

    def kernel_arguments(self) -> Arrays:
        """The trained readings as the kernels want them."""
        table = self.table
        return (*table.index, table.component, table.intended, table.probability, self.weights, self.shrink)

    def own_arguments(
        self, numbers: Mapping[str, int], kernels: ModuleType
    ) -> tuple[NDArray[np.generic], ...]:
        """The document's own readings of what has a number, as the kernels want them."""
        known = {
            observed: [(numbers[name], value) for name, value in some if name in numbers]
            for observed, some in self.own.items()
        }
        return (
            *index_strings(list(known), kernels),
            ends_of(list(map(len, known.values()))),
            np.array([number for some in known.values() for number, _ in some], np.int32),
            np.array([value for some in known.values() for _, value in some], np.float32),
        )

    def trained(self, observed: str) -> tuple[NDArray[np.int32], Floats]:
        """Numbers of the strings known to be read as ``observed``, and P(observed | intended); may repeat."""
        where = self.table.observed.get(observed, slice(0, 0))
        numbers = self.table.intended[where]
        values = self.table.probability[where] * self.weights[self.table.component[where]]
        return numbers, values * self.shrink[numbers]
