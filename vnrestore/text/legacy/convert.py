"""Text in one old encoding to Unicode."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import cache

import regex

from vnrestore.text.legacy import tables
from vnrestore.text.legacy.viqr import Logp, from_viqr

TCVN3, VNI, VPS, VISCII = "TCVN3", "VNI-Windows", "VPS", "VISCII"
WINDOWS_1258, VIQR, DECOMPOSED = "Windows-1258", "VIQR", "decomposed Unicode"

MOJIBAKE = "UTF-8 read as Windows-1252"
EIGHT_BIT = (TCVN3, VNI, VPS, VISCII, WINDOWS_1258)
"""Encodings whose letters are other characters of Windows-1252."""

ENCODINGS = (*EIGHT_BIT, MOJIBAKE, VIQR, DECOMPOSED)
"""The names ``to_unicode`` knows."""

# A letter and the marks that make a Vietnamese one of it: "e\u0302\u0323", "ê\u0323"; not "n\u0303", "\u0301"
_LOOSE_MARKS = regex.compile(
    r"[aeiouyAEIOUYàáãâèéêìíòóõôùúýÀÁÃÂÈÉÊÌÍÒÓÕÔÙÚÝăơưĂƠƯạẹịọụỵẠẸỊỌỤỴ][\u0300-\u0303\u0306\u0309\u031b\u0323]+"
)
_CONTROLS = {chr(code): tables.shown(code) for code in range(0x80, 0xA0)}
_ASCII_LETTERS = regex.compile(r"[A-Za-z]")


def to_unicode(text: str, encoding: str, logp: Logp | None = None) -> str:
    """What a text says that is in one of ``ENCODINGS``, its bytes shown as Windows-1252 or Latin-1.

    ``logp`` tells VIQR which syllables are frequent.
    Spaces, line ends and characters that the encoding does not use stay as they are.

    Raises:
        KeyError: there is no such encoding.
    """
    if encoding == DECOMPOSED:
        return _LOOSE_MARKS.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    if encoding == VIQR:
        return from_viqr(text, logp)
    if encoding == MOJIBAKE:
        codes, pattern = _mojibake()
        return pattern.sub(lambda match: bytes(codes[char] for char in match[0]).decode("utf-8"), text)
    text = text.translate(_controls())
    if encoding == TCVN3:
        return "\n".join(_tcvn3_line(line) for line in text.split("\n"))
    table, pattern = _table(encoding)
    text = pattern.sub(lambda match: table[match[0]], text)
    return to_unicode(text, DECOMPOSED) if encoding == WINDOWS_1258 else text


def is_decomposed(text: str) -> bool:
    """Whether Vietnamese letters are written with loose combining marks."""
    return _LOOSE_MARKS.search(text) is not None


@cache
def eight_bit_characters() -> frozenset[str]:
    """All characters that a text in an 8-bit encoding can have: ASCII, Windows-1252, the codes it lacks."""
    return frozenset(map(tables.shown, range(256))) | frozenset(map(chr, range(256)))


def _tcvn3_line(line: str) -> str:
    """TCVN3 has its capitals in fonts: a word whose ASCII letters are capitals is all in capitals.

    Of a word with a single such letter, or none (``Lª``, Lê or LÊ), the words beside it decide.
    A small letter that a font made a capital all by itself (``ñy`` for Ủy) cannot be told.
    """
    table = _table(TCVN3)[0]
    parts = regex.split(r"(\s+)", line)
    long = [i for i, part in enumerate(parts) if len(_ASCII_LETTERS.findall(part)) > 1]
    words = []
    for i, part in enumerate(parts):
        at = bisect_left(long, i)
        beside = [parts[j] for j in (*long[max(at - 1, 0) : at], *long[at : at + 1])]
        if len(_ASCII_LETTERS.findall(part)) > 1:
            beside = [part]
        converted = "".join(table.get(char, char) for char in part)
        could = _all_capitals(part) or not _ASCII_LETTERS.search(part)
        words.append(converted.upper() if could and beside and all(map(_all_capitals, beside)) else converted)
    return "".join(words)


def _all_capitals(word: str) -> bool:
    letters = _ASCII_LETTERS.findall(word)
    return bool(letters) and all(letter.isupper() for letter in letters)


@cache
def _mojibake() -> tuple[dict[str, int], regex.Pattern[str]]:
    """Bytes by what they are shown as, and what the bytes of one character in UTF-8 look like."""
    rest = {char: code for code in range(0x80, 0xC0) for char in (chr(code), tables.shown(code))}
    follower = "[" + "".join(map(regex.escape, rest)) + "]"
    pattern = f"[\u00c2-\u00df]{follower}|[\u00e1-\u00ec]{follower}{{2}}"
    return rest | {chr(code): code for code in range(0xC0, 0xF0)}, regex.compile(pattern)


@cache
def _controls() -> dict[int, str]:
    """Latin-1 has control characters where Windows-1252 has letters and signs."""
    return str.maketrans(_CONTROLS)


@cache
def _table(encoding: str) -> tuple[dict[str, str], regex.Pattern[str]]:
    makers = {
        TCVN3: tables.tcvn3,
        VNI: tables.vni,
        VPS: tables.vps,
        VISCII: tables.viscii,
        WINDOWS_1258: tables.windows_1258,
    }
    table = makers[encoding]()
    keys = sorted(table, key=len, reverse=True)
    return table, regex.compile("|".join(map(regex.escape, keys)))
