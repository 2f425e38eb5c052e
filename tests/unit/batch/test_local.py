"""Folders of this machine: what is read, what is passed by, and how files are written."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from vnrestore.batch import local
from vnrestore.batch.local import LocalSource, LocalTarget
from vnrestore.batch.names import quote
from vnrestore.batch.selection import Selection
from vnrestore.batch.storage import ReadError, Skipped, WriteError
from vnrestore.errors import InputError


def walk(folder: Path, **options: bool) -> tuple[list[str], Skipped]:
    skipped = Skipped()
    return [found.path for found in LocalSource(str(folder), **options).walk(skipped)], skipped


def test_order_and_what_is_passed_by(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt", "c/a.txt", "a/z.txt", ".git/x", "~$tb.docx", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "sock"))
        paths, skipped = walk(tmp_path)
    assert paths == ["a.txt", "b.txt", "a/z.txt", "c/a.txt", "c/d.txt"]
    assert (skipped.special, skipped.hidden, skipped.links) == (2, 3, 0)
    assert set(walk(tmp_path, hidden=True)[0]) == {*paths, ".git/x", "~$tb.docx", "Thumbs.db"}


def test_links_are_not_followed_and_loops_harmless(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "a").mkdir(parents=True)
    outside.mkdir()
    (inside / "a" / "b.txt").write_text("x")
    (outside / "secret.txt").write_text("x")
    (inside / "loop").symlink_to(inside)
    (inside / "a" / "up").symlink_to("..")
    (inside / "far").symlink_to(outside)
    (inside / "file.txt").symlink_to(outside / "secret.txt")
    (inside / "dangling").symlink_to("nowhere")
    paths, skipped = walk(inside)
    assert paths == ["a/b.txt"]
    assert skipped.links == 5
    followed, skipped = walk(inside, follow_links=True)
    assert followed == ["file.txt", "a/b.txt", "far/secret.txt"]
    assert skipped.links == 3  # the two loops, and the one that leads nowhere


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/C\xf4ng v\xe3n\n.txt"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"text")
    paths, _ = walk(tmp_path)
    assert paths == [r"C\xf4ng v\xe3n\x0a.txt"]
    assert LocalSource(str(tmp_path)).read(paths[0]) == b"text"
    target = LocalTarget(str(tmp_path / "out"))
    target.prepare()
    target.write(paths[0], b"TEXT")
    assert os.listdir(os.fsencode(tmp_path / "out")) in (  # noqa: PTH208
        [b"C\xf4ng v\xe3n\n.txt", b".vnrestore"],
        [b".vnrestore", b"C\xf4ng v\xe3n\n.txt"],
    )
    assert target.size(paths[0]) == 4


def test_reading_what_is_not_there_any_more(tmp_path: Path) -> None:
    source = LocalSource(str(tmp_path))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/etc/hostname")
    (tmp_path / "folder").mkdir()
    kinds = {}
    for path in ("gone", "gone/deeper", "pipe", "link", "folder", "../../etc/hostname"):
        with pytest.raises(ReadError) as caught:
            source.read(path)
        kinds[path] = caught.value.kind
    assert kinds == {
        "gone": "vanished",
        "gone/deeper": "vanished",
        "pipe": "unreadable",
        "link": "unreadable",
        "folder": "unreadable",
        "../../etc/hostname": "unreadable",
    }


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "MAX_BYTES", 10)
    (tmp_path / "a").write_bytes(b"x" * 11)
    with pytest.raises(ReadError) as caught:
        LocalSource(str(tmp_path)).read("a")
    assert caught.value.kind == "size"


def test_a_folder_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("missing", "file"):
        with pytest.raises(InputError):
            LocalSource(str(tmp_path / name))


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = LocalTarget(str(tmp_path))
    target.prepare()
    target.write("a/b.txt", b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(local.os, "fsync", full)
    with pytest.raises(WriteError) as caught:
        target.write("a/b.txt", b"new")
    assert caught.value.fatal
    assert (tmp_path / "a/b.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.txt"]


def test_outputs_stay_in_their_folder(tmp_path: Path) -> None:
    target = LocalTarget(str(tmp_path / "out"))
    target.prepare()
    (tmp_path / "out" / "link").symlink_to(tmp_path)
    for name in ("../a.txt", "/a.txt", "x/../../a.txt", "link/a.txt", "link/deeper/a.txt"):
        with pytest.raises(WriteError) as caught:
            target.write(name, b"x")
        assert not caught.value.fatal
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_one_file_that_cannot_be_written_is_not_fatal(tmp_path: Path) -> None:
    target = LocalTarget(str(tmp_path))
    target.prepare()
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(WriteError) as caught:
        target.write("a.txt", b"x")
    assert not caught.value.fatal


def test_leftovers_are_cleared(tmp_path: Path) -> None:
    target = LocalTarget(str(tmp_path))
    target.prepare()
    (tmp_path / ".vnrestore/unfinished/1234").write_bytes(b"half")
    target.clear()
    assert not list((tmp_path / ".vnrestore/unfinished").iterdir())


@pytest.mark.parametrize(
    ("include", "exclude", "chosen"),
    [
        ([], [], ["a.txt", "b.xml", "c/d.txt", "c/e/f.txt"]),
        (["*.txt"], [], ["a.txt", "c/d.txt", "c/e/f.txt"]),
        (["c/*"], [], ["c/d.txt"]),
        (["c/**"], [], ["c/d.txt", "c/e/f.txt"]),
        (["**/f.*"], [], ["c/e/f.txt"]),
        (["?.txt", "*.xml"], ["c/**/f*"], ["a.txt", "b.xml", "c/d.txt"]),
        (["[ab].*"], [], ["a.txt", "b.xml"]),
        (["[!a].*"], ["b*"], ["c/d.txt", "c/e/f.txt"]),
        (["[a"], [], []),
        (["[z-a].txt", "a.txt"], [], ["a.txt"]),
        (["**/*.txt"], ["c/**"], ["a.txt"]),
    ],
)
def test_globs(include: list[str], exclude: list[str], chosen: list[str]) -> None:
    paths = ["a.txt", "b.xml", "c/d.txt", "c/e/f.txt"]
    assert [path for path in paths if quote(path) in Selection(include, exclude)] == chosen
