"""The inside of an hOCR word: its text, its alternatives, its characters, its emphasis."""

from __future__ import annotations

import math
from copy import copy

from vnrestore.formats.xml_source import Element, text_of
from vnrestore.formats.xml_words import local

_CHARACTER = frozenset({"ocrx_cinfo", "ocr_cinfo"})
_LEAST = 1e-6  # probability; what is less likely than this is written as this, -ln of 0 being infinite


def classes(element: Element) -> frozenset[str]:
    """The classes of an element."""
    return frozenset(element.get("class", "").split())


def word_text(element: Element) -> str:
    """What a word or line says: of alternative readings the first."""
    pieces = [element.text or ""]
    for child in element:
        if not (isinstance(child.tag, str) and local(child).lower() == "del" and "alt" in classes(child)):
            pieces.append(word_text(child) if isinstance(child.tag, str) else text_of(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def set_text(element: Element, text: str, confidence: float | None, keep: bool) -> None:
    """Give a word or line a new text.

    Args:
        element: the word or line.
        text: what it says from now on.
        confidence: probability that it is right, in [0, 1], None if not known.
        keep: whether the old text stays as an alternative; those that are there stay anyway.
    """
    inner = _innermost(element)
    chosen = _chosen(inner)
    if chosen is not None:
        old = word_text(chosen)
        _fill(chosen, text)
        if keep and old and old not in [word_text(one) for one in chosen.getparent()[1:]]:
            other = _alternative(chosen, "del", old, None if confidence is None else 1 - confidence)
            chosen.getparent().insert(1, other)
        return
    old = word_text(inner).strip()
    if not keep or not old:
        _fill(inner, text)
        return
    first = _alternative(inner, "ins", "", confidence)
    first.text = inner.text
    for child in list(inner):
        first.append(child)
    _fill(first, text)
    both = inner.makeelement(_like(inner, "span"), {"class": "alternatives"})
    both.append(first)
    both.append(_alternative(inner, "del", old, None if confidence is None else 1 - confidence))
    inner.text = None
    inner.append(both)


def new_word(element: Element, text: str) -> Element:
    """A word like another, with its class and emphasis, but without id and characters."""
    added = _empty_copy(element)
    added.attrib.pop("id", None)
    inner, pattern = added, element
    while (pattern := _only_child(pattern)) is not None and not classes(pattern):
        inner.append(_empty_copy(pattern))
        inner = inner[0]
    inner.text = text
    return added


def _empty_copy(element: Element) -> Element:
    """The element without what is in it and behind it; HTML has names that ``makeelement`` refuses."""
    copied = copy(element)
    del copied[:]
    copied.text = copied.tail = None
    return copied


def _innermost(element: Element) -> Element:
    """Down through elements that only mark emphasis: ``<strong><em>word</em></strong>``."""
    while (child := _only_child(element)) is not None and not classes(child):
        element = child
    return element


def _only_child(element: Element) -> Element | None:
    if len(element) != 1 or not isinstance(element[0].tag, str):
        return None
    around = (element.text or "") + (element[0].tail or "")
    return None if around.strip() else element[0]


def _chosen(element: Element) -> Element | None:
    """The reading that counts, where there are alternatives already."""
    child = _only_child(element)
    if child is None or "alternatives" not in classes(child) or not len(child):
        return None
    first: Element = child[0]
    return first if isinstance(first.tag, str) and local(first).lower() == "ins" else None


def _fill(element: Element, text: str) -> None:
    """Replace the text; character elements get a character each, the last one what is left over."""
    characters = [one for one in element if isinstance(one.tag, str) and classes(one) & _CHARACTER]
    if not characters or len(characters) != len(element):
        del element[:]
        element.text = text
        return
    for i, one in enumerate(characters):
        del one[:]
        one.text = text[i:] if i == len(characters) - 1 else text[i : i + 1]
        one.tail = None if not (one.tail or "").strip() else one.tail


def _alternative(element: Element, name: str, text: str, probability: float | None) -> Element:
    added = element.makeelement(_like(element, name), {"class": "alt"})
    if probability is not None:
        added.set("title", f"nlp {-math.log(max(min(probability, 1.0), _LEAST)) + 0.0:.3f}")
    added.text = text
    return added


def _like(element: Element, name: str) -> str:
    """A tag name in the namespace of an element."""
    tag: str = element.tag
    return f"{tag.rpartition('}')[0]}}}{name}" if "}" in tag else name
