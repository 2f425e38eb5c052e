"""Whether a text is in another language altogether, so that the user can be told.

Restoring leaves clean foreign text alone by itself: its words are their own best reading. But
someone who gives the program a French letter should hear that it is no Vietnamese, and
languages written in short syllables (Tagalog, Hmong, Chinese in Latin letters) look like
garbled Vietnamese to a noisy channel. A language is known by its small words, counted as
in Cavnar and Trenkle's "N-Gram-Based Text Categorization" (1994), where the commonest
entries of a profile are such words. None of them is a Vietnamese syllable without its marks, so
that a text typed or read without any marks is never taken for another language's.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import regex

from vnrestore.errors import ResourceError
from vnrestore.language.stored import read_lines

SCRIPT_SHARE = 0.7  # of the letters that are not Latin
LATIN = ("LATIN", "MODIFIER")
LEAST_LETTERS = 12
LEAST_WORDS = 12
SMALL_WORDS = 0.11  # share of a text's words; garbled Vietnamese has at most 0.05, other languages from 0.14
SILENT_SHARE = 0.3  # of the words in lines without any small word; a garbled paragraph makes it larger
PASSAGE_WORDS = 6  # for a passage of a page that is Vietnamese as a whole
PASSAGE_KINDS = 2
PASSAGE_SHARE = 0.12
LONG_LINE = 6  # words from which a line without small words is odd

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_SCRIPTS = {"CJK": "Chinese", "HANGUL": "Korean", "THAI": "Thai", "LAO": "Lao", "KHMER": "Khmer"}


def load_languages(folder: Path) -> dict[str, frozenset[str]]:
    """Language -> its small words, from ``languages.tsv``.

    Raises:
        ResourceError: if the file cannot be read or a line is malformed; names file and line.
    """
    path = folder / "languages.tsv"
    languages: dict[str, frozenset[str]] = {}
    for number, line in enumerate(read_lines(path), start=1):
        if line.startswith("#"):
            continue
        name, _, words = line.partition("\t")
        if not name or not words.split():
            raise ResourceError(f"{path}:{number}: expected a language and its words behind a tab")
        languages[name] = frozenset(words.split())
    if not languages:
        raise ResourceError(f"{path}: has no language")
    return languages


def other_language(text: str, languages: Mapping[str, frozenset[str]]) -> str | None:
    """The language or script a text is in, None if it is Vietnamese, mixed, too short or unknown.

    Unknown is no finding: garbled Vietnamese looks like no language at all.

    Args:
        text: the text as given, before any restoring.
        languages: what :func:`load_languages` loaded.
    """
    foreign = {c for c in set(text) if c.isalpha() and not unicodedata.name(c, "").startswith(LATIN)}
    if foreign:
        total = sum(map(str.isalpha, text))
        others = [char for char in text if char in foreign]
        if total >= LEAST_LETTERS and len(others) > SCRIPT_SHARE * total:
            return _script(others)
    lines = [_WORD.findall(line) for line in unicodedata.normalize("NFC", text).lower().split("\n")]
    total = sum(map(len, lines))
    if total < LEAST_WORDS:
        return None
    words = Counter(word for line in lines for word in line)
    hits = {name: sum([words[w] for w in small if w in words]) for name, small in languages.items()}
    name = max(hits, key=lambda name: (hits[name], name))
    if hits[name] < SMALL_WORDS * total:
        return None
    small = languages[name]
    silent = sum(len(line) for line in lines if len(line) >= LONG_LINE and small.isdisjoint(line))
    return name if silent <= SILENT_SHARE * total else None


def is_foreign_passage(text: str, languages: Mapping[str, frozenset[str]]) -> bool:
    """Whether a passage of a mixed page is in another language: two of its small words, and enough of them.

    Of 3,070 garbled passages of six engines none is.
    """
    found = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    if len(found) < PASSAGE_WORDS:
        return False
    kinds = set(found)
    for small in languages.values():
        small_words = small & kinds
        if len(small_words) < PASSAGE_KINDS:
            continue
        if sum(word in small_words for word in found) >= PASSAGE_SHARE * len(found):
            return True
    return False


def _script(letters: list[str]) -> str:
    """The script of most letters; kana among the characters makes them Japanese."""
    names = Counter(unicodedata.name(char, "UNKNOWN").split()[0] for char in letters)
    if names["HIRAGANA"] + names["KATAKANA"] > 0.1 * len(letters):
        return "Japanese"
    first = names.most_common(1)[0][0]
    return _SCRIPTS.get(first, f"{first.capitalize()} letters")
