"""A document as every format gives it: a text, and where on which page each word of it stands.

``Document.text`` is what gets restored; everything else refers to it by spans, so that a
correction of the text finds the boxes and ids of the words it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points of one text.

    Raises:
        ValueError: if ``start`` is negative or ``end`` lies before ``start``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Check the invariant."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        """Code points covered."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle on a page: origin at the top left, y growing downwards.

    The unit is the page's own and the same for all boxes of a page: pixels of the scan in
    hOCR and PAGE, what ``MeasurementUnit`` says in ALTO, points (1/72 inch) in PDF.

    Raises:
        ValueError: if an edge lies before the one opposite.
    """

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        """Check the invariant; NaN fails it too."""
        if not (self.left <= self.right and self.top <= self.bottom):
            raise ValueError(f"not a box: ({self.left}, {self.top}, {self.right}, {self.bottom})")

    @property
    def width(self) -> float:
        """From the left edge to the right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From the top edge to the bottom."""
        return self.bottom - self.top

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def part(self, start: float, end: float) -> Box:
        """The full-height part between two fractions of the width, 0.0 at the left edge."""
        left, right = (self.left + self.width * fraction for fraction in (start, end))
        return Box(left, self.top, min(right, self.right), self.bottom)


def union_of(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box around all that are known, None if none is."""
    known = [box for box in boxes if box is not None]
    return reduce(Box.union, known) if known else None


@dataclass(frozen=True, slots=True)
class Word:
    """What the format marks as one word; no white space around it.

    Attributes:
        span: where in ``Document.text``.
        box: where on the page, None if the format does not say.
        confidence: the OCR engine's, in [0, 1], None if it is not given.
        id: the format's own id, None without one.
    """

    span: Span
    box: Box | None = None
    confidence: float | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; in the text its words are one space apart and a line end follows it."""

    span: Span
    words: tuple[Word, ...]
    box: Box | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, a paragraph or a region; a blank line follows it in the text."""

    span: Span
    lines: tuple[Line, ...]
    box: Box | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page; ``box`` is its whole area. A line with a form feed parts two pages in the text."""

    span: Span
    blocks: tuple[Block, ...]
    box: Box | None = None
    id: str | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all blocks, in reading order."""
        return tuple(line for block in self.blocks for line in block.lines)


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding that a text, or some lines of it, turned out to be in.

    Attributes:
        name: ``UTF-8``, ``TCVN3``, ``VNI``, …
        confidence: probability in [0, 1] that it is this one.
        lines: how many lines of the text were in it.
    """

    name: str
    confidence: float
    lines: int


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from a file.

    Attributes:
        text: the text in reading order, as :class:`Line`, :class:`Block` and :class:`Page`
            say; of plain text the file's own text, layout and all.
        format: ``txt``, ``hocr``, ``alto``, ``page``, ``pdf`` …
        pages: in order; empty for plain text, which has no geometry.
        source: the bytes that were read; what is edited in place when writing.
        encodings: what had to be converted to Unicode, commonest first; empty for proper Unicode.
        altered: whether ``text`` is not what ``source`` says, because it was converted or cleaned.
    """

    text: str
    format: str
    pages: tuple[Page, ...] = ()
    source: bytes = field(default=b"", repr=False)
    encodings: tuple[Encoding, ...] = ()
    altered: bool = False

    def confidences(self) -> Iterator[tuple[int, float]]:
        """Offset in the text and confidence of every word whose engine said how sure it was."""
        for line in self.lines():
            for word in line.words:
                if word.confidence is not None:
                    yield word.span.start, word.confidence

    def lines(self) -> Iterator[Line]:
        """All lines of all pages, in reading order."""
        for page in self.pages:
            yield from page.lines
