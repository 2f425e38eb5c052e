"""Dates whose bars were read as something else: ``24:02:2025`` is 24/02/2025, ``15/972025`` is 15/9/2025."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from vnrestore.restore.candidates.identity import code_logp
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.text.tokens import DATE, number_class

MENDED_LOGP = 6.0  # no other number has just such a form
LONGEST = 12  # characters
_YEAR = regex.compile("(?:19[4-9]|20[0-4])[0-9]")
_DAY = regex.compile("0?[1-9]|[12][0-9]|3[01]")
_MONTH = regex.compile("0?[1-9]|1[0-2]")
_MARKS = regex.compile(r"[^\p{L}\p{N}\s]{1,2}")
_LETTERS = frozenset("71Il|")  # an upright stroke


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """The dates a piece may be a misreading of; one that is written as dates are is none."""
    if not 7 <= len(piece) <= LONGEST or not _YEAR.fullmatch(piece, len(piece) - 4):
        return
    if number_class(piece) == DATE and len(set(filter(str.isascii, piece)) - set("0123456789")) == 1:
        return
    for surface, misread in _dates(piece[:-4], piece[-4:]):
        logp = code_logp(surface) + MENDED_LOGP
        kind = "garbled" if misread else ""
        yield Proposal(vocabulary.model.id(DATE), surface, logp, "date", kind=kind)


def _dates(before: str, year: str) -> Iterator[tuple[str, bool]]:
    """The dates of a year, and whether one of their bars was lost or read as a letter or digit."""
    for a in (1, 2):
        for b in range(a, a + 3):
            for c in (b + 1, b + 2):
                day, first, month, second = before[:a], before[a:b], before[b:c], before[c:]
                if not _DAY.fullmatch(day) or not _MONTH.fullmatch(month):
                    continue
                sure = [bool(_MARKS.fullmatch(bar)) for bar in (first, second)]
                if any(sure) and all(
                    known or not bar or bar in _LETTERS
                    for known, bar in zip(sure, (first, second), strict=True)
                ):
                    yield f"{day}/{month}/{year}", not all(sure)
