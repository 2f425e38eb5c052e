"""What the catalogue knows, as reports in the output folder: a page and three tables."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
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
    target.write_pieces("files.csv", _table(_FILES, files, bom))
    target.write_pieces("review.csv", _table(_REVIEW, pages, bom))
    target.write_pieces("metadata.csv", _metadata(db, bom))
    target.write(PAGE, encode(summary_page(summarise(catalogue))))
    return f"{name.rstrip('/')}/{PAGE}"


def _metadata(db: sqlite3.Connection, bom: bool) -> Iterator[bytes]:
    """The archive's records of all files done, some hundred at a time."""
    rows = db.execute("SELECT path, record FROM files WHERE record IS NOT NULL ORDER BY path")
    yield encode(records_to_csv([], bom=bom))
    while some := rows.fetchmany(_BATCH):
        table = records_to_csv([(row["path"], _record(json.loads(row["record"]))) for row in some])
        yield encode(table.split("\r\n", 1)[1])


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


def _table(header: Sequence[str], rows: sqlite3.Cursor, bom: bool) -> Iterator[bytes]:
    """CSV, some hundred rows at a time."""
    yield (b"\xef\xbb\xbf" if bom else b"") + _lines([header])
    while some := rows.fetchmany(_BATCH):
        yield _lines([_cell(value) for value in row] for row in some)


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return encode(buffer.getvalue())


def _cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
