"""Capitals of words whose letters no longer show them: ``S0 TAI`` is ``SỞ TÀI``, ``nha 0`` is ``nhà ở``."""

from __future__ import annotations

from collections.abc import Sequence

from vnrestore.restore.looks import (
    CHANGED,
    LETTERS,
    LONE_CAPITAL,
    LOUD,
    ODD,
    QUIET,
    SHORT,
    SPELLED,
    find,
)
from vnrestore.restore.reading import Reading
from vnrestore.text.casing import LOWER, TITLE, UPPER, apply_case, case_of
from vnrestore.text.syllable import is_syllable

_SPELLED = frozenset(("syllable", "merge"))  # generators of words that were spelled letter by letter
_SENTENCE_END = frozenset(".!?:")


_BLIND = SPELLED | LETTERS | CHANGED | ODD, SPELLED | LONE_CAPITAL


def recase(text: str, chosen: list[list[Reading]]) -> list[list[Reading]]:
    """Give words read from digits and symbols their neighbours' case, and quiet those that shout alone."""
    odd = find(text, chosen, *_BLIND, SPELLED | LOUD, SPELLED | QUIET | CHANGED)
    found = list(chosen)
    for i, places in odd.items():
        found[i] = _recased(text, chosen[i], places)
    return found


def _recased(text: str, passage: list[Reading], odd: Sequence[int]) -> list[Reading]:
    blind = [i for i in odd if passage[i][6] in _SPELLED and _is_blind(text, passage[i])]
    if blind:
        fitted = list(passage)
        for i in blind:
            fitted[i] = _fitted(text, passage, i)
        passage = fitted
    short = [
        i
        for i in odd
        if len(passage[i][2]) <= SHORT and passage[i][6] == "syllable" and passage[i][2][:1].isupper()
    ]
    loud = [i for i in short if _shouts(passage[i])]
    if loud:
        quieted = list(passage)
        for i in loud:
            quieted[i] = _quieted(passage, i)
        passage = quieted
    quiet = [i for i in short if _was_quieted(text, passage[i])]
    if quiet:
        shouted = list(passage)
        for i in quiet:
            shouted[i] = _loud(passage, i)
        passage = shouted
    return passage


def _is_label(passage: list[Reading], index: int) -> bool:
    """Whether a colon and a number follow, as in ``Số: 12/TB-VP``, which is seldom written small."""
    after = [r.surface.strip() for r in passage[index + 1 : index + 3]]
    return after[:1] == [":"] and any(c.isdigit() for c in "".join(after[1:]))


def _shouts(reading: Reading) -> bool:
    """Whether a short word was read in capitals: its second letter may be a small one without its tail."""
    surface = reading[2]
    return reading[6] == "syllable" and 1 < len(surface) <= SHORT and surface.isupper()


def _quieted(passage: list[Reading], index: int) -> Reading:
    """With a capital only, if the words around are not in capitals, and none beside it."""
    if any(map(_shouts, passage[max(0, index - 1) : index] + passage[index + 1 : index + 2])):
        return passage[index]
    around = [r.surface for r in passage[max(0, index - 2) : index + 3] if not _shouts(r)]
    words = [s for s in around if len(s) > 1 and s.isalpha()]
    if len(words) < 2 or any(map(str.isupper, words)):
        return passage[index]
    return passage[index]._replace(surface=apply_case(passage[index].surface.lower(), TITLE))


def _was_quieted(text: str, reading: Reading) -> bool:
    """Whether a short word was printed in capitals, and an earlier reading quieted it."""
    surface = reading[2]
    return (
        1 < len(surface) <= SHORT
        and surface[0].isupper()
        and not surface.isupper()
        and text[reading[0] : reading[1]].isupper()
    )


def _loud(passage: list[Reading], index: int) -> Reading:
    """In capitals again, if a word beside it turned out to be."""
    beside = passage[max(0, index - 1) : index] + passage[index + 1 : index + 2]
    shouted = (r.surface for r in beside if len(r.surface) > 1 and r.surface.isupper())
    if not any(is_syllable(surface.strip().lower()) for surface in shouted):  # abbreviations show nothing
        return passage[index]
    return passage[index]._replace(surface=apply_case(passage[index].surface.lower(), UPPER))


def _is_blind(text: str, reading: Reading) -> bool:
    """Whether the observed characters do not tell capitals from a capital, or from small letters."""
    start, end, surface = reading[:3]
    if not surface.isalpha():
        return False
    observed = text[start:end]
    if observed.isalpha() and end - start > 1:  # most are
        return False
    if not text[start].isalpha():
        return True
    if observed.islower():
        return False
    letters = [c for c in observed if c.isalpha()]
    return len(letters) == 1 and letters[0].isupper() and letters[0] != "I"  # or a small l


def _fitted(text: str, passage: list[Reading], index: int) -> Reading:
    reading = passage[index]
    word = reading.surface.lower()
    around = [
        r.surface for r in passage[max(0, index - 2) : index + 3] if r is not reading and len(r.surface) > 1
    ]
    shouted = [s for s in around if case_of(s) == UPPER and is_syllable(s.lower())]  # no abbreviations
    spoken = [s for s in around if s.isalpha() and case_of(s) != UPPER]
    letters = [c for c in text[reading.start : reading.end] if c.isalpha()]
    if shouted and not spoken:
        pattern = UPPER
    elif (
        any(c.isupper() for c in letters)
        or index == 0
        or passage[index - 1].surface[-1:] in _SENTENCE_END
        or _is_label(passage, index)
    ):
        pattern = TITLE
    else:
        pattern = LOWER
    return reading._replace(surface=apply_case(word, pattern))
