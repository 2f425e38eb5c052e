"""Scans to documents: image files and the page images of PDFs, read by Tesseract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from vnrestore.datatypes.document import Box, Document, Line, Page
from vnrestore.errors import InputError
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.formats.hocr import read_hocr
from vnrestore.formats.pdf_fix import numbered
from vnrestore.formats.pdf_text import PdfText, survey_pdf
from vnrestore.ocr.cleaning import cleaned, has_red, without_red
from vnrestore.ocr.deskew import box_before, skew_of, turned
from vnrestore.ocr.images import PageImage, image_pages
from vnrestore.ocr.leftovers import unread, with_leftovers
from vnrestore.ocr.pdf_pages import pdf_images
from vnrestore.ocr.tesseract import ONE_BLOCK, choose_languages, read_hocr_of, upright_turn

if TYPE_CHECKING:
    from PIL import Image

_PDF_MAGIC = b"%PDF-"
_HOCR = "Tesseract's hOCR"
_SECONDS_FOR_REST = 15
_DOUBTFUL = 0.6  # median confidence of a page below which it may lie on its side
_LONG = 4  # characters of a word that is wider than high


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """How a page of the document lies on the page image.

    Attributes:
        turn: by how much the image was turned, counter-clockwise, to be read: 0, 90, 180 or 270.
        read: whether it was read at all: the text of a PDF page of visible print is taken as it is.
    """

    turn: int
    read: bool = True


class _PageText(NamedTuple):
    """A page and the text its spans are of."""

    page: Page
    text: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read on the pages of a file.

    Attributes:
        document: with a confidence for every word; boxes in pixels of the upright page images.
        pages: in order.
        pdf: the PDF that was read, None for image files.
        notes: what the person should know, a sentence each.
    """

    document: Document
    pages: tuple[ScannedPage, ...]
    pdf: PdfText | None
    notes: tuple[str, ...]


def read_scan(
    data: bytes,
    name: str,
    *,
    languages: str | None = None,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Scan:
    """Read the page images of a file.

    Args:
        data: an image file or a PDF.
        name: what messages call it.
        languages: Tesseract's names joined by ``+``; by default ``vie``, or what there is.
        jobs: pages read at the same time.
        progress: called after every page with its number, from 1.

    Raises:
        InputError: the file is damaged, too large, or nothing can be read on it.
        EncodingError: it is neither an image nor a PDF.
        MissingToolError: Tesseract, a language pack or a library is missing.
    """
    chosen = choose_languages(languages)
    notes = [chosen.note] if chosen.note else []
    pdf = survey_pdf(data, name) if _PDF_MAGIC in data[:1024] else None
    printed = _printed_pages(pdf)
    if pdf is not None and len(printed) == len(pdf.pages):
        raise InputError(f"{name}: its text is visible print; there is no scan to read: use vnrestore fix")
    if printed:
        notes.append(f"the visible print of {numbered([index + 1 for index in printed])} was taken as it is")
    found = dict(printed)
    indices = [index for index in range(len(pdf.pages)) if index not in printed] if pdf else []
    images = image_pages(data, name) if pdf is None else pdf_images(pdf, indices)
    read = _in_order(images, chosen.code, jobs)
    for index, one in zip(count() if pdf is None else indices, read, strict=False):
        found[index] = one
        if progress is not None:
            progress(index + 1)
    pages = [found[index] for index in sorted(found)]
    document = _joined([page for page, _ in pages], data)
    if not document.text.strip():
        raise InputError(f"{name}: nothing can be read on it")
    return Scan(document, tuple(how for _, how in pages), pdf, tuple(notes))


_Read = tuple[_PageText, ScannedPage]


def _printed_pages(pdf: PdfText | None) -> dict[int, _Read]:
    """The pages of a PDF that are no scans but visible text, by index."""
    if pdf is None:
        return {}
    return {
        index: (_PageText(pdf.document.pages[index], pdf.document.text), ScannedPage(0, read=False))
        for index, page in enumerate(pdf.pages)
        if page.is_print
    }


def _in_order(images: Iterable[PageImage], languages: str, jobs: int) -> Iterator[_Read]:
    """Read pages, some at a time; no more images are in memory than are being read."""
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        running: list[Future[_Read]] = []
        for image in images:
            running.append(pool.submit(_read_page, image, languages))
            if len(running) >= jobs:
                yield running.pop(0).result()
        for one in running:
            yield one.result()


def _read_page(page: PageImage, languages: str) -> _Read:
    """Read an image; if hardly a word is sure, or words are upright, see whether it lies on its side."""
    found = _read_upright(page.image, languages, page.dpi)
    sideways = _is_sideways(found)
    if _certainty(found) >= _DOUBTFUL and not sideways:
        return found, ScannedPage(0)
    if turn := upright_turn(page.image, page.dpi):
        again = _read_upright(page.image.rotate(turn, expand=True), languages, page.dpi)
        if sideways or _certainty(again) > _certainty(found):
            return again, ScannedPage(turn)
    return found, ScannedPage(0)


def _read_upright(image: Image.Image, languages: str, dpi: int) -> _PageText:
    clean = cleaned(image, dpi)
    angle = skew_of(clean)
    level = turned(clean, angle)
    black = turned(cleaned(without_red(image), dpi), angle) if has_red(image) else level
    document = read_hocr(read_hocr_of(black, languages, dpi), _HOCR)
    if (rest := unread(level, document)) is not None:
        document = with_leftovers(document, _read_rest(rest, languages, dpi))
    if not angle:
        return _PageText(document.pages[0], document.text)
    return _PageText(_moved(document.pages[0], lambda box: box_before(box, image.size, angle)), document.text)


def _read_rest(image: Image.Image, languages: str, dpi: int) -> Document:
    """What is to be read on the rest of a page; nothing if Tesseract ponders over specks for too long."""
    try:
        return read_hocr(read_hocr_of(image, languages, dpi, ONE_BLOCK, _SECONDS_FOR_REST), _HOCR)
    except InputError:
        return DocumentBuilder().build("hocr")


def _moved(page: Page, move: Callable[[Box], Box]) -> Page:
    """The page with its words and lines moved, itself not."""

    def moved(box: Box | None) -> Box | None:
        return None if box is None else move(box)

    def line(one: Line) -> Line:
        words = tuple(replace(word, box=moved(word.box)) for word in one.words)
        return replace(one, words=words, box=moved(one.box))

    blocks = tuple(
        replace(block, lines=tuple(map(line, block.lines)), box=moved(block.box)) for block in page.blocks
    )
    return replace(page, blocks=blocks)


def _certainty(page: _PageText) -> float:
    """The median confidence of the words; 0 if there are none."""
    words = [word for line in page.page.lines for word in line.words]
    return median(word.confidence or 0.0 for word in words) if words else 0.0


def _is_sideways(page: _PageText) -> bool:
    """Whether most words are higher than wide: Tesseract reads them, but its lines and boxes are no use."""
    boxes = [
        word.box
        for line in page.page.lines
        for word in line.words
        if word.box is not None and len(word.span) >= _LONG
    ]
    return bool(boxes) and median(box.height - box.width for box in boxes) > 0


def _joined(pages: Iterable[_PageText], data: bytes) -> Document:
    """Pages in one document; its format is not that of the file, for its boxes are in pixels."""
    builder = DocumentBuilder()
    for number, (page, text) in enumerate(pages, 1):
        builder.page(page.box, f"page_{number}")
        for block in page.blocks:
            builder.block(block.box)
            for line in block.lines:
                builder.line(line.box)
                for word in line.words:
                    builder.word(word.span.of(text), word.box, word.confidence)
    return builder.build("scan", data)
