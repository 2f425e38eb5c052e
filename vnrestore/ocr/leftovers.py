"""What the first reading of a page left unread: lines crossed by a stamp, lost in a header.

Tesseract takes regions that a stamp or a signature touches for pictures. With the words that were
read painted white, what is left is read again; sure words of it are brought to their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vnrestore.datatypes.document import Box, Document, Line, union_of
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.ocr.cleaning import INK

if TYPE_CHECKING:
    from PIL import Image

MOST_INK = 0.02
"""Share of the ink outside words up to which a page counts as read whole."""
SURE = 0.6  # confidence of words worth bringing in
_LETTERS = 4  # that a line worth bringing in has at least
_SAME_ROW = 0.5  # of the lower of two heights


class _Word(NamedTuple):
    text: str
    box: Box
    confidence: float


_Row = list[_Word]


def unread(image: Image.Image, document: Document) -> Image.Image | None:
    """The image with the words of its reading painted white; None if hardly any ink is left."""
    from PIL import ImageDraw

    rest = image.convert("L")
    before = _ink(rest)
    pen = ImageDraw.Draw(rest)
    for line in document.lines():
        for word in _words(document, line):
            pen.rectangle((word.box.left, word.box.top, word.box.right, word.box.bottom), fill="white")
    return rest if _ink(rest) > MOST_INK * before else None


def _ink(image: Image.Image) -> int:
    return int((np.asarray(image) < INK).sum())


def with_leftovers(first: Document, second: Document) -> Document:
    """The first reading of one page with the sure words of the second, read from what ``unread`` gave.

    Words in the row of a line go into it; if they stand left or right of its whole block they are
    of another column and become a line, before that line or after the block. What stands in no
    row becomes a line under the one above.
    """
    (page,) = first.pages
    blocks = [[_words(first, line) for line in block.lines] for block in page.blocks]
    for row in _sure_rows(second):
        _insert(blocks, row)
    builder = DocumentBuilder()
    builder.page(page.box, page.id)
    for block in blocks:
        builder.block()
        for row in block:
            builder.line()
            for word in row:
                builder.word(word.text, word.box, word.confidence)
    return builder.build(first.format, first.source)


def _words(document: Document, line: Line) -> _Row:
    """The words of a line; Tesseract gives a box to each."""
    return [
        _Word(word.span.of(document.text), word.box, word.confidence or 0.0)
        for word in line.words
        if word.box is not None
    ]


def _sure_rows(document: Document) -> Iterator[_Row]:
    """The lines of a reading without what is unsure in them, if some letters remain."""
    for line in document.lines():
        row = [word for word in _words(document, line) if word.confidence >= SURE]
        if sum(map(str.isalpha, "".join(word.text for word in row))) >= _LETTERS:
            yield row


def _insert(blocks: list[list[_Row]], row: _Row) -> None:
    box = _around(row)
    places = [(block, at, _around(block[at])) for block in blocks for at in range(len(block)) if block[at]]
    block, at, near = max(places, key=lambda place: _shared_height(place[2], box), default=([], 0, box))
    if not block:
        blocks.append([row])
    elif _shared_height(near, box) > _SAME_ROW:
        column = _around([word for one in block for word in one])
        if box.left >= column.right:
            block.append(row)
        elif box.right <= column.left:
            block.insert(at, row)
        else:
            block[at] = sorted(block[at] + row, key=lambda word: word.box.left)
    elif above := [place for place in places if place[2].bottom <= box.bottom]:
        block, at, _ = max(above, key=lambda place: place[2].bottom)
        block.insert(at + 1, row)
    else:
        blocks.insert(0, [row])


def _around(row: _Row) -> Box:
    box = union_of(word.box for word in row)
    assert box is not None, "no row is empty"
    return box


def _shared_height(one: Box, other: Box) -> float:
    """What two boxes share of the direction down the page, as part of the lower one's height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1.0, min(one.height, other.height))
