"""hOCR that is HTML but not XML: unclosed tags, no quotes, names in capitals.

Such a file cannot be kept byte for byte, for there is more than one way to read it; it is
written by lxml, with the same elements, attributes and texts.
"""

from __future__ import annotations

import re

from lxml import etree, html

from vnrestore.errors import UnknownFormatError
from vnrestore.formats.xml_source import Element

# matches "\x01", "\ufffe"; not "\t", "a"
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class HtmlSource:
    """A parsed HTML document; change the tree, then ``serialize``.

    Raises:
        UnknownFormatError: nothing in it can be read as HTML.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Parse without fetching anything."""
        try:
            self.root: Element = html.document_fromstring(
                data, html.HTMLParser(no_network=True, encoding=_undeclared(data))
            )
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnknownFormatError(f"{name}: is damaged HTML: {' '.join(str(error).split())}") from error
        self._replace_controls()
        info = self.root.getroottree().docinfo
        self._encoding: str = info.encoding or "UTF-8"
        self._doctype: str | None = _FORBIDDEN.sub("", info.doctype) or None

    def _replace_controls(self) -> None:
        """HTML may hold control characters, but lxml refuses to put such a text anywhere else."""
        for node in self.root.iter():
            for part in ("text", "tail"):
                value = getattr(node, part)
                if value and _FORBIDDEN.search(value):
                    setattr(node, part, _FORBIDDEN.sub("\ufffd", value))
            for key, value in node.attrib.items():
                if _FORBIDDEN.search(value):
                    node.set(key, _FORBIDDEN.sub("\ufffd", value))

    def serialize(self) -> bytes:
        """The bytes of the tree as it is now, in the encoding it was read in."""
        data: bytes = html.tostring(self.root, encoding=self._encoding, doctype=self._doctype)
        return data + b"\n"


def _undeclared(data: bytes) -> str | None:
    """UTF-8 where the file names no encoding and is UTF-8; lxml would take it for Latin-1."""
    if b"charset" in data[:4096].lower() or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"
