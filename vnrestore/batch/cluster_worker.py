"""The part of :mod:`.cluster` that runs on Dask's workers; imported only where Dask is installed."""

from __future__ import annotations

import threading
from typing import Any

from distributed import WorkerPlugin, get_worker

from vnrestore.batch.job import Job, Outcome
from vnrestore.batch.settings import Settings, Versions, versions
from vnrestore.batch.work import Worker


class ModelPlugin(WorkerPlugin):
    """Loads the model once in every worker, whenever it joins."""

    def __init__(self, name: str, settings: Settings, follow_links: bool, wanted: Versions) -> None:
        """Carry what a worker must know."""
        self.name = name
        self._settings = settings
        self._follow_links = follow_links
        self._wanted = wanted

    def setup(self, worker: Any) -> None:
        """Load the model, or keep the reason why it cannot be loaded for the jobs to tell."""
        self.turn = threading.Lock()  # a worker with several threads has one restorer
        self.fault = ""
        self.runner: Worker | None = None
        try:
            here = versions(self._settings)
            if here != self._wanted:
                self.fault = f"worker {worker.address} has another version of vnrestore or its model"
                return
            self.runner = Worker(self._settings, self._follow_links)
        except Exception as error:
            self.fault = f"worker {worker.address} cannot start: {type(error).__name__}: {error}"

    def teardown(self, worker: Any) -> None:
        """Let the model go."""
        self.runner = None


def run_on_worker(name: str, job: Job) -> Outcome:
    """Do a job with the model of the plugin called ``name``; runs on a worker."""
    plugin: Any = get_worker().plugins[name]
    with plugin.turn:
        if plugin.runner is None:
            return Outcome(job, error="tool", message=plugin.fault, fatal=True)
        outcome: Outcome = plugin.runner.run(job)
        return outcome
