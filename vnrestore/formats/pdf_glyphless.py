"""A font without glyphs, for text that is there to be found and copied, not to be seen.

Made as Tesseract's GlyphLessFont is, which viewers have met in millions of files: two-byte
codes that are the characters' own numbers, one empty glyph for all of them, and a ToUnicode map.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

FONT_NAME = "VnrestoreInvisible"
GLYPH_WIDTH = 500  # of every glyph, in thousandths of the font size
_PRIVATE = range(0xD800, 0xE000)  # codes no character needs: they stand for those beyond U+FFFF
_REPLACEMENT = 0xFFFD


class GlyphlessFont:
    """The font as a resource of one document.

    Attributes:
        resource: the font dictionary, an indirect object; complete after :meth:`finish`.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Begin the font in a document."""
        import pikepdf

        self._pdf = pdf
        self._codes: dict[str, int] = {}
        self.resource = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=pikepdf.Name(f"/{FONT_NAME}"),
                Encoding=pikepdf.Name("/Identity-H"),
            )
        )

    def encoded(self, text: str) -> str:
        """The codes of a text in hexadecimal digits."""
        return "".join(f"{self._code(char):04X}" for char in text)

    def _code(self, char: str) -> int:
        if ord(char) < 0x10000:
            return _REPLACEMENT if ord(char) in _PRIVATE else ord(char)
        if char not in self._codes:
            if len(self._codes) == len(_PRIVATE):
                return _REPLACEMENT
            self._codes[char] = _PRIVATE[len(self._codes)]
        return self._codes[char]

    def finish(self) -> None:
        """Complete the font, when all its text is known."""
        import pikepdf

        beyond = {code: char for char, code in self._codes.items()}
        self.resource["/ToUnicode"] = packed(self._pdf, unicode_map(beyond))
        self.resource["/DescendantFonts"] = pikepdf.Array([self._descendant()])

    def _descendant(self) -> pikepdf.Dictionary:
        import pikepdf

        program = packed(self._pdf, _empty_font())
        program["/Length1"] = len(_empty_font())
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name(f"/{FONT_NAME}"),
            Flags=5,
            FontBBox=[0, 0, GLYPH_WIDTH, 1000],
            ItalicAngle=0,
            Ascent=1000,
            Descent=-1,
            CapHeight=1000,
            StemV=80,
            FontFile2=program,
        )
        return pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=pikepdf.Name(f"/{FONT_NAME}"),
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=packed(self._pdf, b"\0\1" * 0x10000),
            DW=GLYPH_WIDTH,
            FontDescriptor=self._pdf.make_indirect(descriptor),
        )


def packed(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream:
    """A new compressed stream of the document."""
    import pikepdf

    stream = pikepdf.Stream(pdf, b"")
    stream.write(zlib.compress(data, 9), filter=pikepdf.Name.FlateDecode)
    return stream


def unicode_map(beyond: Mapping[int, str]) -> bytes:
    """A ToUnicode CMap: every code is its character, but for the few that stand for one beyond U+FFFF."""
    rows = [row for row in range(256) if row << 8 not in _PRIVATE]
    ranges = [f"<{row:02X}00> <{row:02X}FF> <{row:02X}00>" for row in rows]
    lines = [_MAP_HEAD, *_sections("bfrange", ranges), *_sections("bfchar", _single(beyond)), _MAP_TAIL]
    return "\n".join(lines).encode()


def to_unicode_cmap(characters: Mapping[int, str], code_bytes: int = 2) -> bytes:
    """A ToUnicode CMap of codes of one or two bytes and the characters they stand for."""
    head = _MAP_HEAD if code_bytes == 2 else _MAP_HEAD.replace("<0000> <FFFF>", "<00> <FF>")
    return "\n".join([head, *_sections("bfchar", _single(characters, 2 * code_bytes)), _MAP_TAIL]).encode()


def _single(characters: Mapping[int, str], digits: int = 4) -> list[str]:
    return [
        f"<{code:0{digits}X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
        for code, text in sorted(characters.items())
        if 0 <= code <= 0xFFFF
    ]


def _sections(kind: str, entries: Sequence[str]) -> Iterable[str]:
    """At most a hundred entries a section, as the format asks."""
    for at in range(0, len(entries), 100):
        part = entries[at : at + 100]
        yield from (f"{len(part)} begin{kind}", *part, f"end{kind}")


_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_MAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


@cache
def _empty_font() -> bytes:
    """A TrueType font of two glyphs without ink; viewers need one even for text they never draw."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))  # there and back: no ink, but a height; PDFium passes over text that has none
    pen.lineTo((GLYPH_WIDTH - 50, 900))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", "empty"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "empty"})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (GLYPH_WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=1000, descent=-1)
    builder.setupNameTable({"familyName": FONT_NAME, "styleName": "Regular", "psName": FONT_NAME})
    builder.setupOS2(sTypoAscender=1000, sTypoDescender=-1, usWinAscent=1000, usWinDescent=1)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()
