"""The stretch of a text where most of a query's words stand together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vnrestore.segment.fold import fold

BEGIN, END = "\x02", "\x03"
"""Around a match in what FTS5's highlight() gives; no text has them."""

_WIDTH = 220
_MARKED = re.compile(f"{BEGIN}([^{END}]*){END}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of text on one line.

    Attributes:
        pieces: its parts, each with whether it matches the query.
    """

    pieces: tuple[tuple[str, bool], ...]

    @property
    def words(self) -> int:
        """How many different words or phrases of the query are in it."""
        return len({fold(text) for text, match in self.pieces if match})

    def __str__(self) -> str:
        """Without marks."""
        return "".join(text for text, _ in self.pieces)


def snippet_of(highlighted: str, text: str) -> Snippet:
    """The best stretch.

    Args:
        highlighted: ``text``, or a text of the same length letter for letter, with matches
            between :data:`BEGIN` and :data:`END`.
        text: what is shown.
    """
    spans = _spans(highlighted)
    if not spans:
        return Snippet(((_one_line(text[:_WIDTH]) + ("…" if len(text) > _WIDTH else ""), False),))
    first, last = _densest(spans, text)
    room = max(0, _WIDTH - (spans[last][1] - spans[first][0])) // 2
    start = _word_start(text, max(0, spans[first][0] - room))
    end = _word_end(text, min(len(text), spans[last][1] + room))
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for begin, stop in inside:
        pieces += [(_one_line(text[at:begin]), False), (_one_line(text[begin:stop]), True)]
        at = stop
    pieces.append((_one_line(text[at:end]) + ("…" if end < len(text.rstrip()) else ""), False))
    return Snippet(tuple(piece for piece in pieces if piece[0]))


def _spans(highlighted: str) -> list[tuple[int, int]]:
    """Where the matches are once the marks are taken out."""
    spans = []
    for number, found in enumerate(_MARKED.finditer(highlighted)):
        start = found.start() - 2 * number
        spans.append((start, start + len(found[1])))
    return spans


def _densest(spans: list[tuple[int, int]], text: str) -> tuple[int, int]:
    """First and last of the most different matches that fit into a snippet; the earliest of equals."""
    words = [fold(text[start:end]) for start, end in spans]
    best, most = (0, 0), (0, 0)
    first = 0
    for last in range(len(spans)):
        while spans[last][1] - spans[first][0] > _WIDTH and first < last:
            first += 1
        found = (len(set(words[first : last + 1])), last - first)
        if found > most:
            best, most = (first, last), found
    return best


def _word_start(text: str, at: int) -> int:
    found = _SPACE.search(text, at, at + 20) if at else None
    return found.end() if found else at


def _word_end(text: str, at: int) -> int:
    cut = max(text.rfind(" ", at - 20, at), text.rfind("\n", at - 20, at)) if at < len(text) else -1
    return cut if cut > 0 else at


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text)
