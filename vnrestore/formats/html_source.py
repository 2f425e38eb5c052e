"""hOCR that is HTML but not XML: unclosed tags, no quotes, names in capitals.

Such a file cannot be kept byte for byte, for there is more than one way to read it; it is
written by lxml, with the same elements, attributes and texts.
"""

from __future__ import annotations

from lxml import etree, html

from vnrestore.errors import UnknownFormatError
from vnrestore.formats.xml_source import Element


class HtmlSource:
    """A parsed HTML document; change the tree, then ``serialize``.

    Raises:
        UnknownFormatError: nothing in it can be read as HTML.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Parse without fetching anything."""
        try:
            self.root: Element = html.document_fromstring(data, html.HTMLParser(no_network=True))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnknownFormatError(f"{name}: is damaged HTML: {' '.join(str(error).split())}") from error
        info = self.root.getroottree().docinfo
        self._encoding: str = info.encoding or "UTF-8"
        self._doctype: str | None = info.doctype or None

    def serialize(self) -> bytes:
        """The bytes of the tree as it is now, in the encoding it was read in."""
        data: bytes = html.tostring(self.root, encoding=self._encoding, doctype=self._doctype)
        return data + b"\n"
