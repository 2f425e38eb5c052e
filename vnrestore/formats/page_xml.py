"""PAGE-XML 2013 to 2019: text at the level of words, of lines, or of regions.

The finest level that has text is read. All levels that have text are written, so that they
keep saying the same. Where the schema knows several ``TextEquiv`` (from 2016 on) the old
reading stays as the next one by ``index``; before, it is kept in ``custom``.
Specification: https://github.com/PRImA-Research-Lab/PAGE-XML
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vnrestore.datatypes.document import Document
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.formats.page_geometry import box_of, page_box, set_box
from vnrestore.formats.page_order import regions_in_order
from vnrestore.formats.page_text import TextWriter, confidence_of, text_of
from vnrestore.formats.placing import PlacedLine, PlacedWord
from vnrestore.formats.xml_source import Element, XmlSource
from vnrestore.formats.xml_words import NumberedIds, children, descendants, rewrite_words


class _Line(NamedTuple):
    """What becomes a line of the document: words of a line, a line, or a line of a region's text."""

    element: Element
    words: tuple[Element, ...] = ()
    text: str = ""


def read_page(data: bytes, name: str) -> Document:
    """The page of a PAGE file.

    Raises:
        InputError: the file is refused as unsafe.
        UnknownFormatError: it is not well-formed.
    """
    source = XmlSource(data, name)
    builder = DocumentBuilder()
    for page in children(source.root, "Page"):
        builder.page(page_box(page), page.get("imageFilename"))
        for region in regions_in_order(page):
            builder.block(box_of(region), region.get("id"))
            for line in _lines(region):
                _read_line(builder, line)
    return builder.build("page", data)


def _read_line(builder: DocumentBuilder, line: _Line) -> None:
    builder.line(box_of(line.element), line.element.get("id"))
    for word in line.words:
        builder.word(text_of(word), box_of(word), confidence_of(word), word.get("id"))
    confidence = confidence_of(line.element)
    for text in () if line.words else line.text.split():
        builder.word(text, None, confidence)


def write_page(document: Document, placed: Sequence[PlacedLine], alternatives: bool = True) -> bytes:
    """The file with the new words in it; ``alternatives`` keeps the old ones beside them.

    ``placed`` are the lines as ``read_page`` gives them, in that order.
    """
    source = XmlSource(document.source, "PAGE")
    editor = _Editor(NumberedIds(source.root, "id"), TextWriter(source.root, alternatives))
    following = iter(placed)
    for page in children(source.root, "Page"):
        regions = regions_in_order(page)
        scopes = {region: _scope(region) for region in regions}
        written: dict[Element, PlacedLine] = {}
        changed: set[Element] = set()
        for region in regions:
            lines = list(_lines(region))
            now = [(line, next(following)) for line in lines]
            if lines and lines[0].element is region:
                editor.region(region, now)
                continue
            for line, new in now:
                written[line.element] = new
                if editor.line(line, new):
                    changed.add(line.element)
        for region in regions:
            if text_of(region) and not changed.isdisjoint(scopes[region]):
                text = "\n".join(filter(None, map(_line_text, scopes[region])))
                news = [written[line] for line in scopes[region] if line in written]
                editor.texts.write(region, text, _mean(news))
    return source.serialize()


class _Editor:
    """Changes one ``Word``, ``TextLine`` or text of a region at a time."""

    def __init__(self, ids: NumberedIds, texts: TextWriter) -> None:
        self._ids = ids
        self.texts = texts

    def line(self, line: _Line, new: PlacedLine) -> bool:
        """Write one line; whether it says something else now."""
        if line.words:
            before = [text_of(word) for word in children(line.element, "Word")]
            rewrite_words([new], line.words, self)
            if before == [text_of(word) for word in children(line.element, "Word")]:
                return False
        elif new.text == " ".join(line.text.split()):
            return False
        if text_of(line.element):
            self.texts.write(line.element, _line_text(line.element, new.text), _mean([new]))
        return True

    def region(self, region: Element, lines: Sequence[tuple[_Line, PlacedLine]]) -> None:
        """Write a region whose text is only at its own level."""
        if any(new.text != " ".join(line.text.split()) for line, new in lines):
            news = [new for _, new in lines]
            self.texts.write(region, "\n".join(new.text for new in news), _mean(news))

    def text(self, element: Element) -> str:
        return " ".join(text_of(element).split())

    def reword(self, element: Element, word: PlacedWord | None, moved: bool) -> None:
        self.texts.write(element, word.text if word else "", word.confidence if word else None)
        if word is not None and word.box is not None and moved:
            set_box(element, word.box)

    def add_after(self, element: Element, word: PlacedWord) -> Element:
        """A new word behind another, which was split; without its glyphs."""
        added = element.makeelement(element.tag, dict(element.attrib))
        added.attrib.pop("custom", None)
        self._ids.give(added, element)
        coords = next(children(element, "Coords"), None)
        if coords is not None:
            added.append(coords.makeelement(coords.tag, {}))
        if word.box is not None:
            set_box(added, word.box)
        self.texts.write(added, word.text, word.confidence)
        added.tail = element.tail
        parent = element.getparent()
        parent.insert(parent.index(element) + 1, added)
        return added


def _lines(region: Element) -> Iterator[_Line]:
    """The lines of a region at the finest level that has text; none of the regions inside it."""
    found = []
    for line in children(region, "TextLine"):
        words = tuple(children(line, "Word"))
        if any(text_of(word) for word in words):
            found.append(_Line(line, words))
        else:
            found.append(_Line(line, (), text_of(line)))
    if any(line.words or line.text.strip() for line in found) or _has_lines(region):
        yield from found
    else:
        for text in text_of(region).split("\n"):
            yield _Line(region, (), text)


def _has_lines(region: Element) -> bool:
    """Whether any line inside a region, or a region in it, has text of its own."""
    lines = descendants(region, "TextLine")
    return any(text_of(line) or any(map(text_of, children(line, "Word"))) for line in lines)


def _scope(region: Element) -> list[Element]:
    """The lines whose texts make up the text of a region: its own, or also those of regions inside."""
    own = list(children(region, "TextLine"))
    below = list(descendants(region, "TextLine"))
    if len(own) == len(below):
        return own
    whole = text_of(region).split()
    return below if whole == " ".join(map(_line_text, below)).split() else own


def _line_text(line: Element, otherwise: str | None = None) -> str:
    """What a line says by its words; if none has text, ``otherwise`` or its own text."""
    words = " ".join(filter(None, (text_of(word).strip() for word in children(line, "Word"))))
    return words or (text_of(line) if otherwise is None else otherwise)


def _mean(lines: Sequence[PlacedLine]) -> float | None:
    """The mean confidence of the words of lines, None if none is known."""
    known = [word.confidence for line in lines for word in line.words if word.confidence is not None]
    return sum(known) / len(known) if known else None
