"""hOCR: HTML whose classes say what is a page, a line, a word, and whose titles say where.

Written in place. The reading that was there stays in the way the specification has for
alternative readings (``span.alternatives`` with ``ins.alt`` and ``del.alt``); ``x_wconf`` tells
how sure the new one is. Reading order is that of the coordinates, the file's where they leave
a choice.
Specification: http://kba.github.io/hocr-spec/1.2/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vnrestore.datatypes.document import Box, Document
from vnrestore.errors import UnknownFormatError
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.formats.hocr_title import bbox_of, wconf_of, with_bbox, with_wconf
from vnrestore.formats.hocr_word import classes, new_word, set_text, word_text
from vnrestore.formats.html_source import HtmlSource
from vnrestore.formats.placing import PlacedLine, PlacedWord
from vnrestore.formats.reading_order import reading_order
from vnrestore.formats.xml_source import Element, XmlSource
from vnrestore.formats.xml_words import NumberedIds, rewrite_words

_WORDS = frozenset({"ocrx_word", "ocr_word"})
_LINES = frozenset(
    ["ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno"]
)  # the classes Tesseract gives to lines; of nested ones the innermost is the line
_PARAGRAPHS = frozenset({"ocr_par", "ocrx_block"})
_AREAS = frozenset({"ocr_carea", "ocr_column"})


class _Line(NamedTuple):
    """A line element and its words; without words its own text counts."""

    element: Element
    words: tuple[Element, ...]


class _Block(NamedTuple):
    """A paragraph, or an area or page where there are none, and its lines."""

    element: Element
    lines: list[_Line]


def read_hocr(data: bytes, name: str) -> Document:
    """The pages of an hOCR file.

    Raises:
        InputError: the file is refused as unsafe.
        UnknownFormatError: it cannot be read as HTML.
    """
    source = _open(data, name)
    builder = DocumentBuilder()
    for page in _pages(source.root):
        builder.page(_box(page), page.get("id"))
        for block in _blocks(page):
            builder.block(_box(block.element), block.element.get("id"))
            for line in block.lines:
                _read_line(builder, line)
    return builder.build("hocr", data)


def _read_line(builder: DocumentBuilder, line: _Line) -> None:
    builder.line(_box(line.element), line.element.get("id"))
    for word in line.words:
        title = word.get("title", "")
        builder.word(word_text(word), bbox_of(title), wconf_of(title), word.get("id"))
    for text in () if line.words else word_text(line.element).split():
        builder.word(text)


def write_hocr(document: Document, placed: Sequence[PlacedLine], alternatives: bool = True) -> bytes:
    """The file with the new words in it; ``alternatives`` keeps the old ones beside them.

    ``placed`` are the lines as ``read_hocr`` gives them, in that order.
    """
    source = _open(document.source, "hOCR")
    lines = [line for page in _pages(source.root) for block in _blocks(page) for line in block.lines]
    editor = _Editor(NumberedIds(source.root, "id"), alternatives)
    for line, new in zip(lines, placed, strict=True):
        if line.words:
            rewrite_words([new], line.words, editor)
        elif new.text != " ".join(word_text(line.element).split()):
            known = [word.confidence for word in new.words if word.confidence is not None]
            set_text(line.element, new.text, min(known, default=None), alternatives)
    return source.serialize()


class _Editor:
    """Changes one word at a time."""

    def __init__(self, ids: NumberedIds, alternatives: bool) -> None:
        self._ids = ids
        self._alternatives = alternatives

    def text(self, element: Element) -> str:
        return " ".join(word_text(element).split())

    def reword(self, element: Element, word: PlacedWord | None, moved: bool) -> None:
        confidence = word.confidence if word else None
        if word is None or word.text != self.text(element):
            set_text(element, word.text if word else "", confidence, self._alternatives)
        element.set("title", _title(element, word, moved))

    def add_after(self, element: Element, word: PlacedWord) -> Element:
        """A new word behind another, which was split."""
        parent = element.getparent()
        if parent is None:  # the whole file is this one word
            set_text(element, f"{self.text(element)} {word.text}", word.confidence, keep=False)
            return element
        added = new_word(element, word.text)
        self._ids.give(added, element)
        added.set("title", _title(element, word, moved=True))
        if not (element.tail or "").isspace():
            added.tail, element.tail = element.tail, " "
        else:
            added.tail = element.tail
        parent.insert(parent.index(element) + 1, added)
        return added


def _title(element: Element, word: PlacedWord | None, moved: bool) -> str:
    title: str = element.get("title", "")
    if word is None:
        return title
    if moved and word.box is not None:
        title = with_bbox(title, word.box)
    return title if word.confidence is None else with_wconf(title, word.confidence)


def _open(data: bytes, name: str) -> XmlSource | HtmlSource:
    try:
        return XmlSource(data, name)
    except UnknownFormatError:
        return HtmlSource(data, name)


def _pages(root: Element) -> list[Element]:
    pages = [one for one in _elements(root) if "ocr_page" in classes(one)]
    return pages or [root]


def _blocks(page: Element) -> list[_Block]:
    """The blocks of a page in reading order."""
    blocks: list[_Block] = []
    for line in _lines(page):
        around = (_nearest(line.element, page, kinds) for kinds in (_PARAGRAPHS, _AREAS))
        element = next((one for one in around if one is not None), page)
        if not blocks or blocks[-1].element is not element:
            blocks.append(_Block(element, []))
        blocks[-1].lines.append(line)
    areas: dict[Element, list[_Block]] = {}
    for block in blocks:
        area = _nearest(block.lines[0].element, page, _AREAS)
        areas.setdefault(block.element if area is None else area, []).append(block)
    order = reading_order([None if one is page else _box(one) for one in areas])
    groups = list(areas.values())
    return [block for i in order for block in groups[i]]


def _lines(page: Element) -> Iterator[_Line]:
    """The lines of a page in the order of the file, and words that are in no line as one each run."""
    grouped: dict[Element, list[Element]] = {}
    for one in _elements(page):
        kinds = classes(one)
        if kinds & _WORDS:
            line = _nearest(one, page, _LINES)
            parent = page if one is page else one.getparent()
            grouped.setdefault(parent if line is None else line, []).append(one)
        elif kinds & _LINES and not any(classes(below) & (_LINES | _WORDS) for below in _below(one)):
            grouped.setdefault(one, [])
    return (_Line(element, tuple(words)) for element, words in grouped.items())


def _nearest(element: Element, page: Element, kinds: frozenset[str]) -> Element | None:
    """The element itself or the innermost around it of some classes, inside the page."""
    while element is not None and element is not page:
        if classes(element) & kinds:
            return element
        element = element.getparent()
    return None


def _elements(root: Element) -> Iterator[Element]:
    return (one for one in root.iter() if isinstance(one.tag, str))


def _below(element: Element) -> Iterator[Element]:
    return (one for one in element.iterdescendants() if isinstance(one.tag, str))


def _box(element: Element) -> Box | None:
    return bbox_of(element.get("title", ""))
