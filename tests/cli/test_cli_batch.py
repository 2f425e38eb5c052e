"""``vnrestore batch`` as it is run: killed, stopped, out of space, twice at once, in a terminal."""

from __future__ import annotations

import json
import os
import pty
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_support import BROKEN, catalogue, make_folder, snapshot, wait_for
from tests_support import RunCommand

from vnrestore.cli.main import main

FILES = 9
SYLLABLES = 22


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An input folder, and beside it what an undisturbed run makes of it."""
    root = tmp_path_factory.mktemp("batch")
    make_folder(root / "in", FILES, SYLLABLES)
    good = (root / "in").rglob("*.txt")
    text = next(iter(sorted(good))).read_bytes()
    (root / "in" / "broken").mkdir()
    for name, (_, spoil) in BROKEN.items():
        (root / "in" / "broken" / f"{name}.txt").write_bytes(spoil(text))
    return root


@pytest.fixture(scope="module")
def undisturbed(folder: Path, environment: dict[str, str]) -> Path:
    out = folder / "undisturbed"
    done = run(folder, out, environment)
    assert done.returncode == 9, done.stderr
    return out


Call = Callable[..., tuple[int, bytes, bytes]]


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Call]:
    """The command line in this process: no second is lost on starting Python."""
    monkeypatch.chdir(tmp_path)
    handler, hook = signal.getsignal(signal.SIGTERM), sys.unraisablehook

    def run_main(*arguments: str | Path) -> tuple[int, bytes, bytes]:
        code = main([str(one) for one in arguments])
        said = capsysbinary.readouterr()
        return code, said.out, said.err

    yield run_main
    signal.signal(signal.SIGTERM, handler)
    sys.unraisablehook = hook


def command(folder: Path, out: Path, *more: str, forms: str = "txt,json") -> list[str]:
    start = [sys.executable, "-m", "vnrestore", "batch", str(folder / "in"), "-o", str(out)]
    return [*start, "--to", forms, "-j", "1", *more]


def run(
    folder: Path, out: Path, environment: dict[str, str], *more: str, forms: str = "txt,json", **options: Any
) -> subprocess.CompletedProcess[bytes]:
    words = command(folder, out, *more, forms=forms)
    return subprocess.run(words, env=environment, capture_output=True, timeout=120, check=False, **options)


def test_what_is_made(folder: Path, undisturbed: Path) -> None:
    made = snapshot(undisturbed)
    good = [path.relative_to(folder / "in").as_posix() for path in (folder / "in").glob("2*/*/*.txt")]
    assert len(good) == FILES
    outputs = {f"{name.removesuffix('.txt')}.{form}" for name in good for form in ("txt", "json")}
    assert set(made) == outputs | {"metadata.csv", "review.csv"}
    errors = {row["path"]: row["error"] for row in catalogue(undisturbed) if row["status"] == "failed"}
    assert errors == {f"broken/{name}.txt": kind for name, (kind, _) in BROKEN.items()}
    page = (undisturbed / "summary.html").read_text()
    assert all(f"broken/{name}.txt" in page for name in BROKEN)


def test_the_outputs_are_those_of_fix(
    folder: Path, undisturbed: Path, vnrestore: RunCommand, samples: Path
) -> None:
    path = next((folder / "in").glob("2*/*/*.txt"))
    name = path.relative_to(folder / "in")
    assert vnrestore("fix", path).stdout == (undisturbed / name).read_bytes()
    as_json = vnrestore("fix", path, "--json").stdout
    assert as_json == (undisturbed / name.with_suffix(".json")).read_bytes()


def test_killed_three_times_and_taken_up_again(
    folder: Path, undisturbed: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """After kill -9 the next run goes on; in the end nothing differs from an undisturbed run."""
    out = tmp_path / "out"
    for files in (1, 3, 6):
        child = subprocess.Popen(
            command(folder, out, "-q", "-j", "2"),
            env=environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(lambda files=files: len(list(out.glob("2*/*/*.txt"))) >= files, 60)  # type: ignore[misc]
        if files == 3:
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
        assert child.wait() == -signal.SIGKILL
    before = len(list(out.glob("2*/*/*.txt")))
    done = run(folder, out, environment)
    assert done.returncode == 9
    assert b"done before" in done.stderr and before >= 6
    assert snapshot(out) == snapshot(undisturbed)
    assert catalogue(out) == catalogue(undisturbed)
    assert not list((out / ".vnrestore" / "unfinished").iterdir())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_by_a_signal(
    folder: Path, undisturbed: Path, tmp_path: Path, environment: dict[str, str], number: int, code: int
) -> None:
    out = tmp_path / "out"
    child = subprocess.Popen(
        command(folder, out),
        env=environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    wait_for(lambda: bool(list(out.glob("2*/*/*.txt"))), 60)
    os.killpg(child.pid, number)  # as a terminal does it: to the workers too
    _, said = child.communicate(timeout=60)
    assert child.returncode == code, said
    assert b"Traceback" not in said
    rows = catalogue(out)
    assert {row["status"] for row in rows} <= {"done", "failed", "pending"}
    for row in rows:
        for form, name, size, *_ in row["outputs"]:  # type: ignore[attr-defined]
            assert (out / name).stat().st_size == size, form
    assert (out / "summary.html").exists()
    if number == signal.SIGINT:
        assert run(folder, out, environment).returncode == 9
        assert snapshot(out) == snapshot(undisturbed)


def test_the_second_run_on_a_folder_stops(folder: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    out = tmp_path / "out"
    first = subprocess.Popen(command(folder, out, "-q"), env=environment, stderr=subprocess.DEVNULL)
    wait_for(lambda: (out / "catalogue.sqlite3").exists(), 60)
    second = run(folder, out, environment)
    assert second.returncode == 10
    assert f"another run is at work here (process {first.pid} on" in second.stderr.decode()
    assert second.stderr.count(b"\n") == 1
    first.kill()
    first.wait()


def test_a_full_disk(folder: Path, undisturbed: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """A small file system of its own; once it has room, the run goes on."""
    out = tmp_path / "out"
    out.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=320k", "tmpfs", str(out)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system")
    try:
        full = run(folder, out, environment, forms="txt,json,html,docx")
        assert full.returncode == 7, full.stderr
        assert b"Traceback" not in full.stderr
        last = full.stderr.decode().splitlines()[-1]
        assert "No space left" in last or "disk is full" in last
        subprocess.run(["mount", "-o", "remount,size=64m", str(out)], check=True)
        done = run(folder, out, environment)
        assert done.returncode == 9, done.stderr
        made = {name: hash_ for name, hash_ in snapshot(out).items() if not name.endswith((".html", ".docx"))}
        assert made == snapshot(undisturbed)
    finally:
        subprocess.run(["umount", str(out)], check=False)


def test_a_limit_on_file_sizes(folder: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """What an administrator sets, or a full quota: one line, exit code 7, nothing half-written."""
    done = run(
        folder,
        tmp_path / "out",
        environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )
    assert done.returncode == 7
    assert "cannot be written" in done.stderr.decode().splitlines()[-1]
    assert not list((tmp_path / "out").rglob("*.txt"))


def test_a_read_only_output(folder: Path, tmp_path: Path, call: Call) -> None:
    out = Path("/proc/vnrestore") if os.geteuid() == 0 else tmp_path / "out"
    if os.geteuid() != 0:
        out.mkdir(mode=0o555)
    code, _, said = call("batch", folder / "in", "-o", out)
    assert code == 7
    assert said.count(b"\n") == 1
    assert f"{out}: cannot be written" in said.decode()


def test_wrong_use(call: Call, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for arguments, code in (
        (["in"], 2),
        (["in", "-o", "in"], 2),
        (["in", "-o", "out", "--to", "pdf,txt"], 2),
        (["in", "-o", "out", "--to", ","], 2),
        (["in", "-o", "out", "-j", "-1"], 2),
        (["in", "-o", "out", "--time-limit", "soon"], 2),
        (["in", "-o", "memory://out"], 2),
        (["in", "-o", "out", "--scheduler", "tcp://a:1", "--time-limit", "3"], 2),
        (["missing", "-o", "out"], 3),
        (["in", "-o", "out", "--lexicon", "missing.tsv"], 6),
    ):
        status, _, said = call("batch", *arguments)
        assert status == code, (arguments, said)
        assert said.startswith(b"vnrestore: ") and said.count(b"\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_an_empty_folder_is_done_at_once(call: Call, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert call("batch", "in", "-o", "out")[0] == 0
    assert (tmp_path / "out" / "summary.html").exists()


def test_spelling(call: Call, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Văn hóa và hoà bình, tỷ lệ.\n", encoding="utf-8")
    assert call("batch", "in", "-o", "out", "--spelling", "new", "-j", "0")[0] == 0
    made = (tmp_path / "out" / "a.txt").read_text(encoding="utf-8")
    assert made == "Văn hoá và hoà bình, tỉ lệ.\n"
    assert call("fix", "in/a.txt", "--spelling", "new") == (0, made.encode(), b"")


def test_json_log(call: Call, tmp_path: Path, folder: Path) -> None:
    shutil.copytree(folder / "in" / "broken", tmp_path / "in")
    (tmp_path / "in" / "good.txt").write_text("Uy ban nhan dan tinh yéu cau cac co quan")
    _, _, said = call("batch", "in", "-o", "out", "--json-log", "-j", "1")
    events = [json.loads(line) for line in said.splitlines()]
    assert [event["event"] for event in events] == ["scanned", *["file"] * 11, "ended"]
    assert {event["error"] for event in events if event.get("status") == "failed"} == {
        "empty",
        "encoding",
        "format",
    }
    good = next(event for event in events if event.get("status") == "done")
    assert (good["path"], good["outputs"], good["words"]) == ("good.txt", ["good.txt"], 10)
    assert (events[-1]["done"], events[-1]["failed"], events[-1]["total"]) == (1, 10, 11)


def test_in_a_terminal_there_is_a_bar(folder: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    variables = environment | {"TERM": "xterm", "COLUMNS": "120"}
    child = subprocess.Popen(command(folder, tmp_path / "out"), env=variables, stderr=theirs)
    os.close(theirs)
    said = b""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            said += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
    assert child.wait(timeout=10) == 9
    text = said.decode()
    assert f"/{FILES + len(BROKEN)} files" in text
    assert "syll/s" in text and "failed" in text and "100 %" in text
    assert text.rstrip().endswith("in quarantine: 10")


def test_watch(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "in").mkdir()
    out = tmp_path / "out"
    child = subprocess.Popen(
        command(tmp_path, out, "--watch", "0.2", "--settle", "0.5"), env=environment, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    try:
        wait_for(lambda: (out / "catalogue.sqlite3").exists(), 60)
        (tmp_path / "in" / "a.txt").write_text("Uy ban nhan dan tinh yéu cau")
        wait_for(lambda: (out / "files.csv").exists() and "a.txt" in (out / "files.csv").read_text(), 60)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode == 130, said
    assert (out / "a.txt").read_text() == "Ủy ban nhân dân tỉnh yêu cầu"


def test_search(undisturbed: Path, call: Call) -> None:
    code, out, _ = call("search", undisturbed, "uy ban", "--json", "--limit", "3")
    hits = json.loads(out)["hits"]
    assert code == 0 and 0 < len(hits) <= 3
    assert hits[0]["matches"] and hits[0]["outputs"]["txt"].endswith(".txt")
    plain = call("search", undisturbed, "uy ban")[1].decode()
    assert hits[0]["path"] in plain and "[" in plain
    assert call("search", undisturbed, "zzzz")[1] == b"nothing found\n"
    for arguments, code in (
        (["", "--limit", "0"], 2),
        (["a", "--from", "13"], 2),
        (["a", "--from", "2013-02-30"], 2),
        (["!?"], 2),
        (['" OR *', "--kind", "'\"--"], 0),
    ):
        status, _, said = call("search", undisturbed, *arguments)
        assert status == code, (arguments, said)
    assert call("search", undisturbed / "nowhere", "a")[0] == 3


def test_the_starting_notice_is_found(call: Call, tmp_path: Path, samples: Path) -> None:
    """The very command of the README, on what the archive had."""
    (tmp_path / "in").mkdir()
    shutil.copy(samples / "starting_notice.noisy.txt", tmp_path / "in")
    assert call("batch", "in", "-o", "out", "-j", "0", "-q")[0] == 0
    code, said, _ = call("search", "out", "doi ngoai", "--from", "2013", "--kind", "thông báo")
    assert code == 0
    assert said.startswith(b"starting_notice.noisy.txt")
    assert "[đối] [ngoại]" in said.decode()


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2014-05-20", "2014-05-20", "2014-05-20"),
    ],
)
def test_dates(value: str, first: str, last: str) -> None:
    from vnrestore.cli.search import first_day, last_day

    assert (first_day(value), last_day(value)) == (first, last)
