"""Jobs done by a Dask cluster: an extra, ``pip install 'vnrestore[dask]'``.

Workers read the input and write the outputs themselves, so both must be reachable from all of
them under the same names. The model reaches a worker once, when it joins: a plugin loads it
from the worker's own installation and refuses one that differs from the client's. The
catalogue is written by the client alone. A worker that dies takes nothing with it: Dask gives
its jobs to another one, and outputs are whole or not there.
"""

from __future__ import annotations

import queue
import time
import uuid
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from vnrestore.batch.job import Job, Outcome
from vnrestore.batch.settings import Settings, versions
from vnrestore.errors import MissingToolError, VnrestoreError

_EACH = 2
_PATIENCE = 10.0
"""Seconds to find the scheduler."""

_ASK_EVERY = 1.0
"""Seconds between two looks at how many workers there are."""

_ALONE = 300.0
"""Seconds without any worker after which the run gives up."""


class Cluster:
    """An executor on a Dask cluster."""

    def __init__(self, scheduler: str, settings: Settings, follow_links: bool = False) -> None:
        """Connect, and have the model loaded everywhere.

        Raises:
            MissingToolError: Dask is not installed, or the scheduler does not answer.
        """
        try:
            from distributed import Client

            from vnrestore.batch.cluster_worker import ModelPlugin, run_on_worker
        except ImportError as error:
            raise MissingToolError("--scheduler needs Dask: pip install 'vnrestore[dask]'") from error
        try:
            connect: Any = Client  # typed in parts only
            self._client = connect(scheduler, timeout=_PATIENCE, set_as_default=False)
        except Exception as error:
            reason = type(error).__name__
            raise MissingToolError(f"{scheduler}: no Dask scheduler answers: {reason}") from error
        self._name = f"vnrestore-{uuid.uuid4().hex}"
        self._run = partial(run_on_worker, self._name)
        self._futures: dict[str, tuple[Job, Any]] = {}
        self._back: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._lonely: float | None = None
        self._known_threads = 0
        self._asked = -_ASK_EVERY
        plugin = ModelPlugin(self._name, settings, follow_links, versions(settings))
        try:
            self._client.register_plugin(plugin, name=self._name)
        except Exception as error:
            self.close()
            raise MissingToolError(f"{scheduler}: a worker cannot load vnrestore: {error}") from error

    @property
    def capacity(self) -> int:
        """Two for each thread of the workers there are now, at least one."""
        return max(1, _EACH * self._threads())

    def _threads(self) -> int:
        """Threads of all workers, asked for now and then."""
        if time.monotonic() - self._asked > _ASK_EVERY:
            with suppress(Exception):
                self._known_threads = sum(self._client.nthreads().values())
            self._asked = time.monotonic()
        return self._known_threads

    @property
    def in_hand(self) -> int:
        """Jobs that the scheduler has."""
        return len(self._futures)

    def submit(self, job: Job) -> None:
        """Give a job to the scheduler."""
        key = f"{self._name}-{job.file_id}-{uuid.uuid4().hex[:8]}"
        future = self._client.submit(self._run, job, key=key, pure=False)
        self._futures[key] = (job, future)
        future.add_done_callback(partial(_put_key, self._back))

    def collect(self, timeout: float) -> list[Outcome]:
        """What has come back; a job whose workers keep dying is reported as such.

        Raises:
            VnrestoreError: the scheduler went away, or there is no worker for too long.
        """
        outcomes: list[Outcome] = []
        with suppress(queue.Empty):
            while True:
                key = self._back.get(timeout=0.0 if outcomes else timeout)
                if key in self._futures:
                    outcomes.append(self._result(*self._futures.pop(key)))
        if not outcomes:
            self._check()
        return outcomes

    def _result(self, job: Job, future: Any) -> Outcome:
        from distributed import KilledWorker

        if future.status == "cancelled":
            raise VnrestoreError("the connection to the Dask scheduler is lost; run it again to go on")
        try:
            outcome: Outcome = future.result(timeout=60)
        except KilledWorker:
            return Outcome(job, error="crashed", message="every worker that had it in hand died")
        except Exception as error:
            return Outcome(job, error="internal", message=f"{type(error).__name__}: {error}")
        return replace(outcome, job=job)

    def _check(self) -> None:
        """Give up where nothing can come any more."""
        if self._client.status not in ("running", "connecting"):
            raise VnrestoreError("the connection to the Dask scheduler is lost; run it again to go on")
        if not self._futures or self._threads():
            self._lonely = None
        elif self._lonely is None:
            self._lonely = time.monotonic()
        elif time.monotonic() - self._lonely > _ALONE:
            raise VnrestoreError(
                f"the Dask cluster has had no worker for {_ALONE:g} s; run it again to go on"
            )

    def drain(self, grace: float) -> list[Outcome]:
        """Wait a little for jobs under way and cancel the others."""
        until = time.monotonic() + grace
        running = {key for keys in self._client.processing().values() for key in keys}
        waiting = [future for key, (_, future) in self._futures.items() if key not in running]
        self._client.cancel(waiting, force=True)
        self._futures = {key: one for key, one in self._futures.items() if key in running}
        outcomes: list[Outcome] = []
        while self._futures and time.monotonic() < until:
            outcomes += self.collect(0.2)
        self._futures.clear()
        return outcomes

    def close(self) -> None:
        """Take the model away again and disconnect."""
        with suppress(Exception):
            self._client.unregister_worker_plugin(self._name)
        with suppress(Exception):
            self._client.close(timeout=5)


def _put_key(back: queue.SimpleQueue[str], future: Any) -> None:
    back.put(future.key)
