"""What goes to whoever restores a file, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

TRANSIENT = frozenset({"vanished", "unreadable", "tool", "output"})
"""Errors that say nothing about the file's content: tried again in every run."""

ERRORS: dict[str, str] = {
    "empty": "nothing but white space",
    "encoding": "binary, or in an encoding that cannot be told",
    "format": "of no format that vnrestore reads, or damaged",
    "size": "larger than can be read whole",
    "vanished": "was there when the folder was walked, and gone when it was to be read",
    "unreadable": "no permission, or the disk reports an error",
    "tool": "needs a program or package that is not installed",
    "output": "its output cannot be written",
    "timeout": "took longer than --time-limit",
    "crashed": "the process that had it in hand died: killed for memory, or a crash in a library",
    "memory": "needs more memory than there is",
    "internal": "a fault in vnrestore: please report it",
}
"""Why a file can fail, as the catalogue names it."""


class Status(StrEnum):
    """The state of a file in the catalogue."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to do.

    Attributes:
        file_id: its number in the catalogue.
        path: under the input folder, quoted (:mod:`.names`).
        base: its outputs' name under the output folder without suffix, quoted.
        known: hash of the content that is done already under the same options; a file that
            still has it is left alone.
    """

    file_id: int
    path: str
    base: str
    known: str | None = None


@dataclass(frozen=True, slots=True)
class PageCount:
    """One page of a file, for the list of pages to review.

    Attributes:
        number: from 1.
        words: tokens between white space.
        corrections: changes made.
        suggestions: changes left to a person.
        doubt: expected wrong words: the sum over corrections of 1 - posterior and over
            suggestions of posterior, as both are calibrated probabilities.
    """

    number: int
    words: int
    corrections: int
    suggestions: int
    doubt: float

    @property
    def confidence(self) -> float:
        """Expected share of right words, in [0, 1]."""
        return max(0.0, 1.0 - self.doubt / self.words) if self.words else 1.0


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One output as it was written.

    Attributes:
        format: as named by ``--to``.
        name: under the output folder, quoted.
        size: in bytes.
        sha256: of its bytes, hexadecimal.
    """

    format: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """What was found in a file that could be restored.

    Attributes:
        format: of the input, ``txt``, ``hocr`` ….
        pages: counts page by page.
        confidence: mean posterior over the file, in [0, 1].
        record: the archive's record as ``record_to_dict`` gives it.
        dated: day of issue, else the first day the text names; ISO 8601, "" if there is none.
        text: restored.
        original: as it was read.
    """

    format: str
    pages: tuple[PageCount, ...]
    confidence: float
    record: dict[str, Any]
    dated: str
    text: str = field(repr=False)
    original: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job.

    Attributes:
        job: the job.
        sha256: hash of the content that was read, "" if it could not be.
        seconds: from opening the file to the last output on disk.
        unchanged: the content is the one known; nothing was done.
        error: a key of :data:`ERRORS`, "" if all went well.
        message: one line about the error.
        fatal: no other file would fare better (the disk is full): stop the run.
        content: of a file that was restored.
        outputs: written for it.
    """

    job: Job
    sha256: str = ""
    seconds: float = 0.0
    unchanged: bool = False
    error: str = ""
    message: str = ""
    fatal: bool = False
    content: Content | None = None
    outputs: tuple[OutputFile, ...] = ()
