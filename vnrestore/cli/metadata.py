"""``vnrestore metadata``: the archive's record of documents."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from functools import partial
from typing import TYPE_CHECKING, Any

from vnrestore.cli.several import add_table_options, check_table, write_table

if TYPE_CHECKING:
    from vnrestore.datatypes.record import ArchiveRecord

_SUMMARY = "the archive's record of documents: kind, number, date, body, subject"
_DESCRIPTION = """The archive's record of each document (fields of guide 7197/BKHCN: TypeName,
CodeNumber, CodeNotation, IssuedDate, OrganName, Subject ...), every field with a confidence.
What a document does not say stays empty. A file that cannot be read is reported and left out;
the exit code is that of the first such file."""


def add_command(commands: Any) -> None:
    """Add ``metadata`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "metadata", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="a row a document, for spreadsheets (the default)")
    form.add_argument(
        "--json", action="store_true", help="values, confidences and spans, and which mandatory fields miss"
    )
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Draw the records and write them in the form asked for."""
    check_table(options, csv=not options.json)

    from vnrestore.formats.record_table import records_to_csv
    from vnrestore.segment.metadata import extract_record

    form = _as_json if options.json else partial(records_to_csv, bom=options.bom)
    return write_table(options, extract_record, form)


def _as_json(records: list[tuple[str, ArchiveRecord]]) -> str:
    import json

    from vnrestore.formats.record_table import record_to_dict

    documents = [
        {"file": name, "fields": record_to_dict(record), "missing": list(record.missing)}
        for name, record in records
    ]
    table = {"schema": "vnrestore/records/1", "documents": documents}
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"
