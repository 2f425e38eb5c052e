"""``TextEquiv`` of PAGE-XML: which one counts, and writing a new one beside the old."""

from __future__ import annotations

import regex

from vnrestore.formats.xml_source import Element
from vnrestore.formats.xml_source import text_of as all_text
from vnrestore.formats.xml_words import children, local, number

_YEAR = regex.compile(r"/pagecontent/(\d{4})-")  # matches ".../pagecontent/2019-07-15"; not "/page/2019"
_AFTER_TEXT = frozenset({"TextStyle", "UserDefined", "Labels"})
"""The children that the schema wants behind ``TextEquiv``."""


def main_equiv(element: Element) -> Element | None:
    """The ``TextEquiv`` of an element that counts: of the lowest index, the first without any."""
    equivs = list(children(element, "TextEquiv"))
    return min(equivs, key=lambda one: _index(one, -1), default=None)


def text_of(element: Element) -> str:
    """The main text of an element, "" if it has none."""
    equiv = main_equiv(element)
    if equiv is None:
        return ""
    for name in ("Unicode", "PlainText"):
        for one in children(equiv, name):
            if text := all_text(one):
                return text
    return ""


def confidence_of(element: Element) -> float | None:
    """``conf`` of the main text, in [0, 1]."""
    equiv = main_equiv(element)
    value = None if equiv is None else number(equiv.get("conf"))
    return None if value is None else min(max(value, 0.0), 1.0)


class TextWriter:
    """Writes texts and keeps the old ones as the schema of the file allows.

    Args:
        root: the document; its namespace tells the version.
        alternatives: whether to keep the old texts at all.
    """

    def __init__(self, root: Element, alternatives: bool) -> None:
        """Look at the version."""
        year = _YEAR.search(root.tag)
        self._several = year is None or int(year[1]) >= 2016
        self._alternatives = alternatives

    def write(self, element: Element, text: str, confidence: float | None) -> None:
        """Give a word, line or region its new text."""
        equiv = main_equiv(element)
        if equiv is None:
            equiv = _add(element)
        elif self._alternatives and text_of(element) not in ("", text):
            if self._several:
                _keep(equiv)
            else:
                _note(element, text_of(element))
        for name in ("Unicode", "PlainText"):
            for one in children(equiv, name):
                del one[:]
                one.text = text
        if confidence is not None:
            equiv.set("conf", f"{confidence:.4f}".rstrip("0").rstrip("."))


def _add(element: Element) -> Element:
    """An empty ``TextEquiv`` where the schema wants it."""
    equiv = element.makeelement(_sibling_name(element, "TextEquiv"), {})
    equiv.append(element.makeelement(_sibling_name(element, "Unicode"), {}))
    after = [i for i, one in enumerate(element) if isinstance(one.tag, str) and local(one) in _AFTER_TEXT]
    element.insert(after[0] if after else len(element), equiv)
    return equiv


def _keep(equiv: Element) -> None:
    """A copy of a text as the next best, the others moved down."""
    first = _index(equiv, 0)
    for other in children(equiv.getparent(), "TextEquiv"):
        if other is not equiv and (at := _index(other, -1)) > first:
            other.set("index", str(at + 1))
    copy = equiv.makeelement(equiv.tag, dict(equiv.attrib))
    for one in equiv.iterchildren(tag="{*}*"):
        child = copy.makeelement(one.tag, dict(one.attrib))
        child.text = all_text(one)
        child.tail = one.tail
        copy.append(child)
    copy.text = equiv.text
    equiv.set("index", str(first))
    copy.set("index", str(first + 1))
    copy.tail = equiv.tail
    parent = equiv.getparent()
    parent.insert(parent.index(equiv) + 1, copy)


def _note(element: Element, text: str) -> None:
    """The old reading in ``custom``, in the CSS-like way Transkribus writes there; only the first."""
    custom = element.get("custom", "")
    if "vnrestore {" in custom:
        return
    escaped = "".join(f"\\u{ord(c):04x}" if c in "\\;{}:\n" else c for c in text)
    element.set("custom", f"{custom} vnrestore {{original:{escaped};}}".strip())


def _index(equiv: Element, default: int) -> int:
    value = equiv.get("index", "")
    return int(value) if value.isascii() and value.isdigit() else default


def _sibling_name(element: Element, name: str) -> str:
    return f"{element.tag.rpartition('}')[0]}}}{name}" if "}" in element.tag else name
