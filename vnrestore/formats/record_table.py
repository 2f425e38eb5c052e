"""The archive's records and the assignments table as CSV and JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from vnrestore.datatypes.record import FIELD_LENGTHS, ArchiveRecord, Assignment, Mention

_BOM = "\ufeff"
_MARKUP = re.compile(r"[\\|*_`<\[\]]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def record_to_dict(record: ArchiveRecord) -> dict[str, Any]:
    """One record: every field with its value, its confidence, and its spans if it was read somewhere."""
    return {
        name: {
            "value": field.value,
            "confidence": field.confidence,
            "spans": [[span.start, span.end] for span in field.spans],
            "truncated": field.truncated,
        }
        for name, field in record.fields.items()
    }


def records_to_csv(records: Iterable[tuple[str, ArchiveRecord]], bom: bool = False) -> str:
    """A table with a row a document: its name, the guide's fields in their order, their confidences.

    Args:
        records: the name of each document (its file) and its record.
        bom: begin with a byte order mark, without which Excel does not see UTF-8.
    """
    names = list(FIELD_LENGTHS)
    header = ["File", *names, *(f"{name}_confidence" for name in names)]
    rows = (
        [
            document,
            *(record[name].value for name in names),
            *(f"{record[name].confidence:.2f}" for name in names),
        ]
        for document, record in records
    )
    return (_BOM if bom else "") + _table(header, rows)


def assignments_to_dicts(assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
    """The assignments table for JSON."""
    return [
        {
            "section": row.section,
            "actor": row.actor,
            "task": row.task,
            "deadline": row.deadline,
            "deadline_text": row.deadline_text,
            "spans": [[span.start, span.end] for span in row.spans],
        }
        for row in assignments
    ]


def assignments_to_csv(documents: Iterable[tuple[str, Sequence[Assignment]]], bom: bool = False) -> str:
    """The assignments of documents as CSV, a row a task, the document's name first.

    Args:
        documents: the name of each document (its file) and its assignments.
        bom: begin with a byte order mark, without which Excel does not see UTF-8.
    """
    header = ["File", "Section", "Actor", "Task", "Deadline", "Deadline as printed"]
    rows = (
        [name, row.section, row.actor, row.task, row.deadline, row.deadline_text]
        for name, assignments in documents
        for row in assignments
    )
    return (_BOM if bom else "") + _table(header, rows)


def assignments_to_markdown(documents: Sequence[tuple[str, Sequence[Assignment]]]) -> str:
    """A Markdown table a document, below the document's name where there are several."""
    tables = []
    for name, assignments in documents:
        lines = [f"## {_inline(name)}", ""] if len(documents) > 1 else []
        lines += ["| Mục | Cơ quan | Nhiệm vụ | Thời hạn |", "|---|---|---|---|"]
        for row in assignments:
            cells = (row.section, row.actor, row.task, row.deadline_text)
            lines.append("| " + " | ".join(map(_inline, cells)) + " |")
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


def _inline(text: str) -> str:
    """Text that ends no cell or heading and is no markup."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def mentions_to_dicts(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """References, dates, deadlines and amounts for JSON; fields that are empty are left out."""
    rows = []
    for mention in mentions:
        row: dict[str, Any] = {
            "kind": mention.kind.value,
            "text": mention.text,
            "value": mention.value,
            "span": [mention.span.start, mention.span.end],
        }
        row |= {name: value for name in ("date", "target") if (value := getattr(mention, name))}
        rows.append(row)
    return rows


def _table(header: list[str], rows: Iterable[list[str]]) -> str:
    """CSV; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return buffer.getvalue()
