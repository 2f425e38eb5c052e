"""A Dask cluster in little: two workers, the model loaded once in each, one of them killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'vnrestore[dask]'")

from batch_support import catalogue, make_folder, snapshot  # noqa: E402

from vnrestore.batch.job import Outcome  # noqa: E402
from vnrestore.batch.progress import Silence, Tally  # noqa: E402
from vnrestore.batch.request import Request  # noqa: E402
from vnrestore.batch.run import run_batch  # noqa: E402
from vnrestore.batch.settings import Settings  # noqa: E402
from vnrestore.errors import MissingToolError, UsageError  # noqa: E402


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


class _Killer(Silence):
    """Kills the worker that did the first file."""

    def __init__(self, cluster: Any) -> None:
        self.pids = [worker.pid for worker in cluster.workers.values()]
        self.done = 0

    def file(self, outcome: Outcome, tally: Tally) -> None:
        self.done += 1
        if self.done == 3:
            os.kill(self.pids[0], signal.SIGKILL)


def test_a_killed_worker_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    expected = make_folder(tmp_path / "in", 16, syllables=25, broken=0.2)
    here = Settings(str(tmp_path / "in"), str(tmp_path / "here"), ("txt", "json"))
    there = Settings(str(tmp_path / "in"), str(tmp_path / "there"), ("txt", "json"))
    killer = _Killer(cluster)
    finished = run_batch(Request(there, scheduler=cluster.scheduler_address), killer)
    run_batch(Request(here, processes=0))
    assert killer.done == 16
    assert (finished.tally.done, finished.quarantined) == (16 - len(list(filter(None, expected.values()))), 3)
    assert snapshot(tmp_path / "there") == snapshot(tmp_path / "here")
    assert catalogue(tmp_path / "there") == catalogue(tmp_path / "here")


def test_no_scheduler() -> None:
    from vnrestore.batch import cluster as module

    settings = Settings("/tmp", "/nowhere", ("txt",))
    module_patience, module._PATIENCE = module._PATIENCE, 0.5
    try:
        with pytest.raises(MissingToolError, match="no Dask scheduler"):
            module.Cluster("tcp://127.0.0.1:9", settings)
    finally:
        module._PATIENCE = module_patience
    with pytest.raises(UsageError):
        Request(settings, scheduler="tcp://127.0.0.1:9", time_limit=3.0).check()
