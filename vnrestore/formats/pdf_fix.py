"""A PDF with its garbled invisible layer replaced by the restored text."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vnrestore.datatypes.document import Document
from vnrestore.formats.pdf_fonts import rebuild_unicode_maps
from vnrestore.formats.pdf_layer import LayerLine, LayerWord, LayerWriter
from vnrestore.formats.pdf_legacy import legacy_fonts, map_legacy_fonts
from vnrestore.formats.pdf_open import open_pdf, reading
from vnrestore.formats.pdf_text import PdfText, survey_pdf
from vnrestore.formats.placing import PlacedLine

if TYPE_CHECKING:
    import pikepdf

SIGNATURE_NOTE = "its digital signature covers the file as it was, and does not hold any more"


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


def fix_pdf(document: Document, placed: Iterable[PlacedLine], name: str = "the PDF") -> FixedPdf:
    """The PDF with its layer corrected; visible text, images and all else stay as they are.

    Pages on which nothing changes are not touched; if none changes, the file is given back
    byte for byte.

    Args:
        document: as ``read_pdf`` gave it, maybe with its words converted, its lines in another order.
        placed: its lines, restored; the new layer has them in this order.
        name: what messages call it.

    Raises:
        ValueError: the lines are not those of a PDF.
        InputError: the file is too damaged to be changed.
    """
    found = survey_pdf(document.source, name)
    layers, visible = _layers(found, placed)
    changed = sorted(index for index, layer in layers.items() if layer.changed)
    notes = _notes(found, visible)
    with open_pdf(document.source, name) as pdf, reading(name):
        maps = rebuild_unicode_maps(pdf, mark=False) + map_legacy_fonts(pdf, legacy_fonts(found, document))
        if maps:
            notes += (
                f"{maps} fonts did not say in Unicode what they show; their text can be copied and found now",
            )
        if not changed and not maps:
            return FixedPdf(document.source, (), notes)
        writer = LayerWriter(pdf)
        for index in changed:
            page = found.pages[index]
            writer.replace(index, page.frame, page.layer, layers[index].lines)
        writer.finish()
        if is_signed(pdf):
            notes += (SIGNATURE_NOTE,)
        return FixedPdf(save_pdf(pdf), tuple(index + 1 for index in changed), notes)


@dataclass(slots=True)
class _Layer:
    """The new layer of a page."""

    lines: list[LayerLine] = field(default_factory=list)
    changed: bool = False


def _layers(found: PdfText, placed: Iterable[PlacedLine]) -> tuple[dict[int, _Layer], bool]:
    """The layers by page, and whether visible text would have changed too.

    Lines may have been moved and taken apart since they were read; their ids tell what they were.
    The new layer has them in their new order.
    """
    layers: defaultdict[int, _Layer] = defaultdict(_Layer)
    now: defaultdict[int, list[str]] = defaultdict(list)
    for line in placed:
        if line.line.id is None:
            raise ValueError("not the lines of a PDF")
        number = int(line.line.id)
        index, old = found.lines[number]
        now[number].append(line.text)
        if old.hidden:
            layers[index].lines.append(layer_line(line, old.turn))
    visible = False
    for number, (index, old) in enumerate(found.lines):
        differs = " ".join(filter(None, now[number])) != old.text
        if old.hidden:
            layers[index].changed |= differs or old.converted
        else:
            visible |= differs
    return layers, visible


def save_pdf(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF: no stream is unpacked or packed anew, so images stay byte for byte.

    What its owner restricted stays restricted.
    """
    import pikepdf

    buffer = io.BytesIO()
    if pdf.is_encrypted:
        pdf.save(buffer, fix_metadata_version=False, encryption=True)
    else:
        as_it_is = pikepdf.StreamDecodeLevel.none
        pdf.save(buffer, fix_metadata_version=False, compress_streams=False, stream_decode_level=as_it_is)
    return buffer.getvalue()


def layer_line(line: PlacedLine, turn: int) -> LayerLine:
    """A restored line as it is written; words without a place on the page are left out."""
    words = (LayerWord(word.text, word.box) for word in line.words if word.box is not None)
    return LayerLine(tuple(words), turn)


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether the document says that it carries a digital signature."""
    form = pdf.Root.get("/AcroForm")
    try:
        return form is not None and bool(int(form.get("/SigFlags", 0)) & 1)
    except (TypeError, ValueError, AttributeError):
        return False


def _notes(found: PdfText, visible: bool) -> tuple[str, ...]:
    notes = []
    if not found.has_layer:
        notes.append(
            "its text is visible print, not an invisible OCR layer: nothing was replaced "
            "(--to txt gives the restored text)"
        )
    elif visible:
        notes.append("visible text was left as it is; only the invisible layer was replaced")
    if empty := found.pages_without_text():
        notes.append(f"no text on {numbered(empty)}: vnrestore ocr reads page images")
    if damaged := [number for number, page in enumerate(found.pages, 1) if not page.readable]:
        notes.append(f"{numbered(damaged)} cannot be parsed and was left as it is")
    if unmapped := [number for number, page in enumerate(found.pages, 1) if page.unmapped]:
        notes.append(
            f"fonts on {numbered(unmapped)} do not say what they show: vnrestore ocr reads page images"
        )
    return tuple(notes)


def numbered(pages: list[int]) -> str:
    """Page numbers for a sentence, at most ten of them."""
    shown = ", ".join(map(str, pages[:10])) + (" …" if len(pages) > 10 else "")
    return f"page {shown}" if len(pages) == 1 else f"pages {shown}"
