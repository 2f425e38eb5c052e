"""What the XML formats share: walking elements by local name, and writing new words over old ones."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Protocol

from vnrestore.formats.placing import PlacedLine, PlacedWord
from vnrestore.formats.xml_source import Element


class WordEditor(Protocol):
    """How one format changes its word elements."""

    def text(self, element: Element) -> str:
        """What the word element says now."""

    def reword(self, element: Element, word: PlacedWord | None, moved: bool) -> None:
        """Give an element a new text, or none; ``moved`` if it also gets another box."""

    def add_after(self, element: Element, word: PlacedWord) -> Element:
        """Put a new word element behind another and return it."""


def rewrite_words(placed: Sequence[PlacedLine], elements: Sequence[Element], editor: WordEditor) -> None:
    """Write the new words into their elements; ``elements`` are those of the old words, in order.

    A split word gets new elements behind its own. Of merged words the first gets the text and the
    box around all; the others stay, with their ids and boxes, but without text.
    """
    following = iter(elements)
    for line in placed:
        for one in line.rewordings:
            own = [next(following) for _ in one.sources]
            words = [word for word in one.words if word.text]
            moved = len(own) != len(words)
            for element, word in zip(own, words, strict=False):
                if moved or editor.text(element) != word.text:
                    editor.reword(element, word, moved)
            for element in own[len(words) :]:
                if editor.text(element):
                    editor.reword(element, None, False)
            last = own[-1]
            for word in words[len(own) :]:
                last = editor.add_after(last, word)


class NumberedIds:
    """Ids for new elements, made from the id of the element they come from.

    Args:
        root: the document, whose ids are taken.
        attribute: the name of the attribute that holds ids.
    """

    def __init__(self, root: Element, attribute: str) -> None:
        """Note the ids there are."""
        self._attribute = attribute
        self._taken = {one.get(attribute) for one in root.iter() if isinstance(one.tag, str)}

    def give(self, element: Element, origin: Element) -> None:
        """A new id like ``word_5_2`` if the origin has one, else none."""
        stem = origin.get(self._attribute)
        if stem is None:
            return
        new = next(f"{stem}_{i}" for i in count(2) if f"{stem}_{i}" not in self._taken)
        self._taken.add(new)
        element.set(self._attribute, new)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    name: str = element.tag
    return name.rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """The child elements of a local name."""
    return (one for one in element if isinstance(one.tag, str) and local(one) == name)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """The elements below of a local name, in document order."""
    return (one for one in element.iterdescendants() if isinstance(one.tag, str) and local(one) == name)


def number(value: str | None) -> float | None:
    """A finite number, None for anything else: bad geometry loses a box, not the file."""
    try:
        found = float(value or "")
    except ValueError:
        return None
    return found if math.isfinite(found) else None
