"""What is never altered: addresses, dates, amounts, numbers, document numbers, enumerations."""

from __future__ import annotations

import regex

from vnrestore.restore.passages import Chunk

_ADDRESS = regex.compile(r"[^\s@]+@[^\s@]+\.\p{L}{2,}\P{L}*|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net|gov)(?:/\S*)?[,.;)]*")
_NUMERIC = regex.compile(r"[^\p{L}\p{N}]*[0-9]+(?:[.,/:\-–x×][0-9]+)+[^\p{L}\p{N}]*")
_DOCUMENT = regex.compile(r"[^\p{L}\p{N}]*[0-9]{1,6}(?:/[0-9]{4})?[/\-][\p{L}][^\s]*")
_ENUMERATION = regex.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})*[.)/]")
_LONG_NUMBER = regex.compile(r"[0-9]{3,}")


def is_protected(piece: str, chunk: Chunk) -> bool:
    """Whether ``piece`` of ``chunk`` must stay as it is."""
    if _ADDRESS.fullmatch(chunk.text) or _NUMERIC.fullmatch(chunk.text) or _DOCUMENT.fullmatch(chunk.text):
        return True
    if piece.isdigit() and (_LONG_NUMBER.fullmatch(piece) or (chunk.opens_line and _ENUMERATION.fullmatch(chunk.text))):
        return True
    return False
