"""XML that is edited in place: what is not changed comes out byte for byte.

lxml parses; but what lxml (libxml2) writes differs from what it read: quotes, empty elements,
white space in tags, and in XHTML even added ``meta`` and ``xml:lang``. So the source is kept
as tokens beside the tree, and only start tags, texts and elements that were changed are
written anew. Archives can then see in a diff that nothing but the text was touched.

Nothing is fetched, no entity is expanded: documents that declare entities are refused, and
so are those deeper or larger than libxml2's own limits.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import regex
from lxml import etree

from vnrestore.errors import InputError, UnknownFormatError

# matches '<!-- a > b -->', '<?x y?>', '<![CDATA[<]]>', "<a b='>'>", '</a >', 'text', '&nbsp;'; not '&amp;'
_TOKEN = regex.compile(
    r"""(?P<comment><!--.*?-->)|(?P<pi><\?.*?\?>)|(?P<cdata><!\[CDATA\[.*?\]\]>)
      |(?P<doctype><!DOCTYPE(?:[^>"'\[]|"[^"]*"|'[^']*'|\[.*?\]\s*(?=>))*>)
      |(?P<end></[^>]*>)|(?P<start><(?:[^>"']|"[^"]*"|'[^']*')*>)
      |(?P<entity>&(?!(?:amp|lt|gt|quot|apos|\#[0-9]+|\#x[0-9a-fA-F]+);)[^;\s]+;)
      |(?P<text>[^<&]+|&)""",
    regex.DOTALL | regex.VERBOSE,
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Element = Any
"""An lxml element; lxml comes without types."""


class XmlSource:
    """A parsed document and its source; change the tree, then ``serialize``.

    Args:
        data: the bytes of the document.
        name: what messages call it.

    Raises:
        InputError: it declares entities or is beyond the parser's limits.
        UnknownFormatError: it is not well-formed.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Parse, and remember every node as it was written."""
        self.root: Element = _parse(data, name)
        self._encoding: str = self.root.getroottree().docinfo.encoding or "UTF-8"
        self._mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
        if self._mark and self._encoding.upper() == "UTF-16":
            self._encoding = "utf-16-le" if self._mark == codecs.BOM_UTF16_LE else "utf-16-be"
        try:
            text = data[len(self._mark) :].decode(self._encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise UnknownFormatError(f"{name}: its XML is not in the encoding it names") from error
        self._nodes: list[Element] = list(
            self.root.iter()
        )  # also keeps lxml's proxies, and their hashes, alive
        self._before, self._after = "", ""
        self._written: dict[Element, _Written] = {}
        self._remember(text)

    def _remember(self, text: str) -> None:
        """Walk source and tree side by side."""
        nodes = iter(self._nodes)
        open_: list[_Written] = []
        last: _Written | None = None  # whose tail a text belongs to; None inside a start tag
        for match in _TOKEN.finditer(text):
            kind, token = match.lastgroup, match.group()
            if not open_ and (last is not None or kind != "start"):
                if last is None:
                    self._before += token
                else:
                    self._after += token
            elif kind in ("text", "cdata"):
                if last is None:
                    open_[-1].text += token
                else:
                    last.tail += token
            elif kind == "end":
                last = open_.pop()
                last.end = token
            else:
                node = next(nodes)
                last = self._written[node] = _Written(node, token)
                if kind == "start" and not token.endswith("/>"):
                    open_.append(last)
                    last = None

    def serialize(self) -> bytes:
        """The bytes of the tree as it is now; equal to the source if nothing was changed."""
        text = self._before + "".join(self._emit(self.root, tail=False)) + self._after
        return self._mark + text.encode(self._encoding, "xmlcharrefreplace")

    def _emit(self, node: Element, tail: bool = True) -> Iterator[str]:
        was = self._written.get(node)
        if was is None:
            yield from _fresh(node)
        elif not isinstance(node.tag, str):
            yield was.token
        else:
            empty = node.text is None and len(node) == 0
            start = was.token if dict(node.attrib) == was.attributes else _retag(was, dict(node.attrib))
            if was.token.endswith("/>") and not empty:
                start = start[:-2].rstrip() + ">"
            yield start
            yield was.text if node.text == was.text_value else escape(node.text or "")
            for child in node:
                yield from self._emit(child)
            yield was.end or ("" if empty else f"</{_NAME.match(was.token)[1]}>")  # type: ignore[index]
        if tail:
            yield was.tail if was is not None and node.tail == was.tail_value else escape(node.tail or "")


class _Written:
    """A node as it stood in the source, and what lxml made of it."""

    __slots__ = ("attributes", "end", "tail", "tail_value", "text", "text_value", "token")

    def __init__(self, node: Element, token: str) -> None:
        self.token = token
        self.text = self.tail = self.end = ""
        is_element = isinstance(node.tag, str)
        self.attributes: dict[str, str] = dict(node.attrib) if is_element else {}
        self.text_value: str | None = node.text if is_element else None
        self.tail_value: str | None = node.tail


_NAME = regex.compile(r"<([^\s/>]+)")
_ATTRIBUTE = regex.compile(r"""(\s+)([^\s=/>]+)(\s*=\s*)("[^"]*"|'[^']*')""")


def _retag(was: _Written, now: dict[str, str]) -> str:
    """A start tag with the values of changed attributes replaced, and new ones at its end."""
    changed = {name: value for name, value in now.items() if was.attributes.get(name) != value}

    def replace(match: regex.Match[str]) -> str:
        name = match[2]
        if name in changed:
            quote = match[4][0]
            return f"{match[1]}{name}{match[3]}{_quoted(changed.pop(name), quote)}"
        return "" if ":" not in name and name != "xmlns" and name not in now else match[0]

    tag = _ATTRIBUTE.sub(replace, was.token)
    if not changed:
        return tag
    close = "/>" if tag.endswith("/>") else ">"
    body = tag[: -len(close)].rstrip()
    return body + "".join(f" {name}={_quoted(value)}" for name, value in changed.items()) + close


def _quoted(value: str, quote: str = '"') -> str:
    """An attribute value in the quotes of the source where it can be."""
    if quote not in value:
        return quote + escape(value, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}) + quote
    return quoteattr(value)


def _fresh(node: Element) -> Iterator[str]:
    """A new element, without its tail; prefix and namespace are those of where it was put."""
    name = etree.QName(node).localname
    name = f"{node.prefix}:{name}" if node.prefix else name
    attributes = "".join(f" {_prefixed(node, key)}={_quoted(value)}" for key, value in node.attrib.items())
    if node.text is None and len(node) == 0:
        yield f"<{name}{attributes}/>"
        return
    yield f"<{name}{attributes}>{escape(node.text or '')}"
    for child in node:
        yield from _fresh(child)
        yield escape(child.tail or "")
    yield f"</{name}>"


def _prefixed(node: Element, key: str) -> str:
    """The name of an attribute as it is written."""
    name = etree.QName(key)
    if name.namespace is None:
        return key
    prefixes = {uri: prefix for prefix, uri in node.nsmap.items() if prefix}
    prefixes["http://www.w3.org/XML/1998/namespace"] = "xml"
    return f"{prefixes[name.namespace]}:{name.localname}"


def _parse(data: bytes, name: str) -> Element:
    if b"<!ENTITY" in data:  # before parsing: entities in attribute values would be expanded all the same
        raise InputError(f"{name}: refused, its XML declares entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, strip_cdata=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(str(error).split())
        if any(word in reason.lower() for word in ("huge", "excessive", "amplification")):
            raise InputError(f"{name}: refused, its XML is beyond safe limits: {reason}") from error
        raise UnknownFormatError(f"{name}: is damaged XML: {reason}") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise InputError(f"{name}: refused, its XML declares entities")
    return root


def text_of(node: Element) -> str:
    """All text inside an element, HTML entities read as the characters they mean."""
    if isinstance(node.tag, str):
        pieces = [node.text or ""]
    else:
        pieces = [unescape(node.text)] if node.tag is etree.Entity else []
    for child in node if isinstance(node.tag, str) else ():
        pieces += (text_of(child), child.tail or "")
    return "".join(pieces)
