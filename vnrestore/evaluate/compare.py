"""Gains and losses: what a restoration put right and what it broke.

One error rate hides harm: 50 repairs and 10 new errors look like 40 repairs. Here every
true syllable is followed through the baseline (usually the raw OCR text) and the result.
"""

from __future__ import annotations

from dataclasses import dataclass

from vnrestore.evaluate.align import Aligned, align
from vnrestore.evaluate.metrics import syllables_of, syllables_of_truth
from vnrestore.evaluate.normalise import bare


@dataclass(frozen=True, slots=True)
class Change:
    """A true syllable whose reading in the result differs in rightness from the baseline's."""

    truth: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A result against a baseline, over the syllables of the truth.

    Attributes:
        gains: wrong in the baseline, right in the result.
        losses: right in the baseline, wrong in the result.
        surplus_before: syllables of the baseline that stand for none of the truth.
        surplus_after: the same of the result.
    """

    gains: tuple[Change, ...]
    losses: tuple[Change, ...]
    surplus_before: int
    surplus_after: int


def compare(truth: str, baseline: str, result: str) -> Comparison:
    """Follow each syllable of ``truth`` through ``baseline`` and ``result``."""
    syllables = syllables_of_truth(truth)
    before = align(syllables, syllables_of(baseline), bare)
    after = align(syllables, syllables_of(result), bare)
    pairs = list(zip(_by_truth(before), _by_truth(after), strict=True))
    return Comparison(
        gains=tuple(_change(old, new) for old, new in pairs if new.right and not old.right),
        losses=tuple(_change(old, new) for old, new in pairs if old.right and not new.right),
        surplus_before=len(before) - len(syllables),
        surplus_after=len(after) - len(syllables),
    )


def _by_truth(path: tuple[Aligned, ...]) -> list[Aligned]:
    return [one for one in path if one.truth is not None]


def _change(old: Aligned, new: Aligned) -> Change:
    return Change(truth=old.truth or "", before=old.token, after=new.token)
