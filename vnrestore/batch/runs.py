"""The catalogue's list of runs."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict

from vnrestore.batch.catalogue import Catalogue, utc, writing
from vnrestore.batch.progress import Tally
from vnrestore.batch.request import Request
from vnrestore.batch.settings import Versions
from vnrestore.batch.storage import Skipped
from vnrestore.errors import OutputError, UsageError


def begin_run(catalogue: Catalogue, request: Request, in_force: Versions) -> int:
    """Number a run.

    Raises:
        UsageError: the folder holds the results of another input folder.
        OutputError: the catalogue cannot be written.
    """
    row = catalogue.db.execute("SELECT source FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    if row is not None and row["source"] != request.source and not request.moved:
        raise UsageError(
            f"{request.settings.target}: holds what came of {row['source']}; for another input folder take "
            "another output folder (--moved: it is the same input folder under a new name)"
        )
    with writing(catalogue.path):
        cursor = catalogue.db.execute(
            "INSERT INTO runs (started, source, program, model, lexicon, options, processes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (utc(), request.source, *asdict(in_force).values(), request.processes),
        )
    return int(cursor.lastrowid or 0)


def note_skipped(catalogue: Catalogue, run: int, skipped: Skipped) -> None:
    """Keep what the walk passed by."""
    with writing(catalogue.path):
        query = "UPDATE runs SET skipped = ? WHERE id = ?"
        catalogue.db.execute(query, (json.dumps(asdict(skipped)), run))


def end_run(catalogue: Catalogue, run: int, outcome: str, tally: Tally) -> None:
    """Keep how a run ended; where the disk is full not even that is possible."""
    with suppress(OutputError), writing(catalogue.path):
        catalogue.db.execute(
            "UPDATE runs SET ended = ?, outcome = ?, done = ?, failed = ?, unchanged = ?, words = ?"
            " WHERE id = ?",
            (utc(), outcome, tally.done, tally.failed, tally.unchanged, tally.words, run),
        )
        catalogue.commit(force=True)
