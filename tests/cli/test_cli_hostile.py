"""Hostile input and a hostile machine: hidden characters, languages, names, disks, signals at any moment."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from tests_support import GARBLED, RESTORED, RunCommand

from vnrestore.errors import MissingToolError

FOREIGN = Path(__file__).parents[1] / "cases" / "clean" / "foreign"
SPOOFED = GARBLED.replace("Thong tin", "Thong\u200b \u202etin")


def test_hidden_characters_are_kept_and_said(vnrestore: RunCommand) -> None:
    done = vnrestore("fix", "-", stdin=SPOOFED.encode())
    assert done.returncode == 0
    assert [c for c in done.stdout.decode() if c in "\u200b\u202e"] == ["\u200b", "\u202e"]
    said = done.stderr.decode()
    assert said.count("\n") == 1
    assert "1 x U+200B zero width space" in said
    assert "1 x U+202E right-to-left override" in said
    assert "line 1" in said
    assert "\u202e" not in said


@pytest.mark.parametrize("arguments", [["--hidden", "keep"], ["-q"]])
def test_hidden_characters_kept_in_silence(vnrestore: RunCommand, arguments: list[str]) -> None:
    done = vnrestore("fix", "-", *arguments, stdin=SPOOFED.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\u202e" in done.stdout.decode()


def test_hidden_characters_removed(vnrestore: RunCommand) -> None:
    done = vnrestore("fix", "-", "--hidden", "remove", "--json", stdin=SPOOFED.encode())
    assert done.returncode == 0
    assert b"removed" in done.stderr
    record = json.loads(done.stdout)
    assert record["text"] == RESTORED
    assert record["original"] == GARBLED
    assert record["hidden"] == []


def test_hidden_characters_in_json(vnrestore: RunCommand) -> None:
    record = json.loads(vnrestore("fix", "-", "--json", stdin=SPOOFED.encode()).stdout)
    assert [one["name"].split()[0] for one in record["hidden"]] == ["U+200B", "U+202E"]
    assert [record["original"][one["start"]] for one in record["hidden"]] == ["\u200b", "\u202e"]
    assert record["other_language"] is None


@pytest.mark.parametrize("name", ["french", "tagalog", "chinese"])
def test_another_language_is_left_alone_and_said(vnrestore: RunCommand, name: str) -> None:
    path = FOREIGN / f"{name}.txt"
    done = vnrestore("fix", path)
    assert (done.returncode, done.stdout) == (0, path.read_bytes())
    assert b"is not Vietnamese but looks like " + name.title().encode() in done.stderr
    record = json.loads(vnrestore("fix", path, "--json", "-q").stdout)
    assert record["other_language"] == name.title()
    assert record["corrections"] == []


def test_vietnamese_is_not_called_another_language(vnrestore: RunCommand) -> None:
    assert vnrestore("fix", "-", stdin=GARBLED.encode()).stderr == b""


@pytest.mark.parametrize(
    "name",
    [
        "công văn.txt",
        "cong\nvan.txt",
        "-o.txt",
        "a\u202etxt.exe",
        "\u0301.txt",
        os.fsdecode(b"c\xf4ng v\xe3n.txt"),  # TCVN3 or Windows-1252 on an old disk
        os.fsdecode(b"\xff\xfe.txt"),
        "x" * 251 + ".txt",
        "*?[a].txt",
    ],
)
def test_names_in_every_encoding(vnrestore: RunCommand, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(GARBLED, "utf-8")
    for locale in ("C.UTF-8", "C"):
        done = vnrestore(
            "fix", f"./{name}", "-o", f"./{name}", variables={"LC_ALL": locale, "PYTHONUTF8": "0"}
        )
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).read_text("utf-8") == RESTORED
    done = vnrestore("fix", f"./{name}/nothing", variables={"LC_ALL": "C"})
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_links_that_go_round(vnrestore: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    done = vnrestore("fix", "one")
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    (tmp_path / "in.txt").write_text(GARBLED, "utf-8")
    done = vnrestore("fix", "in.txt", "-o", "one")
    assert done.returncode == 7
    assert done.stderr.count(b"\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.txt", "one", "two"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB in memory; needs root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("no right to mount a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(vnrestore: RunCommand, tmp_path: Path, small_disk: Path) -> None:
    (small_disk / "out.txt").write_text("precious", "utf-8")
    (small_disk / "filler").write_bytes(b"\0" * 52 * 1024)
    (tmp_path / "in.txt").write_text("Công văn số 12/CV.\n" * 1000, "utf-8")
    done = vnrestore("fix", "in.txt", "-o", small_disk / "out.txt")
    assert done.returncode == 7
    assert b"No space left" in done.stderr
    assert (small_disk / "out.txt").read_text("utf-8") == "precious"
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "out.txt"]


def test_a_read_only_disk(vnrestore: RunCommand, tmp_path: Path, small_disk: Path) -> None:
    (small_disk / "in.txt").write_text(GARBLED, "utf-8")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert vnrestore("fix", small_disk / "in.txt").stdout.decode() == RESTORED
    done = vnrestore("fix", small_disk / "in.txt", "-o", small_disk / "in.txt")
    assert done.returncode == 7
    assert done.stderr.count(b"\n") == 1
    assert (small_disk / "in.txt").read_text("utf-8") == GARBLED


def stopped_at(
    folder: Path, environment: dict[str, str], number: signal.Signals, delay: float
) -> tuple[int, bytes]:
    """Exit code and complaint of a run that got a signal after so many seconds."""
    child = subprocess.Popen(
        [sys.executable, "-m", "vnrestore", "fix", "in.txt", "-o", "out.txt"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    time.sleep(delay)
    with suppress(ProcessLookupError):
        child.send_signal(number)
    _, said = child.communicate(timeout=60)
    return child.returncode, said


def check_stop(folder: Path, number: signal.Signals, code: int, said: bytes) -> None:
    """Either the signal's own code or, before our handlers stood, the signal itself; never half a file."""
    # CPython's own words: from within an import, or from before any program runs at all.
    early = said.startswith((b"Exception ignored in", b"Fatal Python error: init_import_site"))
    assert code in (0, 128 + number, -number, *([1] if early else [])), (code, said)
    assert said.count(b"\n") <= 1 or code < 0 or early, said
    assert b"Traceback" not in said or code < 0 or early, said
    whole = (folder / "out.txt").read_text("utf-8")
    assert whole in ("precious", RESTORED)
    assert code != 0 or whole == RESTORED
    assert sorted(path.name for path in folder.iterdir()) == ["in.txt", "out.txt"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_at_any_moment(tmp_path: Path, environment: dict[str, str], number: signal.Signals) -> None:
    """tests/fuzz/stop_anytime.py does this a thousand times."""
    (tmp_path / "in.txt").write_text(GARBLED, "utf-8")
    random = Random(number)
    for _ in range(4):
        (tmp_path / "out.txt").write_text("precious", "utf-8")
        check_stop(tmp_path, number, *stopped_at(tmp_path, environment, number, random.uniform(0.0, 0.9)))


IN_A_FINALISER = """
import os, time
from vnrestore.cli.signals import Terminated, listen
listen()
class Held:
    def __del__(self):
        os.kill(os.getpid(), {number})
        for _ in range(1_000_000):
            pass
try:
    Held()
    time.sleep(3)
    print("went on")
except (KeyboardInterrupt, Terminated) as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    ("number", "name"), [(signal.SIGINT, "KeyboardInterrupt"), (signal.SIGTERM, "Terminated")]
)
def test_a_signal_in_a_finaliser_is_not_lost(
    environment: dict[str, str], number: signal.Signals, name: str
) -> None:
    """Python prints an exception raised there and goes on."""
    code = IN_A_FINALISER.format(number=int(number))
    command = [sys.executable, "-c", "import signal; signal.signal(2, signal.default_int_handler)\n" + code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == (f"{name}\n", "")


@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
@pytest.mark.parametrize("kind", [ImportError, MissingToolError])
def test_a_signal_that_a_library_turns_into_its_own_error(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: signal.Signals,
    code: int,
    word: str,
    kind: type[Exception],
) -> None:
    """As numpy does with one that comes while it is imported."""
    from vnrestore.cli import fix, main

    def importing(name: str) -> str:
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        except BaseException as error:
            raise kind("numpy is not installed") from error
        return name

    monkeypatch.setattr(fix, "read_input_document", importing)
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main.main(["fix", "-", "-v"]) == code
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert capsys.readouterr().err == f"vnrestore: {word}\n"


def test_a_pipe_that_closes_half_way(
    vnrestore: RunCommand, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "in.txt").write_text("a" * 300_000, "utf-8")  # more than a pipe holds
    command = f"{sys.executable} -m vnrestore fix in.txt | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (141, b"")


def limited(megabytes: int) -> None:
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("one word", "a"),
        ("marks", "\u0301"),
        ("bars", "12/"),
        ("dots", "."),
        ("blanks", " "),
        ("lines", "\n"),
    ],
)
def test_a_million_characters_on_one_line(
    vnrestore: RunCommand, tmp_path: Path, name: str, unit: str
) -> None:
    """tests/benchmarks/hostile.py goes up to 100 MB and says what it takes."""
    text = "Công báo " + unit * (1_000_000 // len(unit)) + " a"
    (tmp_path / "in.txt").write_text(text, "utf-8")
    started = time.monotonic()
    done = vnrestore("fix", "in.txt", "-o", "out.txt", preexec_fn=lambda: limited(2048))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.txt").read_text("utf-8") == text
    assert time.monotonic() - started < 60


def test_a_hundred_megabytes_on_one_line(vnrestore: RunCommand, tmp_path: Path) -> None:
    """Refused before they are decoded; so is a file of as many characters as no memory holds."""
    for unit, count in (("đ ", 33_400_000), ("A-", 6_000_001)):
        (tmp_path / "in.txt").write_text(unit * count, "utf-8")
        done = vnrestore("fix", "in.txt", "-o", "out.txt", preexec_fn=lambda: limited(1024))
        assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)
        assert done.stderr.rstrip().endswith(b"read at once: split it")
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]


def test_too_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the limit is higher than the machine, the program says so instead of showing its insides."""
    from vnrestore.cli import fix, main

    def hungry(options: object, document: object) -> None:
        bytearray(1 << 60)

    monkeypatch.setattr(fix, "restore_with", hungry)
    monkeypatch.setattr(main, "listen", main.Heard)
    (tmp_path / "in.txt").write_text(GARBLED, "utf-8")
    assert main.main(["fix", str(tmp_path / "in.txt"), "-o", str(tmp_path / "out.txt")]) == 3
    assert capsys.readouterr().err == "vnrestore: not enough memory for an input of this size: split it\n"
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]
