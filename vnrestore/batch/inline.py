"""Jobs done in this very process: for storage that lives in it, and for looking at a fault."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from vnrestore.batch.executor import Runner
from vnrestore.batch.job import Job, Outcome


class Inline:
    """An executor without processes: a crash takes the run down, and there is no time limit."""

    capacity = 1

    def __init__(self, make: Callable[[], Runner]) -> None:
        """Make the one that does the jobs."""
        self._runner = make()
        self._jobs: deque[Job] = deque()

    @property
    def in_hand(self) -> int:
        """Jobs waiting."""
        return len(self._jobs)

    def submit(self, job: Job) -> None:
        """Keep a job until it is collected."""
        self._jobs.append(job)

    def collect(self, timeout: float) -> list[Outcome]:
        """Do the job there is; how long it takes is its own affair."""
        return [self._runner.run(self._jobs.popleft())] if self._jobs else []

    def drain(self, grace: float) -> list[Outcome]:
        """Nothing is under way between two calls."""
        self._jobs.clear()
        return []

    def close(self) -> None:
        """Nothing to end."""
