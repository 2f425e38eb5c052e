"""Tables without a head row in texts with a paragraph a line: runs of cells, and columns of numbers.

Text taken from web pages and office files prints a table cell by cell. Nothing says where such a
table begins; that its lines are no sentences does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from vnrestore.segment.lines import Piece
from vnrestore.segment.rules import section_hits, stamp, table_head

FEWEST = 4
"""So many cells in a row, below a line that announces them, are a table."""
_CELL_LENGTH = 80
_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d{1,3})*\s?%?$")
_FIGURES_APART = 7
"""A column of figures has one at least every so many lines."""
_FEWEST_FIGURES = 5
_HEAD_LINES = 6


def cell_run(pieces: Sequence[Piece], index: int, above: str) -> int:
    """How many pieces from ``index`` on are cells of a table that ``above`` announces, 0 if none are.

    >>> from vnrestore.segment.lines import split_pieces
    >>> pieces = split_pieces("gồm:\\nTên\\nTỷ lệ (%)\\nNatri\\n22,0\\nĐiều 2. Hiệu lực")
    >>> cell_run(pieces, 1, pieces[0].text), cell_run(pieces, 2, pieces[1].text)
    (4, 0)
    """
    if not above.endswith(":") or table_head.RULE.find(pieces[index]):
        return 0
    count = 0
    while index + count < len(pieces) and _is_cell(pieces[index + count]):
        count += 1
    return count if count >= FEWEST else 0


def _is_cell(piece: Piece) -> bool:
    text = piece.text
    if len(text) > _CELL_LENGTH or text[-1] in ".;,/" or ":" in text or stamp.RULE.find(piece):
        return False
    return bool(_FIGURE.match(text)) or (text[0].isalnum() and not section_hits(piece))


def figure_columns(pieces: Sequence[Piece], start: int) -> dict[int, int]:
    """Tables told by a column of figures: index of the first piece to how many pieces they have.

    Page numbers, which count up one by one, are none. The head row above the first figure is of
    the table, its last row ends with the last figure.
    """
    places = [at for at in range(start, len(pieces)) if _FIGURE.match(pieces[at].text)]
    runs: list[list[int]] = []
    for at in places:
        if runs and at - runs[-1][-1] <= _FIGURES_APART:
            runs[-1].append(at)
        else:
            runs.append([at])
    found: dict[int, int] = {}
    for run in runs:
        figures = [pieces[at].text for at in run]
        if len(run) < _FEWEST_FIGURES or _counts_up(figures):
            continue
        first = run[0]
        while first > start and run[0] - first < _HEAD_LINES and pieces[first - 1].text[-1] not in ".;:/)":
            first -= 1
        found[first] = run[-1] - first + 1
    return found


def _counts_up(figures: Sequence[str]) -> bool:
    numbers = [int(figure) if figure.isdigit() else -1 for figure in figures]
    return all(before < after for before, after in pairwise(numbers))
