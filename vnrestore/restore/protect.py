"""What is never altered: addresses, dates, amounts, numbers, document numbers, enumerations."""

from __future__ import annotations

import regex

from vnrestore.restore.passages import Chunk

_ADDRESS = regex.compile(
    r"[^\s@]+@[^\s@]+\.\p{L}{2,}\P{L}*|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net|gov)(?:/\S*)?[,.;)]*"
)
_NUMERIC = regex.compile(r"[^\p{L}\p{N}]*[0-9]+(?:[.,/:\-–x×][0-9]+)+[^\p{L}\p{N}]*")
_DOCUMENT = regex.compile(r"[^\p{L}\p{N}]*[0-9]{1,6}(?:/[0-9]{4})?[/\-][\p{L}][^\s]*")
_ENUMERATION = regex.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})*[.)/]")
_UNIT = regex.compile(r"[kcdm]?m[23]|(?:CO|SO|NO|CH|PM)[0-9]+|[HN]2O")  # m3, km2; CO2, PM10
LONGEST_SYLLABLE = 10  # characters; no syllable reads longer than that
LONGEST_WORD = 24  # no word of any language met in notices is longer; such a run is junk or code
LONGEST_CHUNK = 120  # longer runs without a blank are leaders, code or data
_LONG_NUMBER = regex.compile(r"[0-9]{3,}")


def is_protected(piece: str, chunk: Chunk) -> bool:
    """Whether ``piece`` of ``chunk`` must stay as it is."""
    if len(chunk.text) > LONGEST_CHUNK:
        return True
    if _ADDRESS.fullmatch(chunk.text) or _NUMERIC.fullmatch(chunk.text) or _DOCUMENT.fullmatch(chunk.text):
        return True
    if len(piece) > LONGEST_WORD or _UNIT.fullmatch(piece):
        return True
    if not piece.isdigit():
        return False
    numbered = chunk.opens_line and _ENUMERATION.fullmatch(chunk.text)
    return bool(_LONG_NUMBER.fullmatch(piece) or numbered)
