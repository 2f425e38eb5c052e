"""Any file to a Document: the table of readers, one row a format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vnrestore.datatypes.document import Document
from vnrestore.errors import UnknownFormatError
from vnrestore.formats.limits import check_data, check_text
from vnrestore.formats.plain import parse_plain, read_bytes
from vnrestore.formats.sniff import root_name, sniff

Reader = Callable[[bytes, str], Document]


def read_document(path: str | Path) -> Document:
    """The document in a file: plain text, hOCR, ALTO, PAGE or PDF, told by its content.

    Raises:
        InputError: the file is missing, a directory, unreadable, empty, too large, or refused as unsafe.
        EncodingError: it is binary, or in an encoding that cannot be told.
        UnknownFormatError: it is XML or HTML of another kind, or damaged.
    """
    return parse_document(read_bytes(path), str(path))


def parse_document(data: bytes, name: str) -> Document:
    """The document in some bytes; ``name`` is what messages call them. Errors as in ``read_document``."""
    kind = sniff(data)
    if kind in ("xml", "html"):
        what = f"XML of a kind vnrestore does not read (<{root_name(data)}>)" if kind == "xml" else "HTML"
        raise UnknownFormatError(f"{name}: is {what} and neither hOCR nor ALTO nor PAGE")
    if kind in _READERS:
        check_data(data, kind, name)
    document = _READERS.get(kind, parse_plain)(data, name)
    check_text(document.text, name)
    return document


def _hocr(data: bytes, name: str) -> Document:
    from vnrestore.formats.columns import by_columns
    from vnrestore.formats.hocr import read_hocr
    from vnrestore.formats.legacy import convert_document

    return convert_document(by_columns(read_hocr(data, name)))


def _alto(data: bytes, name: str) -> Document:
    from vnrestore.formats.alto import read_alto
    from vnrestore.formats.columns import by_columns
    from vnrestore.formats.legacy import convert_document

    return convert_document(by_columns(read_alto(data, name)))


def _page(data: bytes, name: str) -> Document:
    from vnrestore.formats.columns import by_columns
    from vnrestore.formats.legacy import convert_document
    from vnrestore.formats.page_xml import read_page

    return convert_document(by_columns(read_page(data, name)))


def _pdf(data: bytes, name: str) -> Document:
    from vnrestore.formats.pdf_legacy import read_pdf_document

    return read_pdf_document(data, name)


_READERS: dict[str, Reader] = {"hocr": _hocr, "alto": _alto, "page": _page, "pdf": _pdf}
"""By the name ``sniff`` gives; what has no row is read as plain text, which refuses what is none."""
