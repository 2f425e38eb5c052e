"""PDF text in the codes of old fonts: converted, with the capitals that only the font's name tells of.

TCVN3 has no capitals with tones. Its capital fonts, ``.VnTimeH`` and their like, show the codes
of small letters as capitals.

Visible print in such fonts looks right and must stay; what is wrong is only what others copy and
find. There the font gets a Unicode map of its encoding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import regex

from vnrestore.datatypes.document import Document
from vnrestore.formats.compose import with_text
from vnrestore.formats.legacy import convert_document
from vnrestore.formats.pdf_content import font_name
from vnrestore.formats.pdf_fonts import fonts_of
from vnrestore.formats.pdf_glyphless import packed, to_unicode_cmap
from vnrestore.formats.pdf_text import PdfText, read_pdf
from vnrestore.text.legacy.convert import TCVN3, VISCII, VPS, to_unicode
from vnrestore.text.legacy.tables import shown

if TYPE_CHECKING:
    import pikepdf

_SIMPLE = ("/Type1", "/TrueType")
_PROGRAMS = frozenset(("/FontFile", "/FontFile2", "/FontFile3"))

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


def legacy_fonts(found: PdfText, document: Document) -> dict[str, str]:
    """Fonts of visible print in an old encoding, by name, and which it is.

    Only where the document has one such encoding, and one that has a code for every letter.

    Args:
        found: the PDF as it was read.
        document: its text, converted.
    """
    encodings = {one.name for one in document.encodings} & {TCVN3, VPS, VISCII}
    if len(encodings) != 1:
        return {}
    (encoding,) = encodings
    names: set[str] = set()
    for line in document.lines():
        if line.id is None or found.lines[int(line.id)][1].hidden:
            continue
        for old, new in zip(found.lines[int(line.id)][1].words, line.words, strict=False):
            if old.text != new.span.of(document.text):
                names.update(filter(None, old.fonts))
    return dict.fromkeys(names, encoding)


def map_legacy_fonts(pdf: pikepdf.Pdf, fonts: Mapping[str, str]) -> int:
    """Give simple fonts of these names the Unicode map of their encoding; how many got one.

    Only embedded ones: for others viewers choose glyphs by the map, and the page would look different.
    """
    count = 0
    for font in fonts_of(pdf) if fonts else ():
        encoding = fonts.get(font_name(font))
        simple = font.get("/Subtype") in _SIMPLE and font.get("/Encoding") in (None, "/WinAnsiEncoding")
        if encoding is not None and simple and _PROGRAMS & set(font.get("/FontDescriptor", {}).keys()):
            font["/ToUnicode"] = packed(
                pdf, to_unicode_cmap(_characters(encoding, font_name(font)), code_bytes=1)
            )
            count += 1
    return count


def _characters(encoding: str, name: str) -> dict[int, str]:
    """What the codes of an encoding stand for in a font of this name."""
    found = {code: to_unicode(shown(code), encoding) for code in range(32, 256)}
    return {code: text.upper() for code, text in found.items()} if is_capital_font(name) else found


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
