"""``vnrestore segment``: the parts of a notice."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from vnrestore.cli.files import STANDARD, check_output, read_input_document, shown_name, write_data
from vnrestore.cli.fix import add_restoring_options, report_encodings, restore_with, set_loudness
from vnrestore.errors import UsageError

if TYPE_CHECKING:
    from vnrestore.datatypes.notice import Notice

_SUMMARY = "take a notice apart: title, sections, recipients, signature"
_DESCRIPTION = """Take a notice apart: title, preamble, numbered sections, recipients, signature.
The text is taken as it is; with --fix it is restored first."""
_FORMS = """form of the result: json (the default; every part with its spans, and the references, dates and
amounts in the text), md (Markdown), txt (plain text, paragraphs re-flowed), docx (Word, laid out as Decree
30/2020 asks; needs python-docx: pip install 'vnrestore[docx]'), akn (Akoma Ntoso 3.0 XML)"""


def add_command(commands: Any) -> None:
    """Add ``segment`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "segment", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument("file", metavar="FILE", help="the text of the notice, or - for standard input")
    parser.add_argument("-o", "--output", metavar="OUT", help="write here instead of to standard output")
    parser.add_argument("--to", choices=("json", "md", "txt", "docx", "akn"), default="json", help=_FORMS)
    parser.add_argument("--fix", action="store_true", help="restore the text first")
    add_restoring_options(parser)
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Segment and write in the form asked for."""
    check_output(options.output)
    if options.to == "docx" and options.output in (None, STANDARD) and _on_terminal():
        raise UsageError("a Word file is nothing for a terminal: name one with -o OUT.docx")
    set_loudness(options)
    document = read_input_document(options.file)
    report_encodings(options, document, shown_name(options.file))
    text = document.text
    if options.fix:
        text = restore_with(options, document).text

    from vnrestore.segment import segment_text

    write_data(options.output, _WRITERS[options.to](segment_text(text)))


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _docx(notice: Notice) -> bytes:
    from vnrestore.formats.notice_docx import notice_to_docx

    return notice_to_docx(notice)


def _akn(notice: Notice) -> bytes:
    from vnrestore.formats.notice_akn import notice_to_akn
    from vnrestore.formats.plain import encode
    from vnrestore.segment.metadata import extract_record

    return encode(notice_to_akn(notice, extract_record(notice)))


def _markdown(notice: Notice) -> bytes:
    from vnrestore.formats.notice_markdown import notice_to_markdown
    from vnrestore.formats.plain import encode

    return encode(notice_to_markdown(notice))


def _plain(notice: Notice) -> bytes:
    from vnrestore.formats.notice_text import notice_to_text
    from vnrestore.formats.plain import encode

    return encode(notice_to_text(notice))


def _json(notice: Notice) -> bytes:
    import json

    from vnrestore.formats.notice_json import notice_to_dict
    from vnrestore.formats.plain import encode
    from vnrestore.segment.mentions import find_mentions

    written = notice_to_dict(notice, find_mentions(notice))
    return encode(json.dumps(written, ensure_ascii=False, indent=2) + "\n")


_WRITERS: dict[str, Callable[[Notice], bytes]] = {
    "json": _json,
    "md": _markdown,
    "txt": _plain,
    "docx": _docx,
    "akn": _akn,
}
