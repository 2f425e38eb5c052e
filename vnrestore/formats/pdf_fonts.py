"""Fonts that do not say what they show: the Unicode map is rebuilt from the font program, where it can be.

A composite font with the identity encoding shows glyphs by number. Without a ToUnicode map its
text can be seen but not copied. If the font is embedded with its character map or glyph names,
the map follows from them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from vnrestore.formats.pdf_content import REBUILT, has_unicode
from vnrestore.formats.pdf_glyphless import packed, to_unicode_cmap

if TYPE_CHECKING:
    import pikepdf

_MAX_PROGRAM = 32 * 1024 * 1024  # bytes of a font program


def rebuild_unicode_maps(pdf: pikepdf.Pdf, mark: bool) -> int:
    """Give fonts without a Unicode map one, where their program tells what their glyphs are.

    Args:
        pdf: the document, which is changed.
        mark: whether to put ``REBUILT`` into the fonts, for ``Walker`` to see.

    Returns:
        How many fonts got a map.
    """
    count = 0
    for font in fonts_of(pdf):
        if has_unicode(font):
            continue
        known = _characters(font)
        if not known:
            continue
        font["/ToUnicode"] = packed(pdf, to_unicode_cmap(known))
        if mark:
            font[REBUILT] = True
        count += 1
    return count


def fonts_of(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every font of a document once: those that are objects, and those written out in resources."""
    import pikepdf

    for obj in pdf.objects:
        if not isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if obj.get("/Type") == "/Font":
            yield obj
        for resources in (obj, obj.get("/Resources")):
            listed = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
            for _, font in listed.items() if isinstance(listed, pikepdf.Dictionary) else ():
                if isinstance(font, pikepdf.Dictionary) and not font.is_indirect:
                    yield font


def _characters(font: Any) -> dict[int, str]:
    """What characters the codes of a composite font stand for; empty if that cannot be told."""
    try:
        descendant = font["/DescendantFonts"][0]
        descriptor = descendant["/FontDescriptor"]
        program = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
        data = program.read_bytes()
        if len(data) > _MAX_PROGRAM:
            return {}
        glyphs = _glyph_characters(data)
        return dict(_by_code(glyphs, descendant.get("/CIDToGIDMap")))
    except Exception:  # fontTools raises whatever a broken table makes it stumble over
        return {}


def _by_code(glyphs: Mapping[int, str], mapping: Any) -> Iterator[tuple[int, str]]:
    import pikepdf

    if not isinstance(mapping, pikepdf.Stream):
        yield from glyphs.items()
        return
    table = mapping.read_bytes()
    for code in range(len(table) // 2):
        glyph = int.from_bytes(table[2 * code : 2 * code + 2], "big")
        if glyph in glyphs:
            yield code, glyphs[glyph]


def _glyph_characters(data: bytes) -> dict[int, str]:
    """Characters by glyph number: of the character map, else of the glyphs' names."""
    from fontTools.agl import toUnicode
    from fontTools.ttLib import TTFont

    if data[:4] not in (b"\0\1\0\0", b"true", b"OTTO"):
        return _bare_cff_characters(data)
    font = TTFont(io.BytesIO(data), lazy=True)
    if "cmap" in font and (found := font.getBestCmap()):
        numbers = font.getReverseGlyphMap()
        by_glyph: dict[int, str] = {}
        for code, name in sorted(found.items()):
            by_glyph.setdefault(numbers[name], chr(code))
        return by_glyph
    return {number: text for number, name in enumerate(font.getGlyphOrder()) if (text := toUnicode(name))}


def _bare_cff_characters(data: bytes) -> dict[int, str]:
    """A bare CFF program names its glyphs, unless it is keyed by character collection."""
    from fontTools.agl import toUnicode
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[fonts.fontNames[0]]
    if hasattr(top, "ROS"):
        return {}
    return {number: text for number, name in enumerate(top.charset) if (text := toUnicode(name))}
