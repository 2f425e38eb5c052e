"""What OCRmyPDF loads by itself where vnrestore is installed: the option ``--vnrestore``, off by default."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from ocrmypdf import hookimpl

if TYPE_CHECKING:
    from ocrmypdf._options import OcrOptions
    from ocrmypdf.pluginspec import OcrEngine


@hookimpl
def add_options(parser: ArgumentParser) -> None:
    """Add ``--vnrestore``."""
    group = parser.add_argument_group("vnrestore", "Vietnamese administrative documents")
    group.add_argument(
        "--vnrestore",
        action="store_true",
        help="Restore the recognised text (lost diacritics, misread letters) before it goes into the PDF.",
    )


@hookimpl
def get_ocr_engine(options: OcrOptions | None) -> OcrEngine | None:
    """The restoring engine where ``--vnrestore`` asks for it."""
    if not (getattr(options, "extra_attrs", None) or {}).get("vnrestore"):
        return None

    from vnrestore.ocrmypdf import get_ocr_engine as restoring

    return restoring(options=options)
