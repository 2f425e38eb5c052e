"""Runs over a folder with a fake restorer: what is done, done again, left alone, and reported."""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from batch_support import FakeRunner, Flag, catalogue, snapshot

from vnrestore.batch import run as run_module
from vnrestore.batch.inline import Inline
from vnrestore.batch.job import Job, Outcome
from vnrestore.batch.lock import Lock
from vnrestore.batch.progress import Silence, Tally
from vnrestore.batch.request import Request
from vnrestore.batch.run import Finished, run_batch
from vnrestore.batch.scan import Policy
from vnrestore.batch.selection import Selection
from vnrestore.batch.settings import Settings
from vnrestore.errors import BusyError, InputError, OutputError, UsageError


class Folder:
    """An input and an output folder, and runs over them that note which files were done."""

    def __init__(self, root: Path) -> None:
        self.source, self.target = root / "in", root / "out"
        self.source.mkdir()
        self.done: list[str] = []

    def put(self, name: str, text: str = "một hai ba", age: float = 100.0) -> Path:
        """A file that nobody has touched for ``age`` seconds, as far as the walk can see."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (time.time() - age,) * 2)
        return path

    def run(self, stop: Callable[[], bool] = lambda: False, **options: Any) -> Finished:
        self.done.clear()
        formats, spelling = options.pop("formats", ("txt",)), options.pop("spelling", "kept")
        settings = Settings(str(self.source), str(self.target), formats, spelling=spelling)
        request = Request(settings, **options)
        return run_batch(request, stop=stop, executor=lambda: Inline(lambda: _Noting(self)))

    def status(self) -> dict[str, object]:
        return {str(row["path"]): row["status"] for row in catalogue(self.target)}


class _Noting(FakeRunner):
    def __init__(self, folder: Folder) -> None:
        super().__init__(str(folder.source), str(folder.target))
        self._folder = folder

    def write(self, job: Job, digest: str, text: str) -> Outcome:
        self._folder.done.append(job.path)
        return super().write(job, digest, text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    from vnrestore.batch import local

    monkeypatch.setattr(local, "_FRESH_NS", 0)  # files made by a test are always fresh
    made = Folder(tmp_path)
    for name in ("a.txt", "b.txt", "c/d.txt"):
        made.put(name)
    return made


def test_a_second_run_has_nothing_to_do(folder: Folder) -> None:
    assert folder.run().tally.done == 3
    before = snapshot(folder.target)
    finished = folder.run()
    assert folder.done == []
    assert (finished.tally.total, finished.tally.unchanged) == (0, 3)
    assert snapshot(folder.target) == before


def test_new_and_changed_files_are_done(folder: Folder) -> None:
    folder.run()
    folder.put("b.txt", "khác")
    folder.put("e.txt")
    folder.run()
    assert folder.done == ["b.txt", "e.txt"]
    assert (folder.target / "b.txt").read_text() == "KHÁC"


def test_a_file_touched_but_not_changed_is_read_and_left_alone(folder: Folder) -> None:
    folder.run()
    folder.put("b.txt", age=50)
    finished = folder.run()
    assert folder.done == []
    assert (finished.tally.total, finished.tally.unchanged) == (1, 3)
    assert folder.run().tally.total == 0


def test_a_change_behind_size_and_time_is_seen_through_ctime(folder: Folder) -> None:
    path = folder.put("b.txt", "xyz")
    folder.run()
    status = path.stat()
    path.write_text("zyx")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    folder.run()
    assert folder.done == ["b.txt"]


def test_files_changed_just_now_are_not_trusted(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change within the same tick of the clock leaves size and times as they were."""
    from vnrestore.batch import local

    monkeypatch.setattr(local, "_FRESH_NS", 3_600_000_000_000)
    folder.run()
    assert folder.run().tally.total == 3
    assert folder.done == []


@pytest.mark.parametrize("change", ["model", "lexicon", "program"])
def test_other_versions_mean_all_over_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    folder.run()
    real = run_module.versions
    monkeypatch.setattr(run_module, "versions", lambda settings: replace(real(settings), **{change: "new"}))
    folder.run()
    assert folder.done == ["a.txt", "b.txt", "c/d.txt"]
    folder.run()
    assert folder.done == []


def test_other_options_mean_all_over_again(folder: Folder) -> None:
    folder.run()
    folder.run(formats=("txt", "json"))
    assert folder.done == ["a.txt", "b.txt", "c/d.txt"]
    folder.run(formats=("txt", "json"), spelling="new")
    assert folder.done == ["a.txt", "b.txt", "c/d.txt"]


def test_force_and_checksum(folder: Folder) -> None:
    folder.run()
    assert folder.run(policy=Policy(checksum=True)).tally.total == 3
    assert folder.done == []
    folder.run(policy=Policy(force=True))
    assert len(folder.done) == 3


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_an_output_that_is_not_as_it_was_is_made_again(folder: Folder, damage: str) -> None:
    folder.run()
    path = folder.target / "c/d.txt"
    path.unlink() if damage == "missing" else path.write_text("M")
    folder.run()
    assert folder.done == ["c/d.txt"]
    assert path.read_text() == "MỘT HAI BA"


def test_failed_files_wait_for_a_reason_to_be_tried_again(folder: Folder) -> None:
    folder.put("bad.txt")
    finished = folder.run()
    assert (finished.tally.done, finished.tally.failed, finished.quarantined) == (3, 1, 1)
    again = folder.run()
    assert (again.tally.total, again.tally.kept, again.quarantined) == (0, 1, 1)
    assert folder.run(policy=Policy(retry_failed=True)).tally.failed == 1
    folder.put("bad.txt", "khác")
    assert folder.run().tally.failed == 1
    (folder.source / "bad.txt").unlink()
    assert folder.run().quarantined == 0
    assert folder.status()["bad.txt"] == "gone"


def test_a_file_that_vanishes_is_reported_and_tried_again(folder: Folder) -> None:
    def vanishing() -> bool:
        if (folder.target / "a.txt").exists():
            (folder.source / "b.txt").unlink(missing_ok=True)
        return False

    finished = folder.run(stop=vanishing)
    assert (finished.tally.done, finished.tally.failed) == (2, 1)
    row = next(row for row in catalogue(folder.target) if row["path"] == "b.txt")
    assert (row["status"], row["error"]) == ("failed", "vanished")
    folder.put("b.txt")
    folder.run()
    assert folder.done == ["b.txt"]


def test_gone_files_keep_their_outputs_and_come_back(folder: Folder) -> None:
    folder.run()
    (folder.source / "a.txt").unlink()
    folder.run()
    assert folder.status()["a.txt"] == "gone"
    assert (folder.target / "a.txt").exists()
    folder.put("a.txt")
    assert folder.run().tally.unchanged == 3
    assert folder.done == []
    assert folder.status()["a.txt"] == "done"


def test_a_glob_does_not_make_the_others_gone(folder: Folder) -> None:
    folder.run()
    folder.run(selection=Selection(["a*"]))
    assert set(folder.status().values()) == {"done"}


def test_stopped_and_taken_up_again(folder: Folder, tmp_path: Path) -> None:
    """However often it is stopped, in the end it is as if it never was."""
    for number in range(30):
        folder.put(f"x/{number:02}.txt", f"số {number}")
    stops = 0
    for after in range(36, 200, 7):  # the walk asks once for each file
        if not folder.run(Flag(after)).stopped:
            break
        stops += 1
    assert stops >= 2
    other = Folder.__new__(Folder)
    other.source, other.target, other.done = folder.source, tmp_path / "undisturbed", []
    other.run()
    assert catalogue(folder.target) == catalogue(other.target)
    assert snapshot(folder.target) == snapshot(other.target)


def test_a_full_disk_stops_the_run_and_not_the_next(folder: Folder) -> None:
    folder.put("full.txt")
    folder.put("g.txt")
    with pytest.raises(OutputError, match="run it again"):
        folder.run()
    assert folder.status() == {
        "a.txt": "done",
        "b.txt": "done",
        "full.txt": "pending",
        "g.txt": "pending",
        "c/d.txt": "pending",
    }
    (folder.source / "full.txt").unlink()
    folder.run()
    assert folder.done == ["g.txt", "c/d.txt"]


def test_one_run_at_a_time(folder: Folder) -> None:
    (folder.target / ".vnrestore").mkdir(parents=True)
    lock = folder.target / ".vnrestore/lock"
    with Lock(lock), pytest.raises(BusyError, match=f"process {os.getpid()} on"):
        folder.run()
    lock.write_text("process 1 on another machine, long dead")
    assert folder.run().tally.done == 3


def test_input_and_output_must_lie_apart(folder: Folder) -> None:
    for source, target in ((folder.source, folder.source), (folder.source / "c", folder.source)):
        with pytest.raises(UsageError, match="input folder"):
            run_batch(Request(Settings(str(source), str(target), ("txt",))))


def test_an_output_folder_in_the_input_folder_is_not_read(folder: Folder) -> None:
    folder.target = folder.source / "out"
    folder.run()
    assert folder.run().tally.total == 0
    assert sorted(folder.status()) == ["a.txt", "b.txt", "c/d.txt"]


def test_another_input_folder_is_refused(folder: Folder, tmp_path: Path) -> None:
    folder.run()
    folder.source = folder.source.rename(tmp_path / "renamed")
    with pytest.raises(UsageError, match="--moved"):
        folder.run()
    assert folder.run(moved=True).tally.total == 0


def test_nothing_is_made_where_the_input_is_missing(folder: Folder) -> None:
    folder.source = folder.source / "missing"
    with pytest.raises(InputError):
        folder.run()
    assert not folder.target.exists()


def test_the_tables(folder: Folder) -> None:
    folder.put("bad.txt")
    folder.put("=cmd().txt")
    folder.run(bom=True)

    def read(name: str) -> list[dict[str, str]]:
        text = (folder.target / name).read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(text.decode("utf-8-sig").splitlines()))

    assert [(row["path"], row["status"], row["error"]) for row in read("files.csv")] == [
        ("'=cmd().txt", "done", ""),
        ("a.txt", "done", ""),
        ("b.txt", "done", ""),
        ("bad.txt", "failed", "encoding"),
        ("c/d.txt", "done", ""),
    ]
    assert [row["File"] for row in read("metadata.csv")] == ["'=cmd().txt", "a.txt", "b.txt", "c/d.txt"]
    assert {row["TypeName"] for row in read("metadata.csv")} == {"Thông báo"}
    assert {(row["page"], row["confidence"]) for row in read("review.csv")} == {("1", "0.966667")}
    page = (folder.target / "summary.html").read_text()
    assert "=cmd().txt" in page and "is bad" in page and "<script" not in page and "http" not in page


class _Watcher(Silence):
    """Drops files while the folder is watched and notes when each was done."""

    def __init__(self, folder: Folder) -> None:
        self.folder, self.steps, self.half = folder, 0, folder.source / "scan.txt"
        self.order: list[str] = []

    def file(self, outcome: Outcome, tally: Tally) -> None:
        self.order.append(outcome.job.path)

    def __call__(self) -> bool:
        """Also asked as ``stop``: every step the scanner writes a bit more, then rests."""
        self.steps += 1
        if self.steps < 30:
            with self.half.open("a") as file:
                file.write("một ")
        return "scan.txt" in self.order and (self.folder.target / "scan.txt").exists()


def test_watching_waits_until_a_file_is_whole(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    from vnrestore.batch import local

    monkeypatch.setattr(local, "_FRESH_NS", 1_000_000_000)
    monkeypatch.setattr(run_module, "TICK", 0.02)
    watcher = _Watcher(folder)
    settings = Settings(str(folder.source), str(folder.target), ("txt",))
    finished = run_batch(
        Request(settings, watch=0.05, settle=0.3),
        watcher,
        watcher,
        executor=lambda: Inline(lambda: _Noting(folder)),
    )
    assert finished.stopped
    assert (folder.target / "scan.txt").read_text() == "MỘT " * 29
    assert watcher.order.count("scan.txt") == 1
    assert set(folder.status().values()) == {"done"}
