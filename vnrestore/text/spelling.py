"""Spelling variants that are not errors: where a tone mark stands in open oa, oe, uy."""

from __future__ import annotations

import unicodedata

import regex

_OLD = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe",
        "oẽ": "õe", "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}  # fmt: skip
_OLD |= {new.upper(): old.upper() for new, old in _OLD.items()}
_OLD |= {new[0].upper() + new[1]: old[0].upper() + old[1] for new, old in _OLD.items() if new[0].islower()}
_NEW_MARKS = frozenset(new[1] for new in _OLD)
_NEW_STYLE = regex.compile(rf"(?<![qQ])(?:{'|'.join(_OLD)})(?!\p{{L}})")


def old_tone_placement(text: str) -> str:
    """``hoà`` -> ``hòa``: the one spelling under which lexicons and models file a word."""
    if _NEW_MARKS.isdisjoint(text):
        return text
    return _NEW_STYLE.sub(lambda match: _OLD[match.group()], text)


def strip_marks(text: str) -> str:
    """The letters without tone marks, circumflexes, horns, breves and strokes; case is kept."""
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")
