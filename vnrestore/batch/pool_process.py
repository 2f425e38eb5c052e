"""The side of :mod:`.pool` that runs in the processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from vnrestore.batch.executor import Runner
from vnrestore.batch.job import Outcome
from vnrestore.errors import VnrestoreError

READY = "ready"
"""Said once the model is loaded."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Said before a job is begun: if the process dies now, this file is to blame."""

    file_id: int


def serve(pipe: Connection, make: Callable[[], Runner]) -> None:
    """A process's life: load the model, then job after job until the client closes the pipe.

    Outputs are written by a thread: waiting for the disk costs no time in which the next file
    could be restored. It is one thread and at most one file behind, so outcomes keep their order.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the client decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_client, daemon=True).start()
    with suppress(EOFError, OSError):
        try:
            runner = make()
        except Exception as error:
            pipe.send(_fault(error))
            return
        pipe.send(READY)
        _serve(pipe, runner)


def _serve(pipe: Connection, runner: Runner) -> None:
    turn = threading.Lock()

    def say(said: Any) -> None:
        with turn:
            pipe.send(said)

    def write(finish: Callable[[], Outcome]) -> None:
        say(finish())

    writing: Future[None] | None = None
    with ThreadPoolExecutor(1) as writer:
        while True:
            job = pipe.recv()
            say(Begun(job.file_id))
            finish = runner.begin(job)
            if writing is not None:
                writing.result()
            writing = writer.submit(write, finish)


def _fault(error: Exception) -> VnrestoreError:
    """The error in a form that every process can unpickle, with the exit code it stands for."""
    if not isinstance(error, VnrestoreError):
        return VnrestoreError(f"a worker process cannot start: {type(error).__name__}: {error}")
    kinds = {kind.exit_code: kind for kind in VnrestoreError.__subclasses__()}
    return kinds.get(error.exit_code, VnrestoreError)(str(error))


def _end_with_client() -> None:
    """A client killed with -9 cannot tell: its processes must not work on behind the next run's back."""
    client = multiprocessing.parent_process()
    if client is not None:
        wait([client.sentinel])
        os._exit(1)
