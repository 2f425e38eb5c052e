"""Which output name belongs to which input file, for good.

``a.txt`` and ``a.xml`` both want ``a.json``. The first met, in the order of the walk, gets
the short name, the other one its whole name (``a.xml.json``). What a file once got it keeps,
so that links to outputs stay good when files are added later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import chain, count

from vnrestore.batch.names import fitted, key_of, stem_of
from vnrestore.batch.outputs import SUFFIXES

RESERVED = (
    "catalogue.sqlite3",
    "catalogue.sqlite3-wal",
    "catalogue.sqlite3-shm",
    "summary.html",
    "files.csv",
    "metadata.csv",
    "review.csv",
    ".vnrestore",
)
"""Names at the top of the output folder that no output may have."""


class Claims:
    """Gives out names; works inside the catalogue's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Keep the reserved names free."""
        self._db = db
        self._folders: dict[str, str] = {"": ""}

    def reserve(self) -> None:
        """Take the names of the reports and the catalogue."""
        rows = [(f"d:{name}", "") for name in RESERVED]
        self._db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", rows)

    def base_of(self, path: str) -> str:
        """A name without suffix for the outputs of a new input file; both quoted."""
        folder, _, name = path.rpartition("/")
        above = self._folder_of(folder)
        whole = fitted(name)
        numbered = (f"{whole}~{number}" for number in count(2))
        for candidate in chain(dict.fromkeys((fitted(stem_of(name)), whole)), numbered):
            base = f"{above}/{candidate}" if above else candidate
            key = key_of(base)
            if not self._taken([f"f:{key}", *(f"d:{key}{suffix}" for suffix in SUFFIXES)]):
                self._take(f"f:{key}", path)
                return base
        raise AssertionError("numbers do not end")

    def _folder_of(self, folder: str) -> str:
        """The output folder of an input folder, claimed when first asked for."""
        if folder not in self._folders:
            above, _, name = folder.rpartition("/")
            if len(self._folders) > 10_000:
                self._folders = {"": ""}
            self._folders[folder] = self._claim_folder(self._folder_of(above), name, folder)
        return self._folders[folder]

    def _claim_folder(self, above: str, name: str, owner: str) -> str:
        whole = fitted(name)
        candidates: Iterator[str] = chain([whole], (f"{whole}~{number}" for number in count(2)))
        for candidate in candidates:
            path = f"{above}/{candidate}" if above else candidate
            key = key_of(path)
            row = self._db.execute("SELECT owner FROM names WHERE key = ?", (f"d:{key}",)).fetchone()
            if row is not None and row[0] == owner:
                return path
            bases = [f"f:{key.removesuffix(suffix)}" for suffix in SUFFIXES if key.endswith(suffix)]
            if row is None and not self._taken(bases):
                self._take(f"d:{key}", owner)
                return path
        raise AssertionError("numbers do not end")

    def _taken(self, keys: list[str]) -> bool:
        marks = ", ".join("?" * len(keys))
        query = f"SELECT 1 FROM names WHERE key IN ({marks}) LIMIT 1"
        return self._db.execute(query, keys).fetchone() is not None

    def _take(self, key: str, owner: str) -> None:
        self._db.execute("INSERT INTO names VALUES (?, ?)", (key, owner))
