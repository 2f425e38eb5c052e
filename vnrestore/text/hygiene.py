"""Characters that hide: invisible ones, and ones that turn the direction of writing.

A right-to-left override shows ``gpj.exe`` as ``exe.jpg``, and a zero-width space in a name keeps
a search from finding it. Text layers made by OCR or copied from the web carry some by
accident; a document that carries them on purpose deceives its reader. They are reported,
and kept or removed as the user says; nothing else is ever removed.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

# Format characters (Cf) but for the soft hyphen, which is typography, and letters and marks that
# print nothing (Hangul fillers, the grapheme joiner …). The separators U+2028 and U+2029 are layout.
# matches "\u202e", "\u200b"; not "\u00ad", "\u00a0"
_HIDDEN = regex.compile(
    r"(?:(?!\u00AD)\p{Cf}|[\u3164\uFFA0\u115F\u1160\u034F\u17B4\u17B5\u180B-\u180D\u180F])"
)
_JOINERS = frozenset("\u200c\u200d")
_NEEDS_JOINERS = regex.compile(
    r"[\p{Arabic}\p{Syriac}\p{Mongolian}\p{Nko}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}"
    r"\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Extended_Pictographic}\uFE0F]"
)

_NAMES = {
    "\u200b": "zero width space",
    "\u200c": "zero width non-joiner",
    "\u200d": "zero width joiner",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "pop directional formatting",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2060": "word joiner",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "first strong isolate",
    "\u2069": "pop directional isolate",
    "\ufeff": "zero width no-break space",
}


class Hidden(NamedTuple):
    """One hidden character of a text: its offset in code points, and itself."""

    start: int
    char: str

    @property
    def name(self) -> str:
        """The character for a person: ``U+202E right-to-left override``."""
        import unicodedata

        known = _NAMES.get(self.char) or unicodedata.name(self.char, "invisible character").lower()
        return f"U+{ord(self.char):04X} {known}"


def find_hidden(text: str) -> list[Hidden]:
    """Every hidden character of a text, in order.

    A joiner between letters that need it, as in Khmer or Arabic, and an emoji's are not hidden: they are how
    these are written. A byte order mark counts wherever it stands; at the start of a file the decoder
    takes it away.
    """
    return [
        Hidden(match.start(), match.group())
        for match in _HIDDEN.finditer(text)
        if not _is_needed(text, match.start())
    ]


def remove_hidden(text: str) -> str:
    """The text without its hidden characters; all others stay as they are.

    Taking one away may leave a joiner behind a letter that does not need it, so the removal
    goes on until nothing is found.
    """
    while found := find_hidden(text):
        pieces, at = [], 0
        for one in found:
            pieces.append(text[at : one.start])
            at = one.start + 1
        text = "".join([*pieces, text[at:]])
    return text


def _is_needed(text: str, at: int) -> bool:
    """Whether a joiner stands where its script wants it."""
    return text[at] in _JOINERS and at > 0 and _NEEDS_JOINERS.match(text[at - 1]) is not None
