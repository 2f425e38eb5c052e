"""What the summary page shows, read from the catalogue."""

from __future__ import annotations

import json
import math
import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote as url_quote

from vnrestore.batch.catalogue import Catalogue, utc
from vnrestore.batch.job import ERRORS, Status
from vnrestore.batch.names import unquote
from vnrestore.report.summary import ErrorKind, Quarantined, ReviewPage, RunFacts, Summary

_SHOWN_PAGES = 50
_SHOWN_FAILED = 200
_SHOWN_RUNS = 10
_SHOWN_KINDS = 15
_YEARS = range(1900, 2101)
_HIGHEST_START, _BINS = 0.9, 25
_LINKED = ("html", "txt", "same", "md", "json", "docx", "akn")
_ORDER = (Status.DONE, Status.FAILED, Status.PENDING, Status.GONE)


def summarise(catalogue: Catalogue) -> Summary:
    """What the summary page shows."""
    db = catalogue.db
    states = dict(db.execute("SELECT status, count(*) FROM files GROUP BY status").fetchall())
    last = db.execute("SELECT * FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    return Summary(
        source=last["source"],
        made=utc().replace("T", " ").rstrip("Z"),
        versions=_versions(last),
        states=[(status.value, states.get(status, 0)) for status in _ORDER if states.get(status)],
        totals=_totals(db),
        skipped=_skipped(last),
        errors=_errors(db),
        quarantine=_quarantine(db),
        quarantined=states.get(Status.FAILED, 0),
        confidence=_confidence(db),
        kinds=_pairs(
            db,
            "SELECT coalesce(kind, '(not said)'), count(*) AS n FROM files WHERE status = 'done'"
            f" GROUP BY kind ORDER BY n DESC, kind LIMIT {_SHOWN_KINDS}",
        ),
        years=_years(db),
        review=list(_worst(db)),
        reviewed=int(db.execute("SELECT count(*) FROM page_counts").fetchone()[0]),
        runs=list(_runs(db)),
    )


def _pairs(db: sqlite3.Connection, query: str) -> list[tuple[str, int]]:
    return [(str(row[0]), int(row[1])) for row in db.execute(query)]


def _versions(last: sqlite3.Row) -> list[tuple[str, str]]:
    options = json.loads(last["options"])
    given = options.get("min_posterior")
    return [
        ("vnrestore", last["program"]),
        ("model", last["model"][:16]),
        ("lexicons", last["lexicon"][:16]),
        ("outputs", ", ".join(options["to"])),
        ("least posterior", "default" if given is None else str(given)),
        ("spelling", options.get("spelling", "kept")),
    ]


def _totals(db: sqlite3.Connection) -> list[tuple[str, int]]:
    row = db.execute(
        "SELECT count(*), sum(pages), sum(words), sum(corrections), sum(suggestions) FROM files"
        " WHERE status = 'done'"
    ).fetchone()
    names = ("files restored", "pages", "syllables", "corrections", "suggestions left")
    return [(name, int(value or 0)) for name, value in zip(names, row, strict=True)]


def _skipped(last: sqlite3.Row) -> list[tuple[str, int]]:
    names = {
        "links": "links",
        "special": "pipes, sockets or devices",
        "hidden": "hidden files or folders",
        "unreadable": "unreadable folders",
    }
    counts = json.loads(last["skipped"] or "{}")
    return [(names[key], count) for key, count in counts.items() if count]


def _errors(db: sqlite3.Connection) -> list[ErrorKind]:
    query = (
        "SELECT error, count(*) AS n FROM files WHERE status = 'failed' GROUP BY error ORDER BY n DESC, error"
    )
    return [ErrorKind(kind, ERRORS.get(kind, ""), count) for kind, count in _pairs(db, query)]


def _quarantine(db: sqlite3.Connection) -> list[Quarantined]:
    rows = db.execute(
        "SELECT id, path, error, message FROM files WHERE status = 'failed' ORDER BY path LIMIT ?",
        (_SHOWN_FAILED,),
    ).fetchall()
    return [Quarantined(row[1], row[2], row[3] or "", _link(db, row[0])) for row in rows]


def _link(db: sqlite3.Connection, file_id: int) -> str:
    """The relative URL of the output that a person would look at first."""
    names = dict(db.execute("SELECT form, name FROM outputs WHERE file = ?", (file_id,)).fetchall())
    chosen = next((str(names[form]) for form in _LINKED if form in names), "")
    return url_quote(os.fsencode(unquote(chosen)))


def _confidence(db: sqlite3.Connection) -> list[tuple[float, int]]:
    """Files by confidence, in bins from just below the lowest to 1."""
    done = "FROM files WHERE status = 'done' AND confidence IS NOT NULL"
    lowest = db.execute(f"SELECT min(confidence) {done}").fetchone()[0]
    if lowest is None:
        return []
    start = min(_HIGHEST_START, math.floor(lowest * 20) / 20)
    width = (1 - start) / _BINS
    counts = [0] * _BINS
    query = f"SELECT min({_BINS - 1}, max(0, CAST((confidence - {start}) / {width} AS INTEGER))) AS bin"
    for number, count in db.execute(f"{query}, count(*) {done} GROUP BY bin"):
        counts[number] = count
    return [(start + number * width, count) for number, count in enumerate(counts)]


def _years(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Documents by year, gaps included; years that no archive has were misread and are left out."""
    rows = _pairs(
        db,
        "SELECT substr(issued, 1, 4), count(*) FROM files WHERE status = 'done' AND issued IS NOT NULL"
        " GROUP BY 1",
    )
    found = {int(year): count for year, count in rows if year.isdigit() and int(year) in _YEARS}
    if not found:
        return []
    return [(str(year), found.get(year, 0)) for year in range(min(found), max(found) + 1)]


def _worst(db: sqlite3.Connection) -> Iterator[ReviewPage]:
    rows = db.execute(
        "SELECT path, page, p.words, p.corrections, p.suggestions, p.confidence, f.id FROM page_counts p"
        " JOIN files f ON f.id = p.file ORDER BY p.confidence, path, page LIMIT ?",
        (_SHOWN_PAGES,),
    ).fetchall()
    for row in rows:
        yield ReviewPage(
            path=row["path"],
            page=row["page"],
            words=row["words"],
            corrections=row["corrections"],
            suggestions=row["suggestions"],
            confidence=row["confidence"],
            link=_link(db, row["id"]),
        )


def _runs(db: sqlite3.Connection) -> Iterator[RunFacts]:
    for row in db.execute("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (_SHOWN_RUNS,)):
        seconds = 0.0
        if row["ended"]:
            took = datetime.fromisoformat(row["ended"]) - datetime.fromisoformat(row["started"])
            seconds = took.total_seconds()
        yield RunFacts(
            started=row["started"].replace("T", " ").rstrip("Z"),
            ended=(row["ended"] or "").replace("T", " ").rstrip("Z"),
            outcome=row["outcome"] or "",
            done=row["done"],
            failed=row["failed"],
            unchanged=row["unchanged"],
            words=row["words"],
            seconds=seconds,
        )
