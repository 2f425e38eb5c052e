"""What a page does to the marks behind its words, learned from a first look at them.

A page on which one semicolon lost its tail lost most of them: print and scan are the same all over it.
The odds of ``mark_odds.py`` are those of all pages; they are the prior of a page's own, which the
likeliest readings of its marks update (one step of Viterbi training).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from types import MappingProxyType

from vnrestore.restore.mark_odds import TRAILING

PRIOR = 4.0  # marks of a kind behind the odds of all pages
SURE = 0.8  # posterior from which a reading is evidence
LEAST = 0.2  # nats that make a difference
MOST = 4.0
BEHIND_WORDS = MappingProxyType({mark: [mark, *others] for mark, others in TRAILING.items()})


def is_behind_word(readings: Sequence[str]) -> bool:
    """Whether these are the readings of a mark behind a word, the observed one first."""
    return readings == BEHIND_WORDS.get(readings[0])


def habits(looks: Iterable[tuple[Sequence[str], Sequence[float]]]) -> dict[tuple[str, str], float]:
    """By how much (nats) a page makes a reading of a mark likelier against the mark as it stands.

    Args:
        looks: the readings of each mark, as it stands first, and their posteriors.

    Returns:
        By observed mark and reading; only what makes a difference.
    """
    read: Counter[tuple[str, str]] = Counter()  # observed, meant
    for readings, posteriors in looks:
        if not is_behind_word(readings):
            continue
        if posteriors[0] >= SURE:
            read[readings[0], readings[0]] += 1
        else:
            posterior, meant = max(zip(posteriors, readings, strict=True))
            read[readings[0], meant] += posterior >= SURE
    meant_in_all: Counter[str] = Counter()
    for (_, meant), number in read.items():
        meant_in_all[meant] += number
    found: dict[tuple[str, str], float] = {}
    for observed, others in TRAILING.items():
        copied = _raised(read[observed, observed], meant_in_all[observed], 1.0)
        for meant, odds in others.items():
            if meant:
                raised = _raised(read[observed, meant], meant_in_all[meant], math.exp(odds)) - copied
                if abs(raised) > LEAST:
                    found[observed, meant] = max(-MOST, min(MOST, raised))
    return found


def _raised(number: int, total: int, prior: float) -> float:
    """By how much log P(observed | meant) of this page is above that of all pages."""
    return math.log((PRIOR * prior + number) / (PRIOR + total)) - math.log(prior)
