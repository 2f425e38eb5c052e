"""What the catalogue knows, as reports in the output folder: a page and three tables."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from vnrestore.batch.catalogue import Catalogue
from vnrestore.batch.overview import summarise
from vnrestore.batch.storage import Target
from vnrestore.datatypes.document import Span
from vnrestore.datatypes.record import FIELD_LENGTHS, ArchiveRecord, RecordField
from vnrestore.formats.plain import encode
from vnrestore.formats.record_table import records_to_csv
from vnrestore.report.summary import summary_page

PAGE = "summary.html"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 500

_FILES = (
    "path", "status", "error", "message", "format", "pages", "words", "corrections", "suggestions",
    "confidence", "kind", "number", "issued", "organ", "subject", "seconds", "attempts", "finished",
    "size", "sha256", "base", "program", "model", "lexicon", "options",
)  # fmt: skip
_REVIEW = ("path", "page", "words", "corrections", "suggestions", "confidence", "base")


def write_reports(catalogue: Catalogue, target: Target, name: str, bom: bool = False) -> str:
    """Write all four; each whole or not at all.

    Returns:
        The full name of the summary page.

    Raises:
        OutputError: one cannot be written.
    """
    db = catalogue.db
    files = db.execute(f"SELECT {', '.join(_FILES)} FROM files ORDER BY path")
    pages = db.execute(
        "SELECT path, page, p.words, p.corrections, p.suggestions, p.confidence, base FROM page_counts p"
        " JOIN files f ON f.id = p.file ORDER BY p.confidence, path, page"
    )
    target.write("files.csv", _table(_FILES, map(tuple, files), bom))
    target.write("review.csv", _table(_REVIEW, map(tuple, pages), bom))
    target.write("metadata.csv", _metadata(db, bom))
    target.write(PAGE, encode(summary_page(summarise(catalogue))))
    return f"{name.rstrip('/')}/{PAGE}"


def _metadata(db: sqlite3.Connection, bom: bool) -> bytes:
    """The archive's records of all files done, some hundred at a time."""
    rows = db.execute("SELECT path, record FROM files WHERE record IS NOT NULL ORDER BY path")
    pieces = [records_to_csv([], bom=bom)]
    while some := rows.fetchmany(_BATCH):
        table = records_to_csv([(row["path"], _record(json.loads(row["record"]))) for row in some])
        pieces.append(table.split("\r\n", 1)[1])
    return encode("".join(pieces))


def _record(fields: dict[str, Any]) -> ArchiveRecord:
    """The record that ``record_to_dict`` wrote."""
    read = {
        name: RecordField(
            value=str(field["value"]),
            confidence=float(field["confidence"]),
            spans=tuple(Span(start, end) for start, end in field["spans"]),
            truncated=bool(field["truncated"]),
        )
        for name, field in fields.items()
    }
    return ArchiveRecord({name: read.get(name, RecordField()) for name in FIELD_LENGTHS})


def _table(header: Sequence[str], rows: Iterable[tuple[object, ...]], bom: bool) -> bytes:
    """CSV; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return (b"\xef\xbb\xbf" if bom else b"") + encode(buffer.getvalue())


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
