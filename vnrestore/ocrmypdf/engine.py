"""Tesseract as OCRmyPDF runs it, and the restoring of what it read."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ocrmypdf.builtin_plugins.tesseract_ocr import TesseractOcrEngine
from ocrmypdf.exceptions import MissingDependencyError

from vnrestore import __version__
from vnrestore.errors import VnrestoreError
from vnrestore.formats.hocr import read_hocr, write_hocr
from vnrestore.formats.placing import place

if TYPE_CHECKING:
    from ocrmypdf._options import OcrOptions

    from vnrestore.datatypes.restoration import Restoration
    from vnrestore.pipeline import Restorer

_ONE_AT_A_TIME = threading.Lock()  # OCRmyPDF may run pages in threads; a Restorer has caches


class RestoringEngine(TesseractOcrEngine):
    """Tesseract whose text is restored, in both ways OCRmyPDF asks for it."""

    def __str__(self) -> str:
        """Name and version, for messages."""
        return f"{super().__str__()}, restored by vnrestore {__version__}"

    @staticmethod
    def creator_tag(options: OcrOptions) -> str:
        """What the PDF's metadata say of its making."""
        return f"{TesseractOcrEngine.creator_tag(options)} + vnrestore {__version__}"

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: OcrOptions) -> None:
        """The page as hOCR and as text, restored."""
        TesseractOcrEngine.generate_hocr(input_file, output_hocr, output_text, options)
        document = read_hocr(output_hocr.read_bytes(), output_hocr.name)
        if not document.text.strip():
            return
        restoration = _restored(document.text)
        placed = place(document, restoration)
        output_hocr.write_bytes(write_hocr(document, placed, alternatives=False))
        output_text.write_text(restoration.text, encoding="utf-8")

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: OcrOptions) -> None:
        """The page as a PDF of text only (``--pdf-renderer sandwich``) and as text, restored."""
        from vnrestore.formats.pdf_fix import fix_pdf
        from vnrestore.formats.pdf_text import survey_pdf

        TesseractOcrEngine.generate_pdf(input_file, output_pdf, output_text, options)
        document = survey_pdf(output_pdf.read_bytes(), output_pdf.name).document
        if not document.text.strip():
            return
        restoration = _restored(document.text)
        output_pdf.write_bytes(fix_pdf(document, place(document, restoration)).data)
        output_text.write_text(restoration.text, encoding="utf-8")


def _restored(text: str) -> Restoration:
    try:
        with _ONE_AT_A_TIME:
            return _restorer().restore(text)
    except VnrestoreError as error:
        raise MissingDependencyError(f"vnrestore: {error}") from error


@cache
def _restorer() -> Restorer:
    """One a process: OCRmyPDF makes an engine a page, and loading the models takes longer than a page."""
    from vnrestore.pipeline import Restorer

    return Restorer()
