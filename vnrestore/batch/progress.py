"""What a run says while it is at work; the command line draws it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol

from vnrestore.batch.job import Outcome


@dataclass(slots=True)
class Tally:
    """Counts of this run.

    Attributes:
        total: files to do, as far as known.
        done: of them restored.
        failed: of them failed.
        unchanged: found as they were: on the walk, or once their content was read.
        kept: failed before and not tried again.
        pages: restored.
        words: restored, tokens between white space.
        started: on the monotonic clock.
    """

    total: int = 0
    done: int = 0
    failed: int = 0
    unchanged: int = 0
    kept: int = 0
    pages: int = 0
    words: int = 0
    started: float = field(default_factory=time.monotonic)
    read_again: int = 0

    @property
    def finished(self) -> int:
        """Files of ``total`` that are behind us."""
        return self.done + self.failed + self.read_again

    @property
    def seconds(self) -> float:
        """Since the first file was given out."""
        return time.monotonic() - self.started

    @property
    def rate(self) -> float:
        """Syllables a second over the run."""
        return self.words / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds to go if files go on as they did; None before the first."""
        return self.seconds / self.finished * (self.total - self.finished) if self.finished else None

    def add(self, outcome: Outcome) -> None:
        """Count what came of a job."""
        self.done += not outcome.error and not outcome.unchanged
        self.failed += bool(outcome.error)
        self.unchanged += outcome.unchanged
        self.read_again += outcome.unchanged
        if outcome.content is not None:
            self.pages += len(outcome.content.pages)
            self.words += sum(page.words for page in outcome.content.pages)


class Progress(Protocol):
    """Told what happens; must not raise."""

    def scanned(self, tally: Tally) -> None:
        """The folder has been walked."""

    def file(self, outcome: Outcome, tally: Tally) -> None:
        """A job is back."""

    def tick(self, tally: Tally) -> None:
        """Called several times a second."""

    def note(self, message: str) -> None:
        """Something a person should know."""

    def ended(self, tally: Tally, outcome: str) -> None:
        """The run is over; ``outcome`` as the catalogue has it."""


class Silence:
    """Progress for callers who want none."""

    def scanned(self, tally: Tally) -> None:
        """Nothing."""

    def file(self, outcome: Outcome, tally: Tally) -> None:
        """Nothing."""

    def tick(self, tally: Tally) -> None:
        """Nothing."""

    def note(self, message: str) -> None:
        """Nothing."""

    def ended(self, tally: Tally, outcome: str) -> None:
        """Nothing."""
