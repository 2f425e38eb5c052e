"""Taking a line apart into columns: each cutter gives the offsets where a new piece begins.

Header (body | motto, number | place and date) and footer (recipients | signature) are set in
two columns; OCR reads across them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from vnrestore.segment.fold import fold
from vnrestore.segment.lines import Piece, make_piece

Cutter = Callable[[str, str], Iterator[int]]
"""From a line and the same folded to where new pieces begin."""

LIMIT = 700
"""Longer lines are prose and never cut; keeps hostile input cheap."""

_WIDE = re.compile(r"\S( {4,}|\s*\t\s*)(?=\S)")
_SCRAPS = 3
_TITLE_WORDS = frozenset(
    ("ve", "cua", "so", "va", "tai", "cho", "mot", "cac", "v/v", "hop", "du", "i", "ii", "iii")
)


def split(source: str, piece: Piece, cutters: tuple[Cutter, ...]) -> list[Piece]:
    """The columns of a line, one piece each."""
    stranded = piece.text.partition("\n")[0].rstrip()
    if len(piece.text) > LIMIT or (
        "\n" in piece.text and not (stranded.endswith(".") and stranded.isupper())
    ):
        return [piece]
    folded = fold(piece.text)
    cuts = sorted({cut for cutter in cutters for cut in cutter(piece.text, folded) if 0 < cut < len(folded)})
    cuts = [cut for before, cut in pairwise([0, *cuts]) if piece.text[before:cut].strip()]
    if not cuts:
        return [piece]
    starts = [piece.start, *(piece.at + cut for cut in cuts)]
    ends = [*starts[1:], piece.end]
    blanks = [piece.blanks] + [0] * len(cuts)
    return [
        make_piece(source, start, end, piece.line, blank, piece.gap and index == 0)
        for index, (start, end, blank) in enumerate(zip(starts, ends, blanks, strict=True))
    ]


def wide(text: str, folded: str) -> Iterator[int]:
    """Behind a wide blank or a tab."""
    if len(text) <= 240:
        # A number left out, to be written by hand: "Số:      /KH-UBND".
        yield from (match.end() for match in _WIDE.finditer(text) if text[match.end()] != "/")


def word_spans(text: str, limit: int) -> list[tuple[int, int]]:
    """Where the words of a line stand; none of a line longer than ``limit``."""
    return [match.span() for match in re.finditer(r"\S+", text)] if len(text) <= limit else []


def only_scraps(text: str) -> bool:
    """Whether these are what a stamp or a pen left: a few words too short or too odd to be of a title."""
    words = text.split()
    return len(words) <= _SCRAPS and all(
        fold(word) not in _TITLE_WORDS and (len(word) <= 3 or not any(map(str.isalpha, word)))
        for word in words
    )
