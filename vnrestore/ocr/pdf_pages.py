"""PDF pages as images, at the resolution they were scanned with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from vnrestore.errors import InputError
from vnrestore.formats.pdf_content import Picture
from vnrestore.formats.pdf_open import PDFIUM
from vnrestore.formats.pdf_text import PdfPage, PdfText
from vnrestore.ocr.images import MAX_PIXELS, PageImage, check_size
from vnrestore.ocr.tesseract import require_ocr_tools

if TYPE_CHECKING:
    from PIL import Image

_DPI = range(150, 601)
_USUAL_DPI = 300


def pdf_images(found: PdfText, indices: Sequence[int]) -> Iterator[PageImage]:
    """Some pages of a PDF, as viewers show them.

    Raises:
        InputError: a page or an image on it is too large, or cannot be drawn.
        MissingToolError: Pillow is not installed.
    """
    require_ocr_tools()
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(found.document.source)
        except pypdfium2.PdfiumError as error:
            raise InputError(f"{found.name}: is a damaged PDF") from error
    try:
        for index in indices:
            for picture in found.pages[index].pictures:
                check_size((max(1, picture.width), max(1, picture.height)), found.name)
            dpi = _resolution(found.pages[index])
            try:
                with PDFIUM:
                    drawn = _drawn(document, index, dpi)
            except pypdfium2.PdfiumError as error:
                raise InputError(f"{found.name}: page {index + 1} cannot be drawn") from error
            yield PageImage(drawn, dpi)
    finally:
        with PDFIUM:
            document.close()


def _drawn(document: Any, index: int, dpi: int) -> Image.Image:
    with (
        closing(document[index]) as page,
        closing(page.render(scale=dpi / 72, may_draw_forms=False)) as bitmap,
    ):
        image: Image.Image = bitmap.to_pil()
        return image.copy() if image.mode in ("L", "RGB") else image.convert("RGB")


def _resolution(page: PdfPage) -> int:
    """Dots an inch of the largest image on the page, within reason."""
    largest = max(page.pictures, key=_area, default=None)
    dpi = float(_USUAL_DPI)
    if largest is not None and largest.right > largest.left and page.is_scan:
        # The image may lie on its side on the page: its long side goes along the long side.
        shown = max(largest.right - largest.left, largest.top - largest.bottom)
        dpi = max(largest.width, largest.height) / shown * 72
    dpi = min(max(dpi, _DPI[0]), _DPI[-1])
    area = page.frame.width * page.frame.height / 72**2
    return max(1, int(min(round(dpi), (MAX_PIXELS / max(area, 1e-6)) ** 0.5)))


def _area(picture: Picture) -> float:
    return (picture.right - picture.left) * (picture.top - picture.bottom)
