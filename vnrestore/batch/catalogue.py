"""The catalogue: what is known of every file, in SQLite, written by the client alone.

Write-ahead logging with ``synchronous=NORMAL``: after a power cut the database is whole and
at most the last second of it is missing; those files are done again. Results are recorded
some hundred at a time or once a second, each file in one piece.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from vnrestore.batch.job import Content, Job, Outcome, Status
from vnrestore.batch.schema import APPLICATION, TABLES, VERSION
from vnrestore.batch.settings import Versions
from vnrestore.batch.texts import searchable
from vnrestore.errors import InputError, OutputError

COMMIT_EVERY = 1.0
"""Seconds; so much may have to be done again after a power cut."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue says of a file met on the walk."""

    file_id: int
    base: str
    status: Status
    signature: str
    sha256: str | None
    error: str | None
    versions: Versions | None


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """SQLite's complaints as OutputError.

    Raises:
        OutputError: the disk is full, the folder read-only, or the database damaged.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(f"{path}: cannot be written: {error}") from error


class Catalogue:
    """An open catalogue; use as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open it, or make it.

        Raises:
            OutputError: it cannot be written.
            InputError: it is no catalogue, or one of a later version of vnrestore.
        """
        self.path = path
        with writing(path):
            self.db = sqlite3.connect(path, isolation_level=None)
            self.db.row_factory = sqlite3.Row
            try:
                check_catalogue(self.db, path)
                self.db.execute("PRAGMA journal_mode = WAL")
                self.db.execute("PRAGMA synchronous = NORMAL")
                self.db.execute("PRAGMA foreign_keys = ON")
                self.db.execute("PRAGMA cache_size = -16000")
                self.db.execute("PRAGMA temp_store = MEMORY")
                if self.db.execute("PRAGMA user_version").fetchone()[0] == 0:
                    _create(self.db)
                # Files met in this run; kept apart, so that a run with nothing to do writes nothing.
                self.db.execute("CREATE TEMP TABLE met (id INTEGER PRIMARY KEY)")
            except BaseException:
                self.db.close()
                raise
        self._committed = time.monotonic()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; what is recorded is kept, also after an error."""
        self.close()

    def close(self) -> None:
        """Keep what is recorded, fold the log into the database, and close."""
        with suppress(sqlite3.Error):
            if self.db.in_transaction:
                self.db.execute("COMMIT")
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with suppress(sqlite3.Error):
            self.db.close()

    def begin(self) -> None:
        """Make sure that a transaction is open."""
        if not self.db.in_transaction:
            self.db.execute("BEGIN IMMEDIATE")

    def commit(self, force: bool = False) -> None:
        """Commit what is recorded, if it is time."""
        if force or time.monotonic() - self._committed >= COMMIT_EVERY:
            with writing(self.path):
                if self.db.in_transaction:
                    self.db.execute("COMMIT")
            self._committed = time.monotonic()

    def find(self, path: str) -> Known | None:
        """What is known of a file."""
        row = self.db.execute(
            "SELECT id, base, status, signature, sha256, error, program, model, lexicon, options"
            " FROM files WHERE path = ?",
            (path,),
        ).fetchone()
        if row is None:
            return None
        done_with = None
        if row["program"] is not None:
            done_with = Versions(row["program"], row["model"], row["lexicon"], row["options"])
        status = Status(row["status"])
        return Known(row["id"], row["base"], status, row["signature"], row["sha256"], row["error"], done_with)

    def meet(self, file_id: int) -> None:
        """Note that a file is there."""
        self.db.execute("INSERT OR IGNORE INTO met VALUES (?)", (file_id,))

    def count_met(self, status: Status) -> int:
        """How many of the files that are there have a status."""
        query = "SELECT count(*) FROM files WHERE status = ? AND id IN (SELECT id FROM met)"
        return int(self.db.execute(query, (status,)).fetchone()[0])

    def jobs(self, versions: Versions) -> Iterator[Job]:
        """The pending files that are there, in order; rows are fetched some at a time."""
        last = 0
        while True:
            with writing(self.path):
                rows = self.db.execute(
                    "SELECT id, path, base, sha256, error, finished, program, model, lexicon, options"
                    " FROM files WHERE status = 'pending' AND id > ? AND id IN (SELECT id FROM met)"
                    " ORDER BY id LIMIT 200",
                    (last,),
                ).fetchall()
            if not rows:
                return
            for row in rows:
                current = Versions(row["program"], row["model"], row["lexicon"], row["options"]) == versions
                whole = row["error"] is None and row["finished"] is not None
                known = row["sha256"] if current and whole else None
                yield Job(row["id"], row["path"], row["base"], known)
            last = rows[-1]["id"]

    def record(self, outcome: Outcome, versions: Versions) -> None:
        """Record what came of a job, in one piece.

        Raises:
            OutputError: the catalogue cannot be written.
        """
        with writing(self.path):
            self.begin()
            self.db.execute("SAVEPOINT one")
            try:
                self._record(outcome, versions)
            except BaseException:
                with suppress(sqlite3.Error):
                    self.db.execute("ROLLBACK TO one")
                raise
            self.db.execute("RELEASE one")

    def _record(self, outcome: Outcome, versions: Versions) -> None:
        file_id = outcome.job.file_id
        if outcome.unchanged:
            self.db.execute("UPDATE files SET status = 'done' WHERE id = ?", (file_id,))
            return
        self.db.execute(
            "UPDATE files SET status = ?, sha256 = ?, error = ?, message = ?, attempts = attempts + 1,"
            " finished = ?, seconds = ?, program = ?, model = ?, lexicon = ?, options = ? WHERE id = ?",
            (
                Status.FAILED if outcome.error else Status.DONE,
                outcome.sha256 or None,
                outcome.error or None,
                outcome.message or None,
                utc(),
                outcome.seconds,
                *(versions.program, versions.model, versions.lexicon, versions.options),
                file_id,
            ),
        )
        if outcome.content is not None:
            self._record_content(outcome, outcome.content)

    def _record_content(self, outcome: Outcome, content: Content) -> None:
        file_id, pages = outcome.job.file_id, content.pages
        value = {name: field["value"] or None for name, field in content.record.items()}
        number = "/".join(filter(None, (value["CodeNumber"], value["CodeNotation"])))
        self.db.execute(
            "UPDATE files SET format = ?, pages = ?, words = ?, corrections = ?, suggestions = ?,"
            " confidence = ?, kind = ?, number = ?, issued = ?, organ = ?, subject = ?, dated = ?, record = ?"
            " WHERE id = ?",
            (
                content.format,
                len(pages),
                sum(page.words for page in pages),
                sum(page.corrections for page in pages),
                sum(page.suggestions for page in pages),
                content.confidence,
                *(value["TypeName"], number or None, value["IssuedDate"]),
                *(value["OrganName"], value["Subject"]),
                content.dated or None,
                json.dumps(content.record, ensure_ascii=False),
                file_id,
            ),
        )
        self.db.executemany(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)",
            [(file_id, o.format, o.name, o.size, o.sha256, outcome.sha256) for o in outcome.outputs],
        )
        self.db.execute("DELETE FROM page_counts WHERE file = ?", (file_id,))
        self.db.executemany(
            "INSERT INTO page_counts VALUES (?, ?, ?, ?, ?, ?)",
            [(file_id, p.number, p.words, p.corrections, p.suggestions, p.confidence) for p in pages],
        )
        self.db.execute("DELETE FROM texts WHERE rowid = ?", (file_id,))
        columns = searchable(value["Subject"] or "", content.text, content.original)
        self.db.execute(
            "INSERT INTO texts (rowid, subject, text, folded, original) VALUES (?, ?, ?, ?, ?)",
            (file_id, *columns),
        )


def utc() -> str:
    """Now, as the catalogue writes times."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def check_catalogue(db: sqlite3.Connection, path: Path) -> None:
    """Make sure that the database is empty or a catalogue of this version.

    Raises:
        InputError: it is neither.
        sqlite3.OperationalError: it cannot be opened.
    """
    try:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise InputError(f"{path}: is no catalogue, or damaged: {error}") from error
    if empty and version == 0:
        return
    if application != APPLICATION:
        raise InputError(f"{path}: is a database, but no catalogue of vnrestore batch")
    if version != VERSION:
        raise InputError(f"{path}: is a catalogue of version {version}; this vnrestore reads {VERSION}")


def _create(db: sqlite3.Connection) -> None:
    """Make the tables all at once: a run killed here leaves an empty database."""
    db.executescript(
        f"BEGIN; {TABLES} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
    )
