"""OCRmyPDF plugin: the text that goes into the PDF is restored first.

    ocrmypdf --plugin vnrestore.ocrmypdf -l vie scan.pdf searchable.pdf

Where vnrestore is installed OCRmyPDF also knows the option ``--vnrestore``, which does the same
(``entry``); without one of the two nothing is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocrmypdf import hookimpl

if TYPE_CHECKING:
    from ocrmypdf._options import OcrOptions
    from ocrmypdf.pluginspec import OcrEngine


@hookimpl
def get_ocr_engine(options: OcrOptions | None) -> OcrEngine | None:
    """Tesseract with its text restored, unless another engine is asked for."""
    if options is not None and getattr(options, "ocr_engine", "auto") not in ("auto", "tesseract"):
        return None

    from vnrestore.ocrmypdf.engine import RestoringEngine

    return RestoringEngine()
