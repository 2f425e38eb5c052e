"""``vnrestore tasks``: who is told to do what, by when."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from vnrestore.cli.several import add_table_options, check_table, write_table

if TYPE_CHECKING:
    from vnrestore.datatypes.record import Assignment

_SUMMARY = "who is told to do what, by when"
_DESCRIPTION = """The tasks that documents set: the section, who, what, and the deadline, in reading
order. A document that sets none adds nothing to the table. A file that cannot be read is reported
and left out; the exit code is that of the first such file."""


def add_command(commands: Any) -> None:
    """Add ``tasks`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "tasks", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="a row a task, for spreadsheets")
    form.add_argument("--json", action="store_true", help="with the spans of each task")
    form.add_argument("--md", action="store_true", help="a Markdown table a document (the default)")
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Find the tasks and write them in the form asked for."""
    check_table(options, csv=options.csv)

    from vnrestore.formats.record_table import assignments_to_csv, assignments_to_markdown
    from vnrestore.segment.assignments import find_assignments

    form: Callable[[list[tuple[str, list[Assignment]]]], str] = assignments_to_markdown
    if options.csv:
        form = partial(assignments_to_csv, bom=options.bom)
    elif options.json:
        form = _as_json
    return write_table(options, find_assignments, form)


def _as_json(documents: list[tuple[str, list[Assignment]]]) -> str:
    import json

    from vnrestore.formats.record_table import assignments_to_dicts

    rows = [{"file": name, "tasks": assignments_to_dicts(tasks)} for name, tasks in documents]
    return json.dumps({"schema": "vnrestore/tasks/1", "documents": rows}, ensure_ascii=False, indent=2) + "\n"
