"""What the run asks of whoever does the jobs, wherever that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from vnrestore.batch.job import Job, Outcome
from vnrestore.batch.settings import Settings


class Runner(Protocol):
    """Does one job; :class:`.work.Worker` is one."""

    def run(self, job: Job) -> Outcome:
        """What came of the job."""

    def begin(self, job: Job) -> Callable[[], Outcome]:
        """Do the job but for writing; the rest, which mostly waits for the disk, is given back."""


def load_worker(settings: Settings, follow_links: bool) -> Runner:
    """A worker with its model; imported here, so that the client stays small."""
    from vnrestore.batch.work import Worker

    return Worker(settings, follow_links)


class Executor(Protocol):
    """Does jobs, in any order; used from one thread.

    A job that was submitted comes back exactly once, from ``collect`` or ``drain``, whatever
    happens to the process that has it in hand; or, after ``drain``, never.
    """

    @property
    def capacity(self) -> int:
        """How many jobs may be in hand: enough that nobody waits, few enough to stay bounded."""

    @property
    def in_hand(self) -> int:
        """How many jobs are submitted and not yet back."""

    def submit(self, job: Job) -> None:
        """Take a job; only while ``in_hand < capacity``."""

    def collect(self, timeout: float) -> list[Outcome]:
        """What has come back; waits at most ``timeout`` seconds for the first.

        Raises:
            VnrestoreError: no job can be done any more.
        """

    def drain(self, grace: float) -> list[Outcome]:
        """Let jobs under way end for at most ``grace`` seconds and drop the others."""

    def close(self) -> None:
        """End everything that was started."""
