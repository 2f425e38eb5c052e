"""``vnrestore segment``: the parts of a notice."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from vnrestore.cli.files import check_output, read_input, write_output
from vnrestore.cli.fix import add_restoring_options, restore_with, set_loudness

_SUMMARY = "take a notice apart: title, sections, recipients, signature"
_DESCRIPTION = """Take a notice apart: title, preamble, numbered sections, recipients, signature.
The text is taken as it is; with --fix it is restored first."""


def add_command(commands: Any) -> None:
    """Add ``segment`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "segment", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument("file", metavar="FILE", help="the text of the notice, or - for standard input")
    parser.add_argument("-o", "--output", metavar="OUT", help="write here instead of to standard output")
    parser.add_argument("--to", choices=("json", "md", "txt"), default="json", help="form of the result")
    parser.add_argument("--fix", action="store_true", help="restore the text first")
    add_restoring_options(parser)
    parser.set_defaults(run=run)


def run(options: Namespace) -> None:
    """Segment and write in the form asked for."""
    check_output(options.output)
    set_loudness(options)
    text = read_input(options.file)
    if options.fix:
        text = restore_with(options, text).text
    write_output(options.output, _rendered(text, options.to))


def _rendered(text: str, form: str) -> str:
    from vnrestore.segment import segment_text

    notice = segment_text(text)
    if form == "md":
        from vnrestore.formats.notice_markdown import notice_to_markdown

        return notice_to_markdown(notice)
    if form == "txt":
        from vnrestore.formats.notice_text import notice_to_text

        return notice_to_text(notice)
    import json

    from vnrestore.formats.notice_json import notice_to_dict

    return json.dumps(notice_to_dict(notice), ensure_ascii=False, indent=2) + "\n"
