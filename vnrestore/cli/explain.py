"""``vnrestore explain``: why a word was changed, or was not."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from vnrestore.cli.files import check_output, read_input, shown_name, write_output
from vnrestore.cli.fix import add_restoring_options, restorer_arguments, set_loudness
from vnrestore.cli.safety import verify_if_asked
from vnrestore.errors import UsageError

_SUMMARY = "show why a word was changed, or was not"
_DESCRIPTION = """Restore a text and show, for one token of it, every reading that was considered: who
proposed it, what the channel and the language model say of it, its posterior, and why the token was
or was not changed."""


def add_command(commands: Any) -> None:
    """Add ``explain`` to the commands of the parser."""
    parser: ArgumentParser = commands.add_parser(
        "explain", help=_SUMMARY, description=_DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument("file", metavar="FILE", help="the garbled text, or - for standard input")
    parser.add_argument(
        "--at",
        metavar="LINE:COL",
        required=True,
        type=position,
        help="where the token stands; lines and columns count from 1, columns in characters",
    )
    parser.add_argument("--top", metavar="N", type=positive, default=10, help="readings shown (default: 10)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("-o", "--output", metavar="OUT", help="write here instead of to standard output")
    add_restoring_options(parser)
    parser.set_defaults(run=run)


def position(value: str) -> tuple[int, int]:
    """``LINE:COL``, both from 1."""
    match = re.fullmatch(r"([1-9][0-9]{0,8}):([1-9][0-9]{0,8})", value)
    if match is None:
        raise ArgumentTypeError(f"not LINE:COL, two numbers from 1: {value!r}")
    return int(match[1]), int(match[2])


def positive(value: str) -> int:
    """A whole number from 1."""
    if re.fullmatch(r"[1-9][0-9]{0,5}", value) is None:
        raise ArgumentTypeError(f"not a number from 1: {value!r}")
    return int(value)


def run(options: Namespace) -> None:
    """Explain one token."""
    check_output(options.output)
    set_loudness(options)
    text = read_input(options.file)
    line, column = options.at
    at = offset(text, line, column, shown_name(options.file))
    verify_if_asked(options)

    from vnrestore.report.explain import Tracer, explanation_to_dict, explanation_to_text

    tracer = Tracer(**restorer_arguments(options))
    explanation = tracer.trace(text, at)
    if explanation is None:
        raise UsageError(f"--at {line}:{column}: a blank stands there, no token")
    if options.json:
        import json

        shown = json.dumps(explanation_to_dict(explanation, options.top), ensure_ascii=False, indent=2) + "\n"
    else:
        shown = explanation_to_text(explanation, options.top)
    write_output(options.output, shown)


def offset(text: str, line: int, column: int, name: str) -> int:
    """The offset of a line and column.

    Raises:
        UsageError: there is no such place.
    """
    lines = text.split("\n")
    if line > len(lines):
        raise UsageError(f"--at {line}:{column}: {name} has {len(lines)} lines")
    if column > len(lines[line - 1]):
        raise UsageError(f"--at {line}:{column}: the line has {len(lines[line - 1])} characters")
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
