"""Learning a document's own engine from the document.

No list of engines is complete, so a first reading under a broad mixture is used twice: it
tells which engines the document resembles (mixture weights, by EM over its words), and
its certain readings are counted as evidence for a second reading. Both are Bayesian
updates whose prior is the trained channel, so a short or doubtful document changes little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np

from vnrestore.language.channel import Evidence
from vnrestore.language.channel_tables import ChannelData
from vnrestore.language.readings import Edit
from vnrestore.language.syllable_scorer import SyllableScorer
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading
from vnrestore.text.casing import case_of
from vnrestore.text.spelling import old_tone_placement

SETTLED = 0.9999  # posterior from which a word is not asked about again
CERTAIN = 0.9  # posterior from which a reading is evidence
ROUNDS = 12
PRIOR = 8.0  # pseudo-words behind the starting weights

BROAD_SYNTHETIC = (0.05, 0.05, 0.12, 0.06)  # clean, stripped, marks, shapes
BROAD_GENERIC = 0.1
FLOOR = 0.15  # share of the starting mixture that no evidence takes away


Words = list[tuple[str, str]]  # (intended, observed)


class Alignment(NamedTuple):
    """How one word was read: (intended, observed) units, and single characters."""

    units: list[Edit]
    edits: list[Edit]


def settled_chunks(
    parts: list[list[Chunk]], chosen: list[list[Reading]], *, numbers: bool = True
) -> dict[int, list[Reading]]:
    """The readings of chunks of which a reading is as good as certain, by the chunks' offsets.

    Args:
        parts: the passages.
        chosen: their readings.
        numbers: whether numbers, which a first reading does not question, are settled too.
    """
    settled: dict[int, list[Reading]] = {}
    for passage, some in zip(parts, chosen, strict=True):
        left = iter(some)
        reading = next(left, None)
        for chunk in passage:
            inside = []
            sure = True
            while reading is not None and reading.start < chunk.end:
                inside.append(reading)
                sure = sure and reading.posterior >= SETTLED
                reading = next(left, None)
            if not sure or not inside or inside[0].start != chunk.start or inside[-1].end != chunk.end:
                continue
            if numbers or not any(r.surface.isdigit() for r in inside):
                settled[chunk.start] = inside
    return settled


def broad_weights(data: ChannelData) -> list[float]:
    """Mixture to begin with when nothing is known: every engine alike, room for unseen ones."""
    return [0.62 / data.trained] * data.trained + [*BROAD_SYNTHETIC, BROAD_GENERIC]


def certain_words(text: str, chosen: Iterable[Reading]) -> Words:
    """Pairs of intended and observed words that the first reading is sure of."""
    return [
        (old_tone_placement(r.surface), old_tone_placement(text[r.start : r.end]))
        for r in chosen
        if r.posterior >= CERTAIN and r.generator in ("syllable", "identity") and r.surface.isalpha()
    ]


def align_words(words: Words, scorer: SyllableScorer) -> dict[tuple[str, str], Alignment]:
    """How each distinct word was read: its onset and rime, and its single characters."""
    pairs = [(pair, case) for pair in dict.fromkeys(words) if (case := case_of(pair[0])) is not None]
    cuts = scorer.cuts([(intended.lower(), observed, case) for (intended, observed), case in pairs])
    units = {
        pair: [unit for unit in parts if unit[0]]
        for (pair, _), parts in zip(pairs, cuts, strict=True)
        if parts is not None
    }
    distinct = list(dict.fromkeys(chain.from_iterable(units.values())))
    edits = dict(zip(distinct, scorer.channel.align(distinct), strict=True))
    return {
        pair: Alignment(some, [edit for unit in some for edit in edits[unit]]) for pair, some in units.items()
    }


def learn_weights(
    counts: Counter[tuple[str, str]],
    aligned: dict[tuple[str, str], Alignment],
    data: ChannelData,
    start: Sequence[float],
) -> list[float]:
    """Mixture weights of the components by EM over whole words.

    Args:
        counts: how often each certain (intended, observed) pair occurs.
        aligned: their alignments.
        data: the components.
        start: weights to begin with, also the prior.
    """
    pairs = [pair for pair in counts if pair in aligned and aligned[pair].edits]
    if not pairs:
        return list(start)
    number = {edit: i for i, edit in enumerate(dict.fromkeys(e for p in pairs for e in aligned[p].edits))}
    known = np.log(np.array([data.edit_probabilities(edit) for edit in number], np.float64))
    edits = [number[e] for p in pairs for e in aligned[p].edits]
    starts = [0, *accumulate(len(aligned[p].edits) for p in pairs)][:-1]
    logp = np.add.reduceat(known[edits], starts)
    likelihood = np.exp(logp - logp.max(axis=1, keepdims=True))
    times = np.array([counts[pair] for pair in pairs], np.float64)
    prior = np.array(start)
    weights = prior.copy()
    for _ in range(ROUNDS):
        share = weights * likelihood
        share /= share.sum(axis=1, keepdims=True)
        weights = (times @ share + PRIOR * prior) / (times.sum() + PRIOR)
    return [float(w) for w in (1 - FLOOR) * weights + FLOOR * prior]


def gather_evidence(counts: Counter[tuple[str, str]], aligned: dict[tuple[str, str], Alignment]) -> Evidence:
    """Counts of the readings of characters, of onsets and rimes, and of certain words."""
    units: Counter[Edit] = Counter()
    edits: Counter[Edit] = Counter()
    for pair, alignment in aligned.items():
        for unit in alignment.units:
            units[unit] += counts[pair]
        for edit in alignment.edits:
            edits[edit] += counts[pair]
    return Evidence(edits, units, {pair: counts[pair] for pair in aligned})
