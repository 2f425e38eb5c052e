"""Plain text: bytes to text with the checks that keep rubbish out, and text to bytes.

Line ends, spaces and form feeds are the document's layout and pass through as they are.
Only the byte order mark goes: it belongs to the encoding, not to the text. Text in an encoding
from before Unicode is converted, see ``vnrestore.formats.legacy``.
"""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from vnrestore.datatypes.document import Document, Encoding
from vnrestore.errors import EncodingError, InputError
from vnrestore.formats.limits import check_data, check_file_size, read_up_to_limit

_MARKS = (
    # UTF-32-LE begins with the mark of UTF-16-LE: the longer ones first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_UTF8 = ("utf-8", "utf-8-sig")
_HEAD = 8192  # bytes or characters that show whether a file is binary
_FEW_ZEROS, _MANY_ZEROS = 0.02, 0.3  # parts of the high and of the low bytes of UTF-16 text that are 0

_LAYOUT_CONTROLS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")


def parse_plain(data: bytes, name: str) -> Document:
    """A document without geometry, converted from whatever encoding it is in.

    Raises:
        InputError: there is nothing but white space, or too much.
        EncodingError: the bytes are binary, or their encoding cannot be told.
    """
    from vnrestore.formats.legacy import convert_bytes, convert_lines

    _refuse_other_formats(data, name)
    check_data(data, "txt", name)
    codec = _codec(data)
    try:
        found = convert_lines(data.decode(codec).split("\n"))
    except UnicodeDecodeError as error:
        if codec not in _UTF8 or b"\0" in data[:_HEAD] or _has_controls(data[:_HEAD].decode("latin-1"), 10):
            raise _undecodable(data, name, codec, error) from error
        converted = convert_bytes(data)
        if converted is None:
            raise _undecodable(data, name, codec, error) from error
        found = converted
    text = _checked("\n".join(found.lines), name)
    wide = () if codec in _UTF8 else (Encoding(codec.upper(), 1.0, len(found.lines)),)
    altered = bool(found.encodings) or codec != "utf-8"
    return Document(text, "txt", source=data, encodings=wide + found.encodings, altered=altered)


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: the file is missing, a directory, unreadable or too large (``limits.LARGEST_FILE``).
    """
    try:
        with Path(path).open("rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                return read_up_to_limit(file, str(path))
            check_file_size(facts.st_size, str(path))
            return file.read()
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
    """Text from bytes in a Unicode encoding; ``name`` is what messages call the input.

    Raises:
        InputError: there is nothing but white space.
        EncodingError: the bytes are binary or not in a Unicode encoding.
    """
    _refuse_other_formats(data, name)
    codec = _codec(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, name, codec, error) from error
    return _checked(text, name)


def _refuse_other_formats(data: bytes, name: str) -> None:
    from vnrestore.formats.sniff import MAGIC

    for magic, _, kind in MAGIC:
        if data.startswith(magic):
            raise EncodingError(f"{name}: is {kind}, not text")


def _codec(data: bytes) -> str:
    """The Unicode encoding of bytes: by the byte order mark, by where UTF-16 has its zeros, else UTF-8."""
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        return marked
    head = data[: _HEAD - _HEAD % 2]
    if len(data) % 2 or b"\0" not in head:
        return "utf-8"
    even, odd = (head[i::2].count(0) / (len(head) / 2) for i in (0, 1))
    if min(even, odd) > _FEW_ZEROS or max(even, odd) < _MANY_ZEROS:
        return "utf-8"
    return "utf-16-le" if odd > even else "utf-16-be"


def _checked(text: str, name: str) -> str:
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


def _undecodable(data: bytes, name: str, codec: str, error: UnicodeDecodeError) -> EncodingError:
    if codec not in _UTF8:
        return EncodingError(f"{name}: begins as {codec.upper()} but is damaged at byte {error.start + 1}")
    if b"\0" in data[:_HEAD] or _has_controls(data[:_HEAD].decode("latin-1"), 10):
        return EncodingError(f"{name}: is binary, not text")
    return EncodingError(
        f"{name}: is not UTF-8 (byte {error.start + 1}), and which encoding it is cannot be told; "
        "convert it first, for example with: iconv -f ENCODING -t UTF-8"
    )


def _is_binary(text: str) -> bool:
    """True if a NUL occurs, or more than one in fifty of the first characters is a control character."""
    return "\0" in text or _has_controls(text[:_HEAD], 50)


def _has_controls(text: str, one_in: int) -> bool:
    """Whether more than one in so many characters is a control character that no layout needs."""
    return sum(char < " " and char not in _LAYOUT_CONTROLS for char in text) * one_in > len(text)
