"""Expectation-maximisation of the character edits of one OCR engine.

The model is the stochastic string transducer of Ristad and Yianilos ("Learning String-Edit
Distance", 1998) extended to segments: an intended word is cut into segments of one or two
characters, and each is read as a segment of zero to three. All pairs of words are aligned
at once: one array operation for each cell of the dynamic programme.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnrestore.text.spelling import strip_marks

OPERATIONS = ((1, 1), (1, 2), (1, 0), (1, 3), (2, 1))  # (intended, observed) lengths
MAX_LENGTH = 16
_BITS = 12  # a character id in an edit key
_START = {(1, 1): 0.02, (1, 2): 0.004, (1, 0): 0.01, (1, 3): 0.0004, (2, 1): 0.002}

Edit = tuple[str, str]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Word pairs of the same lengths and, for each cell and operation, the number of the edit there.

    Attributes:
        weights: how often each pair was seen, [n].
        intended, observed: the two lengths.
        edits: (i, j, operation) -> edit numbers [n], for the edit that starts at that cell.
    """

    weights: Floats
    intended: int
    observed: int
    edits: dict[tuple[int, int, int], NDArray[np.int64]]


class EditCounter:
    """Expected edit counts of a set of word pairs."""

    def __init__(self, pairs: Counter[Edit]) -> None:
        """Index every edit that could explain part of a pair.

        Args:
            pairs: (intended, observed) words and how often each pair was seen.
        """
        kept = {p: n for p, n in pairs.items() if 0 < len(p[0]) <= MAX_LENGTH and 0 < len(p[1]) <= MAX_LENGTH}
        self.alphabet = sorted({c for pair in kept for word in pair for c in word})
        self._ids = {c: i + 1 for i, c in enumerate(self.alphabet)}
        shapes: dict[tuple[int, int], list[tuple[Edit, int]]] = {}
        for pair, n in kept.items():
            shapes.setdefault((len(pair[0]), len(pair[1])), []).append((pair, n))
        keyed = [self._keyed_batch(shape, items) for shape, items in sorted(shapes.items())]
        self.keys = np.unique(np.concatenate([keys for _, edits in keyed for keys in edits.values()]))
        self.batches = [
            Batch(weights, *shape, {cell: np.searchsorted(self.keys, keys) for cell, keys in edits.items()})
            for (weights, edits), shape in zip(keyed, sorted(shapes), strict=True)
        ]
        self.edits = [self._decode(int(key)) for key in self.keys]

    def _keyed_batch(
        self, shape: tuple[int, int], items: list[tuple[Edit, int]]
    ) -> tuple[Floats, dict[tuple[int, int, int], NDArray[np.int64]]]:
        intended = np.array([[self._ids[c] for c in pair[0]] for pair, _ in items], np.int64)
        observed = np.array([[self._ids[c] for c in pair[1]] for pair, _ in items], np.int64)
        weights = np.array([n for _, n in items], np.float64)
        edits = {}
        for op, (a, b) in enumerate(OPERATIONS):
            for i in range(shape[0] - a + 1):
                for j in range(shape[1] - b + 1):
                    key = np.zeros(len(items), np.int64)
                    for k in range(2):
                        key = key << _BITS | (intended[:, i + k] if k < a else 0)
                    for k in range(3):
                        key = key << _BITS | (observed[:, j + k] if k < b else 0)
                    edits[i, j, op] = key
        return weights, edits

    def _decode(self, key: int) -> Edit:
        mask = (1 << _BITS) - 1
        ids = [key >> (_BITS * k) & mask for k in (4, 3, 2, 1, 0)]
        chars = ["" if i == 0 else self.alphabet[i - 1] for i in ids]
        return "".join(chars[:2]), "".join(chars[2:])

    def start(self) -> Floats:
        """Edit probabilities to begin with: a character reads as itself or as its bare letter."""
        values = np.empty(len(self.keys))
        for k, (intended, observed) in enumerate(self.edits):
            value = _START[len(intended), len(observed)]
            if intended == observed:
                value = 0.5
            elif strip_marks(intended).lower() == strip_marks(observed).lower():
                value = 0.3
            values[k] = value if len(intended) == 1 else value * 0.2
        return values

    def expect(self, probabilities: Floats) -> tuple[Floats, float]:
        """One E step: expected count of every edit, and the log likelihood of the pairs."""
        totals = np.zeros(len(self.keys))
        loglik = 0.0
        for batch in self.batches:
            loglik += _expect_batch(batch, probabilities, totals)
        return totals, loglik

    def train(self, rounds: int) -> tuple[dict[Edit, float], dict[Edit, float]]:
        """Expected counts and probabilities of the edits after so many rounds of EM."""
        occurrences = self._occurrences()
        probabilities = self.start()
        totals = np.zeros(len(self.keys))
        for _ in range(rounds):
            totals, _ = self.expect(probabilities)
            probabilities = np.maximum(totals / occurrences, 1e-9)
        named = list(zip(self.edits, totals, probabilities, strict=True))
        return {e: float(n) for e, n, _ in named if n > 0}, {e: float(p) for e, _, p in named}

    def _occurrences(self) -> Floats:
        """How often each edit's intended segment stands in the pairs, whatever it was read as."""
        seen: Counter[int] = Counter()
        shift = 3 * _BITS
        for batch in self.batches:
            for i in range(batch.intended):
                for op in (0, 4):
                    if (i, 0, op) in batch.edits:
                        segments = self.keys[batch.edits[i, 0, op]] >> shift
                        found, inverse = np.unique(segments, return_inverse=True)
                        for segment, n in zip(found, np.bincount(inverse, batch.weights), strict=True):
                            seen[int(segment)] += n
        return np.array([max(seen[int(key) >> shift], 1.0) for key in self.keys])


def _expect_batch(batch: Batch, probabilities: Floats, totals: Floats) -> float:
    """Forward-backward over one batch; adds expected counts to ``totals``, returns the log likelihood."""
    rows, columns, n = batch.intended, batch.observed, len(batch.weights)
    forward = np.zeros((rows + 1, columns + 1, n))
    backward = np.zeros((rows + 1, columns + 1, n))
    forward[0, 0] = 1.0
    backward[rows, columns] = 1.0
    values = {cell: probabilities[edit] for cell, edit in batch.edits.items()}
    for i in range(rows):
        for j in range(columns + 1):
            for op, (a, b) in enumerate(OPERATIONS):
                if (i, j, op) in values:
                    forward[i + a, j + b] += forward[i, j] * values[i, j, op]
    for i in range(rows - 1, -1, -1):
        for j in range(columns, -1, -1):
            for op, (a, b) in enumerate(OPERATIONS):
                if (i, j, op) in values:
                    backward[i, j] += backward[i + a, j + b] * values[i, j, op]
    evidence = np.maximum(forward[rows, columns], 1e-300)
    scale = batch.weights / evidence
    for (i, j, op), value in values.items():
        a, b = OPERATIONS[op]
        share = forward[i, j] * value * backward[i + a, j + b] * scale
        np.add.at(totals, batch.edits[i, j, op], share)
    return float((np.log(evidence) * batch.weights).sum())


def best_alignment(intended: str, observed: str, probabilities: dict[Edit, float]) -> list[Edit]:
    """The most probable way to cut a pair into edits, in order; empty if there is none."""
    rows, columns = len(intended), len(observed)
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {(0, 0): (1.0, None)}
    for i in range(rows):
        for j in range(columns + 1):
            if (i, j) not in best:
                continue
            here = best[i, j][0]
            for a, b in OPERATIONS:
                if i + a <= rows and j + b <= columns:
                    value = here * probabilities.get((intended[i : i + a], observed[j : j + b]), 0.0)
                    if value > best.get((i + a, j + b), (0.0, None))[0]:
                        best[i + a, j + b] = (value, (i, j))
    path: list[Edit] = []
    at: tuple[int, int] | None = (rows, columns)
    while at is not None and at in best:
        before = best[at][1]
        if before is not None:
            path.append((intended[before[0] : at[0]], observed[before[1] : at[1]]))
        at = before
    return path[::-1]
