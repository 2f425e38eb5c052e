"""Processes that crash, hang or cannot start: the file in hand is blamed and the others go on."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from batch_support import FakeRunner, wait_for

from vnrestore.batch.job import Job, Outcome
from vnrestore.batch.local import LocalTarget
from vnrestore.batch.pool import Pool
from vnrestore.errors import ResourceError


def fill(folder: Path, names: list[str]) -> list[Job]:
    (folder / "in").mkdir()
    LocalTarget(str(folder / "out")).prepare()
    for name in names:
        (folder / "in" / name).write_text("một hai ba")
    return [Job(number, name, name) for number, name in enumerate(names)]


def do(pool: Pool, jobs: list[Job]) -> dict[str, Outcome]:
    """All jobs, never more in hand than the pool's capacity."""
    waiting, back = list(jobs), dict[str, Outcome]()
    while waiting or pool.in_hand:
        while waiting and pool.in_hand < pool.capacity:
            pool.submit(waiting.pop(0))
        for outcome in pool.collect(5):
            assert outcome.job.path not in back
            back[outcome.job.path] = outcome
    return back


@pytest.fixture
def make(tmp_path: Path) -> partial[FakeRunner]:
    return partial(FakeRunner, str(tmp_path / "in"), str(tmp_path / "out"))


def test_only_the_file_in_hand_is_blamed(tmp_path: Path, make: partial[FakeRunner]) -> None:
    names = [*(f"a{n}.txt" for n in range(8)), "kill.txt", "abort.txt", "hang.txt", "kill2.txt"]
    names += [f"b{n}.txt" for n in range(8)]
    pool = Pool(2, make, time_limit=1.0)
    try:
        back = do(pool, fill(tmp_path, names))
    finally:
        pool.close()
    bad = {"kill.txt": "crashed", "abort.txt": "crashed", "hang.txt": "timeout", "kill2.txt": "crashed"}
    assert {name: outcome.error for name, outcome in back.items()} == dict.fromkeys(names, "") | bad
    assert "SIGKILL" in back["kill.txt"].message
    assert "SIGABRT" in back["abort.txt"].message
    assert "1 s" in back["hang.txt"].message


def test_the_time_limit_is_for_one_file_and_not_for_loading(tmp_path: Path) -> None:
    make = partial(FakeRunner, str(tmp_path / "in"), str(tmp_path / "out"), load=1.0)
    pool = Pool(1, make, time_limit=0.6)
    try:
        back = do(pool, fill(tmp_path, ["slow1.txt", "slow2.txt", "slow3.txt"]))
    finally:
        pool.close()
    assert [outcome.error for outcome in back.values()] == ["", "", ""]


def test_a_process_that_dies_idle_takes_no_file_with_it(tmp_path: Path, make: partial[FakeRunner]) -> None:
    first, second = fill(tmp_path, ["a.txt", "b.txt"])
    pool = Pool(1, make)
    try:
        assert [one.error for one in do(pool, [first]).values()] == [""]
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not _alive(pid))
        assert [one.error for one in do(pool, [second]).values()] == [""]
    finally:
        pool.close()


def no_model() -> FakeRunner:
    raise ResourceError("the model is damaged")


def dies() -> FakeRunner:
    os._exit(3)


def test_a_model_that_cannot_be_loaded_is_the_run_s_error(tmp_path: Path) -> None:
    pool = Pool(1, no_model)
    try:
        with pytest.raises(ResourceError, match="damaged"):
            do(pool, fill(tmp_path, ["a.txt"]))
    finally:
        pool.close()


def test_processes_that_die_at_once_end_the_run(tmp_path: Path) -> None:
    pool = Pool(1, dies)
    try:
        with pytest.raises(Exception, match="die while they start"):
            do(pool, fill(tmp_path, ["a.txt"]))
    finally:
        pool.close()


def test_drain_keeps_what_ends_in_time(tmp_path: Path, make: partial[FakeRunner]) -> None:
    jobs = fill(tmp_path, ["slow.txt", "hang.txt", "a.txt", "b.txt"])
    pool = Pool(2, make)
    try:
        for job in jobs:
            pool.submit(job)
        while not all(hand.current for hand in pool._hands):
            assert pool.collect(0.02) == []
        back = pool.drain(2.0)
    finally:
        pool.close()
    assert [outcome.job.path for outcome in back] == ["slow.txt"]
    assert pool.in_hand == 0


def test_processes_end_with_their_client(tmp_path: Path, environment: dict[str, str]) -> None:
    """Killed with -9, a client cannot end its processes: they must notice."""
    import subprocess
    import sys

    fill(tmp_path, ["hang.txt"])
    script = (
        "import sys, time; sys.path.insert(0, sys.argv[2])\n"
        "from functools import partial\n"
        "from batch_support import FakeRunner\n"
        "from vnrestore.batch.job import Job\n"
        "from vnrestore.batch.pool import Pool\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(1, partial(FakeRunner, sys.argv[1] + '/in', sys.argv[1] + '/out'))\n"
        "    pool.submit(Job(1, 'hang.txt', 'hang'))\n"
        "    while not pool._hands[0].ready: pool.collect(0.1)\n"
        "    print(pool.pids[0], flush=True); time.sleep(60)\n"
    )
    (tmp_path / "client.py").write_text(script)
    command = [sys.executable, tmp_path / "client.py", tmp_path, Path(__file__).parents[2]]
    client = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert client.stdout is not None
    with client.stdout:
        pid = int(client.stdout.readline())
        os.kill(pid, 0)
        client.send_signal(signal.SIGKILL)
        client.wait()
    wait_for(lambda: not _alive(pid), 10)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
