"""A restoration cut into pieces, and the pieces into rows: what the reports are drawn from.

Reports need both texts side by side. Corrections give spans of the original only, so the
walk along both texts is done once, here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Doubt, Restoration


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the original beside what stands for it in the restored text.

    Attributes:
        original: the characters of the original.
        restored: the characters of the restored text.
        correction: the change made here, or None.
        suggestion: the change that was suggested and not made here, or None.
        doubt: why a word that stands in both may be wrong, or None.
        noise: marks that nobody printed; they stand in both.
    """

    original: str
    restored: str
    correction: Correction | None = None
    suggestion: Correction | None = None
    doubt: Doubt | None = None
    noise: bool = False


Row = tuple[Piece, ...]


def rows(restoration: Restoration) -> tuple[Row, ...]:
    """The pieces line by line, line ends included.

    A row holds one line, or several where a correction reaches across a line end.
    """
    finished: list[Row] = []
    row: list[Piece] = []
    for piece in _pieces(restoration):
        row.append(piece)
        if piece.original.endswith("\n") and piece.restored.endswith("\n"):
            finished.append(tuple(row))
            row = []
    if row:
        finished.append(tuple(row))
    return tuple(finished)


def _pieces(restoration: Restoration) -> Iterator[Piece]:
    """All pieces in order; unmarked text is cut after every line end."""
    original = restoration.original
    left = deque(_left(restoration))
    at = 0
    for mark, made in _marks(restoration):
        yield from _unmarked(original, at, mark.span.start, left)
        if made:
            yield Piece(mark.original, mark.replacement, correction=mark)
        else:
            yield Piece(mark.original, mark.original, suggestion=mark)
        at = mark.span.end
    yield from _unmarked(original, at, len(original), left)


def _left(restoration: Restoration) -> list[tuple[Span, Doubt | None]]:
    """Doubtful words and, without a doubt, noise, in order."""
    found: list[tuple[Span, Doubt | None]] = [(one.span, one) for one in restoration.doubts]
    return sorted([*found, *((span, None) for span in restoration.noise)], key=lambda one: one[0])


def _unmarked(text: str, start: int, end: int, left: deque[tuple[Span, Doubt | None]]) -> Iterator[Piece]:
    """The pieces of a stretch without corrections and suggestions; what was left up to its end is used up."""
    while left and left[0][0].end <= end:
        span, doubt = left.popleft()
        if span.start >= start:
            yield from _lines(text[start : span.start])
            yield Piece(span.of(text), span.of(text), doubt=doubt, noise=doubt is None)
            start = span.end
    yield from _lines(text[start:end])


def _marks(restoration: Restoration) -> Iterator[tuple[Correction, bool]]:
    """Corrections (True) and the suggestions (False) that touch no other mark, by position."""
    marks = [(one, True) for one in restoration.corrections]
    marks += [(one, False) for one in restoration.suggestions]
    marks.sort(key=lambda mark: (mark[0].span, not mark[1]))
    taken = [(one.span.start, one.span.end) for one in restoration.corrections]
    end = 0
    next_taken = 0
    for mark, made in marks:
        span = mark.span
        while next_taken < len(taken) and taken[next_taken][1] <= span.start:
            next_taken += 1
        blocked = next_taken < len(taken) and taken[next_taken][0] < span.end
        if made or (span.start >= end and not blocked):
            yield mark, made
            end = span.end


def _lines(text: str) -> Iterator[Piece]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        line = text[start:end]
        yield Piece(line, line)
        start = end
