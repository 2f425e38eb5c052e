"""Everything that can go wrong on purpose, each kind with its own exit code.

The exit codes are an interface: pipelines branch on them. They are documented in the
README and in ``vnrestore --help``, and never renumbered.
"""

from __future__ import annotations

from typing import ClassVar


class VnrestoreError(Exception):
    """Base of all errors a caller may want to catch; the message is one line for a person."""

    exit_code: ClassVar[int] = 1


class UsageError(VnrestoreError):
    """The options contradict each other or the command line cannot be understood."""

    exit_code = 2


class InputError(VnrestoreError):
    """The input cannot be used: missing, a directory, unreadable, empty, too large."""

    exit_code = 3


class MissingToolError(VnrestoreError):
    """An external program or language pack is not installed."""

    exit_code = 4


class EncodingError(VnrestoreError):
    """The input is binary or in an encoding that cannot be told."""

    exit_code = 5


class ResourceError(VnrestoreError):
    """A model or lexicon file is missing, damaged or of another version."""

    exit_code = 6


class OutputError(VnrestoreError):
    """The output cannot be written; nothing half-written is left behind."""

    exit_code = 7


class UnknownFormatError(VnrestoreError):
    """The input is text, but of no format that vnrestore reads."""

    exit_code = 8


class BusyError(VnrestoreError):
    """Another run is at work on the same output folder."""

    exit_code = 10


EXIT_QUARANTINE = 9
"""``vnrestore batch`` did everything it could; some files failed and are listed in its report."""

EXIT_INTERRUPTED = 130
"""Ctrl-C: 128 + SIGINT, as shells report it."""

EXIT_BROKEN_PIPE = 141
"""The reader of standard output went away: 128 + SIGPIPE, said nothing on stderr."""

EXIT_TERMINATED = 143
"""SIGTERM: 128 + SIGTERM; temporary files are removed first."""

EXIT_CODES: dict[int, str] = {
    0: "done",
    1: "internal error: please report it",
    2: "wrong use of the command line",
    3: "input missing, unreadable, a directory, empty or too large",
    4: "an external program or language pack is missing",
    5: "input is binary or its encoding cannot be told",
    6: "a lexicon or model file is missing, damaged or has bad lines",
    7: "output cannot be written; nothing half-written is left",
    8: "input is text, but of no format that vnrestore reads",
    EXIT_QUARANTINE: "batch: done, but for files that failed; the report lists them",
    10: "batch: another run is at work on the same output folder",
    EXIT_INTERRUPTED: "interrupted (Ctrl-C)",
    EXIT_BROKEN_PIPE: "the reader of standard output went away",
    EXIT_TERMINATED: "terminated (SIGTERM)",
}
"""What every exit status of the command line means."""
