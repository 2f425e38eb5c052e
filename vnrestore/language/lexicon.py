"""The hand-editable word lists of ``lexicons/``: loaded by category on first use, looked up by key.

A lexicon is a TSV file: comment lines start with ``#`` and the last of those at the top
names the columns; the first column is the word or phrase, ``count`` says how often the
corpus has it, ``source`` where the row comes from. Rows whose source is ``never`` bar a
word from being mined again and are no entries.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from vnrestore.errors import ResourceError
from vnrestore.language.resources import lexicon_folder
from vnrestore.text.keys import shape_key, stripped_key
from vnrestore.text.spelling import old_tone_placement

CATEGORIES = (
    "syllables", "phrases", "kinds", "organs", "positions", "places", "abbreviations",
    "family_names", "middle_names", "given_names", "foreign",
)  # fmt: skip
USER = "user"
NEVER = "never"
Key = Callable[[str], str]
USER_COUNT = 100  # of a user's word that states none: he did not write it down for nothing


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon.

    Attributes:
        word: the word, name or phrase as usually printed, NFC, tone marks in the old places.
        count: occurrences in the corpus; 0 for a word known from elsewhere.
        source: ``corpus``, ``list`` or ``hand``; ``user`` for a user's own.
        extra: the other columns in the file's order: expansions, levels, ….
    """

    word: str
    count: int
    source: str
    extra: tuple[str, ...] = ()


class Match(NamedTuple):
    """An entry that was looked up, and the category it was found in."""

    category: str
    entry: Entry


def load_entries(path: Path) -> list[Entry]:
    """The entries of one lexicon file, in its order.

    Raises:
        ResourceError: if the file cannot be read or a line is malformed; names file and line.
    """
    lines = _lines(path)
    start = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    names = [name.strip() for name in lines[start - 1][1:].split("\t")] if start else []
    if not {"count", "source"} <= set(names[1:]):
        raise ResourceError(f"{path}:{max(start, 1)}: no header line that names the columns count and source")
    at_count, at_source = names.index("count"), names.index("source")
    others = [i for i in range(1, len(names)) if i not in (at_count, at_source)]
    entries: list[Entry] = []
    for number, line in enumerate(lines[start:], start=start + 1):
        fields = line.split("\t")
        if len(fields) != len(names) or not fields[0].strip():
            raise ResourceError(f"{path}:{number}: expected {len(names)} columns ({', '.join(names)})")
        if not _is_count(fields[at_count]):
            raise ResourceError(f"{path}:{number}: count must be a whole number, not {fields[at_count]!r}")
        if fields[at_source] != NEVER:
            extra = tuple([fields[i] for i in others])
            entries.append(Entry(fields[0], int(fields[at_count]), fields[at_source], extra))
    return entries


def load_user_entries(path: Path) -> list[Entry]:
    """A user's own lexicon: one word or name a line, optionally a tab and a count.

    Blank lines and lines that start with ``#`` are skipped. Words are filed with their tone
    marks in the old places, as all lexicons are.

    Raises:
        ResourceError: if the file cannot be read or a line is malformed; names file and line.
    """
    entries: list[Entry] = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        word, *rest = line.split("\t")
        word = " ".join(word.split())
        counts = [field.strip() for field in rest if field.strip()]
        if not any(c.isalnum() for c in word):
            raise ResourceError(f"{path}:{number}: no word at the start of the line")
        if len(counts) > 1 or not all(map(_is_count, counts)):
            raise ResourceError(f"{path}:{number}: expected a word and at most a count behind a tab")
        count = int(counts[0]) if counts else USER_COUNT
        entries.append(Entry(old_tone_placement(word), count, USER))
    return entries


def _is_count(field: str) -> bool:
    return field.isascii() and field.isdigit()


def _lines(path: Path) -> list[str]:
    """The lines of a file, NFC, without a byte-order mark."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ResourceError(f"{path}: cannot read the lexicon: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise ResourceError(f"{path}:{number}: the lexicon is not UTF-8 text") from error
    if "\0" in text:
        number = text.count("\n", 0, text.index("\0")) + 1
        raise ResourceError(f"{path}:{number}: the lexicon is not a text file")
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").rstrip("\n").split("\n")


def exact_key(word: str) -> str:
    """The key of :meth:`Lexicon.exact`: case-folded, tone marks in the old places."""
    return old_tone_placement(word.lower())


class Lexicon:
    """All lexicons, grouped by category. Nothing is read before it is asked for.

    Args:
        folder: where the TSV files lie, the installation's own by default.
        user_paths: users' lexicons; together they are the category ``user``.

    Raises:
        ResourceError: at once for a bad user lexicon, on first use for the others.
    """

    def __init__(self, folder: Path | None = None, user_paths: Sequence[Path] = ()) -> None:
        """Read the user lexicons; the rest waits."""
        self._folder = lexicon_folder() if folder is None else folder
        self._entries = {USER: [entry for path in user_paths for entry in load_user_entries(path)]}
        self._indexes: dict[tuple[str, Key], dict[str, list[Entry]]] = {}
        self._word_keys: dict[Key, dict[str, str]] = {}

    def entries(self, category: str) -> list[Entry]:
        """The entries of one category, in the order of its file.

        Raises:
            KeyError: if there is no such category.
        """
        if category not in self._entries:
            if category not in CATEGORIES:
                raise KeyError(category)
            self._entries[category] = load_entries(self._folder / f"{category}.tsv")
        return self._entries[category]

    def exact(self, word: str, categories: Iterable[str] | None = None) -> list[Match]:
        """Entries that are ``word`` but for case and the place of tone marks."""
        return self._find(exact_key, word, categories)

    def by_stripped_key(self, word: str, categories: Iterable[str] | None = None) -> list[Match]:
        """Entries with the stripped key of ``word``, most frequent first in each category."""
        return self._find(stripped_key, word, categories)

    def by_shape_key(self, word: str, categories: Iterable[str] | None = None) -> list[Match]:
        """Entries with the OCR-shape key of ``word``, most frequent first in each category."""
        return self._find(shape_key, word, categories)

    def _find(self, key: Key, word: str, categories: Iterable[str] | None) -> list[Match]:
        wanted = " ".join(filter(None, map(key, word.split())))
        chosen = (*CATEGORIES, USER) if categories is None else categories
        return [Match(name, entry) for name in chosen for entry in self._index(name, key).get(wanted, ())]

    def _index(self, category: str, key: Key) -> dict[str, list[Entry]]:
        found = self._indexes.get((category, key))
        if found is None:
            found = {}
            for entry in sorted(self.entries(category), key=lambda e: (-e.count, e.word)):
                found.setdefault(self._key_of(entry.word, key), []).append(entry)
            self._indexes[category, key] = found
        return found

    def _key_of(self, text: str, key: Key) -> str:
        """The key of an entry, each different word folded once: ten thousand phrases share two thousand."""
        words = self._word_keys.setdefault(key, {})
        parts = text.split()
        for part in parts:
            if part not in words:
                words[part] = key(part)
        return " ".join(filter(None, [words[part] for part in parts]))
