"""Code charts of the 8-bit encodings, as characters that Windows-1252 shows for their bytes.

Old files come as bytes, or as what a program made of them that took them for Western European:
``Cộng hòa`` in TCVN3 is stored, copied out of Word and printed into PDF text layers as
``Céng hßa``. So the tables map such characters, and bytes are first read as Windows-1252.

Sources: TCVN 5712:1993, RFC 1456 (VISCII), the VNI and VPS font charts; checked against GNU
recode, whose capital Ắ and Ằ of VNI are exchanged.
"""

from __future__ import annotations

import unicodedata

LETTERS = tuple(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
)  # fmt: skip
"""The small letters that ASCII lacks, in the order of the charts below."""

_CAPITALS = tuple(letter.upper() for letter in LETTERS)

_TCVN3_SMALL = """
    B5 B8 B6 B7 B9 A8 BB BE BC BD C6 A9 C7 CA C8 C9 CB CC D0 CE CF D1 AA D2 D5 D3 D4 D6 D7 DD D8 DC DE
    DF E3 E1 E2 E4 AB E5 E8 E6 E7 E9 AC EA ED EB EC EE EF F3 F1 F2 F4 AD F5 F8 F6 F7 F9 FA FD FB FC FE AE"""
_TCVN3_CAPITAL = {"Ă": "A1", "Â": "A2", "Ê": "A3", "Ô": "A4", "Ơ": "A5", "Ư": "A6", "Đ": "A7"}
_VPS_SMALL = """
    E0 E1 E4 E3 E5 E6 A2 A1 A3 A4 A5 E2 C0 C3 C4 C5 C6 E8 E9 C8 EB CB EA 8A 89 8B CD 8C EC ED CC EF CE
    F2 F3 D5 F5 86 F4 D2 D3 B0 87 B6 D6 A9 A7 AA AB AE F9 FA FB DB F8 DC D8 D9 BA BB BF FF 9A 9B CF 9C C7"""
_VPS_CAPITAL = """
    80 C1 81 82 02 88 8E 8D 8F F0 04 C2 84 83 85 1C 03 D7 C9 DE FE 05 CA 93 90 94 95 06 B5 B4 B7 B8 10
    BC B9 BD BE 11 D4 97 96 98 99 12 F7 9E 9D 9F A6 13 A8 DA D1 AC 14 D0 AF AD B1 1D 15 B2 DD FD B3 19 F1"""
_VISCII_SMALL = """
    E0 E1 E4 E3 D5 E5 A2 A1 C6 C7 A3 E2 A5 A4 A6 E7 A7 E8 E9 EB A8 A9 EA AB AA AC AD AE EC ED EF EE B8
    F2 F3 F6 F5 F7 F4 B0 AF B1 B2 B5 BD B6 BE B7 DE FE F9 FA FC FB F8 DF D7 D1 D8 E6 F1 CF FD D6 DB DC F0"""
_VISCII_CAPITAL = """
    C0 C1 C4 C3 80 C5 82 81 02 05 83 C2 85 84 86 06 87 C8 C9 CB 88 89 CA 8B 8A 8C 8D 8E CC CD 9B CE 98
    D2 D3 99 A0 9A D4 90 8F 91 92 93 B4 96 95 97 B3 94 D9 DA 9C 9D 9E BF BB BA BC FF B9 9F DD 14 19 1E D0"""

# VNI writes a letter and its mark as two characters: the mark of the tone alone, or, on the
# letters with a circumflex or a breve, one for both. Orders: none, huyền, sắc, hỏi, ngã, nặng.
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VNI_MARKS = {"": "-- F8 F9 FB F5 EF", "\u0302": "E2 E0 E1 E5 E3 E4", "\u0306": "EA E8 E9 FA FC EB"}
_VNI_BASES = {letter: unicodedata.normalize("NFD", letter) for letter in "aâăeêoôuy"}
_VNI_HORNED = {"ơ": "F4", "ư": "F6"}
_VNI_WHOLE = {"ì": "EC", "í": "ED", "ỉ": "E6", "ĩ": "F3", "ị": "F2", "ỵ": "EE", "đ": "F1", **_VNI_HORNED}
_CASE = 0x20  # from a capital's code to the small letter's, in VNI as in ASCII


def shown(code: int) -> str:
    """The character Windows-1252 has for a byte; a control character where it has none."""
    try:
        return bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(code)


def tcvn3() -> dict[str, str]:
    """TCVN3 (ABC): capitals with a tone are the small letters in another font, so they are read as small."""
    capitals = {shown(int(code, 16)): letter for letter, code in _TCVN3_CAPITAL.items()}
    return _chart(_TCVN3_SMALL, LETTERS) | capitals


def vps() -> dict[str, str]:
    """VPS; some capitals have the codes of control characters."""
    return _chart(_VPS_SMALL, LETTERS) | _chart(_VPS_CAPITAL, _CAPITALS)


def viscii() -> dict[str, str]:
    """VISCII 1.1; six capitals have the codes of control characters."""
    return _chart(_VISCII_SMALL, LETTERS) | _chart(_VISCII_CAPITAL, _CAPITALS)


def windows_1258() -> dict[str, str]:
    """Windows-1258: letters, and tones as combining marks behind them."""
    found = {}
    for code in range(0x80, 0x100):
        char = bytes([code]).decode("cp1258", "replace")
        if char not in ("\ufffd", shown(code)):
            found[shown(code)] = char
    return found


def vni() -> dict[str, str]:
    """VNI-Windows: one or two characters a letter."""
    found: dict[str, str] = {}
    for letter, code in _VNI_WHOLE.items():
        found[shown(int(code, 16))] = letter
        found[shown(int(code, 16) - _CASE)] = letter.upper()
    marked = {letter: (base[0], _VNI_MARKS[base[1:]]) for letter, base in _VNI_BASES.items()}
    marked |= {letter: (shown(int(code, 16)), _VNI_MARKS[""]) for letter, code in _VNI_HORNED.items()}
    for letter, (base, codes) in marked.items():
        for tone, code in zip(_TONES, codes.split(), strict=True):
            small = unicodedata.normalize("NFC", letter + tone)
            if code == "--" or (letter, tone) == ("y", "\u0323"):
                continue
            mark, capital = shown(int(code, 16)), shown(int(code, 16) - _CASE)
            for one in (mark, capital):
                found[base + one] = small
                found[_capital(base) + one] = small.upper()
    return found


def _capital(base: str) -> str:
    """A base letter as capital, also where it is itself a code (ô for ơ)."""
    return base.upper()


def _chart(codes: str, letters: tuple[str, ...]) -> dict[str, str]:
    return {shown(int(code, 16)): letter for code, letter in zip(codes.split(), letters, strict=True)}
