"""What kind of file some bytes are, by what they contain; names say nothing."""

from __future__ import annotations

import codecs

import regex

_HEAD = 1 << 20  # bytes looked at; an hOCR file names its classes early

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "pdf", "a PDF"),
    (b"\x89PNG", "png", "a PNG image"),
    (b"\xff\xd8\xff", "jpeg", "a JPEG image"),
    (b"II*\x00", "tiff", "a TIFF image"),
    (b"MM\x00*", "tiff", "a TIFF image"),
    (b"GIF8", "gif", "a GIF image"),
    (b"PK\x03\x04", "zip", "a ZIP archive, maybe a word-processor document"),
    (b"\xd0\xcf\x11\xe0", "ole", "an old word-processor document"),
    (b"\x1f\x8b", "gzip", "gzip data"),
    (b"\xfd7zXZ", "xz", "xz data"),
)
"""First bytes, the format's name, and what to call it in a message."""

_ROOTS = {"alto": "alto", "pcgts": "page"}
# matches '<?xml?><!-- --><a:alto b="c"', "<div class='ocr_page'"; not "text <a>", "<3"
_ROOT = regex.compile(
    r"""(?P<prolog>(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^>"'\[]|"[^"]*"|'[^']*'|\[.*?\]\s*(?=>))*>)*)
        <(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)(?P<rest>(?:\s[^>]*)?/?>)""",
    regex.DOTALL | regex.VERBOSE | regex.IGNORECASE,
)
# matches 'class="ocr_page"', "class='x ocrx_word'"; not 'class="doc_page"'
_HOCR = regex.compile(r"""class\s*=\s*["']?[^"'>]*\bocrx?_(?:page|carea|par|line|word)\b""", regex.IGNORECASE)


def sniff(data: bytes) -> str:
    """The name of a format: one of ``MAGIC``, ``hocr``, ``alto``, ``page``, ``html``, ``xml``, else ``txt``.

    Text that only begins with a ``<``, as OCR writes it, is ``txt``.
    """
    for magic, name, _ in MAGIC:
        if data.startswith(magic):
            return name
    head = _head(data)
    match = _ROOT.match(head)
    if match is None:
        return "txt"
    root = match["name"].lower()
    if root in _ROOTS:
        return _ROOTS[root]
    if _HOCR.search(head):
        return "hocr"
    if root == "html" or "<!doctype html" in match["prolog"].lower():
        return "html"
    return "xml" if "<?xml" in match["prolog"] or "xmlns" in match["rest"] else "txt"


def root_name(data: bytes) -> str:
    """The name of the root element of an XML file, for messages."""
    match = _ROOT.match(_head(data))
    return match["name"] if match else ""


def _head(data: bytes) -> str:
    head = data[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace").lstrip()
    return head.decode("utf-8-sig", "replace").lstrip()
