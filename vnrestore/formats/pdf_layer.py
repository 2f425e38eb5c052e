"""Writing the corrected text back into a PDF as an invisible layer over the page images.

The layer is made as Tesseract makes its own, because every viewer and every extractor knows
that kind: rendering mode 3, a font of one empty glyph whose ToUnicode map says which character
a code is, each word stretched to the width of its box. Nothing but the old layer is taken out.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise
from statistics import median, median_high
from typing import TYPE_CHECKING

from vnrestore.datatypes.document import Box
from vnrestore.formats.pdf_content import Show, parse
from vnrestore.formats.pdf_edit import without
from vnrestore.formats.pdf_glyphless import GLYPH_WIDTH, GlyphlessFont, packed
from vnrestore.formats.pdf_lines import Frame

if TYPE_CHECKING:
    import pikepdf

_LEVEL = 1.0  # heights by which the base line may fall over its length
_GAP = 0.2  # heights between words, at least


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word to be written, and where."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class LayerLine:
    """Words one after the other, in one direction of user space."""

    words: tuple[LayerWord, ...]
    turn: int


class LayerWriter:
    """Replaces the layers of some pages of one document; one font serves them all."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """The document is changed by :meth:`replace` and :meth:`finish`."""
        self._pdf = pdf
        self._font = GlyphlessFont(pdf)

    def replace(self, index: int, frame: Frame, old: Iterable[Show], lines: Sequence[LayerLine]) -> None:
        """Take the shows of the old layer out of a page and put the new lines in."""
        page = self._pdf.pages[index]
        gone: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        for show in old:
            gone[show.stream].add(show.index)
        own = gone.pop((index, 0), set())
        self._clear_forms(gone)
        if own:
            kept = b"q\n" + without(parse(page.obj), own) + b"\nQ\n"
            page.obj["/Contents"] = packed(self._pdf, kept)
        page.remove_unreferenced_resources()  # of the old layer's fonts
        layer = self._layer(lines, frame, self._resource(page))
        if own:
            page.obj["/Contents"] = packed(self._pdf, kept + layer)
        else:
            page.contents_add(packed(self._pdf, b"q\n"), prepend=True)
            page.contents_add(packed(self._pdf, b"\nQ\n" + layer))

    def finish(self) -> None:
        """Complete the font, when all words are known."""
        self._font.finish()

    def _clear_forms(self, gone: Mapping[tuple[int, int], set[int]]) -> None:
        import pikepdf

        for (number, generation), indices in gone.items():
            form = self._pdf.get_object((number, generation - 1))
            form.write(zlib.compress(without(parse(form), indices)), filter=pikepdf.Name.FlateDecode)

    def _resource(self, page: pikepdf.Page) -> str:
        """The name the page knows the font by: Tesseract's, which OCRmyPDF looks for, if it is free.

        Pages may share their resources; the page gets a list of fonts of its own.
        """
        import pikepdf

        resources = pikepdf.Dictionary(dict(page.obj.get("/Resources", {}).items()))
        fonts = pikepdf.Dictionary(dict(resources.get("/Font", {}).items()))
        name = next(one for one in (f"/f-0-{number}" for number in count()) if one not in fonts)
        fonts[name] = self._font.resource
        resources["/Font"] = fonts
        page.obj["/Resources"] = resources
        return name

    def _layer(self, lines: Iterable[LayerLine], frame: Frame, resource: str) -> bytes:
        if not (body := [part for line in lines for part in self._line(line, frame, resource)]):
            return b""
        return "\n".join(["BT", "3 Tr", *body, "ET"]).encode("ascii")

    def _line(self, line: LayerLine, frame: Frame, resource: str) -> list[str]:
        out: list[str] = []
        words = parted(levelled(line.words)) if line.turn == frame.turn else line.words
        last = len(words) - 1
        for number, word in enumerate(words):
            placed = _placed(word.box, line.turn, frame)
            if placed is None or not word.text:
                continue
            matrix, width, height = placed
            stretch = width * 100_000 / (GLYPH_WIDTH * height * len(word.text))
            shown = word.text if number == last else word.text + " "
            out += (
                f"{resource} {_number(height)} Tf {_number(stretch)} Tz",
                f"{matrix} Tm <{self._font.encoded(shown)}> Tj",
            )
        return out


def levelled(words: Sequence[LayerWord]) -> tuple[LayerWord, ...]:
    """The words on one base line, all of one height, unless the line is too slanted for that.

    Extractors sort words by their base lines; on a page scanned half a degree askew
    ``pdftotext`` interleaves the words of neighbouring lines if each keeps its own.
    """
    if not words:
        return ()
    height = median_high(word.box.height for word in words)
    bottoms = sorted(word.box.bottom for word in words)
    stray = len(bottoms) // 10  # at each end: descenders and commas reach below the line, dirt anywhere
    if bottoms[-1 - stray] - bottoms[stray] > _LEVEL * height:
        return tuple(words)
    bottom = median(bottoms)
    return tuple(
        replace(word, box=Box(word.box.left, bottom - height, word.box.right, bottom)) for word in words
    )


def parted(words: Sequence[LayerWord]) -> tuple[LayerWord, ...]:
    """The words with a gap after each: extractors tell words by the gaps, spaces or not."""
    out: list[LayerWord] = []
    for word, after in pairwise(words):
        box = word.box
        limit = after.box.left - _GAP * box.height
        if box.left < after.box.left and box.right > limit:
            box = replace(box, right=max(limit, box.left + box.width / 2))
        out.append(replace(word, box=box))
    return (*out, *words[-1:])


def _placed(box: Box, turn: int, frame: Frame) -> tuple[str, float, float] | None:
    """Text matrix of a word, its length and its height; None where the box has no area."""
    (x0, y0), (x1, y1) = frame.point(box.left, box.bottom), frame.point(box.right, box.top)
    left, right = sorted((x0, x1))
    bottom, top = sorted((y0, y1))
    width, height = right - left, top - bottom
    if turn in (90, 270):
        width, height = height, width
    if width < 0.01 or height < 0.01:
        return None
    cosine, sine, x, y = {
        0: (1, 0, left, bottom),
        90: (0, 1, right, bottom),
        180: (-1, 0, right, top),
        270: (0, -1, left, top),
    }[turn]
    return f"{cosine} {sine} {-sine} {cosine} {_number(x)} {_number(y)}", width, height


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
