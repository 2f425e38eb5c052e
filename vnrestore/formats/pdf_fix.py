"""A PDF with its garbled invisible layer replaced by the restored text."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnrestore.datatypes.restoration import Restoration
from vnrestore.formats.pdf_layer import LayerLine, LayerWord, LayerWriter
from vnrestore.formats.pdf_open import open_pdf
from vnrestore.formats.pdf_text import PdfText
from vnrestore.formats.placing import PlacedLine, place

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True)
class FixedPdf:
    """The outcome of :func:`fix_pdf`.

    Attributes:
        data: the file.
        pages: numbers, from 1, of the pages whose layer was replaced.
        notes: what the person should know, a sentence each.
    """

    data: bytes
    pages: tuple[int, ...]
    notes: tuple[str, ...]


def fix_pdf(found: PdfText, restoration: Restoration) -> FixedPdf:
    """The PDF with its layer corrected; visible text, images and all else stay as they are.

    Pages on which nothing changes are not touched; if none changes, the file is given back
    byte for byte.

    Args:
        found: the PDF as it was read.
        restoration: of ``found.document.text``.
    """
    placed = place(found.document, restoration)
    by_page: defaultdict[int, list[tuple[int, PlacedLine]]] = defaultdict(list)
    changed: set[int] = set()
    visible = False
    for (index, line), now in zip(found.lines, placed, strict=True):
        if line.hidden:
            by_page[index].append((line.turn, now))
            if now.changed or line.converted:
                changed.add(index)
        elif now.changed:
            visible = True
    notes = _notes(found, visible)
    if not changed:
        return FixedPdf(found.document.source, (), notes)
    with open_pdf(found.document.source, found.name) as pdf:
        writer = LayerWriter(pdf)
        for index in sorted(changed):
            page = found.pages[index]
            writer.replace(index, page.frame, page.layer, [_layer_line(*one) for one in by_page[index]])
        writer.finish()
        signed = _is_signed(pdf)
        data = save_pdf(pdf)
    if signed:
        notes += ("its digital signature covers the file as it was and does not hold any more",)
    return FixedPdf(data, tuple(index + 1 for index in sorted(changed)), notes)


def save_pdf(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF: no stream is unpacked or packed anew, so images stay byte for byte."""
    import pikepdf

    buffer = io.BytesIO()
    pdf.save(
        buffer,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        fix_metadata_version=False,
        encryption=True if pdf.is_encrypted else None,
    )
    return buffer.getvalue()


def _layer_line(turn: int, line: PlacedLine) -> LayerLine:
    words = (LayerWord(word.text, word.box) for word in line.words if word.box is not None)
    return LayerLine(tuple(words), turn)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    try:
        return form is not None and bool(int(form.get("/SigFlags", 0)) & 1)
    except (TypeError, ValueError, AttributeError):
        return False


def _notes(found: PdfText, visible: bool) -> tuple[str, ...]:
    notes = []
    if not found.has_layer:
        notes.append("its text is visible print, not an invisible OCR layer: nothing was replaced")
    elif visible:
        notes.append("visible text was left as it is; only the invisible layer was replaced")
    if empty := found.pages_without_text():
        notes.append(f"no text on {_numbers(empty)}: vnrestore ocr reads page images")
    if damaged := [number for number, page in enumerate(found.pages, 1) if not page.readable]:
        notes.append(f"{_numbers(damaged)} cannot be parsed and was left as it is")
    if unmapped := [number for number, page in enumerate(found.pages, 1) if page.unmapped]:
        notes.append(
            f"fonts on {_numbers(unmapped)} do not say what they show: vnrestore ocr reads page images"
        )
    return tuple(notes)


def _numbers(pages: list[int]) -> str:
    """Page numbers for a sentence, at most ten of them."""
    shown = ", ".join(map(str, pages[:10])) + (" …" if len(pages) > 10 else "")
    return f"page {shown}" if len(pages) == 1 else f"pages {shown}"
