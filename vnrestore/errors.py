"""Everything that can go wrong on purpose, each kind with its own exit code.

The exit codes are an interface: pipelines branch on them. They are documented in the
README and never renumbered.
"""

from __future__ import annotations

from typing import ClassVar


class VnrestoreError(Exception):
    """Base of all errors a caller may want to catch; the message is one line for a person."""

    exit_code: ClassVar[int] = 1


class InputError(VnrestoreError):
    """The input cannot be used: missing, a directory, unreadable, empty."""

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
