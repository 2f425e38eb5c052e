"""VIQR (RFC 1456): Vietnamese in ASCII, ``Co^.ng ho`a xa~ ho^.i``.

A letter, then the sign of its shape ``( ^ +``, then that of its tone ``' ` ? ~ .``; ``dd`` is
đ; a backslash takes the meaning away from the sign behind it. People wrote it without the
backslashes that full stops and question marks need. So a sign is punctuation where the
syllable has a tone already; and a full stop, where a sentence may end, if the syllable is likelier
without. A question mark stays the tone hỏi there, for official texts hardly ask.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import regex

_SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_TAKES = {"^": "aeoAEO", "(": "aA", "+": "ouOU", "*": "ouOU"}

# matches "ho^.i", "Dda.i", "u+", "\\."; a whole stretch of letters and signs
_WORD = regex.compile(r"\\.|[A-Za-z][A-Za-z(^+*'`?~.]*")
_PART = regex.compile(
    r"(?P<d>[dD][dD])|(?P<vowel>[aeiouyAEIOUY])(?P<shape>[(^+*]?)(?P<tone>['`?~.]?)|(?P<other>.)"
)
_SWAPPED = regex.compile(r"(?<=[aeiouyAEIOUY])(['`?~.])([(^+*])")  # matches "o.^"; not "o^."

# matches "ho^.i", "u+", "a(", "xa~", "chi'nh", "dda"; not "a.", "don't", "co)"; only a first look
LOOKS_LIKE_VIQR = regex.compile(
    r"[aeo]\^|[ou]\+|a\((?=[a-z'`?~.])|[aeiouy][`~]|[aeiouy]['?.](?=[a-z])|\bdd(?=[aeiouy])", regex.IGNORECASE
)


Logp = Callable[[str], float]
"""The log frequency of a syllable in small letters."""


def from_viqr(text: str, logp: Logp | None = None) -> str:
    """What a VIQR text says; without frequencies every full stop that may end a sentence does."""
    return _WORD.sub(lambda match: _word(match[0], text[match.end() :][:2], logp), text)


def _word(word: str, behind: str, logp: Logp | None) -> str:
    """One stretch of letters and signs; ``behind`` are the two characters that follow it."""
    if word.startswith("\\"):
        return word[1:]
    whole = _read(word)
    if not word.endswith(".") or whole.endswith(".") or not _may_end_sentence(word, behind):
        return whole
    shorter = _read(word[:-1])
    if logp is not None and logp(whole.lower()) > logp(shorter.lower()):
        return whole
    return shorter + "."


def _read(word: str) -> str:
    """All signs taken for marks, but for those that no letter can take."""
    pieces: list[str] = []
    toned = False
    for match in _PART.finditer(_SWAPPED.sub(r"\2\1", word)):
        if match["d"]:
            pieces.append("đ" if match["d"][0] == "d" else "Đ")
            continue
        if match["other"]:
            toned = toned and match["other"].isalpha()
            pieces.append(match["other"])
            continue
        shape, tone, rest = match["shape"], match["tone"], ""
        if shape and match["vowel"] not in _TAKES[shape]:
            shape, tone, rest = "", "", shape + tone
        if tone and toned:
            tone, rest = "", tone + rest
        toned = toned or bool(tone)
        letter = match["vowel"] + _SHAPES.get(shape, "") + _TONES.get(tone, "")
        pieces += (unicodedata.normalize("NFC", letter), rest)
    return "".join(pieces)


def _may_end_sentence(word: str, behind: str) -> bool:
    """At a line end, or before a capital that means something."""
    if not behind or behind[0] in "\r\n":
        return True
    letters = [char for char in word if char.isalpha()]
    shouting = len(letters) > 1 and all(char.isupper() for char in letters)
    return behind[0] == " " and behind[1:].isupper() and not shouting
