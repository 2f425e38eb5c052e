"""Learning a document's own engine from the document.

No list of engines is complete, so a first reading under a broad mixture is used twice: it
tells which engines the document resembles (mixture weights, by EM over its words), and
its certain readings are counted as evidence for a second reading. Both are Bayesian
updates whose prior is the trained channel, so a short or doubtful document changes little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from vnrestore.language.channel import Channel, ChannelData, Edit, Evidence
from vnrestore.language.inventory import SyllableScorer
from vnrestore.restore.decide import Reading
from vnrestore.text.casing import case_of
from vnrestore.text.spelling import old_tone_placement

CERTAIN = 0.9  # posterior from which a reading is evidence
ROUNDS = 12
PRIOR = 8.0  # pseudo-words behind the starting weights

BROAD_SYNTHETIC = (0.05, 0.05, 0.15)  # clean, stripped, marks
BROAD_GENERIC = 0.1

Words = list[tuple[str, str]]  # (intended, observed)


def broad_weights(data: ChannelData) -> list[float]:
    """Mixture to begin with when nothing is known: every engine alike, room for unseen ones."""
    return [0.65 / data.trained] * data.trained + [*BROAD_SYNTHETIC, BROAD_GENERIC]


def certain_words(text: str, chosen: Iterable[Reading]) -> Words:
    """Pairs of intended and observed words that the first reading is sure of."""
    return [
        (old_tone_placement(r.surface), old_tone_placement(text[r.start : r.end]))
        for r in chosen
        if r.posterior >= CERTAIN and r.generator in ("syllable", "identity") and r.surface.isalpha()
    ]


def learn_weights(words: Words, channels: Sequence[Channel], start: Sequence[float]) -> list[float]:
    """Mixture weights of the components by EM over whole words.

    Args:
        words: certain (intended, observed) pairs.
        channels: one channel for each component alone.
        start: weights to begin with, also the prior.
    """
    counts = Counter(words)
    if not counts:
        return list(start)
    likelihood = np.array([[c.word_logp(i, o) for c in channels] for i, o in counts])
    likelihood = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    times: NDArray[np.float64] = np.array(list(counts.values()), np.float64)
    prior = np.array(start)
    weights = prior.copy()
    for _ in range(ROUNDS):
        share = weights * likelihood
        share /= share.sum(axis=1, keepdims=True)
        weights = (times @ share + PRIOR * prior) / (times.sum() + PRIOR)
    return [float(w) for w in weights]


def gather_evidence(words: Words, scorer: SyllableScorer) -> Evidence:
    """Counts of the readings of onsets, rimes and characters in certain words."""
    units: Counter[Edit] = Counter()
    edits: Counter[Edit] = Counter()
    for (intended, observed), times in Counter(words).items():
        case = case_of(intended)
        if case is None:
            continue
        scorer.prepare([observed])
        parts = scorer.cut(intended.lower(), observed, case)
        if parts is not None:
            for unit in parts:
                if unit[0]:
                    units[unit] += times
    for unit, n in units.items():
        for edit in scorer.channel.align(*unit):
            edits[edit] += n
    return Evidence(edits, units)
