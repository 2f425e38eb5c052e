"""A run: walk, give out, record, report, and stop cleanly whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vnrestore.batch.catalogue import Catalogue
from vnrestore.batch.executor import Executor, load_worker
from vnrestore.batch.job import Job, Outcome, Status
from vnrestore.batch.local import WORKSHOP
from vnrestore.batch.lock import Lock
from vnrestore.batch.progress import Progress, Silence, Tally
from vnrestore.batch.reports import write_reports
from vnrestore.batch.request import Request, local_path
from vnrestore.batch.runs import begin_run, end_run, note_skipped
from vnrestore.batch.scan import Patience, Scanned, Scanner
from vnrestore.batch.settings import Versions, versions
from vnrestore.batch.storage import Target, open_source, open_target
from vnrestore.errors import MissingToolError, OutputError

GRACE = 5.0
"""Seconds that files in hand get when the run is stopped."""

TICK = 0.2
_WALK_SHARE = 20  # while watching, no more than a twentieth of the time goes into walking


@dataclass(frozen=True, slots=True)
class Finished:
    """How a run ended.

    Attributes:
        tally: its counts.
        quarantined: files that failed, in this run or before, and are still there.
        stopped: it was asked to stop before everything was done.
        report: name of the summary page.
    """

    tally: Tally
    quarantined: int
    stopped: bool
    report: str


def run_batch(
    request: Request,
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
    executor: Callable[[], Executor] | None = None,
) -> Finished:
    """Do what is to be done in a folder.

    Args:
        request: what is asked for.
        progress: told what happens.
        stop: asked several times a second; once it says so, files in hand get
            :data:`GRACE` seconds, and everything recorded is kept.
        executor: makes who does the jobs; None makes what ``request`` says.

    Raises:
        UsageError: input and output overlap, or the options contradict each other.
        InputError: the input folder cannot be used.
        OutputError: the output cannot be written; what is recorded is kept.
        BusyError: another run is at work on this output.
        ResourceError: the model or a lexicon cannot be used.
        MissingToolError: a package or the cluster's scheduler is missing.
    """
    request.check()
    path = request.catalogue_path()
    names = request.settings
    source = open_source(names.source, request.follow_links, request.hidden, avoid=names.target)
    target = open_target(names.target)
    with ExitStack() as stack:
        target.prepare()
        for folder in dict.fromkeys((path.parent, local_path(names.target) or path.parent)):
            stack.enter_context(Lock(_workshop(folder) / "lock"))
        target.clear()
        catalogue = stack.enter_context(Catalogue(path))
        in_force = versions(request.settings)
        run = begin_run(catalogue, request, in_force)
        scanner = Scanner(catalogue, source, target, in_force, request.selection, request.policy)
        make = executor or partial(make_executor, request)
        batch = _Batch(request, catalogue, target, scanner, run, in_force, make, progress or Silence(), stop)
        return batch.go()


class _Batch:
    """The state of one run."""

    def __init__(
        self,
        request: Request,
        catalogue: Catalogue,
        target: Target,
        scanner: Scanner,
        run: int,
        in_force: Versions,
        make: Callable[[], Executor],
        progress: Progress,
        stop: Callable[[], bool],
    ) -> None:
        self._request = request
        self._catalogue = catalogue
        self._target = target
        self._scanner = scanner
        self._run = run
        self._versions = in_force
        self._make = make
        self._executor: Executor | None = None
        self._progress = progress
        self._stop = stop
        self._tally = Tally()

    def go(self) -> Finished:
        """Everything from the first walk to the reports."""
        outcome = "failed"
        watch = self._request.watch
        patience = None if watch is None else Patience(self._request.settle)
        try:
            self._first_pass(patience)
            if watch is not None and patience is not None:
                self._watch(watch, patience)
            outcome = "stopped" if self._stop() else "finished"
        finally:
            if self._executor is not None:
                self._executor.close()
            end_run(self._catalogue, self._run, outcome, self._tally)
            self._progress.ended(self._tally, outcome)
        quarantined = self._catalogue.count_met(Status.FAILED)
        return Finished(self._tally, quarantined, self._stop(), self._report())

    def _report(self) -> str:
        settings = self._request.settings
        return write_reports(self._catalogue, self._target, settings.target, self._request.bom)

    def _first_pass(self, patience: Patience | None) -> None:
        scanned = self._scanner.scan(self._stop, patience)
        self._tally = Tally(total=scanned.pending, unchanged=scanned.unchanged, kept=scanned.kept)
        note_skipped(self._catalogue, self._run, scanned.skipped)
        self._progress.scanned(self._tally)
        self._do_pending(scanned)

    def _do_pending(self, scanned: Scanned) -> None:
        if scanned.pending and not self._stop():
            if self._executor is None:
                self._executor = self._make()
            jobs = self._catalogue.jobs(self._versions)
            self._work(self._executor, jobs)

    def _work(self, executor: Executor, jobs: Iterator[Job]) -> None:
        """Give out jobs as fast as they come back, never more than the executor's capacity."""
        more = True
        while more or executor.in_hand:
            if self._stop():
                self._progress.note(f"stopping: files in hand get {GRACE:g} s")
                for outcome in executor.drain(GRACE):
                    self._take(outcome)
                break
            while more and executor.in_hand < executor.capacity:
                job = next(jobs, None)
                more = job is not None
                if job is not None:
                    executor.submit(job)
            for outcome in executor.collect(TICK):
                self._take(outcome)
            self._catalogue.commit()
            self._progress.tick(self._tally)
        self._catalogue.commit(force=True)

    def _take(self, outcome: Outcome) -> None:
        if outcome.fatal and outcome.error == "tool":
            raise MissingToolError(outcome.message)
        if outcome.fatal:
            raise OutputError(f"{outcome.message}; stopped: run it again to do what is left")
        self._catalogue.record(outcome, self._versions)
        self._tally.add(outcome)
        self._progress.file(outcome, self._tally)

    def _watch(self, interval: float, patience: Patience) -> None:
        """Walk again and again; the reports follow when there is a lull."""
        self._progress.note(f"watching for new files every {interval:g} s; Ctrl-C ends it")
        reported = -1
        while not self._stop():
            started = time.monotonic()
            scanned = self._scanner.scan(self._stop, patience, again=True)
            walked = time.monotonic() - started
            if scanned.pending:
                self._tally.total += scanned.pending
                self._progress.scanned(self._tally)
                self._do_pending(scanned)
            elif self._tally.finished != reported and not patience.waiting:
                self._report()
                reported = self._tally.finished
            self._sleep_until(started + max(interval, _WALK_SHARE * walked))

    def _sleep_until(self, moment: float) -> None:
        while not self._stop() and (left := moment - time.monotonic()) > 0:
            time.sleep(min(TICK, left))


def make_executor(request: Request) -> Executor:
    """Who does the jobs, as the request says.

    Raises:
        MissingToolError: Dask is not installed, or its scheduler does not answer.
    """
    if request.scheduler is not None:
        from vnrestore.batch.cluster import Cluster

        return Cluster(request.scheduler, request.settings, request.follow_links)
    make = partial(load_worker, request.settings, request.follow_links)
    if request.processes == 0:
        from vnrestore.batch.inline import Inline

        return Inline(make)
    from vnrestore.batch.pool import Pool

    return Pool(request.processes, make, request.time_limit)


def _workshop(folder: Path) -> Path:
    try:
        (folder / WORKSHOP).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from error
    return folder / WORKSHOP
