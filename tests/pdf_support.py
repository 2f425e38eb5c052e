"""PDFs made for tests: just the parts a test is about, written out."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from vnrestore.datatypes.document import Document, Span
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections

A4 = (0, 0, 595, 842)
SCAN = b"q 595 0 0 842 0 0 cm /Scan Do Q\n"
"""Draws an image over the whole page."""


def helvetica() -> Dictionary:
    """A simple font every reader knows, in the encoding of Western Windows."""
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )


def image(pdf: pikepdf.Pdf, **entries: Any) -> pikepdf.Stream:
    """A grey image of 16 x 16 pixels, no two rows alike."""
    pixels = bytes((x * 16 + y * 7) % 256 for y in range(16) for x in range(16))
    stream = pikepdf.Stream(pdf, pixels)
    for key, value in {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": 16,
        "/Height": 16,
        "/ColorSpace": Name.DeviceGray,
        "/BitsPerComponent": 8,
        **{f"/{key}": value for key, value in entries.items()},
    }.items():
        stream[key] = value
    return stream


def make_pdf(
    *contents: bytes,
    fonts: Mapping[str, Any] | None = None,
    xobjects: Mapping[str, Any] | None = None,
    media: Sequence[float] = A4,
    pdf: pikepdf.Pdf | None = None,
    **page_entries: Any,
) -> pikepdf.Pdf:
    """A document with a page for every content stream; ``/F`` is Helvetica, ``/Scan`` an image."""
    pdf = pdf or pikepdf.new()
    resources = Dictionary(
        Font=Dictionary({"/F": helvetica()} | {f"/{key}": value for key, value in (fonts or {}).items()}),
        XObject=Dictionary(
            {"/Scan": pdf.make_indirect(image(pdf))}
            | {f"/{key}": value for key, value in (xobjects or {}).items()}
        ),
    )
    for content in contents:
        entries = {f"/{key}": value for key, value in page_entries.items()}
        page = Dictionary({"/Type": Name.Page, "/MediaBox": list(media), "/Resources": resources} | entries)
        page["/Contents"] = pdf.make_stream(content)
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def to_bytes(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """What the document is as a file."""
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def invisible(*lines: tuple[float, float, str]) -> bytes:
    """A layer of Helvetica 12 in rendering mode 3: lines at (x, y)."""
    shows = (f"1 0 0 1 {x} {y} Tm ({text}) Tj\n" for x, y, text in lines)
    return ("BT 3 Tr /F 12 Tf\n" + "".join(shows) + "ET\n").encode("cp1252")


def visible(*lines: tuple[float, float, str]) -> bytes:
    """The same, to be seen."""
    return invisible(*lines).replace(b"3 Tr", b"0 Tr")


def corrected(document: Document, replacements: Mapping[str, str]) -> Restoration:
    """The text with some strings replaced wherever they stand."""
    found = sorted(
        (match.start(), old)
        for old in replacements
        for match in re.finditer(rf"(?<!\S){re.escape(old)}(?!\S)", document.text)
    )
    corrections = tuple(
        Correction(Span(at, at + len(old)), old, replacements[old], 0.9, None, 0.0, "test")
        for at, old in found
    )
    text = apply_corrections(document.text, corrections)
    return Restoration(document.text, text, corrections, (), 0.9)


def page_text(data: bytes, index: int = 0) -> str:
    """What PDFium, and so Chromium, finds on a page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return str(document[index].get_textpage().get_text_range()).replace("\r\n", "\n")
    finally:
        document.close()


def pixels(data: bytes, index: int = 0) -> Any:
    """The page as it is seen, as an array."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return document[index].render(scale=1).to_numpy().copy()
    finally:
        document.close()


def raw_images(data: bytes) -> list[bytes]:
    """The image streams of a file, as they are stored."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sorted(
            obj.read_raw_bytes()
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image"
        )
