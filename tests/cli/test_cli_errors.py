"""Bad input and bad luck: one clear line, its own exit code, nothing half-written."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests_support import GARBLED, RunCommand

from vnrestore.errors import EXIT_CODES

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
RUSSIAN = "Привет, мир: это не по-вьетнамски\n".encode("koi8-r")


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line on standard error, after checking that it is one and no traceback."""
    said = done.stderr.decode()
    assert said.startswith("vnrestore: "), said
    assert said.count("\n") == 1, said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("missing.txt", None, 3, "no such file"),
        ("empty.txt", b"", 3, "empty"),
        ("blank.txt", b" \n\r\n\t\x0c", 3, "empty"),
        ("scan.png", PNG, 5, "PNG"),
        ("scan.pdf", b"%PDF-1.4\n", 3, "damaged PDF"),
        ("letter.docx", b"PK\x03\x04\x14\x00", 5, "ZIP"),
        ("nul.txt", b"Ban hanh " * 50 + b"\x00", 5, "binary"),
        ("controls.txt", bytes(range(1, 9)) * 50, 5, "binary"),
        ("russian.txt", RUSSIAN, 5, "UTF-8"),
        ("cut.txt", b"\xff\xfeU\x00B", 5, "damaged"),
        ("surrogate.txt", b"\xff\xfe\x00\xd8U\x00", 5, "damaged"),
        ("half\nname.txt", None, 3, "half name.txt"),
    ],
)
def test_bad_input(
    vnrestore: RunCommand, tmp_path: Path, name: str, data: bytes | None, code: int, words: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = vnrestore("fix", name, "-o", "out.txt")
    assert (done.returncode, done.stdout) == (code, b"")
    assert words in complaint(done)
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("command", [["fix"], ["segment"], ["metadata"], ["tasks"], ["evaluate", "-"]])
def test_a_directory_is_no_input(vnrestore: RunCommand, tmp_path: Path, command: list[str]) -> None:
    done = vnrestore(*command, tmp_path, stdin=b"text")
    assert done.returncode == 3
    assert "directory" in complaint(done)


def test_unreadable_input(vnrestore: RunCommand, tmp_path: Path) -> None:
    """Root may read anything, so a file is used that even root cannot read."""
    unreadable = Path("/proc/self/mem") if os.geteuid() == 0 else tmp_path / "secret.txt"
    if os.geteuid() != 0:
        unreadable.write_text("x", "utf-8")
        unreadable.chmod(0)
    done = vnrestore("fix", unreadable)
    assert done.returncode == 3
    assert str(unreadable) in complaint(done)


def test_bad_standard_input(vnrestore: RunCommand) -> None:
    empty = vnrestore("fix", "-", stdin=b"")
    assert (empty.returncode, complaint(empty)) == (3, "vnrestore: standard input: is empty\n")
    closed = vnrestore("fix", "-", input=None, preexec_fn=lambda: os.close(0))
    assert closed.returncode == 3
    assert "standard input" in complaint(closed)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["fix"],
        ["fix", "a", "b"],
        ["fix", "a", "--json", "--diff"],
        ["fix", "a", "-v", "-q"],
        ["fix", "a", "--min-posterior", "1.5"],
        ["fix", "a", "--min-posterior", "nan"],
        ["fix", "a", "--min-posterior", "high"],
        ["fix", "a", "--jso"],
        ["segment", "a", "--to", "pdf"],
        ["metadata"],
        ["metadata", "-", "-"],
        ["metadata", "a", "--csv", "--json"],
        ["metadata", "a", "--json", "--bom"],
        ["metadata", "a", "-o", "./a"],
        ["tasks"],
        ["tasks", "a", "--csv", "--md"],
        ["tasks", "a", "--bom"],
        ["tasks", "a", "b", "-o", "b"],
        ["evaluate", "a"],
        ["evaluate", "a", "b", "--errors", "-1"],
        ["evaluate", "-", "-"],
    ],
)
def test_wrong_use(vnrestore: RunCommand, arguments: list[str]) -> None:
    done = vnrestore(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    complaint(done)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("nowhere/out.txt", "does not exist"),
        (".", "directory"),
        ("in.txt/out.txt", "does not exist"),
        ("/proc/out.txt", "cannot be written"),
        ("/dev/full", "cannot be written"),
        ("x" * 300, "cannot be written"),
    ],
)
@pytest.mark.parametrize("option", ["-o", "--html"])
def test_output_that_cannot_be_written(
    vnrestore: RunCommand, tmp_path: Path, option: str, target: str, words: str
) -> None:
    (tmp_path / "in.txt").write_text(GARBLED, "utf-8")
    done = vnrestore("fix", "in.txt", option, target)
    assert done.returncode == 7
    assert words in complaint(done)
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]


def test_full_disk_leaves_the_old_file(vnrestore: RunCommand, tmp_path: Path) -> None:
    """A limit on file sizes fails a write half-way, as a full disk does."""
    (tmp_path / "in.txt").write_text(GARBLED, "utf-8")
    (tmp_path / "out.txt").write_text("precious", "utf-8")
    done = vnrestore(
        "fix",
        "in.txt",
        "-o",
        "out.txt",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert done.returncode == 7
    assert "out.txt: cannot be written" in complaint(done)
    assert (tmp_path / "out.txt").read_text("utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.txt", "out.txt"]


def test_full_standard_output(vnrestore: RunCommand) -> None:
    with Path("/dev/full").open("wb") as full:
        done = vnrestore("fix", "-", stdin=GARBLED.encode(), stdout=full)
        shown = vnrestore("--help", stdout=full)
    assert (done.returncode, shown.returncode) == (7, 7)
    assert "standard output" in complaint(done)


def test_closed_standard_output(vnrestore: RunCommand) -> None:
    done = vnrestore("fix", "-", stdin=GARBLED.encode(), preexec_fn=lambda: os.close(1))
    assert done.returncode == 7
    complaint(done)


def test_broken_pipe_is_silent(vnrestore: RunCommand) -> None:
    for arguments in (["fix", "-"], ["--help"]):
        reader, writer = os.pipe()
        os.close(reader)
        done = vnrestore(*arguments, stdin=GARBLED.encode(), stdout=writer)
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals(tmp_path: Path, environment: dict[str, str], number: signal.Signals, code: int) -> None:
    """The input is a pipe: once it can be opened for writing, the program is reading it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "vnrestore", "fix", "pipe", "-o", "out.txt"]
    child = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # a background job's children ignore SIGINT
    )
    with pipe.open("wb"):
        child.send_signal(number)
        _, said = child.communicate(timeout=60)
    assert child.returncode == code
    assert said.count(b"\n") == 1
    assert b"Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_signal_while_writing_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vnrestore.cli import files

    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write_output(str(tmp_path / "out.txt"), "text")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("missing.tsv", None),
        ("binary.tsv", PNG),
        ("empty-word.tsv", b"\t5\n"),
        ("not-utf8.tsv", RUSSIAN),
    ],
)
def test_bad_lexicon(vnrestore: RunCommand, tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = vnrestore("fix", "-", "--lexicon", name, stdin=GARBLED.encode())
    assert (done.returncode, done.stdout) == (6, b"")
    assert name in complaint(done)


def test_an_internal_error_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from vnrestore.cli import fix, main

    def broken(name: str) -> str:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(fix, "read_input_document", broken)
    handler: Callable[..., object] | int | None = signal.getsignal(signal.SIGTERM)
    try:
        assert main.main(["fix", "-"]) == 1
        assert "internal error: ZeroDivisionError: by hand" in capsys.readouterr().err
        with pytest.raises(ZeroDivisionError):
            main.main(["fix", "-", "-v"])
    finally:
        signal.signal(signal.SIGTERM, handler)


def test_help_documents_every_exit_code(vnrestore: RunCommand) -> None:
    shown = vnrestore("--help").stdout.decode()
    for code, meaning in EXIT_CODES.items():
        assert f"{code:>5}  {meaning}" in shown
