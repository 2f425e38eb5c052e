"""Writing Vietnamese in the old encodings, the other way round than the product reads them."""

from __future__ import annotations

import unicodedata

from vnrestore.text.legacy import convert, tables

TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
ALPHABET = [*tables.LETTERS, *(letter.upper() for letter in tables.LETTERS)]
BYTES = {tables.shown(code): code for code in range(256)}


def to_legacy(text: str, encoding: str) -> str:
    """Text in an old encoding, its bytes shown as Windows-1252; TCVN3 loses the case of toned capitals."""
    if encoding == convert.DECOMPOSED:
        return unicodedata.normalize("NFD", text)
    if encoding == convert.WINDOWS_1258:
        return "".join(tables.shown(code) for code in _toned(text).encode("cp1258", "replace"))
    if encoding == convert.MOJIBAKE:
        return "".join(map(tables.shown, text.encode()))
    if encoding == convert.VIQR:
        signs = {"\u0302": "^", "\u0306": "(", "\u031b": "+"} | dict(zip(TONE_MARKS, "`'~?.", strict=True))
        pairs = (
            unicodedata.normalize("NFD", one) if one[0] not in TONE_MARKS else one for one in _toned(text)
        )
        spelt = "".join(signs.get(char, char) for pair in pairs for char in pair)
        return spelt.replace("đ", "dd").replace("Đ", "DD")
    if encoding == convert.TCVN3:
        small = {letter: code for code, letter in tables.tcvn3().items() if letter.islower()}
        plain = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
        return "".join(plain.get(char) or small.get(char.lower(), char) for char in text)
    charts = {convert.VNI: tables.vni, convert.VPS: tables.vps, convert.VISCII: tables.viscii}
    codes: dict[str, str] = {}
    for code, letter in charts[encoding]().items():
        codes.setdefault(letter, code)
    return "".join(codes.get(char, char) for char in text)


def to_bytes(shown: str) -> bytes:
    """The bytes that Windows-1252 shows so."""
    return bytes(BYTES[char] for char in shown)


def _toned(text: str) -> str:
    """Letters with their shape, tones as combining marks behind them, as Windows-1258 has them."""
    pieces = []
    for char in unicodedata.normalize("NFC", text):
        marks = [mark for mark in unicodedata.normalize("NFD", char) if mark in TONE_MARKS]
        rest = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark not in marks)
        pieces += (unicodedata.normalize("NFC", rest), *marks)
    return "".join(pieces)
