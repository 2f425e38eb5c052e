"""Mix several n-gram models into one back-off model, prune it to size, compile it.

The mixture is static: probabilities of the union of n-grams are interpolated linearly, then
back-off weights are computed so that every context sums to one again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnrestore.train.kneser_ney import (
    BITS,
    Counts,
    Floats,
    Keys,
    Order,
    evaluate_on,
    find,
    suffix_mask,
    windows,
)


@dataclass(frozen=True, slots=True)
class BackoffOrder:
    """One order of a back-off model: sorted keys, ``logp`` of each, and ``bow_logp`` of each as a context."""

    keys: Keys
    logp: Floats
    bow_logp: Floats


def mixture_weights(
    models: list[list[Order]], held: NDArray[np.uint16], begin: int, end: int, vocabulary: int
) -> tuple[Floats, float]:
    """Interpolation weights by EM on held-out symbols, and the mixture's perplexity there."""
    top = len(models[0])
    union = [np.unique(windows(held, n, begin, end)) for n in range(1, top + 1)]
    for n in range(top, 1, -1):
        union[n - 2] = np.union1d(union[n - 2], union[n - 1] & suffix_mask(n))
    probabilities = []
    for model in models:
        table = evaluate_on(model, union, vocabulary)
        probabilities.append(_token_probabilities(table, union, held, begin))
    matrix = np.stack(probabilities)
    weights: Floats = np.full(len(models), 1 / len(models))
    for _ in range(50):
        share = weights[:, None] * matrix
        weights = (share / share.sum(axis=0)).mean(axis=1)
    return weights, float(np.exp(-np.log((weights[:, None] * matrix).sum(axis=0)).mean()))


def _token_probabilities(
    table: list[Floats], union: list[Keys], ids: NDArray[np.uint16], begin: int
) -> Floats:
    """P of every symbol but the begins, each with the longest context inside its sentence."""
    top = len(union)
    index = np.arange(len(ids))
    initial = ids == begin
    depth = np.minimum(index - np.maximum.accumulate(np.where(initial, index, 0)) + 1, top)
    out = np.ones(len(ids))
    for n in range(2, top + 1):
        at = np.flatnonzero((depth == n) & ~initial)
        keys = np.zeros(len(at), np.uint64)
        for k in range(n):
            keys = (keys << BITS) | ids[at - n + 1 + k]
        found, there = find(union[n - 1], keys)
        if not there.all():
            raise ValueError("the held-out symbols must begin with a sentence")
        out[at] = table[n - 1][found]
    spoken: Floats = out[~initial]
    return spoken


def mix(
    models: list[list[Order]], raws: list[Counts], weights: Floats, vocabulary: int, floor: int
) -> tuple[list[Keys], list[Floats], list[Floats]]:
    """Mixture probabilities over the union of n-grams.

    Args:
        models: one list of orders a model.
        raws: the raw counts behind each model.
        weights: interpolation weights, summing to 1.
        vocabulary: number of symbols.
        floor: highest-order n-grams need this summed count, or presence in the first
            (domain) model; the rest is hopeless for the pruned model and costs memory.

    Returns:
        Keys, probabilities and joint probabilities (for pruning) by order.
    """
    top = len(models[0])
    union: list[Keys] = []
    for n in range(top):
        keys = np.concatenate([raw.keys[n] for raw in raws])
        counts = np.concatenate([raw.counts[n] * (floor if i == 0 else 1) for i, raw in enumerate(raws)])
        keys, inverse = np.unique(keys, return_inverse=True)
        totals = np.bincount(inverse, weights=counts)
        union.append(keys if n < 2 else keys[totals >= floor])
    for n in range(top, 2, -1):
        shorter = np.union1d(union[n - 1] & suffix_mask(n), union[n - 1] >> BITS)
        union[n - 2] = np.union1d(union[n - 2], shorter)
    union[0] = np.arange(vocabulary, dtype=np.uint64)
    mixed = [np.zeros(len(keys)) for keys in union]
    joint = [np.zeros(len(keys)) for keys in union]
    for model, raw, weight in zip(models, raws, weights, strict=True):
        for n, p in enumerate(evaluate_on(model, union, vocabulary)):
            mixed[n] += weight * p
            at, there = find(raw.keys[n], union[n])
            joint[n] += np.where(there, raw.counts[n][at], 0) * (weight / raw.total)
    return union, mixed, joint


def prune(
    union: list[Keys], mixed: list[Floats], joint: list[Floats], sizes: dict[int, int]
) -> list[NDArray[np.bool_]]:
    """Which n-grams to keep: the ``sizes[order]`` whose loss costs most, and what they rest on.

    The cost of dropping an n-gram is its joint probability times the log ratio to its
    backed-off estimate (Seymore and Rosenfeld, "Scalable Backoff Language Models", 1996).
    Contexts and suffixes of kept n-grams are kept, so that a miss of a shorter n-gram
    proves the longer one absent.
    """
    keep = [np.ones(len(union[0]), np.bool_)]
    keep += [np.zeros(len(keys), np.bool_) for keys in union[1:]]
    for n in range(len(union), 1, -1):
        keys = union[n - 1]
        at, _ = find(union[n - 2], keys & suffix_mask(n))
        lower = mixed[n - 2][at]
        starts, sizes_of = _groups(keys)
        left = np.maximum(1 - np.add.reduceat(mixed[n - 1], starts), 1e-9)
        free = np.maximum(1 - np.add.reduceat(lower, starts), 1e-9)
        backed = np.repeat(left / free, sizes_of) * lower
        cost = joint[n - 1] * (np.log(mixed[n - 1]) - np.log(backed))
        want = sizes[n]
        threshold = np.partition(cost, -want)[-want] if want < len(cost) else -np.inf
        keep[n - 1] |= (cost >= threshold) & (cost > 0)
        if n > 2:
            needed = np.union1d(keys[keep[n - 1]] & suffix_mask(n), keys[keep[n - 1]] >> BITS)
            at, _ = find(union[n - 2], needed)
            keep[n - 2][at] = True
    return keep


def backoff(union: list[Keys], mixed: list[Floats], keep: list[NDArray[np.bool_]]) -> list[BackoffOrder]:
    """The pruned model with back-off weights that make each context sum to one."""
    kept = [(keys[mask], p[mask]) for keys, p, mask in zip(union, mixed, keep, strict=True)]
    orders: list[BackoffOrder] = []
    for n, (keys, p) in enumerate(kept, start=1):
        bows = np.zeros(len(keys))
        if n < len(kept):
            longer, longer_p = kept[n]
            at, _ = find(keys, longer & suffix_mask(n + 1))
            starts, _ = _groups(longer)
            left = np.maximum(1 - np.add.reduceat(longer_p, starts), 1e-6)
            free = np.maximum(1 - np.add.reduceat(p[at], starts), 1e-6)
            at, _ = find(keys, longer[starts] >> BITS)
            bows[at] = np.log(left / free)
        orders.append(BackoffOrder(keys, np.log(p), bows))
    return orders


def _groups(keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Start and size of each run of keys with the same context."""
    _, starts = np.unique(keys >> BITS, return_index=True)
    return starts, np.diff(np.append(starts, len(keys)))
