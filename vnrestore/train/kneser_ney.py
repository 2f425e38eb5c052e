"""Interpolated modified Kneser-Ney models over packed n-grams, with arrays only.

An n-gram of 16-bit ids is one uint64, the most recent symbol in the low bits, so that
sorting groups n-grams by context, ``key >> 16`` is the context and masking the top symbol
off gives the shorter history. Source of the estimator: Chen and Goodman, "An Empirical
Study of Smoothing Techniques for Language Modeling" (1998), section 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
BITS = np.uint64(16)


def suffix_mask(order: int) -> np.uint64:
    """Mask that drops the oldest symbol of an n-gram of this order."""
    return np.uint64((1 << (16 * (order - 1))) - 1)


def windows(ids: NDArray[np.uint16], order: int, begin: int, end: int) -> Keys:
    """All n-grams of one order, packed, that do not cross a sentence boundary."""
    size = len(ids) - order + 1
    keys = np.zeros(size, np.uint64)
    inside = np.ones(size, np.bool_)
    for k in range(order):
        symbols = ids[k : k + size]
        keys = (keys << BITS) | symbols
        if k > 0:
            inside &= symbols != begin
        if k < order - 1:
            inside &= symbols != end
    return keys[inside]


def find(haystack: Keys, needles: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Positions of sorted or unsorted ``needles`` in sorted ``haystack``, and which are there."""
    at = np.minimum(np.searchsorted(haystack, needles), max(len(haystack) - 1, 0))
    if not len(haystack):
        return at, np.zeros(len(needles), np.bool_)
    return at, haystack[at] == needles


@dataclass(frozen=True, slots=True)
class Order:
    """Discounted counts of one order of one model; ``keys`` and ``contexts`` are sorted.

    ``alpha`` is the discounted relative frequency of a key, ``gamma`` the weight its
    context leaves to the shorter history.
    """

    keys: Keys
    alpha: Floats
    contexts: Keys
    gamma: Floats


@dataclass(frozen=True, slots=True)
class Counts:
    """Raw n-gram counts by order (index 0 is unigrams): sorted keys and their counts."""

    keys: list[Keys]
    counts: list[NDArray[np.int64]]

    @property
    def total(self) -> int:
        """Number of tokens counted."""
        return int(self.counts[0].sum())


def count(ids: NDArray[np.uint16], max_order: int, begin: int, end: int) -> Counts:
    """Count all orders of one symbol array."""
    keys, counts = [], []
    for order in range(1, max_order + 1):
        found, times = np.unique(windows(ids, order, begin, end), return_counts=True)
        keys.append(found)
        counts.append(times.astype(np.int64))
    return Counts(keys, counts)


def estimate(raw: Counts, begin: int) -> list[Order]:
    """Modified Kneser-Ney from raw counts: continuation counts below the highest order."""
    orders: list[Order] = []
    top = len(raw.keys)
    for order in range(1, top + 1):
        keys, counts = raw.keys[order - 1], raw.counts[order - 1]
        if order < top:
            counts = _continuation_counts(raw, order, begin)
            keys, counts = keys[counts > 0], counts[counts > 0]
        orders.append(_discount(keys, counts))
    return orders


def _continuation_counts(raw: Counts, order: int, begin: int) -> NDArray[np.int64]:
    """How many different symbols precede each n-gram; raw counts where a sentence begins."""
    keys, longer = raw.keys[order - 1], raw.keys[order]
    suffixes, distinct = np.unique(longer & suffix_mask(order + 1), return_counts=True)
    counts = np.zeros(len(keys), np.int64)
    at, there = find(keys, suffixes)
    counts[at[there]] = distinct[there]
    initial = (keys >> np.uint64(16 * (order - 1))) == begin
    if order > 1:
        counts[initial] = raw.counts[order - 1][initial]
    return counts


def _discount(keys: Keys, counts: NDArray[np.int64]) -> Order:
    n1, n2, n3, n4 = (max(int((counts == k).sum()), 1) for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    discounts = np.array([0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
    discounts = np.clip(discounts, [0.0, 0.1, 0.2, 0.3], [0.0, 0.95, 1.9, 2.85])
    taken = discounts[np.minimum(counts, 3)]
    contexts, starts = np.unique(keys >> BITS, return_index=True)
    totals = np.add.reduceat(counts, starts).astype(np.float64)
    left = np.add.reduceat(taken, starts) / totals
    sizes = np.diff(np.append(starts, len(keys)))
    return Order(keys, (counts - taken) / np.repeat(totals, sizes), contexts, left)


def evaluate_on(orders: list[Order], union: list[Keys], vocabulary: int) -> list[Floats]:
    """P(symbol | context) of one model for every n-gram of every order in ``union``."""
    out: list[Floats] = []
    lower = np.full(len(union[0]), 1.0 / vocabulary)
    for n, (order, keys) in enumerate(zip(orders, union, strict=True), start=1):
        if n > 1:
            at, there = find(union[n - 2], keys & suffix_mask(n))
            if not there.all():
                raise ValueError(f"the {n}-grams are not closed under shortening")
            lower = out[-1][at]
        at, there = find(order.keys, keys)
        alpha = np.where(there, order.alpha[at], 0.0)
        at, there = find(order.contexts, keys >> BITS)
        gamma = np.where(there, order.gamma[at], 1.0)
        out.append(alpha + gamma * lower)
    return out
