"""Fuzz targets that read a whole file, correct words in it, write it and read it again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from vnrestore.datatypes.document import Document, Span
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
TEXT = "Cộng hòa xã hội chủ nghĩa Việt Nam, ngày 5 tháng 9 năm 2001. Ủy ban nhân dân tỉnh yêu cầu các sở."


def corrected(document: Document) -> Restoration:
    """A restoration that changes every third word, one of them into two."""
    corrections = []
    for number, match in enumerate(re.finditer(r"\S+", document.text)):
        if number % 3 == 0:
            replacement = "ốb à" if number % 2 else "Ệ<&>"
            span = Span(*match.span())
            corrections.append(Correction(span, match.group(), replacement, 0.9, None, 0.0, "fuzz"))
    text = apply_corrections(document.text, corrections)
    return Restoration(document.text, text, tuple(corrections), (), 0.9)


def round_trip(own_errors: Callable[[], object]) -> Callable[[bytes], None]:
    """Read, correct, write, read again; told by content, as ``vnrestore fix`` does."""
    from vnrestore.formats.reading import parse_document
    from vnrestore.formats.writing import rewrite_document

    def check(data: bytes) -> None:
        with own_errors():  # type: ignore[attr-defined]
            document = parse_document(data, "name")
            for page in document.pages:
                for block in page.blocks:
                    for line in block.lines:
                        assert 0 <= line.span.start <= line.span.end <= len(document.text)
            written = rewrite_document(document, corrected(document))
            parse_document(written, "again")

    return check


def old_encodings() -> list[bytes]:
    """Text in the five old encodings, and as VIQR."""
    from vnrestore.text.legacy import tables

    found = ["Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam, nga`y 5 tha'ng 9"]
    for table in (tables.tcvn3(), tables.vni(), tables.vps(), tables.viscii(), tables.windows_1258()):
        back = {letter: code for code, letter in table.items()}
        coded = "".join(back.get(char, char) for char in TEXT)
        found.append(coded)
    return [text.encode(codec, "replace") for text in found for codec in ("latin-1", "utf-8")]


def sample(name: str) -> list[bytes]:
    """A sample, and its first few lines of text, which leave a mutator more to hit."""
    whole = (SAMPLES / name).read_bytes()
    text = whole.decode()
    small = re.sub(
        r"(?s)(<(?:TextLine|span class=['\"]ocr_line).*?)(?=</TextRegion>|</TextBlock>|</p>)", _two, text
    )
    return [small.encode(), whole]


def _two(match: re.Match[str]) -> str:
    end = "</TextLine>" if "TextLine" in match.group() else "</span>\n"
    return end.join(match.group().split(end)[:2]) + end


def small_pdfs() -> list[bytes]:
    """A page with an invisible layer over an image, and one of visible text."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    found = []
    for mode in (3, 0):
        pdf = pikepdf.new()
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
        )
        picture = pikepdf.Stream(pdf, bytes(range(256)))
        for key, value in {
            "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 16, "/Height": 16,
            "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8,
        }.items():  # fmt: skip
            picture[key] = value
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 300, 200]),
            Resources=Dictionary(Font=Dictionary(F=font), XObject=Dictionary(S=pdf.make_indirect(picture))),
            Contents=pikepdf.Stream(
                pdf,
                b"q 300 0 0 200 0 0 cm /S Do Q BT %d Tr /F 12 Tf 20 150 Td (Cong bao d6i) Tj "
                b"0 -20 Td [(S) -50 (6 12)] TJ ET" % mode,
            ),
        )
        pdf.pages.append(pikepdf.Page(page))
        out = io.BytesIO()
        pdf.save(
            out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True
        )
        found.append(out.getvalue())
    return found


XML_WORDS = (
    "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&#0;", "&#1;", "&#x110000;", "<![CDATA[", "]]>", "<!--",
    "<?xml version='1.1'?>", "encoding='utf-16'", "xml:lang", "x_wconf -1", "bbox 0 0 -5 1e9",
    "HPOS='NaN'", "WIDTH='inf'", "points='1,2 3'", "<span class='ocrx_word'>", "<TextLine>",
    "<String CONTENT='a'/>", "xmlns=''", "<a:b", "</", "/>", "id='w1'", "\x00", "\x01", "<html>", "<BR>",
)  # fmt: skip
PDF_WORDS = (
    "/Type /Page", "/Kids [", "/Contents", "1 0 R", "<<", ">>", "stream\n", "endstream",
    "/Filter /FlateDecode", "/Length 999999999", "BT", "ET", "Tj", "TJ", "3 Tr", "cm", "Do", "(", ")",
    "-1", "1e38", "/MediaBox [0 0 0 0]",
)  # fmt: skip
