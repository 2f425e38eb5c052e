"""Entry point of the command line: the parser, and errors turned into exit codes."""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import NoReturn

from vnrestore import __version__
from vnrestore.cli import batch, evaluate, explain, fix, metadata, ocr, search, segment, tasks
from vnrestore.cli.complain import complain
from vnrestore.cli.signals import Heard, Terminated, fall_deaf, listen
from vnrestore.errors import (
    EXIT_BROKEN_PIPE,
    EXIT_CODES,
    EXIT_INTERRUPTED,
    EXIT_TERMINATED,
    InputError,
    OutputError,
    UsageError,
    VnrestoreError,
)


class _Parser(ArgumentParser):
    """An argument parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message} (see: {self.prog} --help)")
        self.exit(UsageError.exit_code)


def run() -> NoReturn:
    """What the console script calls."""
    status = main(sys.argv[1:])
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
        status = EXIT_BROKEN_PIPE
    except OSError as error:
        _silence_stdout()
        complain(f"standard output cannot be written: {error.strerror}")
        status = OutputError.exit_code
    fall_deaf()
    sys.exit(status)


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Returns:
        The exit status, one of ``errors.EXIT_CODES``.
    """
    verbose = False
    heard = Heard()
    try:
        heard = listen()
        options = build_parser().parse_args(arguments)
        verbose = bool(getattr(options, "verbose", False))
        status: int | None = options.run(options)
        return status or 0
    except SystemExit as leaving:  # --help, --version and wrong usage: argparse has said what it had to
        return int(leaving.code or 0)
    except KeyboardInterrupt:
        return _stopped(signal.SIGINT)
    except Terminated:
        return _stopped(signal.SIGTERM)
    except BrokenPipeError:
        _silence_stdout()
        return EXIT_BROKEN_PIPE
    except Exception as error:
        if heard.number:  # somebody made another error of it on its way here
            return _stopped(heard.number)
        if isinstance(error, VnrestoreError):
            complain(str(error))
            return error.exit_code
        if verbose:
            raise
        if isinstance(error, MemoryError):
            complain("not enough memory for an input of this size: split it")
            return InputError.exit_code
        complain(f"internal error: {type(error).__name__}: {error} (with -v: where)")
        return VnrestoreError.exit_code


def _stopped(number: int) -> int:
    """Say that a signal ended the program; the exit status."""
    complain("interrupted" if number == signal.SIGINT else "terminated")
    return EXIT_INTERRUPTED if number == signal.SIGINT else EXIT_TERMINATED


def build_parser() -> ArgumentParser:
    """The whole command line; nothing heavy is imported by building it."""
    codes = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES.items())
    parser = _Parser(
        prog="vnrestore",
        description="Restore and segment Vietnamese administrative notices garbled by OCR.",
        epilog=f"exit codes:\n{codes}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"vnrestore {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in (fix, ocr, segment, metadata, tasks, batch, search, evaluate, explain):
        command.add_command(commands)
    return parser


def _silence_stdout() -> None:
    """What is still in the buffer would fail once more when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
