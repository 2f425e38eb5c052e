"""PDF text in the codes of old fonts: converted, with the capitals that only the font's name tells of.

TCVN3 has no capitals with tones. Its capital fonts, ``.VnTimeH`` and their like, show the codes
of small letters as capitals.
"""

from __future__ import annotations

import regex

from vnrestore.datatypes.document import Document
from vnrestore.formats.compose import with_text
from vnrestore.formats.legacy import convert_document
from vnrestore.formats.pdf_text import PdfText, read_pdf
from vnrestore.text.legacy.convert import TCVN3

# matches ".VnTimeH", "VnArial-H,Bold"; not ".VnTime", "VNI-Helve"
_CAPITALS = regex.compile(r"\.?Vn(?!i-)[A-Za-z ]*-?H(?:[,-](?:Bold|Italic|BoldItalic))?", regex.IGNORECASE)


def read_pdf_document(data: bytes, name: str) -> Document:
    """The text of a PDF in Unicode; errors as in ``read_pdf``."""
    found = read_pdf(data, name)
    document = convert_document(found.document)
    if all(one.name != TCVN3 for one in document.encodings):
        return document
    capitals = iter(_in_capitals(found))
    return with_text(document, lambda text: text.upper() if next(capitals) else text)


def _in_capitals(found: PdfText) -> list[bool]:
    """Of every word, whether its font shows capitals only."""
    return [
        bool(word.fonts) and all(is_capital_font(font or "") for font in word.fonts)
        for _, line in found.lines
        for word in line.words
    ]


def is_capital_font(name: str) -> bool:
    """Whether a font of this name shows small letters of TCVN3 as capitals."""
    return _CAPITALS.fullmatch(name) is not None
