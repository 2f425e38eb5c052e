"""Lexicon files as the builder sees them: read what is there, keep what a hand wrote, write in order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

CORPUS, LIST, HAND, NEVER = "corpus", "list", "hand", "never"


class Row(NamedTuple):
    """One line: the word, how often the corpus has it, where it comes from, the other columns."""

    word: str
    number: int
    source: str
    extra: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """What one lexicon file looks like: its name, what it says of itself, its other columns."""

    name: str
    about: str
    extra: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All column names, in order."""
        return ("word", *self.extra, "count", "source")


def read_rows(path: Path, sheet: Sheet) -> list[Row]:
    """The rows of a file of an earlier build, none if it does not exist.

    Raises:
        ValueError: if a row has not the sheet's number of columns.
    """
    if not path.exists():
        return []
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != len(sheet.columns):
            raise ValueError(f"{path}:{number}: expected the columns {', '.join(sheet.columns)}")
        word, *extra, count, source = fields
        rows.append(Row(word, int(count), source, tuple(extra)))
    return rows


def merge(mined: Iterable[Row], kept: Iterable[Row]) -> list[Row]:
    """The mined rows and those a hand wrote (``hand``, ``never``), which win; sorted by code point.

    Of several mined rows for one word the most frequent stays.
    """
    best: dict[str, Row] = {}
    for row in mined:
        if row.word not in best or row.number > best[row.word].number:
            best[row.word] = row
    best |= {row.word: row for row in kept if row.source in (HAND, NEVER)}
    return sorted(best.values())


def write_rows(path: Path, sheet: Sheet, rows: Iterable[Row]) -> None:
    """Write a lexicon: what it is, the names of its columns, one row a line."""
    lines = [f"# {sheet.about}", "# " + "\t".join(sheet.columns)]
    lines += ["\t".join((row.word, *row.extra, str(row.number), row.source)) for row in rows]
    path.write_text(unicodedata.normalize("NFC", "\n".join(lines)) + "\n", "utf-8")
