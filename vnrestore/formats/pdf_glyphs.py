"""What PDFium reads from a PDF, character by character, tied to the instructions that show it.

PDFium knows fonts, encodings and ToUnicode maps; it is given a copy of the document whose shows
are marked with our ids (``pdf_edit.tagged``) and whose images are emptied, and asked for
every character's text, box and mark.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnrestore.errors import InputError
from vnrestore.formats.pdf_content import Key, PageContent, parse
from vnrestore.formats.pdf_edit import MARK, MARK_KEY, tagged
from vnrestore.formats.pdf_open import PDFIUM

if TYPE_CHECKING:
    import pikepdf

_LINE_END_HYPHEN = "\x02"  # what PDFium makes of a hyphen before a line end
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page.

    Attributes:
        text: one code point; white space where words part, "\\ufffd" if the font does not say.
        left, bottom, right, top: its cell in user space, as high as the font, not as its ink.
        show: id of the instruction that shows it, 0 for a space PDFium made up.
        turn: direction it is written in, counter-clockwise from the x axis: 0, 90, 180 or 270.
        mapped: whether the font says what character it is.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    show: int
    turn: int
    mapped: bool


def read_glyphs(copy: pikepdf.Pdf, pages: Sequence[PageContent], name: str) -> Iterator[list[Glyph]]:
    """The characters of each page, in the order they are painted in.

    Args:
        copy: the document opened once more; it is changed and of no use afterwards.
        pages: what ``Walker`` found in it.
        name: what messages call the input.

    Raises:
        InputError: PDFium cannot open it.
    """
    import pypdfium2

    _mark(copy, pages)
    _empty_images(copy)
    buffer = io.BytesIO()
    copy.save(buffer)
    unmapped = {show.id for page in pages for show in page.shows if not show.mapped}
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(buffer.getvalue())
        except pypdfium2.PdfiumError as error:
            raise InputError(f"{name}: is a damaged PDF") from error
    try:
        for index in range(len(pages)):
            with PDFIUM:
                glyphs = _page_glyphs(document, index, unmapped)
            yield glyphs
    finally:
        with PDFIUM:
            document.close()


def _mark(copy: pikepdf.Pdf, pages: Sequence[PageContent]) -> None:
    ids: defaultdict[Key, dict[int, int]] = defaultdict(dict)
    for page in pages:
        for show in page.shows:
            ids[show.stream][show.index] = show.id
    for (number, generation), of_stream in ids.items():
        if generation == 0:
            page_object = copy.pages[number].obj
            page_object["/Contents"] = copy.make_stream(tagged(parse(page_object), of_stream))
        else:
            form = copy.get_object((number, generation - 1))
            form.write(tagged(parse(form), of_stream))


def _empty_images(copy: pikepdf.Pdf) -> None:
    """PDFium is asked for text only: without the images the copy takes little memory."""
    import pikepdf

    for obj in copy.objects:
        if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image":
            obj.write(b"", filter=pikepdf.Name.FlateDecode)


def _page_glyphs(document: Any, index: int, unmapped: set[int]) -> list[Glyph]:
    import pypdfium2

    try:
        with closing(document[index]) as page, closing(page.get_textpage()) as text_page:
            return list(_glyphs(text_page, unmapped))
    except pypdfium2.PdfiumError:
        return []


def _glyphs(text_page: Any, unmapped: set[int]) -> Iterator[Glyph]:
    from pypdfium2 import raw

    shows: dict[int | None, tuple[int, int]] = {}
    box = raw.FS_RECTF()
    high = 0
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        text = "\n" if code in (10, 13) else " " if raw.FPDFText_IsGenerated(text_page, index) == 1 else ""
        if text:
            yield Glyph(text, 0, 0, 0, 0, 0, 0, True)
            continue
        holder = raw.FPDFText_GetTextObject(text_page, index)
        address = ctypes.cast(holder, ctypes.c_void_p).value
        if address not in shows:
            shows[address] = (_show_id(holder), _turn(holder))
        if code in _SURROGATES and code < 0xDC00:
            high = code
            continue
        if high and code in _SURROGATES:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        mapped = _mapped(code) and shows[address][0] not in unmapped
        raw.FPDFText_GetLooseCharBox(text_page, index, box)
        left, right = sorted((box.left, box.right))
        bottom, top = sorted((box.bottom, box.top))
        yield Glyph(_character(code, mapped), left, bottom, right, top, *shows[address], mapped)


def _mapped(code: int) -> bool:
    """PDFium's own word for it is no use: it calls quotation marks of Tesseract's layers unmapped."""
    return code not in (0, 0xFFFD, 0xFFFE, 0xFFFF) and code not in _SURROGATES


def _character(code: int, mapped: bool) -> str:
    if not mapped:
        return "\ufffd"
    text = chr(code)
    if text == _LINE_END_HYPHEN:
        return "-"
    return " " if text.isspace() else text


def _show_id(holder: Any) -> int:
    from pypdfium2 import raw

    value = ctypes.c_int()
    for number in range(max(0, raw.FPDFPageObj_CountMarks(holder))):
        mark = raw.FPDFPageObj_GetMark(holder, number)
        if _mark_name(mark) == MARK and raw.FPDFPageObjMark_GetParamIntValue(mark, MARK_KEY.encode(), value):
            return value.value
    return 0


def _mark_name(mark: Any) -> str:
    from pypdfium2 import raw

    buffer = ctypes.create_string_buffer(64)
    length = ctypes.c_ulong()
    taken = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    if not raw.FPDFPageObjMark_GetName(mark, taken, 64, length):
        return ""
    return buffer.raw[: max(0, length.value - 2)].decode("utf-16-le", "replace")


def _turn(holder: Any) -> int:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(holder, matrix):
        return 0
    return round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4 * 90
