"""Plain text: bytes to text with the checks that keep rubbish out, and text to bytes.

Line ends, spaces and form feeds are the document's layout and pass through as they are.
Only the byte order mark goes: it belongs to the encoding, not to the text.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from vnrestore.datatypes.document import Document
from vnrestore.errors import EncodingError, InputError

_MARKS = (
    # UTF-32-LE begins with the mark of UTF-16-LE: the longer ones first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_LAYOUT_CONTROLS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")


def parse_plain(data: bytes, name: str) -> Document:
    """A document without geometry; errors as in ``decode``."""
    return Document(decode(data, name), "txt", source=data)


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: the file is missing, a directory or unreadable.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise InputError(f"{path}: is a directory, not a file") from error
    except PermissionError as error:
        raise InputError(f"{path}: no permission to read it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read: {reason}") from error


def decode(data: bytes, name: str) -> str:
    """Text from bytes; ``name`` is what messages call the input.

    Raises:
        InputError: there is nothing but white space.
        EncodingError: the bytes are binary or not in a Unicode encoding.
    """
    from vnrestore.formats.sniff import MAGIC

    for magic, _, kind in MAGIC:
        if data.startswith(magic):
            raise EncodingError(f"{name}: is {kind}, not text")
    encoding = next((codec for mark, codec in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data[:4096] and encoding.startswith("utf-8"):
            raise EncodingError(f"{name}: is binary, not text") from error
        raise EncodingError(_not_decodable(name, encoding, error.start)) from error
    if _is_binary(text):
        raise EncodingError(f"{name}: is binary, not text")
    if not text.strip():
        raise InputError(f"{name}: is empty")
    return text


def encode(text: str) -> bytes:
    """The bytes of a text: UTF-8 without a mark. Lone surrogates become U+FFFD."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _not_decodable(name: str, encoding: str, at: int) -> str:
    if encoding.startswith("utf-8"):
        return (
            f"{name}: is not UTF-8 (byte {at + 1}); convert it first, "
            "for example with: iconv -f ENCODING -t UTF-8"
        )
    return f"{name}: begins as {encoding.upper()} but is damaged at byte {at + 1}"


def _is_binary(text: str) -> bool:
    """True if a NUL occurs, or more than one in fifty of the first characters is a control character."""
    if "\0" in text:
        return True
    head = text[:8192]
    controls = sum(char < " " and char not in _LAYOUT_CONTROLS for char in head)
    return controls * 50 > len(head)
