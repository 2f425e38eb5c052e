"""What is never altered: addresses, dates, amounts, numbers, document numbers, enumerations.

And what is not altered in text that is mostly sound: footnote marks and things in programs,
which on a garbled page would be words with digits and dirt in them.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from vnrestore.restore.passages import Chunk
from vnrestore.text.tokens import split_edges

_ADDRESS = regex.compile(
    r"[^\s@]+@[^\s@]+\.\p{L}{2,}\P{L}*|[(\[\"“‘']*(?:(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net|gov)(?:/\S*)?[,.;:)\]\"”’']*)"
)
_NUMERIC = regex.compile(r"[^\p{L}\p{N}]*[0-9]+(?:[.,/:\-–x×][0-9]+)+[^\p{L}\p{N}]*")
_DOCUMENT = regex.compile(r"[^\p{L}\p{N}]*[0-9]{1,6}(?:/[0-9]{4})?[/\-][\p{L}][^\s]*")
_BAR_LOST = regex.compile(
    r"[0-9]{1,4}(?:/[0-9]{4}|[IlN|!](?:19|20)[0-9]{2}/)\p{Lu}[\p{L}\-]*-\S*"
)  # 131/2025NĐ-CP
_BRACKETED = regex.compile(r"[(\[][0-9]{1,3}[)\]]\P{L}*")
_ENUMERATION = regex.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})*[.)/]")
_UNIT = regex.compile(r"[kcdm]?m[23]|(?:CO|SO|NO|CH|PM)[0-9]+|[HN]2O")  # m3, km2; CO2, PM10
_FOOTNOTED = regex.compile(r"(?:\S*\P{L})?(\p{L}{2,})[0-9]{1,2}")
_FILE = r"[A-Za-z0-9]\.(?:docx?|xlsx?|pptx?|pdf|txt|zip|rar|gz|jpe?g|png|tiff?|xml|html?|sh|py|exe)"
_NAME = regex.compile(  # a=b, =a+b, a.pdf, "key": "value"}, D:\folder; 3 of 310,000 garbled words look so
    rf"\S*[\p{{L}}\p{{N}})]=[\p{{L}}\p{{N}}(]\S*|=[\p{{L}}\p{{N}}(]\S*[+*/]\S*|\S*{_FILE}\P{{L}}*"
    r'|[{\[(]*"\w+":\S*|\S*"\w+"[}\]]\S*|\P{L}*[A-Za-z]:\\\S*'
)
_CODE = regex.compile(
    r"\S*[\p{L}\p{N}]_+[\p{L}\p{N}]\S*"
    r"|[^\p{L}\p{N}]*-{1,2}[A-Za-z][\w\-=]*[^\p{L}\p{N}]*"  # --option, -x
    r"|[A-Za-z][\w.\-]*\([0-9]?\)\S*"  # call(), man(1)
    r"|\S*[A-Za-z]::[A-Za-z]\S*|\$\{?[A-Za-z]\S*"
)
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
    if _BAR_LOST.fullmatch(chunk.text) or _NAME.fullmatch(chunk.text) or _BRACKETED.fullmatch(chunk.text):
        return True
    if len(piece) > LONGEST_WORD or _UNIT.fullmatch(piece):
        return True
    if not piece.isdigit():
        return False
    numbered = chunk.opens_line and _ENUMERATION.fullmatch(chunk.text)
    return bool(_LONG_NUMBER.fullmatch(piece) or numbered)


def is_guarded(chunk: Chunk, is_word: Callable[[str], bool]) -> bool:
    """Whether a chunk of text that is mostly sound must stay as it is.

    Args:
        chunk: the chunk.
        is_word: tells words of the language, in whatever case.
    """
    if _CODE.fullmatch(chunk.text):
        return True
    core = split_edges(chunk.text)[1]
    noted = _FOOTNOTED.fullmatch(core)
    return noted is not None and is_word(noted.group(1))
