"""The lines of the content, of the document itself or of what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnrestore.datatypes.notice import UNNUMBERED_KINDS, Kind
from vnrestore.segment.attached import appendix_label
from vnrestore.segment.blocks import Layout
from vnrestore.segment.cells import cell_run, figure_columns
from vnrestore.segment.footer_columns import split_footer
from vnrestore.segment.labels import Label
from vnrestore.segment.lines import Piece, ends_sentence
from vnrestore.segment.lost_numbers import lost_marker
from vnrestore.segment.quotes import quotation_length
from vnrestore.segment.rules import (
    FOOTER_RULES,
    first_hit,
    ground,
    page_number,
    section_hits,
    stamp,
    table_head,
)
from vnrestore.segment.rules.base import Hit

_AS_ABOVE = re.compile(r"(?:[-–—~_]\s*)?nhu (?:tren|dieu \d|kinh gui)")
_AFTER_TABLE = re.compile(r"(?:ghi chu|trong do)\s*:")
_DAY = re.compile(r"\W{1,2}\s?\d{1,2} thang \d")
"""``trước ngày`` / ``- 13 tháng 12``: a speck before a date."""
_RANGE = re.compile(r"[-–]\s?\d")
"""``13.92`` / ``- 15.84 W``: a range torn at its dash."""
_LOOSE_CELLS = 8
"""So many short lines in a row, each a paragraph of its own, are a table without a head."""
_CELL_LENGTH = 160
"""A numbered line this long, a paragraph to a line, is the text's, not a cell's."""
_TABLE_END = (Kind.PART, Kind.CHAPTER, Kind.DIVISION, Kind.ARTICLE)


def scan_content(
    source: str, pieces: Sequence[Piece], start: int, layout: Layout, attached: bool
) -> tuple[list[Label], int]:
    """Label the content from ``start`` on, and say where it stops.

    Args:
        source: the whole text.
        pieces: its pieces.
        start: index of the first piece of the content.
        layout: of the whole text.
        attached: the content is an appendix: it runs to the end, footers in it are text.

    Returns:
        The labels, and the index of the first piece of the footer.
    """
    scanner = _Content(source, pieces, layout, attached)
    scanner.columns = {} if layout.wrapped or not attached else figure_columns(pieces, start)
    index = start
    while index < len(pieces):
        if not attached and scanner.footer_begins(index):
            break
        index = scanner.take(index)
    return scanner.labels, index - scanner.step_back() if not attached else index


class _Content:
    def __init__(self, source: str, pieces: Sequence[Piece], layout: Layout, attached: bool) -> None:
        self.source = source
        self.pieces = pieces
        self.layout = layout
        self.attached = attached
        self.labels: list[Label] = []
        self.in_table = False
        self.sections: dict[Kind, tuple[int, ...]] = {}
        self.archived = False
        self.loose = False
        self.trailing = False
        self.columns: dict[int, int] = {}

    def footer_begins(self, index: int) -> bool:
        """Whether the piece at ``index`` is the first of recipients and signature."""
        piece = self.pieces[index]
        if len(piece.text) > 200:
            return False
        fragments = split_footer(self.source, piece)
        kinds = [
            hit.kind if (hit := first_hit(FOOTER_RULES[1:], fragment)) else None for fragment in fragments
        ]
        if Kind.RECIPIENTS in kinds:
            return True
        if not self.labels:
            return False
        if kinds[0] is Kind.ARCHIVE:
            self.archived = True
            return True
        if kinds[0] is Kind.AUTHORITY or (_AS_ABOVE.match(piece.head) and len(piece.text) <= 40):
            return True
        ended = self.labels[-1].piece.tail.rstrip(" '\"”").endswith(("./.", "./"))
        if ended and (kinds[0] in (Kind.DASH, Kind.POSITION, Kind.SIGNER) or self._list_follows(index)):
            return True
        return kinds[0] is Kind.POSITION and not self.in_table and self._name_follows(index)

    def _list_follows(self, index: int) -> bool:
        """Whether a recipient that lost its dash stands above others."""
        below = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        return (
            below is not None
            and self.pieces[index].text.endswith(";")
            and first_hit(FOOTER_RULES[1:], below) in (Hit(Kind.DASH, 1), Hit(Kind.DASH, 2))
        )

    def _name_follows(self, index: int) -> bool:
        """Whether a name stands just below a position, and nothing that goes on with the content."""
        for piece in self.pieces[index + 1 : index + 5]:
            hit = first_hit(FOOTER_RULES[1:], split_footer(self.source, piece)[-1])
            if hit and hit.kind is Kind.SIGNER:
                return True
            if len(piece.text) > 60 or piece.text[-1] == ";":
                return False
        return False

    def step_back(self) -> int:
        """Give back list items above an archive line: they are recipients. How many pieces."""
        count = 0
        while self.archived and count < len(self.labels):
            label = self.labels[-1 - count]
            above = self.labels[-2 - count] if count + 1 < len(self.labels) else None
            wrapped = (
                label.kind is Kind.PARAGRAPH
                and above
                and above.kind is Kind.DASH
                and len(label.piece.text) < 60
            )
            if not ((label.kind is Kind.DASH and len(label.piece.text) <= 120) or wrapped):
                break
            count += 1
        del self.labels[len(self.labels) - count :]
        return count

    def take(self, index: int) -> int:
        """Label the piece at ``index`` (or a whole quotation) and return the next index."""
        quoted = quotation_length(self.pieces, index, self.labels[-1] if self.labels else None)
        if quoted:
            self.labels += [
                Label(part, Kind.QUOTE, (), starts=nth == 0)
                for nth, part in enumerate(self.pieces[index : index + quoted])
            ]
            return index + quoted
        cells = self._cells(index)
        if cells:
            self.labels += [
                Label(part, Kind.TABLE, (), starts=nth == 0)
                for nth, part in enumerate(self.pieces[index : index + cells])
            ]
            return index + cells
        self.labels.append(self._label(index))
        return index + 1

    def _cells(self, index: int) -> int:
        """How many pieces from ``index`` on are cells of a table without a head row."""
        if self.layout.wrapped or self.in_table or not self.labels:
            return 0
        return self.columns.get(index, 0) or cell_run(self.pieces, index, self.labels[-1].piece.text)

    def _label(self, index: int) -> Label:
        piece = self.pieces[index]
        if stamp.RULE.find(piece) or (self.trailing and len(piece.text) <= 60):
            self.trailing |= bool(stamp.TRAILER_END.search(piece.tail))
            return Label(piece, Kind.STAMP)
        hits = section_hits(piece)
        if self.attached and (title := appendix_label(self.pieces, index, self.labels)):
            self.in_table = False
            return title
        if self.in_table and not (self._leaves_table(piece, hits) or self._heads_table(index, hits)):
            return Label(piece, Kind.TABLE)
        headed = bool(table_head.RULE.find(piece))
        if headed or self._loose_table(index):
            label = Label(piece, Kind.TABLE, (), starts=not self.in_table)
            self.in_table, self.loose = True, not headed
            return label
        self.in_table = False
        if page_number.RULE.find(piece) and not piece.gap:
            return Label(piece, Kind.PAGE_NUMBER)
        if self.layout.wrapped and not hits and len(piece.text) <= 3 and piece.text[-1] not in ".;":
            return Label(piece, Kind.STAMP)
        if hits and not self._torn(piece, hits):
            self.sections |= {hit.kind: hit.value for hit in hits}
            return Label(piece, hits[0].kind, hits, starts=True)
        return Label(piece, Kind.PARAGRAPH, starts=self._numbered_once(piece))

    def _numbered_once(self, piece: Piece) -> bool:
        """Whether a number that cannot be read may stand here, below the end of a sentence."""
        ended = bool(self.labels) and self.labels[-1].piece.text.endswith((".", ";", ":"))
        return ended and self.layout.wrapped and not piece.gap and lost_marker(piece.text) > 0

    def _torn(self, piece: Piece, hits: tuple[Hit, ...]) -> bool:
        """Whether the sign of a list item is a speck: a sentence goes on here in the middle of a page."""
        above = self.labels[-1].piece if self.labels else None
        if above is not None and above.text[-1].isdigit() and _RANGE.match(piece.text):
            return True
        if above is not None and _DAY.match(piece.head) and not ends_sentence(above.text):
            return True
        return (
            above is not None
            and self.layout.wrapped
            and all(hit.kind in UNNUMBERED_KINDS for hit in hits)
            and piece.text[hits[0].length :][:1].islower()
            and len(above.text) >= self.layout.width * 0.8
            and not ends_sentence(above.text)
        )

    def _heads_table(self, index: int, hits: tuple[Hit, ...]) -> bool:
        """Whether a section between two tables begins here: ``7. Mức thu:`` above another head row."""
        below = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        counted = any(
            hit.value and self.sections.get(hit.kind, ())[-1:] == (hit.value[-1] - 1,) for hit in hits
        )
        return counted and below is not None and table_head.RULE.find(below) is not None

    def _leaves_table(self, piece: Piece, hits: tuple[Hit, ...]) -> bool:
        if len(piece.text) >= 80 and (ground.RULE.find(piece) or _AFTER_TABLE.match(piece.head)):
            return True
        if self.loose and not self.attached and (len(piece.text) > 75 or piece.text.endswith(":")):
            return True
        paragraphed = not self.attached and not self.layout.wrapped and len(piece.text) > _CELL_LENGTH
        if paragraphed and any(hit.value for hit in hits):
            return True
        for hit in hits:
            if hit.kind in _TABLE_END and not hit.garbled:
                return True
            last = self.sections.get(hit.kind)
            follows = (
                last is not None
                and hit.value[:-1] == last[:-1]
                and bool(last)
                and hit.value[-1] == last[-1] + 1
            )
            if follows and (hit.kind is Kind.ROMAN or len(piece.text) >= 60):
                return True
        prose = len(piece.text) >= max(self.layout.width * 0.85, 60) and piece.text[0].isupper()
        return self.layout.wrapped and prose and sum(c.isdigit() for c in piece.text) * 8 < len(piece.text)

    def _loose_table(self, index: int) -> bool:
        """Whether a table without a head row begins here: a run of cells, one a paragraph."""
        if self.in_table or self.layout.wrapped:
            return False
        run = self.pieces[index : index + _LOOSE_CELLS]
        return len(run) == _LOOSE_CELLS and all(
            len(piece.text) < 60 and piece.blanks and piece.text[-1] not in ".;:," and not section_hits(piece)
            for piece in run
        )
