"""``vnrestore ocr``: read scans, and restore what was read."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from vnrestore.cli.complain import complain
from vnrestore.cli.files import check_output, read_input_bytes, shown_name, write_data
from vnrestore.cli.fix import add_restoring_options, json_report, restore_with, set_loudness
from vnrestore.cli.pdf import form_by_name, refuse_on_terminal
from vnrestore.cli.safety import name_language

if TYPE_CHECKING:
    from vnrestore.datatypes.restoration import Restoration
    from vnrestore.ocr.scan import Scan

_SUMMARY = "read scans with Tesseract and restore the text"
_DESCRIPTION = """Read an image (PNG, JPEG, TIFF of one or many pages, …) or the page images of a PDF with
Tesseract and restore what was read. Needs Tesseract with a language pack, best vie, and
pip install 'vnrestore[ocr]'. In a PDF, pages of visible print are not read but taken as they are."""
_FORMS = """form of the result: txt (plain text; the default if the name after -o does not say), json (text,
corrections and the segmented notice), hocr (words with boxes), docx (Word), pdf (the page images unchanged,
the text searchable over them)"""


def add_command(commands: Any) -> None:
    """Add ``ocr`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "ocr", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument("file", metavar="FILE", help="an image or a PDF, or - for standard input")
    parser.add_argument("-o", "--output", metavar="OUT", help="write here instead of to standard output")
    parser.add_argument("--to", choices=("txt", "json", "hocr", "docx", "pdf"), help=_FORMS)
    parser.add_argument(
        "--lang",
        metavar="LANG",
        help="Tesseract's language packs, joined by + (default: vie; without it, what is installed)",
    )
    parser.add_argument(
        "--jobs", metavar="N", type=_jobs, default=_processors(), help="pages read at the same time"
    )
    add_restoring_options(parser)
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Read, restore and write in the form asked for."""
    check_output(options.output)
    form = options.to or form_by_name(options.output) or "txt"
    refuse_on_terminal(form, options.output)
    set_loudness(options)
    # Tesseract's own threads slow each other down: a page a processor is faster.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")

    from vnrestore.ocr.scan import read_scan

    name = shown_name(options.file)
    scan = read_scan(
        read_input_bytes(options.file),
        name,
        languages=options.lang,
        jobs=options.jobs,
        progress=(lambda page: complain(f"{name}: page {page} read")) if options.verbose else None,
    )
    _say(options, name, scan.notes)
    language = name_language(options, scan.document.text, name)
    restoration = restore_with(options, scan.document)
    write_data(options.output, _rendered(options, form, scan, restoration, language))


def _say(options: Namespace, name: str, notes: tuple[str, ...]) -> None:
    if not options.quiet:
        for note in notes:
            complain(f"{name}: {note}")


def _rendered(
    options: Namespace, form: str, scan: Scan, restoration: Restoration, language: str | None
) -> bytes:
    from vnrestore.formats.placing import place
    from vnrestore.formats.plain import encode

    if form == "txt":
        return encode(restoration.text)
    if form == "json":
        return encode(json_report(scan.document, restoration, language))
    if form == "docx":
        from vnrestore.formats.notice_docx import notice_to_docx
        from vnrestore.segment import segment_text

        return notice_to_docx(segment_text(restoration.text))
    placed = place(scan.document, restoration)
    if form == "hocr":
        from vnrestore.formats.hocr_new import new_hocr

        return new_hocr(scan.document, placed)

    from vnrestore.ocr.searchable import searchable_pdf

    name = shown_name(options.file)
    data, notes = searchable_pdf(scan, placed, name)
    _say(options, name, notes)
    return data


def _jobs(value: str) -> int:
    """A number of pages, given on the command line."""
    if value.isdecimal() and 1 <= int(value) <= 256:
        return int(value)
    raise ArgumentTypeError(f"not a number from 1 to 256: {value!r}")


def _processors() -> int:
    return min(8, os.cpu_count() or 1)
