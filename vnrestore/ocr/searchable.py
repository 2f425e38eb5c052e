"""Scans to searchable PDFs: the page images as they are, and the restored text invisibly over them."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

from vnrestore.datatypes.document import Box
from vnrestore.errors import InputError, MissingToolError
from vnrestore.formats.pdf_fix import SIGNATURE_NOTE, is_signed, layer_line, save_pdf
from vnrestore.formats.pdf_layer import LayerLine, LayerWord, LayerWriter
from vnrestore.formats.pdf_lines import frame_of
from vnrestore.formats.pdf_open import open_pdf, reading
from vnrestore.formats.pdf_text import survey_pdf
from vnrestore.formats.placing import PlacedLine
from vnrestore.ocr.scan import Scan


def searchable_pdf(scan: Scan, placed: Sequence[PlacedLine], name: str) -> tuple[bytes, tuple[str, ...]]:
    """A PDF of the scan with the restored text as its invisible layer, and notes for the person.

    A scan that is a PDF keeps everything but an old invisible layer, which the new one replaces.
    An image file becomes a PDF without its image being compressed anew.

    Raises:
        InputError: the image is of a kind that PDF cannot hold.
        MissingToolError: img2pdf is missing, for an image file.
    """
    data = scan.document.source if scan.pdf else image_pdf(scan.document.source, name)
    found = scan.pdf or survey_pdf(data, name)
    by_page = _by_page(scan, placed)
    notes: tuple[str, ...] = ()
    with open_pdf(data, name) as pdf, reading(name):
        writer = LayerWriter(pdf)
        for index, (page, scanned) in enumerate(zip(found.pages, scan.pages, strict=True)):
            if not scanned.read:
                continue
            frame = frame_of(page.area, (page.rotation - scanned.turn) % 360)
            pixels = scan.document.pages[index].box or frame.page
            lines = [_scaled(layer_line(line, frame.turn), pixels, frame.page) for line in by_page[index]]
            writer.replace(index, frame, page.layer, lines)
        writer.finish()
        if is_signed(pdf):
            notes = (SIGNATURE_NOTE,)
        return save_pdf(pdf), notes


def image_pdf(data: bytes, name: str) -> bytes:
    """An image file as a PDF, pixel for pixel; of transparent or odd ones what is seen on white.

    Raises:
        InputError: it cannot be put into a PDF.
        MissingToolError: img2pdf is not installed.
    """
    try:
        import img2pdf
    except ImportError as error:
        raise MissingToolError(
            "a PDF of an image file needs img2pdf: pip install 'vnrestore[ocr]'"
        ) from error
    try:
        return bytes(img2pdf.convert(data, rotation=img2pdf.Rotation.ifvalid))
    except (img2pdf.AlphaChannelError, img2pdf.ImageOpenError, NotImplementedError, ValueError, TypeError):
        pass
    try:
        return bytes(img2pdf.convert(*_plain_images(data, name)))
    except Exception as error:  # img2pdf's own exceptions have no common base
        raise InputError(f"{name}: this kind of image cannot be put into a PDF") from error


def _plain_images(data: bytes, name: str) -> list[bytes]:
    """The pages as plain PNG files."""
    from vnrestore.ocr.images import image_pages

    pages = []
    for page in image_pages(data, name):
        buffer = io.BytesIO()
        page.image.save(buffer, "PNG", dpi=(page.dpi, page.dpi))
        pages.append(buffer.getvalue())
    return pages


def _by_page(scan: Scan, placed: Sequence[PlacedLine]) -> defaultdict[int, list[PlacedLine]]:
    by_page: defaultdict[int, list[PlacedLine]] = defaultdict(list)
    lines = iter(placed)
    for index, page in enumerate(scan.document.pages):
        by_page[index] = [next(lines) for _ in page.lines]
    return by_page


def _scaled(line: LayerLine, pixels: Box, points: Box) -> LayerLine:
    """A line with its boxes in points instead of pixels."""
    x = points.width / max(pixels.width, 1.0)
    y = points.height / max(pixels.height, 1.0)

    def scaled(box: Box) -> Box:
        return Box(box.left * x, box.top * y, box.right * x, box.bottom * y)

    return LayerLine(tuple(LayerWord(word.text, scaled(word.box)) for word in line.words), line.turn)
