"""The words of programs, commands and formulas that have a name: ``sin``, ``cd``, ``select``."""

from __future__ import annotations

from pathlib import Path

from vnrestore.errors import ResourceError
from vnrestore.language.stored import read_lines


def load_code_words(folder: Path) -> frozenset[str]:
    """All words of ``code_words.tsv``.

    Raises:
        ResourceError: if the file cannot be read or a line is malformed; names file and line.
    """
    path = folder / "code_words.tsv"
    found: set[str] = set()
    for number, line in enumerate(read_lines(path), start=1):
        if line.startswith("#"):
            continue
        kind, _, words = line.partition("\t")
        if not kind or not words.split():
            raise ResourceError(f"{path}:{number}: expected a kind of words, and the words behind a tab")
        found.update(words.split())
    if not found:
        raise ResourceError(f"{path}: has no words")
    return frozenset(found)
