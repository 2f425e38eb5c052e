"""hOCR made from scratch, for documents that came in another format: pages of PDFs, scans.

Specification: http://kba.github.io/hocr-spec/1.2/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from vnrestore.datatypes.document import Box, Document, Page
from vnrestore.formats.placing import PlacedLine, PlacedWord

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="vnrestore"/>
  <meta name="ocr-capabilities" content="ocr_page ocr_par ocr_line ocrx_word ocrp_wconf"/>
 </head>
 <body>"""
_TAIL = """ </body>
</html>
"""
_PDF_DPI = 300
_CONTROLS = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd"
)


def new_hocr(document: Document, placed: Sequence[PlacedLine]) -> bytes:
    """The restored lines of a document as hOCR, which has boxes in whole pixels.

    A PDF has no pixels: its points are given as if it had been scanned at 300 dots an inch.

    Args:
        document: where the lines come from; a document without pages becomes one page.
        placed: its lines, restored.
    """
    writer = _Writer(iter(placed), _PDF_DPI if document.format == "pdf" else None)
    body = [part for number, page in enumerate(document.pages, 1) for part in writer.page(page, number)]
    return "\n".join([_HEAD, *body, _TAIL]).encode("utf-8")


class _Writer:
    """Writes page after page; ``dpi`` is what boxes in points are to be turned into."""

    def __init__(self, lines: Iterator[PlacedLine], dpi: int | None) -> None:
        self._lines = lines
        self._scale = dpi / 72 if dpi else 1.0
        self._resolution = f"; scan_res {dpi} {dpi}" if dpi else ""

    def page(self, page: Page, number: int) -> Iterator[str]:
        title = f"{self._bbox(page.box)}; ppageno {number - 1}{self._resolution}"
        yield f'  <div class="ocr_page" id="page_{number}" title="{title}">'
        for at, block in enumerate(page.blocks, 1):
            yield f'   <p class="ocr_par" id="par_{number}_{at}" title="{self._bbox(block.box)}">'
            for row, line in enumerate(block.lines, 1):
                id = f"{number}_{at}_{row}"
                yield f'    <span class="ocr_line" id="line_{id}" title="{self._bbox(line.box)}">'
                for count, word in enumerate(next(self._lines).words, 1):
                    yield self._word(word, f"word_{id}_{count}")
                yield "    </span>"
            yield "   </p>"
        yield "  </div>"

    def _word(self, word: PlacedWord, id: str) -> str:
        title = self._bbox(word.box)
        if word.confidence is not None:
            title += f"; x_wconf {round(word.confidence * 100)}"
        text = escape(word.text.translate(_CONTROLS))
        return f'     <span class="ocrx_word" id="{id}" title="{title}">{text}</span>'

    def _bbox(self, box: Box | None) -> str:
        if box is None:
            return "bbox 0 0 0 0"
        edges = (box.left, box.top, box.right, box.bottom)
        return " ".join(["bbox", *(str(round(edge * self._scale)) for edge in edges)])
