"""A restored Document to bytes of the format it came in: the table of writers, one row a format."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vnrestore.datatypes.document import Document
from vnrestore.datatypes.restoration import Restoration
from vnrestore.formats.placing import PlacedLine, place
from vnrestore.formats.plain import encode

Writer = Callable[[Document, Sequence[PlacedLine], bool], bytes]


def rewrite_document(document: Document, restoration: Restoration, *, alternatives: bool = True) -> bytes:
    """The file the document was read from, with the corrections made in it.

    All else in the file stays; if nothing was corrected, so does every byte.

    Args:
        document: as ``read_document`` gave it.
        restoration: of ``document.text``.
        alternatives: keep the original readings beside the new ones, where the format can.

    Raises:
        ValueError: the restoration is of another text.
    """
    placed = place(document, restoration)
    if document.format not in _WRITERS:
        return encode(restoration.text)
    if not document.altered and not any(line.changed for line in placed):
        return document.source
    return _WRITERS[document.format](document, placed, alternatives)


def _hocr(document: Document, placed: Sequence[PlacedLine], alternatives: bool) -> bytes:
    from vnrestore.formats.columns import in_file_order
    from vnrestore.formats.hocr import read_hocr, write_hocr

    return write_hocr(document, in_file_order(read_hocr(document.source, "source"), placed), alternatives)


def _alto(document: Document, placed: Sequence[PlacedLine], alternatives: bool) -> bytes:
    from vnrestore.formats.alto import read_alto, write_alto
    from vnrestore.formats.columns import in_file_order

    return write_alto(document, in_file_order(read_alto(document.source, "source"), placed), alternatives)


def _page(document: Document, placed: Sequence[PlacedLine], alternatives: bool) -> bytes:
    from vnrestore.formats.columns import in_file_order
    from vnrestore.formats.page_xml import read_page, write_page

    return write_page(document, in_file_order(read_page(document.source, "source"), placed), alternatives)


def _pdf(document: Document, placed: Sequence[PlacedLine], alternatives: bool) -> bytes:
    from vnrestore.formats.pdf_fix import fix_pdf

    return fix_pdf(document, placed).data


_WRITERS: dict[str, Writer] = {"hocr": _hocr, "alto": _alto, "page": _page, "pdf": _pdf}
"""By ``Document.format``; what has no row is written as plain text."""
