"""What the commands over several files share: ``metadata`` and ``tasks``.

A file that cannot be used is reported and left out of the table; the others are not lost by it.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from vnrestore.cli.complain import complain
from vnrestore.cli.files import (
    STANDARD,
    check_output,
    read_input_document,
    same_file,
    shown_name,
    write_output,
)
from vnrestore.cli.fix import (
    add_restoring_options,
    make_restorer,
    report_encodings,
    restore_document,
    set_loudness,
)
from vnrestore.errors import EncodingError, InputError, UnknownFormatError, UsageError

if TYPE_CHECKING:
    from vnrestore.datatypes.notice import Notice
    from vnrestore.pipeline import Restorer

Row = TypeVar("Row")

_OF_ONE_FILE = (InputError, EncodingError, UnknownFormatError)
"""Errors that say nothing about the next file."""


def add_table_options(parser: ArgumentParser) -> None:
    """FILE…, where the table goes, and restoring first."""
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="the texts of the documents; - is standard input"
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="write here instead of to standard output")
    parser.add_argument(
        "--bom", action="store_true", help="begin the CSV with a byte order mark, as Excel needs it for UTF-8"
    )
    parser.add_argument(
        "--fix", action="store_true", help="restore each text first; spans are of the restored text"
    )
    add_restoring_options(parser)


def check_table(options: Namespace, csv: bool) -> None:
    """Fail before the work where the options make no sense or the table could not be written.

    Raises:
        UsageError: standard input named twice, a text named as the output, or a mark for no CSV.
        OutputError: the output cannot be written.
    """
    if options.files.count(STANDARD) > 1:
        raise UsageError("only one of the texts can come from standard input")
    if options.bom and not csv:
        raise UsageError("--bom goes with CSV only")
    if options.output is not None and any(same_file(options.output, name) for name in options.files):
        raise UsageError("-o names one of the texts: it would be overwritten")
    check_output(options.output)
    set_loudness(options)


def write_table(
    options: Namespace, draw: Callable[[Notice], Row], form: Callable[[list[tuple[str, Row]]], str]
) -> int:
    """Segment every file, draw a row from each, and write them as one table.

    Nothing is written if no file at all could be read.

    Returns:
        The exit status: that of the first file that failed, 0 if none did.
    """
    from vnrestore.segment import segment_text

    restorer: Restorer | None = None
    rows: list[tuple[str, Row]] = []
    status = 0
    for name in options.files:
        try:
            document = read_input_document(name)
        except _OF_ONE_FILE as error:
            complain(str(error))
            status = status or error.exit_code
            continue
        report_encodings(options, document, shown_name(name))
        text = document.text
        if options.fix:
            restorer = restorer or make_restorer(options)
            text = restore_document(options, restorer, document).text
        rows.append((name, draw(segment_text(text))))
    if rows:
        write_output(options.output, form(rows))
    return status
