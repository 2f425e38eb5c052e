"""Vocabulary words that are not syllables: abbreviations, foreign words, names.

They are found by exact form, by stripped key and, for longer ones, by fuzzy matching of
stripped keys; user lexicons add their words here.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from vnrestore.text.spelling import strip_marks


class WordList:
    """An index of words with their language-model ids.

    Args:
        words: (id, lower-case word, surface as usually printed).
    """

    def __init__(self, words: Iterable[tuple[int, str, str]]) -> None:
        """Index the words by stripped key and by length."""
        self._by_key: dict[str, list[tuple[int, str]]] = {}
        self._capitals: dict[int, list[str]] = {}
        for number, word, surface in words:
            key = strip_marks(word)
            entry = (number, surface)
            if key not in self._by_key:
                self._by_key[key] = []
                if surface.isupper() and len(key) >= 3:
                    self._capitals.setdefault(len(key), []).append(key)
            if entry not in self._by_key[key]:
                self._by_key[key].append(entry)

    def with_key(self, key: str) -> list[tuple[int, str]]:
        """Words whose stripped lower-case form is ``key``."""
        return self._by_key.get(key, [])

    def near_capitals(self, key: str, *, limit: int = 6) -> list[tuple[int, str]]:
        """Abbreviations whose stripped form is one edit from ``key`` (two from six letters on)."""
        if len(key) < 3:
            return []
        distance = 1 if len(key) < 6 else 2
        pool = [k for n in range(len(key) - 1, len(key) + 2) for k in self._capitals.get(n, ())]
        hits = process.extract(key, pool, scorer=OSA.distance, score_cutoff=distance, limit=limit)
        return [entry for hit in hits for entry in self._by_key[hit[0]]]
