"""Processes of this machine, each with a model and a pipe of its own.

The standard library's pool breaks as a whole when one process dies, and cannot stop a job
that takes too long. Here a process that dies (killed for memory, crashed in a library) or
overstays is replaced, the file it had in hand is reported, and all others go on. Processes
are spawned, not forked: they inherit no lock, no database and no other's pipe. Each builds
its own restorer; the tables of the language model are memory-mapped, so there is one copy
of them in memory. Every process is at one job while the one before is written and flushed to
disk: it never idles, and what is in hand stays bounded.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import cast

from vnrestore.batch.executor import Runner
from vnrestore.batch.job import Job, Outcome
from vnrestore.batch.pool_process import Begun, serve
from vnrestore.errors import VnrestoreError

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT")
_EACH = 2
_DEATHS_AT_START = 3


@dataclass(slots=True, eq=False)
class _Hand:
    """A process, what it was given, and which of it was begun last, when."""

    process: SpawnProcess
    pipe: Connection
    jobs: deque[Job] = field(default_factory=deque)
    ready: bool = False
    begun: int = -1
    since: float = 0.0

    @property
    def current(self) -> Job | None:
        """The job it is at; those before it are only being written."""
        return next((job for job in self.jobs if job.file_id == self.begun), None)


class Pool:
    """An executor of ``size`` processes.

    Args:
        size: how many processes.
        make: called in each process; picklable.
        time_limit: seconds for one file; None for no limit.
    """

    def __init__(self, size: int, make: Callable[[], Runner], time_limit: float | None = None) -> None:
        """Start the processes; they load their models while the client goes on."""
        self._make = make
        self._limit = time_limit
        self._context = multiprocessing.get_context("spawn")
        self._deaths = 0
        self._hands = [self._start() for _ in range(size)]

    @property
    def capacity(self) -> int:
        """Two for each process."""
        return _EACH * len(self._hands)

    @property
    def in_hand(self) -> int:
        """Jobs under way or waiting."""
        return sum(len(hand.jobs) for hand in self._hands)

    @property
    def pids(self) -> list[int]:
        """The process ids, for whoever measures them."""
        return [hand.process.pid or 0 for hand in self._hands]

    def _start(self) -> _Hand:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._make), daemon=True)
        with _single_threaded():
            process.start()
        theirs.close()
        return _Hand(process, ours)

    def submit(self, job: Job) -> None:
        """Give a job to the process with the least to do."""
        hand = min(self._hands, key=lambda one: len(one.jobs))
        if hand.ready and not hand.jobs and not hand.process.is_alive():
            hand = self._succeed(hand)  # it died idle: no file is to blame
        self._give(hand, job)

    def _give(self, hand: _Hand, job: Job) -> None:
        hand.jobs.append(job)
        with suppress(OSError):  # a process that is gone is met in collect
            hand.pipe.send(job)

    def collect(self, timeout: float) -> list[Outcome]:
        """What has come back, the files of processes that died or took too long included."""
        if self._limit:
            deadlines = (hand.since + self._limit for hand in self._hands if hand.current)
            timeout = max(0.0, min(timeout, min(deadlines, default=math.inf) - time.monotonic()))
        waiting: list[Connection | int] = [hand.pipe for hand in self._hands]
        waiting += [hand.process.sentinel for hand in self._hands]
        signalled = set(wait(waiting, timeout))
        outcomes: list[Outcome] = []
        for hand in list(self._hands):
            if hand.pipe in signalled or hand.process.sentinel in signalled:
                outcomes += self._hear(hand)
        for hand in list(self._hands):
            late = self._limit is not None and time.monotonic() - hand.since >= self._limit
            if late and hand.current:
                outcomes.append(
                    self._blame(hand, hand.current, "timeout", f"took longer than {self._limit:g} s")
                )
        return outcomes

    def _hear(self, hand: _Hand) -> list[Outcome]:
        """All a process has said; if it is dead, its replacement and the file it died of."""
        outcomes: list[Outcome] = []
        try:
            while hand.pipe.poll():
                said = hand.pipe.recv()
                if isinstance(said, VnrestoreError):
                    raise said
                if isinstance(said, Outcome):
                    hand.jobs.popleft()  # they are written in the order they came
                    outcomes.append(said)
                    self._deaths = 0
                elif isinstance(said, Begun):
                    hand.begun, hand.since = said.file_id, time.monotonic()
                else:
                    hand.ready = True
        except (EOFError, OSError):
            hand.process.join(1)
            if hand.current:
                return [*outcomes, self._blame(hand, hand.current, "crashed", "")]
            self._deaths += 1
            if self._deaths >= _DEATHS_AT_START:
                raise VnrestoreError("the worker processes die while they start") from None
            self._succeed(hand)
        return outcomes

    def _blame(self, hand: _Hand, job: Job, error: str, message: str) -> Outcome:
        """End a process, put another in its place, and report the file it was at."""
        hand.jobs.remove(job)
        seconds = time.monotonic() - hand.since
        self._succeed(hand)
        return Outcome(job, seconds=seconds, error=error, message=message or _cause(hand.process.exitcode))

    def _succeed(self, hand: _Hand) -> _Hand:
        """End a process and give what it still had to another one in its place."""
        hand.process.kill()
        hand.process.join()
        hand.pipe.close()
        successor = self._start()
        self._hands[self._hands.index(hand)] = successor
        for job in hand.jobs:
            self._give(successor, job)
        return successor

    def drain(self, grace: float) -> list[Outcome]:
        """Let the files under way end for ``grace`` seconds; kill what is left."""
        until = time.monotonic() + grace
        left = {hand.pipe: hand for hand in self._hands if hand.current}
        outcomes: list[Outcome] = []
        while left and (patience := until - time.monotonic()) > 0:
            for pipe in cast(list[Connection], wait(list(left), patience)):
                said = None
                with suppress(EOFError, OSError):
                    said = pipe.recv()
                    if isinstance(said, Begun):
                        continue
                outcomes += [said] if isinstance(said, Outcome) else []
                left.pop(pipe).process.kill()  # it has begun the next job already
        for hand in left.values():
            hand.process.kill()
        for hand in self._hands:
            hand.jobs.clear()
        return outcomes

    def close(self) -> None:
        """End all processes, at once those that still have work."""
        for hand in self._hands:
            if hand.jobs or not hand.ready:
                hand.process.kill()
            hand.pipe.close()
        for hand in self._hands:
            hand.process.join(5)
            if hand.process.is_alive():
                hand.process.kill()
                hand.process.join()


def _cause(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        with suppress(ValueError):
            name = signal.Signals(-exitcode).name
            hint = ", maybe for want of memory" if name == "SIGKILL" else ""
            return f"the process that had it in hand was ended by {name}{hint}"
    return f"the process that had it in hand ended with status {exitcode}"


@contextmanager
def _single_threaded() -> Iterator[None]:
    """One thread a process: as many processes as cores must not fight with threads of their own."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
