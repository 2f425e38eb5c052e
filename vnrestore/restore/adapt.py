"""Learning a document's own engine from the document.

No list of engines is complete, so a first reading under a broad mixture is used twice: it
tells which engines the document resembles (mixture weights, by EM over its words), and
its certain readings are counted as evidence for a second reading. Both are Bayesian
updates whose prior is the trained channel, so a short or doubtful document changes little.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from vnrestore.datatypes.ragged import Ragged, rows_of
from vnrestore.language.channel import NO_EVIDENCE, CellCounts, Evidence
from vnrestore.language.channel_tables import ChannelData
from vnrestore.language.inventory import Ints
from vnrestore.language.readings import Edit, Seen, as_seen
from vnrestore.restore.alignment import Alignments
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.joints import joined_code, joined_number
from vnrestore.restore.looks import DIGITS, LONG, MERGED, count_words, find
from vnrestore.restore.passages import Chunk
from vnrestore.restore.protect import LONGEST_CHUNK
from vnrestore.restore.reading import Reading

SETTLED = 0.9999  # posterior from which a word is not asked about again
CERTAIN = 0.9  # posterior from which a reading is evidence
CLEAR = 0.97  # posterior from which it needs no closer look
TROUBLED = 0.8  # posterior below which its neighbours do, too
ROUNDS = 12
DIGITS_AND_BARS = frozenset("0123456789/")
PRIOR = 8.0  # pseudo-words behind the starting weights
REMEMBERED = 5_000  # words

BROAD_SYNTHETIC = (0.05, 0.05, 0.12, 0.06)  # clean, stripped, marks, shapes
BROAD_GENERIC = 0.14
FLOOR = 0.15  # share of the starting mixture that no evidence takes away

_START = itemgetter(0)


class Aligned(NamedTuple):
    """Certain words of a text: their numbers among all, and how often each was read so."""

    numbers: Ints
    times: Ints
    memory: Alignments


def doubtful_chunks(
    text: str,
    parts: list[list[Chunk]],
    chosen: list[list[Reading]],
    *,
    numbers: bool = True,
    longest: int = LONGEST_CHUNK,
    below: float = SETTLED,
) -> list[list[int]]:
    """The places, ascending, of the chunks of each passage that have a reading in doubt.

    Args:
        text: the observed text.
        parts: the passages.
        chosen: their readings.
        numbers: whether numbers, which a first reading does not question, may be certain too.
        longest: characters of a reading, no fewer than of a syllable; longer ones may be several words.
        below: posterior under which a reading is in doubt.
    """
    found = []
    kinds = (LONG, MERGED) if numbers else (LONG, MERGED, DIGITS)
    odd = find(text, chosen, *kinds, below=below)
    for i, (passage, some) in enumerate(zip(parts, chosen, strict=True)):
        doubtful = {
            bisect_right(passage, some[k][0], key=_START) - 1
            for k in odd.get(i, ())
            if some[k][3] < below or len(some[k][2]) > longest or (not numbers and some[k][2].isdigit())
        }
        if any(some[k][6] == "merge" for k in odd.get(i, ())):  # read across the blank before a chunk
            begun = set(map(_START, some))
            across = [i for i, chunk in enumerate(passage) if chunk[0] not in begun]
            doubtful.update(across, (i - 1 for i in across))
        ending = [i for i, chunk in enumerate(passage[:-1]) if chunk[2][-1] in DIGITS_AND_BARS]
        for i in ending:
            one, other = passage[i], passage[i + 1]
            if other.text[0] not in DIGITS_AND_BARS:
                continue
            if joined_code(one, other) or joined_number(one, other):
                doubtful.update((i, i + 1))
        found.append(sorted(doubtful))
    return found


def broad_weights(data: ChannelData) -> list[float]:
    """Mixture to begin with when nothing is known: every engine alike, room for unseen ones."""
    return [0.58 / data.trained] * data.trained + [*BROAD_SYNTHETIC, BROAD_GENERIC]


def certain_words(text: str, chosen: Sequence[list[Reading]]) -> dict[Edit, int]:
    """How often which word, as (intended, observed), was read with certainty, in text order."""
    return count_words(text, chosen, CERTAIN)


def align_words(words: Mapping[Edit, int], context: Context) -> Aligned:
    """How each distinct syllable was read: its onset and rime, and its single characters."""
    if len(context.alignments) > REMEMBERED:
        context.alignments = Alignments()
    memory = context.alignments
    same = [memory.same[number] for number in memory.numbers(words, context.scorer)]
    numbers, first, place = np.unique(np.array(same, np.int64), return_index=True, return_inverse=True)
    times = np.bincount(place, list(words.values()), len(numbers)).astype(np.int64)
    order = np.argsort(first)  # as they stand in the text
    order = order[memory.units.spans(numbers[order])[1] > 0]
    return Aligned(numbers[order], times[order], memory)


def learn_weights(aligned: Aligned, start: Sequence[float]) -> list[float]:
    """Mixture weights of the components by EM over whole words.

    Args:
        aligned: the certain words.
        start: weights to begin with, also the prior.
    """
    begin, width = aligned.memory.likelihoods.spans(aligned.numbers)
    some = width > 0
    if not some.any():
        return list(start)
    rows = rows_of(begin[some], width[some])
    likelihood = aligned.memory.likelihoods.columns[0][rows].reshape(-1, len(start))
    times = aligned.times[some].astype(np.float64)
    prior = np.array(start)
    weights = prior.copy()
    for _ in range(ROUNDS):
        taken = weights * ((times / (likelihood @ weights)) @ likelihood)
        weights = (taken + PRIOR * prior) / (times.sum() + PRIOR)
    return [float(w) for w in (1 - FLOOR) * weights + FLOOR * prior]


def gather_evidence(aligned: Aligned, expected: Evidence = NO_EVIDENCE) -> Evidence:
    """Counts of the readings of characters, of onsets and rimes, and of certain words, on top of what was
    expected."""
    if not len(aligned.numbers):
        return expected
    memory = aligned.memory
    seen, counts = _counts(memory.edits, aligned)
    cells, place = np.unique(np.concatenate([expected.edits.cells, seen]), return_inverse=True)
    counts = np.bincount(place, np.concatenate([expected.edits.counts, counts]), len(cells))
    units = np.bincount(*_counts(memory.units, aligned))
    met = np.flatnonzero(units)
    by_unit = [
        (memory.unit_meant[i], memory.unit_observed[i], n)
        for i, n in zip(met.tolist(), units[met].tolist(), strict=True)
    ]
    by_word = [
        (memory.meant[i], memory.observed[i], n)
        for i, n in zip(aligned.numbers.tolist(), aligned.times.tolist(), strict=True)
        if memory.meant[i] >= 0
    ]
    return Evidence(
        CellCounts(cells, counts.astype(np.float32)),
        _together(expected.units, by_unit),
        _together(expected.words, by_word),
    )


def _counts(readings: Ragged, aligned: Aligned) -> tuple[Ints, Ints]:
    """The readings of all words' parts, and how often those words were read so."""
    begin, size = readings.spans(aligned.numbers)
    return readings.columns[0][rows_of(begin, size)], aligned.times.repeat(size)


def _together(expected: Seen, rows: Sequence[tuple[int, str, float]]) -> Seen:
    """Counts of readings on top of those that were expected."""
    if not expected.strings:
        return as_seen(rows)
    counts = {(intended, observed): n for intended, observed, n in expected.rows()}
    for intended, observed, n in rows:
        counts[intended, observed] = counts.get((intended, observed), 0) + n
    return as_seen((*reading, n) for reading, n in counts.items())
