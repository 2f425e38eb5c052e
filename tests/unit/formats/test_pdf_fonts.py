"""Fonts of PDF layers: what they say about their characters, and what can be found out."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from legacy_text import to_bytes as to_bytes_of_old
from legacy_text import to_legacy
from pdf_support import SCAN, corrected, helvetica, make_pdf, page_text, pixels, to_bytes
from pikepdf import Dictionary, Name

from vnrestore.formats.pdf_fix import fix_pdf
from vnrestore.formats.pdf_glyphless import GlyphlessFont, to_unicode_cmap, unicode_map
from vnrestore.formats.pdf_legacy import is_capital_font
from vnrestore.formats.pdf_text import read_pdf, survey_pdf
from vnrestore.formats.placing import place
from vnrestore.formats.reading import parse_document
from vnrestore.text.legacy import convert
from vnrestore.text.legacy.tables import shown as shown_character

TEXT = "Thông báo"
CHARACTERS = sorted(set(TEXT))


def box_glyph() -> object:
    pen = TTGlyphPen(None)
    for step in (pen.moveTo((50, 0)), pen.lineTo((450, 0)), pen.lineTo((450, 700)), pen.lineTo((50, 700))):
        assert step is None
    pen.closePath()
    return pen.glyph()


def truetype(names: list[str], with_map: bool) -> bytes:
    """A font whose glyphs 1, 2, … are the characters; all look like boxes."""
    builder = FontBuilder(1000, isTTF=True)
    order = [".notdef", *names]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(dict(zip(map(ord, CHARACTERS), names, strict=True)) if with_map else {})
    builder.setupGlyf({name: box_glyph() for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupPost(keepGlyphNames=True)
    if not with_map:
        del builder.font["cmap"]
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def bare_cff(names: list[str]) -> bytes:
    builder = FontBuilder(1000, isTTF=False)
    order = [".notdef", *names]
    builder.setupGlyphOrder(order)
    pen = T2CharStringPen(500, None)
    pen.moveTo((50, 0))
    pen.lineTo((450, 0))
    pen.lineTo((450, 700))
    pen.closePath()
    builder.setupCFF("Test", {}, dict.fromkeys(order, pen.getCharString()), {})
    return bytes(builder.font["CFF "].compile(builder.font))


def composite(pdf: pikepdf.Pdf, program: bytes | None, **entries: object) -> Dictionary:
    """A Type 0 font with the identity encoding and no ToUnicode map."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Test, Flags=4, FontBBox=[0, 0, 500, 700], ItalicAngle=0
    )
    if program is not None and program[:4] == b"\0\1\0\0":
        descriptor["/FontFile2"] = pdf.make_stream(program)
    elif program is not None:
        descriptor["/FontFile3"] = pdf.make_stream(program, Subtype=Name.CIDFontType0C)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Test,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=500,
        FontDescriptor=pdf.make_indirect(descriptor),
        **entries,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.Test,
            Encoding=Name("/Identity-H"),
            DescendantFonts=[descendant],
        )
    )


def shown(offset: int = 1, mode: int = 3) -> bytes:
    codes = "".join(f"{CHARACTERS.index(char) + offset:04X}" for char in TEXT)
    return f"BT {mode} Tr /U 12 Tf 100 700 Td <{codes}> Tj ET".encode()


def names(style: str) -> list[str]:
    return [f"uni{ord(char):04X}" if style == "unicode" else f"g{ord(char)}" for char in CHARACTERS]


@pytest.mark.parametrize("kind", ["character map", "glyph names", "bare CFF"])
def test_a_lost_unicode_map_is_rebuilt(kind: str) -> None:
    pdf = pikepdf.new()
    program = {
        "character map": lambda: truetype(names("other"), with_map=True),
        "glyph names": lambda: truetype(names("unicode"), with_map=False),
        "bare CFF": lambda: bare_cff(names("unicode")),
    }[kind]()
    make_pdf(SCAN + shown(), fonts={"U": composite(pdf, program)}, pdf=pdf)
    data = to_bytes(pdf)
    assert TEXT not in page_text(data), "others cannot read it"
    document = read_pdf(data, "x.pdf").document
    assert document.text == TEXT + "\n"
    done = fix_pdf(document, place(document, corrected(document, {})))
    assert done.pages == (1,), "written although every word is right: others could not read it"
    assert page_text(done.data) == TEXT


def test_codes_go_through_the_glyph_map_of_the_font() -> None:
    pdf = pikepdf.new()
    mapping = b"\0\0" * 41 + b"".join(number.to_bytes(2, "big") for number in range(1, len(CHARACTERS) + 1))
    font = composite(pdf, truetype(names("other"), with_map=True), CIDToGIDMap=pdf.make_stream(mapping))
    make_pdf(SCAN + shown(offset=41), fonts={"U": font}, pdf=pdf)
    assert read_pdf(to_bytes(pdf), "x.pdf").document.text == TEXT + "\n"


def test_visible_text_gets_a_map_too_and_looks_the_same() -> None:
    pdf = pikepdf.new()
    font = composite(pdf, truetype(names("other"), with_map=True))
    make_pdf(shown(mode=0), fonts={"U": font}, pdf=pdf)
    data = to_bytes(pdf)
    document = read_pdf(data, "x.pdf").document
    done = fix_pdf(document, place(document, corrected(document, {})))
    assert page_text(done.data) == TEXT
    assert np.array_equal(pixels(done.data), pixels(data))
    assert pixels(data).min() < 100, "there is something to be seen"
    assert any("1 fonts did not say in Unicode" in note for note in done.notes)


@pytest.mark.parametrize("program", [None, b"\0\1\0\0 broken", b"OTTO", b"\1\0\4\1"])
def test_fonts_that_tell_nothing_are_named(program: bytes | None) -> None:
    pdf = pikepdf.new()
    make_pdf(SCAN + shown(), fonts={"U": composite(pdf, program)}, pdf=pdf)
    found = survey_pdf(to_bytes(pdf), "x.pdf")
    assert found.pages[0].unmapped > 0
    assert set(found.document.text) <= {"\ufffd", " ", "\n"}
    document = found.document
    done = fix_pdf(document, place(document, corrected(document, {})))
    assert any("fonts on page 1 do not say" in note for note in done.notes)


OLD = "Công văn của ủy ban nhân dân thành phố Hà Nội về công tác quản lý đất đai năm 2014"


@pytest.mark.parametrize(
    "encoding",
    [convert.TCVN3, convert.VNI, convert.VPS, convert.VISCII, convert.WINDOWS_1258, convert.VIQR],
)
def test_layers_in_old_encodings_are_converted(encoding: str) -> None:
    codes = to_bytes_of_old(to_legacy(OLD, encoding)).hex().encode()
    data = to_bytes(make_pdf(SCAN + b"BT 3 Tr /F 9 Tf 30 700 Td <" + codes + b"> Tj ET"))
    assert OLD not in page_text(data)
    document = parse_document(data, "x.pdf")
    assert [one.name for one in document.encodings] == [encoding]
    done = fix_pdf(document, place(document, corrected(document, {})))
    assert page_text(done.data) == OLD


@pytest.mark.parametrize(
    ("name", "capital"),
    [
        (".VnTimeH", True),
        (".VnArialH,Bold", True),
        ("VnTime-H", True),
        (".VnTime", False),
        ("VNI-Helve", False),
        ("VNI-TimesH", False),
        ("Helvetica", False),
        ("", False),
    ],
)
def test_names_of_capital_fonts(name: str, capital: bool) -> None:
    assert is_capital_font(name) is capital


def test_capital_fonts_of_tcvn3_show_capitals() -> None:
    capitals = helvetica()
    capitals["/BaseFont"] = Name("/ABCDEF+.VnTimeH")
    head = to_bytes_of_old(to_legacy("ủy ban nhân dân huyện", convert.TCVN3)).hex()
    body = to_bytes_of_old(to_legacy(OLD, convert.TCVN3)).hex()
    content = f"BT 3 Tr /H 9 Tf 30 700 Td <{head}> Tj 0 -14 Td /F 9 Tf <{body}> Tj ET".encode()
    data = to_bytes(make_pdf(SCAN + content, fonts={"H": capitals}))
    document = parse_document(data, "x.pdf")
    assert document.text == f"ỦY BAN NHÂN DÂN HUYỆN\n{OLD}\n"
    done = fix_pdf(document, place(document, corrected(document, {})))
    assert page_text(done.data) == f"ỦY BAN NHÂN DÂN HUYỆN\n{OLD}"


def simple(pdf: pikepdf.Pdf, embedded: bool) -> Dictionary:
    """A TrueType font in the encoding of Western Windows; every glyph is a box."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({ord(shown_character(code)): "box" for code in range(33, 256)})
    builder.setupGlyf({".notdef": box_glyph(), "box": box_glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 50), "box": (500, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/.VnTime"),
        Flags=32,
        FontBBox=[0, 0, 500, 700],
        ItalicAngle=0,
    )
    if embedded:
        descriptor["/FontFile2"] = pdf.make_stream(buffer.getvalue())
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/.VnTime"),
        Encoding=Name.WinAnsiEncoding,
        FirstChar=0,
        LastChar=255,
        Widths=[500] * 256,
        FontDescriptor=pdf.make_indirect(descriptor),
    )


@pytest.mark.parametrize("encoding", [convert.TCVN3, convert.VPS, convert.VISCII])
@pytest.mark.parametrize("embedded", [True, False])
def test_visible_print_in_an_old_encoding_can_be_found(encoding: str, embedded: bool) -> None:
    pdf = pikepdf.new()
    codes = to_bytes_of_old(to_legacy(OLD, encoding)).hex()
    content = f"BT /O 9 Tf 30 700 Td <{codes}> Tj 0 -14 Td /F 9 Tf (Annex 1) Tj ET".encode()
    data = to_bytes(make_pdf(content, fonts={"O": simple(pdf, embedded)}, pdf=pdf))
    document = parse_document(data, "x.pdf")
    assert document.text == OLD + "\nAnnex 1\n"
    done = fix_pdf(document, place(document, corrected(document, {})))
    assert np.array_equal(pixels(done.data), pixels(data))
    assert pixels(data).min() < 100, "there is something to be seen"
    if not embedded:
        assert done.data == data, "viewers would choose other glyphs by a map"
        return
    assert page_text(done.data) == OLD + "\nAnnex 1"
    again = parse_document(done.data, "x.pdf")
    assert (again.encodings, again.text) == ((), OLD + "\nAnnex 1\n")
    assert fix_pdf(again, place(again, corrected(again, {}))).data == done.data


def test_unicode_map_is_as_the_format_asks() -> None:
    for cmap in (
        unicode_map({0xD800: "𠀀"}),
        to_unicode_cmap({number: chr(number) for number in range(1, 999)}),
    ):
        text = cmap.decode("ascii")
        for section in text.split("begin")[1:]:
            assert sum(line.startswith("<") for line in section.splitlines()) <= 100
        for line in text.splitlines():
            codes = line.replace("<", "").replace(">", "").split()
            if line.startswith("<") and len(codes) == 3:
                assert codes[0][:2] == codes[1][:2], "a range stays within a row of 256"
    assert "<D800> <D840DC00>" in unicode_map({0xD800: "𠀀"}).decode()


def test_glyphless_font_runs_out_of_private_codes_gracefully() -> None:
    font = GlyphlessFont(pikepdf.new())
    beyond = "".join(chr(0x20000 + number) for number in range(2050))
    codes = font.encoded(beyond)
    assert codes[: 4 * 2] == "D800D801"
    assert codes[-4:] == "FFFD"
    assert font.encoded("\ud83d") == "FFFD", "half a surrogate pair"
