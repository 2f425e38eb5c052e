"""Where a document puts the tone marks of open oa, oe, uy: first vowel (``hóa``) or second (``hoá``).

The channel and the language model know one of the two spellings. Words that needed no change show the
document's habit; so do garbled ones, by the vowel that was misread: ``héa`` was hóa, ``hod`` hoá. What was
restored follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from vnrestore.restore.looks import LISTED, find, readings_at
from vnrestore.restore.reading import Reading
from vnrestore.text.spelling import new_tone_placement

PRIOR = -2.7  # log odds of the second vowel: 6 % of such words of official documents
INTACT = 4.0  # nats that a word says which stands there unchanged
MOST = 3.0  # nats that a garbled one may say

Score = Callable[[Sequence[tuple[str, str]]], list[float]]


def place_tones(
    text: str, chosen: list[list[Reading]], score: Score, ambiguous: frozenset[int]
) -> list[list[Reading]]:
    """The readings with tone marks placed as the document does.

    Args:
        text: the observed text.
        chosen: readings by passage, restored words with the mark on the first vowel.
        score: natural log P(observed | intended) of (intended, observed) pairs.
        ambiguous: language-model symbols of the words with two placements.
    """
    words = readings_at(chosen, find(text, chosen, LISTED, symbols=ambiguous))
    garbled = [r for r in words if r.surface != text[r.start : r.end]]
    log_odds = PRIOR + sum(_intact(r.surface) for r in words if r.surface == text[r.start : r.end])
    if log_odds + MOST * len(garbled) <= 0.0:
        return chosen
    if log_odds + sum(_misread(text, garbled, score)) <= 0.0:
        return chosen
    moved = {r.start: r._replace(surface=new_tone_placement(r.surface)) for r in garbled}
    return [[moved.get(r.start, r) for r in passage] for passage in chosen]


def _intact(surface: str) -> float:
    """Log odds of the second vowel that an unchanged word speaks for."""
    return -INTACT if new_tone_placement(surface) != surface else INTACT


def _misread(text: str, garbled: Sequence[Reading], score: Score) -> Iterable[float]:
    """The same of garbled words, by what the channel says of either placement."""
    observed = [text[r.start : r.end] for r in garbled]
    first = score(list(zip((r.surface for r in garbled), observed, strict=True)))
    second = score(list(zip((new_tone_placement(r.surface) for r in garbled), observed, strict=True)))
    return (max(-MOST, min(MOST, b - a)) for a, b in zip(first, second, strict=True))


def ambiguous_symbols(words: Iterable[str]) -> frozenset[int]:
    """Numbers of the words with two placements."""
    return frozenset(i for i, w in enumerate(words) if w[-1:] in "aey" and new_tone_placement(w) != w)
