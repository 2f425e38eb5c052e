"""The same folder on Dask: a LocalCluster, and two real ``dask worker`` processes of which one is killed.

    python tests/benchmarks/batch_dask.py [FILES]

Outputs and catalogue are compared with those of a run on this machine's processes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from batch_support import catalogue, make_folder, snapshot, wait_for  # noqa: E402

PORT = 18786


def batch(work: Path, out: str, *more: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "vnrestore", "batch", str(work / "in"), "-o", str(work / out)]
    return subprocess.Popen([*words, "--to", "txt,json", *more], stderr=subprocess.DEVNULL)


def compare(work: Path, out: str) -> None:
    assert snapshot(work / out) == snapshot(work / "here"), "outputs differ"
    assert catalogue(work / out) == catalogue(work / "here"), "the catalogue differs"
    print(f"{out}: outputs and catalogue as here", flush=True)


def dask(*words: str) -> subprocess.Popen[bytes]:
    variables = os.environ | {"OMP_NUM_THREADS": "1", "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        env=variables,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def local_cluster(work: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        begun = time.perf_counter()
        assert batch(work, "local-cluster", "--scheduler", cluster.scheduler_address).wait() == 9
        print(f"LocalCluster of two: {time.perf_counter() - begun:.1f} s")
    compare(work, "local-cluster")


def real_workers(work: Path) -> None:
    address = f"tcp://127.0.0.1:{PORT}"
    started = [dask("scheduler", "--host", "127.0.0.1", "--port", str(PORT), "--no-dashboard", "--no-show")]
    try:
        time.sleep(3)
        worker = ("worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
        started += [dask(*worker), dask(*worker)]
        run = batch(work, "workers", "--scheduler", address)
        wait_for(lambda: len(list((work / "workers").rglob("*.txt"))) >= 20, 120)
        os.kill(started[1].pid, signal.SIGKILL)
        print(f"killed a worker after {len(list((work / 'workers').rglob('*.txt')))} files")
        assert run.wait() == 9
    finally:
        for one in reversed(started):
            os.killpg(one.pid, signal.SIGKILL)
            one.wait()
    compare(work, "workers")


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        make_folder(work / "in", files, syllables=60, broken=0.05)
        begun = time.perf_counter()
        assert batch(work, "here", "-j", "2").wait() == 9
        print(f"{files} files, two processes here: {time.perf_counter() - begun:.1f} s", flush=True)
        local_cluster(work)
        real_workers(work)


if __name__ == "__main__":
    main()
