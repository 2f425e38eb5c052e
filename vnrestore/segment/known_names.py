"""Names the lexicons know: bodies, provinces, notations. Loaded when a record first asks for them.

A damaged or missing lexicon is an error here as everywhere: a record drawn without knowing the bodies
would differ, and nobody would see why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from vnrestore.language.lexicon import Entry, load_entries
from vnrestore.language.resources import lexicon_folder, load_notations
from vnrestore.segment.fold import fold
from vnrestore.text.spelling import old_tone_placement


@dataclass(frozen=True, slots=True)
class Notations:
    """Notations of documents.

    Attributes:
        whole: as printed, ``QĐ-UBND``.
        parts: their parts and all known abbreviations, ``QĐ``, ``UBND``, ``TTg``.
        capitals: the same in capitals, as titles print them.
    """

    whole: frozenset[str]
    parts: frozenset[str]
    capitals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """Names by what is left of them without case, marks and blanks, and as printed in lower case.

    Attributes:
        by_key: key to the names that have it.
        printed: all names in lower case.
    """

    by_key: Mapping[str, tuple[str, ...]]
    printed: frozenset[str]


@cache
def known_notations() -> Notations:
    """All notations of ``notations.tsv``, and the abbreviations they are made of.

    Raises:
        ResourceError: a lexicon is missing or damaged; so do the other functions here.
    """
    whole = frozenset(load_notations(lexicon_folder()))
    parts = {part for notation in whole for part in re.split(r"[-/]", notation)}
    parts |= {entry.word for entry in _entries("abbreviations")}
    return Notations(whole, frozenset(parts), frozenset(part.upper() for part in parts))


@cache
def known_bodies() -> Names:
    """The bodies of ``organs.tsv``."""
    return _names([entry.word for entry in _entries("organs")])


@cache
def known_provinces() -> Names:
    """Provinces and cities of ``places.tsv``, those of before and after July 2025."""
    return _names([entry.word for entry in _entries("places") if entry.extra[0] != "-"])


@cache
def place_words() -> frozenset[str]:
    """The words of all places' names, in lower case; many are of no Vietnamese syllable (``đắk``)."""
    return frozenset(word.lower() for entry in _entries("places") for word in re.findall(r"\w+", entry.word))


def key_of(name: str) -> str:
    """A name without case, marks and blanks."""
    return "".join(fold(name).split())


def _names(names: list[str]) -> Names:
    by_key: dict[str, tuple[str, ...]] = {}
    for name in names:
        by_key[key_of(name)] = (*by_key.get(key_of(name), ()), name)
    return Names(by_key, frozenset(old_tone_placement(name.lower()) for name in names))


def _entries(category: str) -> list[Entry]:
    return load_entries(lexicon_folder() / f"{category}.tsv")
