"""Words that are not syllables: abbreviations, foreign words, names, and the user's own.

They are found by stripped key, by OCR-shape key (VNelD: VNeID), and abbreviations in capitals by fuzzy
matching of stripped keys as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from vnrestore.text.keys import shape_key, stripped_key

LIKE_STROKED = frozenset("PBpb")  # what Đ is read as, but for D, which has the same key


class Word(NamedTuple):
    """A word with its language-model id (that of the unknown word for most user words)."""

    symbol: int
    surface: str
    user: bool = False


class WordList:
    """An index of words.

    Args:
        words: vocabulary and user words, as usually printed.
    """

    def __init__(self, words: Iterable[Word]) -> None:
        """Index words by stripped key; users' and those of mixed case by shape, abbreviations by length."""
        self._by_key: dict[str, list[Word]] = {}
        self._by_shape: dict[str, list[Word]] = {}
        self._capitals: dict[int, list[str]] = {}
        self._known: set[str] = set()
        self._user: set[str] = set()
        for word in words:
            key = stripped_key(word.surface)
            entries = self._by_key.setdefault(key, [])
            if word in entries:
                continue
            entries.append(word)
            self._known.add(word.surface.lower())
            if word.user:
                self._user.add(word.surface.lower())
            if word.user or _is_mixed(word.surface):
                self._by_shape.setdefault(shape_key(word.surface), []).append(word)
            if word.surface.isupper() and len(key) >= 2:
                self._capitals.setdefault(len(key), []).append(key)
        self._stroked = {
            size: [word for key in keys for word in self._by_key[key] if "Đ" in word.surface]
            for size, keys in self._capitals.items()
        }

    def is_user_word(self, word: str) -> bool:
        """Whether a user lexicon has this word, in whatever case."""
        return word.lower() in self._user

    def knows(self, word: str) -> bool:
        """Whether this is a known word that is no syllable, in whatever case."""
        return word.lower() in self._known

    def near(self, piece: str) -> list[Word]:
        """Words that the piece may be a reading of: same stripped key, user words and those of mixed case of
        the same shape, and abbreviations one edit away (two from six letters on) from pieces in capitals."""
        key = stripped_key(piece)
        found = list(self._by_key.get(key, []))
        if self._by_shape:
            found += [w for w in self._by_shape.get(shape_key(piece), []) if w not in found]
        capitals = sum(map(str.isupper, piece))
        if capitals >= 2 and capitals * 2 >= len(piece):
            return found + self._with_stroke(piece) if found else self._near_capitals(key)
        return found

    def _with_stroke(self, piece: str) -> list[Word]:
        """Abbreviations that differ in a Đ only, whose stroke was read as part of another letter."""
        return [
            word
            for word in self._stroked.get(len(piece), ())
            if word.surface != piece
            and all(
                a == b or (a == "Đ" and b in LIKE_STROKED) for a, b in zip(word.surface, piece, strict=False)
            )
        ]

    def _near_capitals(self, key: str, *, limit: int = 12) -> list[Word]:
        if len(key) <= 2:  # all that share a letter in its place; which were misread so the channel knows
            alike = (k for k in self._capitals.get(len(key), ()) if k[0] == key[0] or k[1] == key[1])
            return [word for k in alike for word in self._by_key[k]]
        distance = 1 if len(key) < 6 else 2
        pool = [k for n in range(len(key) - 1, len(key) + 2) for k in self._capitals.get(n, ())]
        hits = process.extract(key, pool, scorer=OSA.distance, score_cutoff=distance, limit=limit)
        return [word for hit in hits for word in self._by_key[hit[0]]]


def _is_mixed(surface: str) -> bool:
    """Whether capitals and small letters alternate as in no common word: ``VNeID``, ``eOffice``."""
    return surface.isalpha() and not (surface.isupper() or surface.islower() or surface.istitle())
