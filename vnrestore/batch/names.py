"""File names: any bytes as readable text and back, and names that can be outputs.

Inside this package a path is *quoted*: parts between ``/``, bytes that are no UTF-8, control
characters and backslashes as ``\\xNN``. So it is text that SQLite, JSON and a terminal can
hold, it stays on one line, and the very bytes come back from it.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")
LONGEST = 235
"""Bytes of a name part; file systems take 255, and suffixes must fit behind it."""

KNOWN_SUFFIXES = frozenset(
    {
        *(".txt", ".text", ".md", ".json", ".jsonl", ".ocr", ".noisy", ".doc", ".docx", ".pdf"),
        *(".hocr", ".html", ".htm", ".xml", ".alto", ".page"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"),
    }
)
"""Endings that say what a file is; any other ending (``Bao cao 12.2014``) is part of the name."""


_BEFORE_ANOTHER = frozenset({".alto", ".page", ".hocr"})


def quote(path: str) -> str:
    r"""A path from the file system as safe text.

    >>> quote("b\udce1o c\\o.txt")
    'b\\xe1o c\\x5co.txt'
    """
    safe = _UNSAFE.sub(lambda found: f"\\x{ord(found[0]):02x}", path)
    return safe.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def unquote(path: str) -> str:
    """The path that ``quote`` was given, for the file system."""
    raw = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), path.encode("utf-8"))
    return os.fsdecode(raw)


def is_inside(path: str) -> bool:
    """Whether a quoted relative path stays in its folder: no part is empty, ``.`` or ``..``."""
    plain = unquote(path)
    return "\0" not in plain and all(part not in ("", ".", "..") for part in plain.split("/"))


def key_of(path: str) -> str:
    """Paths with the same key may be one file on some file systems: case and composition ignored."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def stem_of(name: str) -> str:
    """The name without endings that say what the file is.

    >>> stem_of("tb.txt"), stem_of("tb.alto.xml"), stem_of("Bao cao 12.2014"), stem_of(".txt")
    ('tb', 'tb', 'Bao cao 12.2014', '.txt')
    """
    stem, dot, ending = name.rpartition(".")
    if not stem or dot + ending.lower() not in KNOWN_SUFFIXES:
        return name
    first, dot, second = stem.rpartition(".")
    return first if first and dot + second.lower() in _BEFORE_ANOTHER else stem


def fitted(name: str) -> str:
    """The name, cut and given eight digits of its hash if outputs of that name were too long."""
    raw = os.fsencode(unquote(name))
    if len(raw) <= LONGEST:
        return name
    head = raw[: LONGEST - 20].decode("utf-8", "surrogateescape")
    while head and "\udc80" <= head[-1] <= "\udcff":
        head = head[:-1]
    return quote(head) + "~" + hashlib.sha256(raw).hexdigest()[:8]
