"""How sure a reading is, all signs of doubt considered: the number that users see.

The decoder's posterior compares a reading with its rivals. This weighs the posterior together with
the signs that none of the rivals is right (:mod:`.signs`): a logistic model whose score is a sum of
piecewise linear functions, one a sign, learned from pages whose truth is known
(``tests/accuracy/train_confidence.py``). No reading is exchanged for another by it.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.errors import ResourceError
from vnrestore.kernels import compiled
from vnrestore.language.stored import read_lines, read_manifest
from vnrestore.restore.decide import mean_posterior
from vnrestore.restore.reading import Reading
from vnrestore.restore.signs import SIGNS, SignReader

FORMAT = 1
BIAS = "bias"
MOST_WEIGHT = 100.0
SURE = 0.998  # readings surer than this before and after are left as they are
SURE_ODDS = math.log(SURE / (1.0 - SURE))
ODDS = SIGNS.index("odds")
SOUND = 0.995  # mean posterior above which a text with nothing to mend is sound: it has no damage to judge by


class Weights(NamedTuple):
    """The model: a bias and, row by row, a weight times how much of low to high a sign has covered."""

    bias: float
    sign: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    weight: NDArray[np.float64]

    def probabilities(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """That readings are right, from their signs [signs, readings]."""
        kernels = compiled()
        if kernels is not None:
            score = np.zeros(values.shape[1])
            kernels.steps((self.sign, self.low, self.high, self.weight, values, score))
        else:  # einsum, for no BLAS: its threads would spin beside our own work
            score = np.einsum("k,kn->n", self.weight, self.steps(values))
        right: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.bias + score)))
        return right

    def steps(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far each row's sign is along the row, [rows, readings]."""
        part = values[self.sign]
        part -= self.low[:, None]
        part *= (1.0 / (self.high - self.low))[:, None]
        np.maximum(part, 0.0, out=part)
        np.minimum(part, 1.0, out=part)
        return part


def load_weights(folder: Path) -> Weights:
    """The weights in ``folder`` (as written by ``tests/accuracy/train_confidence.py``).

    Raises:
        ResourceError: if a file is missing, damaged or of another format.
    """
    read_manifest(folder, FORMAT)
    path = folder / "weights.tsv"
    rows = [_row(path, n, line) for n, line in enumerate(read_lines(path)[1:], 2)]
    if not rows or rows[0][0] != BIAS or any(name not in SIGNS for name, *_ in rows[1:]):
        raise ResourceError(f"{path}: rows are missing or of signs that are not known")
    names, low, high, weight = zip(*rows[1:], strict=True) if len(rows) > 1 else ((),) * 4
    numbers = (np.array(column, np.float64) for column in (low, high, weight))
    return Weights(rows[0][3], np.array([SIGNS.index(name) for name in names], np.int64), *numbers)


def _row(path: Path, number: int, line: str) -> tuple[str, float, float, float]:
    try:
        name, *fields = line.split("\t")
        low, high, weight = map(float, fields)
    except ValueError:
        low = high = weight = math.nan
        name = ""
    if not (math.isfinite(low) and math.isfinite(high) and low < high and abs(weight) <= MOST_WEIGHT):
        raise ResourceError(f"{path}:{number}: expected a sign, two numbers that ascend and a weight")
    return name, low, high, weight


class Certainty:
    """Puts the probability that a reading is right in the place of its posterior.

    Args:
        weights: the model.
        signs: reads what it judges by.
        held: a change at or above it stays so and one below stays below, as ``min_posterior``
            asks whether to make a change, not whether all of it is right: where a word is damaged
            beyond reading, what stands there is wrong, too.
    """

    def __init__(self, weights: Weights, signs: SignReader, held: float) -> None:
        """Take the model."""
        self._weights = weights
        self._signs = signs
        self._held = held

    def weigh(self, text: str, chosen: list[Reading]) -> list[Reading]:
        """The readings of a text, in text order, with their probabilities of being right."""
        if all(reading[6] == "identity" for reading in chosen) and mean_posterior([chosen]) > SOUND:
            return chosen
        words, values = self._signs.read(text, chosen)
        right = self._weights.probabilities(values)
        asked = (words & ((right < SURE) | (values[ODDS] < SURE_ODDS))).nonzero()[0]
        weighed = list(chosen)
        for place, p in zip(asked.tolist(), right[asked].tolist(), strict=True):
            weighed[place] = self._weighed(text, chosen[place], p)
        return weighed

    def _weighed(self, text: str, reading: Reading, p: float) -> Reading:
        start, end, surface, posterior, runner_up, rival, generator, symbol = reading
        if text[start:end] != surface:
            p = max(p, self._held) if posterior >= self._held else min(p, posterior)
        rival = min(rival * p / posterior if p < posterior else rival, 1.0 - p) if rival else 0.0
        return tuple.__new__(Reading, (start, end, surface, p, runner_up, rival, generator, symbol))
