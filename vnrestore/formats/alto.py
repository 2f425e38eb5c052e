"""ALTO 2 to 4: words are ``String`` elements, their text the attribute ``CONTENT``.

Written in place. The reading that was there stays as an ``ALTERNATIVE`` of the word; ``WC``
and ``CC`` tell how sure the new one is; ``SUBS_CONTENT`` of a word cut at a line end follows
its two halves. The hyphen of such a word (``HYP``) is read as its last character.
Specification: https://www.loc.gov/standards/alto/
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from vnrestore.datatypes.document import Box, Document
from vnrestore.formats.alto_order import alto_box, blocks_in_order, box_of
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.formats.placing import PlacedLine, PlacedWord
from vnrestore.formats.xml_source import Element, XmlSource
from vnrestore.formats.xml_words import NumberedIds, children, local, number, rewrite_words

PURPOSE = "original reading"
"""What an ``ALTERNATIVE`` written here says it is for."""


def read_alto(data: bytes, name: str) -> Document:
    """The pages of an ALTO file.

    Raises:
        InputError: the file is refused as unsafe.
        UnknownFormatError: it is not well-formed.
    """
    source = XmlSource(data, name)
    builder = DocumentBuilder()
    for page in _pages(source.root):
        width, height = number(page.get("WIDTH")), number(page.get("HEIGHT"))
        builder.page(box_of(0.0, 0.0, width, height), page.get("ID"))
        for block in blocks_in_order(page):
            builder.block(alto_box(block), block.get("ID"))
            for line in children(block, "TextLine"):
                builder.line(alto_box(line), line.get("ID"))
                for string in children(line, "String"):
                    text = string.get("CONTENT", "") + _hyphen(string)
                    builder.word(text, alto_box(string), _confidence(string), string.get("ID"))
    return builder.build("alto", data)


def write_alto(document: Document, placed: Sequence[PlacedLine], alternatives: bool = True) -> bytes:
    """The file with the new words in it; ``alternatives`` keeps the old ones beside them.

    ``placed`` are the lines as ``read_alto`` gives them, in that order.
    """
    source = XmlSource(document.source, "ALTO")
    strings = [
        string
        for page in _pages(source.root)
        for block in blocks_in_order(page)
        for line in children(block, "TextLine")
        for string in children(line, "String")
    ]
    editor = _Editor(NumberedIds(source.root, "ID"), alternatives)
    rewrite_words(placed, strings, editor)
    editor.join_halves(strings)
    return source.serialize()


class _Editor:
    """Changes one ``String`` at a time."""

    def __init__(self, ids: NumberedIds, alternatives: bool) -> None:
        self._ids = ids
        self._alternatives = alternatives
        self._touched: set[Element] = set()
        self._hyphens: dict[Element, str] = {}

    def text(self, string: Element) -> str:
        return " ".join((string.get("CONTENT", "") + _hyphen(string)).split())

    def reword(self, string: Element, word: PlacedWord | None, moved: bool) -> None:
        """Give a word its new text, None for none; ``moved``: its box is another."""
        old = string.get("CONTENT", "")
        new = self._without_hyphen(string, word.text if word else "")
        if self._alternatives and old and old != new:
            _add_alternative(string, old)
        string.set("CONTENT", new)
        self._touched.add(string)
        if word is not None:
            _set_confidence(string, new, word.confidence)
            if moved and word.box is not None:
                _set_box(string, word.box)

    def add_after(self, string: Element, word: PlacedWord) -> Element:
        """A new word behind another, which was split."""
        added = string.makeelement(string.tag, {})
        for name, value in string.attrib.items():
            if name not in ("SUBS_TYPE", "SUBS_CONTENT"):
                added.set(name, value)
        self._ids.give(added, string)
        added.set("CONTENT", word.text)
        _set_confidence(added, word.text, word.confidence)
        space = string.makeelement(string.tag.replace("String", "SP"), {})
        if word.box is not None:
            end = alto_box(string)
            _set_box(added, word.box)
            if end is not None:
                whole = _whole(string)
                left, right = _shown(end.right, whole), _shown(word.box.left, whole)
                space.set("WIDTH", _shown(max(float(right) - float(left), 0.0), whole))
                space.set("HPOS", left)
                space.set("VPOS", string.get("VPOS"))
        parent = string.getparent()
        at = parent.index(string) + 1
        parent[at:at] = [space, added]
        added.tail, string.tail = string.tail, None
        added.set("CONTENT", self._without_hyphen(added, word.text))
        return added

    def _without_hyphen(self, string: Element, text: str) -> str:
        """The text of a word without the hyphen that stands in a ``HYP`` behind it.

        A hyphen that the new text lacks is emptied; the part of a split word that has it gets it back.
        """
        hyp = _hyp(string)
        if hyp is None:
            return text
        hyphen = self._hyphens.setdefault(hyp, hyp.get("CONTENT", ""))
        ends = bool(hyphen) and text.endswith(hyphen)
        if ends != bool(hyp.get("CONTENT")):
            hyp.set("CONTENT", hyphen if ends else "")
        return text[: -len(hyphen)] if ends else text

    def join_halves(self, strings: Sequence[Element]) -> None:
        """Let ``SUBS_CONTENT`` say what the two halves of a cut word are now."""
        for first, second in pairwise(strings):
            cut = first.get("SUBS_TYPE") == "HypPart1" and second.get("SUBS_TYPE") == "HypPart2"
            if not cut or self._touched.isdisjoint((first, second)):
                continue
            for half in (first, second):
                if "SUBS_CONTENT" in half.attrib:
                    half.set("SUBS_CONTENT", first.get("CONTENT", "") + second.get("CONTENT", ""))


def _pages(root: Element) -> Iterator[Element]:
    for layout in children(root, "Layout"):
        yield from children(layout, "Page")


def _hyp(string: Element) -> Element | None:
    """The ``HYP`` that follows a word, None if none does."""
    follower = next((e for e in string.itersiblings() if isinstance(e.tag, str)), None)
    return follower if follower is not None and local(follower) == "HYP" else None


def _hyphen(string: Element) -> str:
    hyp = _hyp(string)
    return "" if hyp is None else (hyp.get("CONTENT") or "")


def _confidence(string: Element) -> float | None:
    value = number(string.get("WC"))
    return None if value is None else min(max(value, 0.0), 1.0)


def _set_box(string: Element, box: Box) -> None:
    whole = _whole(string)
    for key, value in (("HPOS", box.left), ("VPOS", box.top)):
        string.set(key, _shown(value, whole))
    width = float(_shown(box.right, whole)) - float(_shown(box.left, whole))
    height = float(_shown(box.bottom, whole)) - float(_shown(box.top, whole))
    for key, value in (("WIDTH", width), ("HEIGHT", height)):
        string.set(key, _shown(value, whole))


def _whole(string: Element) -> bool:
    """Whether the file measures in whole numbers."""
    return not any("." in (string.get(key) or "") for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))


def _shown(value: float, whole: bool) -> str:
    return str(round(value)) if whole else f"{value:.2f}".rstrip("0").rstrip(".")


def _set_confidence(string: Element, text: str, confidence: float | None) -> None:
    if confidence is None:
        return
    string.set("WC", f"{confidence:.2f}")
    if "CC" in string.attrib:  # 0 is sure, 9 is not: the other way round than WC
        separator = " " if " " in string.get("CC") else ""
        string.set("CC", separator.join([str(math.floor((1.0 - confidence) * 9 + 0.5))] * len(text)))


def _add_alternative(string: Element, text: str) -> None:
    """Before any glyphs, after a shape and the alternatives there are; not twice."""
    tag = string.tag.replace("String", "ALTERNATIVE")
    if any(one.text == text for one in string.iterchildren(tag)):
        return
    added = string.makeelement(tag, {"PURPOSE": PURPOSE})
    added.text = text
    at = sum(1 for one in string if not isinstance(one.tag, str) or local(one) in ("Shape", "ALTERNATIVE"))
    string.insert(at, added)
