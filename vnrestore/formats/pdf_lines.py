"""Characters of a PDF page put together to words, lines and blocks.

A PDF holds no lines, only characters in the order they were painted; OCR engines paint in
reading order. The order is kept; where a line or block ends is seen from the boxes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from vnrestore.datatypes.document import Box
from vnrestore.formats.pdf_glyphs import Glyph

_SAME_LINE = 0.4  # part of the lower height by which boxes on one line overlap vertically
_BACK = 1.0  # heights to the left at which a new line begins, whatever the overlap
_COLUMN_GAP = 16.0  # heights to the right that part columns
_BLOCK_GAP = 0.75  # of a line's height between a line and the next: another block


@dataclass(frozen=True, slots=True)
class Frame:
    """The page as its text stands upright: turned so that most lines run left to right.

    Attributes:
        turn: how far the page is turned, counter-clockwise in user space: 0, 90, 180, 270.
        left, top: the corner of the turned page that becomes the origin.
        width, height: of the turned page, in points.
    """

    turn: int
    left: float
    top: float
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of user space on the upright page."""
        (x0, y0), (x1, y1) = rotated(left, bottom, self.turn), rotated(right, top, self.turn)
        return Box(
            min(x0, x1) - self.left, self.top - max(y0, y1), max(x0, x1) - self.left, self.top - min(y0, y1)
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the upright page back in user space."""
        return rotated(x + self.left, self.top - y, -self.turn % 360)

    @property
    def page(self) -> Box:
        """The whole page."""
        return Box(0.0, 0.0, self.width, self.height)


def rotated(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point after the plane was turned clockwise by a number of right angles, in degrees."""
    if turn == 90:
        return y, -x
    if turn == 180:
        return -x, -y
    if turn == 270:
        return -y, x
    return x, y


def frame_of(media: Sequence[float], turn: int) -> Frame:
    """The frame of a page whose area is ``media`` (two corners) and whose text is turned."""
    (x0, y0), (x1, y1) = rotated(media[0], media[1], turn), rotated(media[2], media[3], turn)
    return Frame(turn, min(x0, x1), max(y0, y1), abs(x1 - x0), abs(y1 - y0))


def main_turn(glyphs: Iterable[Glyph], otherwise: int) -> int:
    """The direction most characters are written in."""
    turns = Counter(glyph.turn for glyph in glyphs if glyph.show)
    return min(turns, key=lambda turn: (-turns[turn], turn)) if turns else otherwise


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word of one kind: all of its characters hidden or none, all in one direction.

    ``shows`` are the instructions that show it, ``fonts`` the names of their fonts, None where unknown.
    """

    text: str
    box: Box
    hidden: bool
    turn: int
    shows: frozenset[int] = frozenset()
    fonts: frozenset[str | None] = frozenset()


@dataclass(slots=True)
class PdfLine:
    """Words one after the other; a block begins with it or not."""

    words: list[PdfWord]
    begins_block: bool = False
    converted: bool = False  # its text is not what others would read, so it is written even if unchanged

    @property
    def box(self) -> Box:
        """The box around all of its words."""
        boxes = [word.box for word in self.words]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    @property
    def text(self) -> str:
        """The line as the file has it."""
        return " ".join(word.text for word in self.words)

    @property
    def hidden(self) -> bool:
        """Whether it belongs to the invisible layer."""
        return self.words[0].hidden

    @property
    def turn(self) -> int:
        """Its direction in user space."""
        return self.words[0].turn


def words_of(glyphs: Iterable[Glyph], hidden: set[int], frame: Frame) -> Iterator[PdfWord]:
    """Runs of characters without white space between, of one kind."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (glyph.text.isspace() or _jumps(run[-1], glyph, hidden)):
            yield _word(run, hidden, frame)
            run = []
        if not glyph.text.isspace():
            run.append(glyph)
    if run:
        yield _word(run, hidden, frame)


def _jumps(before: Glyph, glyph: Glyph, hidden: set[int]) -> bool:
    """Whether a character cannot be of the same word: PDFium joins words over a hyphen at a line end."""
    if (before.show in hidden, before.turn) != (glyph.show in hidden, glyph.turn):
        return True
    if before.show == glyph.show:
        return False
    one, two = _cell(before), _cell(glyph)
    height = min(one.height, two.height)
    overlap = min(one.bottom, two.bottom) - max(one.top, two.top)
    return overlap < _SAME_LINE * height or two.left < one.left - _BACK * height


def _cell(glyph: Glyph) -> Box:
    """The cell of a character seen upright; only differences of such boxes mean anything."""
    x0, y0 = rotated(glyph.left, glyph.bottom, glyph.turn)
    x1, y1 = rotated(glyph.right, glyph.top, glyph.turn)
    return Box(min(x0, x1), -max(y0, y1), max(x0, x1), -min(y0, y1))


def _word(run: Sequence[Glyph], hidden: set[int], frame: Frame) -> PdfWord:
    text = "".join(glyph.text for glyph in run)
    box = frame.box(
        min(glyph.left for glyph in run),
        min(glyph.bottom for glyph in run),
        max(glyph.right for glyph in run),
        max(glyph.top for glyph in run),
    )
    shows = frozenset(glyph.show for glyph in run)
    return PdfWord(text, box, run[0].show in hidden, run[0].turn, shows)


def lines_of(words: Iterable[PdfWord], frame: Frame) -> list[PdfLine]:
    """The words in lines, and lines in blocks."""
    lines: list[PdfLine] = []
    for word in words:
        if lines and _continues(lines[-1].words, word, frame):
            lines[-1].words.append(word)
        else:
            lines.append(PdfLine([word]))
    if lines:
        lines[0].begins_block = True
        height = median(_upright(line.box, line.turn, frame).height for line in lines)
        for before, line in pairwise(lines):
            line.begins_block = _parts(before, line, height, frame)
    return lines


def _continues(words: Sequence[PdfWord], word: PdfWord, frame: Frame) -> bool:
    last = words[-1]
    if (last.hidden, last.turn) != (word.hidden, word.turn):
        return False
    one, two = _upright(last.box, last.turn, frame), _upright(word.box, word.turn, frame)
    height = min(one.height, two.height)
    overlap = min(one.bottom, two.bottom) - max(one.top, two.top)
    if overlap < _SAME_LINE * height:
        return False
    return -_BACK * height <= two.left - one.right <= _COLUMN_GAP * max(one.height, two.height)


def _parts(before: PdfLine, line: PdfLine, height: float, frame: Frame) -> bool:
    if (before.hidden, before.turn) != (line.hidden, line.turn):
        return True
    one, two = _upright(before.box, line.turn, frame), _upright(line.box, line.turn, frame)
    return two.top < one.top - height / 2 or two.top - one.bottom > _BLOCK_GAP * height


def _upright(box: Box, turn: int, frame: Frame) -> Box:
    """A box of the page seen with its own text upright; only differences of such boxes mean anything."""
    (x0, y0), (x1, y1) = (
        rotated(x, -y, (turn - frame.turn) % 360) for x, y in ((box.left, box.top), (box.right, box.bottom))
    )
    return Box(min(x0, x1), -max(y0, y1), max(x0, x1), -min(y0, y1))
