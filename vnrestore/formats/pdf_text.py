"""Reading a PDF: its text with boxes, and which of it is an invisible layer that may be replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vnrestore.datatypes.document import Document
from vnrestore.errors import InputError
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.formats.pdf_content import PageContent, Picture, Show, Walker
from vnrestore.formats.pdf_fonts import rebuild_unicode_maps
from vnrestore.formats.pdf_glyphs import Glyph, read_glyphs
from vnrestore.formats.pdf_lines import Frame, PdfLine, frame_of, lines_of, main_turn, words_of
from vnrestore.formats.pdf_open import open_pdf, reading

if TYPE_CHECKING:
    import pikepdf

_COVERED = 0.9  # part of a text's box that lies behind an image, for it to be hidden by it
_PAGE_IMAGE = 0.5  # part of the page an image covers, for the page to be a scan
_PRINT = 20  # characters of visible text that make a page without a large image one of print
_A4 = (0.0, 0.0, 595.0, 842.0)


@dataclass(frozen=True, slots=True)
class PdfPage:
    """What one page holds.

    Attributes:
        frame: how boxes of the document lie on it.
        area: what viewers show of it: lower left and upper right corner in user space.
        rotation: how far they turn it clockwise: 0, 90, 180 or 270.
        layer: the shows that make up its invisible layer.
        visible: characters of visible text.
        unmapped: characters whose font does not say what they are.
        scanned: part of the page's area that its largest image covers.
        pictures: its images, in painting order.
        readable: False if its instructions are damaged.
    """

    frame: Frame
    area: tuple[float, float, float, float]
    rotation: int
    layer: tuple[Show, ...]
    visible: int
    unmapped: int
    scanned: float
    pictures: tuple[Picture, ...]
    readable: bool

    @property
    def is_scan(self) -> bool:
        """Whether an image makes up most of the page."""
        return self.scanned >= _PAGE_IMAGE

    @property
    def is_print(self) -> bool:
        """Whether it is a page of visible text rather than of an image."""
        return self.visible >= _PRINT and not self.is_scan


@dataclass(frozen=True, slots=True)
class PdfText:
    """A PDF that was read.

    Attributes:
        document: its text; ``source`` holds the file.
        lines: the lines of ``document.lines()``, with the index of the page each is on. The ids of
            the document's lines are their numbers here, wherever the lines are moved.
        pages: in order.
        name: what messages call it.
    """

    document: Document
    lines: tuple[tuple[int, PdfLine], ...]
    pages: tuple[PdfPage, ...]
    name: str

    @property
    def has_layer(self) -> bool:
        """Whether any page has an invisible layer."""
        return any(page.layer for page in self.pages)

    def pages_without_text(self) -> list[int]:
        """Numbers, from 1, of the pages that hold no text at all."""
        with_text = {index for index, _ in self.lines}
        return [number for number, _ in enumerate(self.pages, 1) if number - 1 not in with_text]


def read_pdf(data: bytes, name: str) -> PdfText:
    """The text of a PDF, invisible and visible, in the order it was painted in.

    Raises:
        InputError: it needs a password, is damaged or beyond the limits, or holds no text.
        EncodingError: it is no PDF.
        MissingToolError: the libraries PDFs need are missing.
    """
    found = survey_pdf(data, name)
    if not found.lines:
        raise InputError(f"{name}: has no text layer; read its pages with: vnrestore ocr {name}")
    return found


def survey_pdf(data: bytes, name: str) -> PdfText:
    """As :func:`read_pdf`, but a PDF without text is no error."""
    with open_pdf(data, name) as pdf, open_pdf(data, name) as copy, reading(name):
        rebuild_unicode_maps(pdf, mark=True)
        rebuild_unicode_maps(copy, mark=False)
        contents = Walker(pdf).walk()
        pages: list[PdfPage] = []
        lines: list[tuple[int, PdfLine]] = []
        for index, glyphs in enumerate(read_glyphs(copy, contents, name)):
            page, of_page = _page(pdf.pages[index], contents[index], glyphs)
            pages.append(page)
            lines += [(index, line) for line in of_page]
    return PdfText(_document(pages, lines, data), tuple(lines), tuple(pages), name)


def _page(page: pikepdf.Page, content: PageContent, glyphs: list[Glyph]) -> tuple[PdfPage, list[PdfLine]]:
    media, rotation = _area(page), _rotation(page)
    frame = frame_of(media, main_turn(glyphs, rotation))
    layer = _layer(content, glyphs)
    hidden = {show.id for show in layer}
    shown = [glyph for glyph in glyphs if glyph.show]
    rebuilt = {show.id for show in content.shows if show.rebuilt}
    lines = lines_of(words_of(glyphs, hidden, frame), frame)
    fonts = {show.id: show.font for show in content.shows}
    for line in lines:
        line.converted = any(word.shows & rebuilt for word in line.words)
        line.words = [replace(word, fonts=frozenset(map(fonts.get, word.shows))) for word in line.words]
    found = PdfPage(
        frame,
        media,
        rotation,
        tuple(layer),
        sum(glyph.show not in hidden and not glyph.text.isspace() for glyph in shown),
        sum(not glyph.mapped for glyph in shown),
        max((_share(picture, media) for picture in content.pictures), default=0.0),
        tuple(content.pictures),
        content.readable,
    )
    return found, lines


def _layer(content: PageContent, glyphs: Sequence[Glyph]) -> list[Show]:
    """Shows that leave no ink or lie behind an image, and can be taken out."""
    boxes: defaultdict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        boxes[glyph.show].append(glyph)
    return [
        show
        for show in content.shows
        if show.removable
        and (show.unseen or any(_hides(picture, show, boxes[show.id]) for picture in content.pictures))
    ]


def _hides(picture: Picture, show: Show, glyphs: Sequence[Glyph]) -> bool:
    if not picture.opaque or picture.order < show.order or not glyphs:
        return False
    area = covered = 0.0
    for glyph in glyphs:
        area += (glyph.right - glyph.left) * (glyph.top - glyph.bottom)
        width = min(glyph.right, picture.right) - max(glyph.left, picture.left)
        height = min(glyph.top, picture.top) - max(glyph.bottom, picture.bottom)
        covered += max(0.0, width) * max(0.0, height)
    return area > 0 and covered >= _COVERED * area


def _share(picture: Picture, media: Sequence[float]) -> float:
    width = min(picture.right, media[2]) - max(picture.left, media[0])
    height = min(picture.top, media[3]) - max(picture.bottom, media[1])
    return max(0.0, width) * max(0.0, height) / ((media[2] - media[0]) * (media[3] - media[1]))


def _area(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """What viewers show of the page, as lower left and upper right corner; A4 if that is nonsense."""
    try:
        box: list[Any] = [float(value) for value in page.cropbox]
        left, right = sorted((box[0], box[2]))
        bottom, top = sorted((box[1], box[3]))
    except (AttributeError, IndexError, TypeError, ValueError):
        return _A4
    return (left, bottom, right, top) if right - left > 1 and top - bottom > 1 else _A4


def _rotation(page: pikepdf.Page) -> int:
    """How far viewers turn the page clockwise."""
    try:
        return int(page.obj.get("/Rotate", 0)) // 90 * 90 % 360
    except (TypeError, ValueError):
        return 0


def _document(pages: Sequence[PdfPage], lines: Sequence[tuple[int, PdfLine]], data: bytes) -> Document:
    builder = DocumentBuilder()
    by_page: defaultdict[int, list[PdfLine]] = defaultdict(list)
    for index, line in lines:
        by_page[index].append(line)
    number = 0
    for index, page in enumerate(pages):
        builder.page(page.frame.page)
        for line in by_page[index]:
            if line.begins_block:
                builder.block()
            builder.line(id=str(number))
            number += 1
            for word in line.words:
                builder.word(word.text, word.box)
    return builder.build("pdf", source=data)
