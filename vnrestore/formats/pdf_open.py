"""Opening PDFs that others made: encrypted, damaged and hostile ones are refused in one line.

A PDF of a few kilobytes can unpack to gigabytes. Before anything reads a stream, what is
compressed is unpacked here piece by piece and only counted.
"""

from __future__ import annotations

import base64
import io
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vnrestore.errors import EncodingError, InputError, MissingToolError

if TYPE_CHECKING:
    import pikepdf

DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError)
"""What comes to light when objects of a PDF are not what they should be; see :func:`reading`."""

PDFIUM = threading.RLock()
"""Held around every use of PDFium, which is not safe for threads."""

MAX_PAGES = 5_000
MAX_STREAM_BYTES = 256 * 1024 * 1024  # one unpacked stream: a 16,000 x 16,000 grey scan
MAX_TOTAL_BYTES = 4 * 1024 * 1024 * 1024  # all of them: some hundred raw colour scans
MAX_CONTENT_BYTES = 32 * 1024 * 1024  # instructions of one page; they become Python objects
MAX_OBJECTS = 2_000_000

_CHUNK = 1 << 20


def require_pdf_tools() -> None:
    """Check that the libraries PDFs need are there.

    They are an extra, because most of their size is native code that plain text never needs.

    Raises:
        MissingToolError: pikepdf, pypdfium2 or fontTools is not installed.
    """
    try:
        import fontTools.fontBuilder  # noqa: F401
        import pikepdf  # noqa: F401
        import pypdfium2  # noqa: F401
    except ImportError as error:
        missing = (error.name or "a library").partition(".")[0]
        raise MissingToolError(f"PDF files need {missing}: pip install 'vnrestore[pdf]'") from error


def open_pdf(data: bytes, name: str) -> pikepdf.Pdf:
    """A PDF, after checking that it can be worked on.

    A broken cross-reference table is repaired, as viewers do. A PDF that opens without a
    password is read even if its owner restricted it.

    Raises:
        InputError: it needs a password, is damaged, has no pages, or is beyond the limits.
        EncodingError: it is no PDF at all.
        MissingToolError: see :func:`require_pdf_tools`.
    """
    require_pdf_tools()
    import pikepdf

    if b"%PDF-" not in data[:1024]:
        raise EncodingError(f"{name}: is not a PDF")
    try:
        pdf = pikepdf.Pdf.open(io.BytesIO(data))
        pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise InputError(f"{name}: needs a password; remove it first, e.g.: qpdf --decrypt") from error
    except (pikepdf.PdfError, *DAMAGE) as error:
        raise InputError(f"{name}: is a damaged PDF") from error
    if not pages:
        raise InputError(f"{name}: is a PDF without pages")
    if pages > MAX_PAGES:
        raise InputError(f"{name}: has {pages} pages; {MAX_PAGES} are the limit")
    with reading(name):
        _check_sizes(pdf, name)
    return pdf


@contextmanager
def reading(name: str) -> Iterator[None]:
    """What goes wrong with objects that are not what the format says, told as damage.

    pikepdf hands out what the file holds; a number where a dictionary belongs, or a name that is
    no text, comes to light as any of Python's or C++'s own errors.

    Raises:
        InputError: the document turned out to be damaged.
    """
    import pikepdf

    try:
        yield
    except (*DAMAGE, pikepdf.PdfError) as error:
        raise InputError(f"{name}: is a damaged PDF ({type(error).__name__})") from error


def _check_sizes(pdf: pikepdf.Pdf, name: str) -> None:
    import pikepdf

    total = 0
    for number, obj in enumerate(pdf.objects):
        if number > MAX_OBJECTS:
            raise InputError(f"{name}: has more than {MAX_OBJECTS} objects")
        if not isinstance(obj, pikepdf.Stream):
            continue
        size = _unpacked_size(obj)
        total += size
        if size > MAX_STREAM_BYTES or total > MAX_TOTAL_BYTES:
            raise InputError(f"{name}: unpacks to more than a real document holds; refused")


def _unpacked_size(stream: pikepdf.Stream) -> int:
    """Bytes of the stream without its general filters; counting stops above the limit."""
    import pikepdf

    try:
        data = stream.read_raw_bytes()
        filters = filter_names(stream)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return 0  # who reads it will find out
    while filters and filters[0] in _TEXTUAL:
        data = _TEXTUAL[filters.pop(0)](data)
    while filters[:1] == ["/FlateDecode"]:
        filters.pop(0)
        size, data = _inflate(data, keep=filters[:1] == ["/FlateDecode"])
        if not data:
            return size
    return len(data) * _USUAL_EXPANSION.get(filters[0], 1) if filters else len(data)


def filter_names(stream: pikepdf.Stream) -> list[str]:
    """Names of the filters of a stream, outermost first, with the slash."""
    import pikepdf

    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(one) for one in found] if isinstance(found, pikepdf.Array) else [str(found)]


def _inflate(data: bytes, keep: bool) -> tuple[int, bytes]:
    """The size of inflated data, counted to just above the limit, and the data if they are to be kept."""
    unpacker = zlib.decompressobj()
    size, rest, kept = 0, data, []
    try:
        while rest and not unpacker.eof and size <= MAX_STREAM_BYTES:
            piece = unpacker.decompress(rest, _CHUNK)
            size += len(piece)
            rest = unpacker.unconsumed_tail
            if keep:
                kept.append(piece)
    except zlib.error:
        pass  # the damaged rest is not read by others either
    return size, b"".join(kept) if size <= MAX_STREAM_BYTES else b""


def _from_base85(data: bytes) -> bytes:
    body = data.strip().removeprefix(b"<~").removesuffix(b"~>")
    try:
        return base64.a85decode(body)
    except ValueError:
        return data


def _from_hex(data: bytes) -> bytes:
    try:
        return bytes.fromhex(data.strip().rstrip(b">").decode("ascii"))
    except ValueError:
        return data


_TEXTUAL = {"/ASCII85Decode": _from_base85, "/ASCIIHexDecode": _from_hex}
_USUAL_EXPANSION = {"/LZWDecode": 16, "/RunLengthDecode": 16}  # neither is a bomb maker's choice
