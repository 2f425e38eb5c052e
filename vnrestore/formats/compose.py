"""Building a Document from what a reader finds, so that texts and spans agree everywhere.

A reader says ``page``, ``block``, ``line`` and ``word`` in reading order and then ``build``;
the text is laid out here: words one space apart, a line end after a line, a blank line after
a block, a line with a form feed between pages. Empty lines, blocks and pages leave no trace
in the text; a page without words stays in ``pages``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from vnrestore.datatypes.document import Block, Box, Document, Encoding, Line, Page, Span, Word, union_of

_WORD, _LINE, _BLOCK, _PAGE = " ", "\n", "\n\n", "\n\f\n"
_SEPARATORS = ("", _WORD, _LINE, _BLOCK, _PAGE)


@dataclass(slots=True)
class _Part:
    """A page, block or line under construction."""

    box: Box | None
    id: str | None
    parts: list[_Part] = field(default_factory=list)
    words: list[_RawWord] = field(default_factory=list)


@dataclass(slots=True)
class _RawWord:
    text: str
    box: Box | None
    confidence: float | None
    id: str | None


class DocumentBuilder:
    """Collects pages, blocks, lines and words in reading order."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._pages: list[_Part] = []

    def page(self, box: Box | None = None, id: str | None = None) -> None:
        """Begin a page."""
        self._pages.append(_Part(box, id))

    def block(self, box: Box | None = None, id: str | None = None) -> None:
        """Begin a block of the last page; the first page begins by itself."""
        if not self._pages:
            self.page()
        self._pages[-1].parts.append(_Part(box, id))

    def line(self, box: Box | None = None, id: str | None = None) -> None:
        """Begin a line of the last block; the first block of a page begins by itself."""
        if not self._pages or not self._pages[-1].parts:
            self.block()
        self._pages[-1].parts[-1].parts.append(_Part(box, id))

    def word(
        self, text: str, box: Box | None = None, confidence: float | None = None, id: str | None = None
    ) -> None:
        """Add a word to the last line; its white space becomes single spaces, and none around it.

        A word without text is kept as an empty span, so that words and elements can be counted off.
        """
        if not self._pages or not self._pages[-1].parts or not self._pages[-1].parts[-1].parts:
            self.line()
        self._pages[-1].parts[-1].parts[-1].words.append(
            _RawWord(" ".join(text.split()), box, confidence, id)
        )

    def build(self, format: str, source: bytes = b"", encodings: tuple[Encoding, ...] = ()) -> Document:
        """The document: boxes that were not given are the union of what they hold."""
        layout = _Layout()
        pages = tuple(layout.page(page) for page in self._pages)
        return Document(layout.text(), format, pages, source, encodings)


def with_text(document: Document, convert: Callable[[str], str]) -> Document:
    """The document with every word (of plain text: the whole text) converted; boxes and ids stay.

    What was converted is not in ``source`` yet: writers see that the words differ and write them.
    """
    if not document.pages:
        return replace(document, text=convert(document.text), altered=True)
    builder = DocumentBuilder()
    for page in document.pages:
        builder.page(page.box, page.id)
        for block in page.blocks:
            builder.block(block.box, block.id)
            for line in block.lines:
                builder.line(line.box, line.id)
                for word in line.words:
                    text = convert(word.span.of(document.text))
                    builder.word(text, word.box, word.confidence, word.id)
    built = builder.build(document.format, document.source, document.encodings)
    return replace(built, altered=True)


class _Layout:
    """Lays the text out and notes the spans; separators are written before what they part."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._at = 0
        self._due = ""  # the separator owed before the next word

    def text(self) -> str:
        return "".join(self._pieces) + ("\n" if self._pieces else "")

    def _owe(self, separator: str) -> None:
        if self._pieces and _SEPARATORS.index(separator) > _SEPARATORS.index(self._due):
            self._due = separator

    def _write(self, text: str) -> Span:
        if not text:
            return Span(self._at, self._at)
        self._pieces += (self._due, text)
        start = self._at + len(self._due)
        self._at = start + len(text)
        self._due = ""
        return Span(start, self._at)

    def page(self, raw: _Part) -> Page:
        self._owe(_PAGE)
        blocks = tuple(self._block(block) for block in raw.parts)
        return Page(_around(blocks, self._at), blocks, raw.box or union_of(b.box for b in blocks), raw.id)

    def _block(self, raw: _Part) -> Block:
        self._owe(_BLOCK)
        lines = tuple(self._line(line) for line in raw.parts)
        return Block(_around(lines, self._at), lines, raw.box or union_of(one.box for one in lines), raw.id)

    def _line(self, raw: _Part) -> Line:
        self._owe(_LINE)
        words: list[Word] = []
        for word in raw.words:
            self._owe(_WORD)
            words.append(Word(self._write(word.text), word.box, word.confidence, word.id))
        box = raw.box or union_of(word.box for word in words)
        return Line(_around(words, self._at), tuple(words), box, raw.id)


def _around(parts: list[Word] | tuple[Block | Line, ...], at: int) -> Span:
    """From the first to the last part that has text; empty at ``at`` where none has."""
    spans = [part.span for part in parts if part.span]
    return Span(spans[0].start, spans[-1].end) if spans else Span(at, at)
