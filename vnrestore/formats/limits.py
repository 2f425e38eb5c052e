"""How large an input may be.

A text is restored as a whole, in some 250 bytes of memory a character, so one without end would take the
machine with it. What is larger is refused in one line, before it is decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from vnrestore.errors import InputError

LARGEST_TEXT = 12_000_000
"""Characters of one text, about 5,000 pages: some 3 GB of memory."""

LARGEST_FILE = 1 << 30
"""Bytes of a file of any kind, page images included."""

_WIDEST = 4
"""Bytes a character in UTF-32, the widest encoding read."""

_MARKUP = 16
"""Bytes a character in hOCR, ALTO and PAGE, at least: boxes and tags around every word."""

_PIECE = 1 << 20


def read_up_to_limit(file: BinaryIO, name: str) -> bytes:
    """All bytes of a stream whose length is not known: standard input, a pipe, a device.

    Raises:
        InputError: there are more than ``LARGEST_FILE``.
    """
    pieces: list[bytes] = []
    size = 0
    for piece in _pieces(file):
        size += len(piece)
        check_file_size(size, name)
        pieces.append(piece)
    return b"".join(pieces)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def check_file_size(size: int, name: str) -> None:
    """Refuse a file of more than ``LARGEST_FILE`` bytes.

    Raises:
        InputError: it is larger.
    """
    if size > LARGEST_FILE:
        raise InputError(f"{name}: larger than {LARGEST_FILE:,} bytes: split it")


def check_data(data: bytes, kind: str, name: str) -> None:
    """Refuse bytes that cannot hold less than too much text, by kind of file (as ``sniff`` names it).

    Raises:
        InputError: they are too many.
    """
    if kind == "pdf":  # pages are images for the most part; the reader has limits of its own
        return
    most = LARGEST_TEXT * (_MARKUP if kind in ("hocr", "alto", "page") else _WIDEST)
    if len(data) > most + _WIDEST:  # a byte order mark
        raise InputError(f"{name}: {len(data):,} bytes are more than the {most:,} read at once: split it")


def check_text(text: str, name: str) -> None:
    """Refuse a text of more than ``LARGEST_TEXT`` characters.

    Raises:
        InputError: it is longer.
    """
    if len(text) > LARGEST_TEXT:
        raise InputError(
            f"{name}: {len(text):,} characters are more than the {LARGEST_TEXT:,} read at once: split it"
        )
