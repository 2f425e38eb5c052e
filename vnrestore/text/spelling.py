"""Spelling variants that are not errors: where the tone mark of oa, oe, uy stands, and final i or y."""

from __future__ import annotations

import unicodedata

import regex

_OLD = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe",
        "oẽ": "õe", "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}  # fmt: skip
_OLD |= {new.upper(): old.upper() for new, old in _OLD.items()}
_OLD |= {new[0].upper() + new[1]: old[0].upper() + old[1] for new, old in _OLD.items() if new[0].islower()}
_NEW = {old: new for new, old in _OLD.items()}
_NEW_MARKS = frozenset(new[1] for new in _OLD)
_NEW_STYLE = regex.compile(rf"(?<![qQ])(?:{'|'.join(_OLD)})(?!\p{{L}})")
_OLD_STYLE = regex.compile(rf"(?<![qQ])(?:{'|'.join(_NEW)})(?!\p{{L}})")
_I, _Y = "iìíỉĩị", "yỳýỷỹỵ"
_I_OR_Y = regex.compile(rf"([hklmst]|qu)([{_I}{_Y}])")
_SWAPPED = str.maketrans(_I + _Y, _Y + _I)


def old_tone_placement(text: str) -> str:
    """``hoà`` -> ``hòa``, of the same length: the spelling under which lexicons and models file a word."""
    if _NEW_MARKS.isdisjoint(text):
        return text
    return _NEW_STYLE.sub(lambda match: _OLD[match.group()], text)


def new_tone_placement(text: str) -> str:
    """``hòa`` -> ``hoà``, of the same length."""
    return _OLD_STYLE.sub(lambda match: _NEW[match.group()], text)


def final_i_and_y(syllable: str) -> tuple[str, str] | None:
    """``kỹ`` -> ``("kĩ", "kỹ")``: a syllable in small letters with final i and with y.

    None if it has no such twin: ``th``, ``v``, vowels and the like leave no choice.
    """
    match = _I_OR_Y.fullmatch(syllable)
    if match is None:
        return None
    twin = match[1] + match[2].translate(_SWAPPED)
    return (syllable, twin) if match[2] in _I else (twin, syllable)


def strip_marks(text: str) -> str:
    """The letters without tone marks, circumflexes, horns, breves and strokes; case is kept."""
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")
