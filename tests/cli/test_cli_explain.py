"""``vnrestore explain``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests_support import GARBLED, RunCommand


def test_the_lattice_is_shown(vnrestore: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(GARBLED, "utf-8")
    column = GARBLED.index("Truyén") + 1
    done = vnrestore("explain", "in.txt", "--at", f"1:{column}", "--top", 3)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert shown.startswith("Truyén -> Truyền\nchanged: ")
    for word in (
        "reading",
        "channel",
        "language",
        "ahead",
        "posterior",
        "generator",
        "learned from this text",
    ):
        assert word in shown


def test_json(vnrestore: RunCommand, tmp_path: Path) -> None:
    at = GARBLED.split("\n")[2].index("20/5/2014") + 3
    done = vnrestore(
        "explain", "-", "--at", f"3:{at}", "--json", "--top", 1, "-o", "out.json", stdin=GARBLED.encode()
    )
    assert (done.returncode, done.stdout) == (0, b"")
    record = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert record["token"] == record["restored"] == "20/5/2014."
    assert "never touched" in record["reason"]
    assert GARBLED[record["start"] : record["end"]] == record["token"]
    assert len(record["stages"][0]["readings"]) == 1


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("1", "LINE:COL"),
        ("0:1", "LINE:COL"),
        ("1:-1", "LINE:COL"),
        ("99:1", "has 5 lines"),
        ("1:999", "characters"),
        ("2:1", "the line has 0 characters"),
        ("3:1", "a blank"),
    ],
)
def test_no_such_place(vnrestore: RunCommand, at: str, words: str) -> None:
    done = vnrestore("explain", "-", "--at", at, stdin=GARBLED.encode())
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_the_place_must_be_named(vnrestore: RunCommand) -> None:
    assert vnrestore("explain", "-", stdin=b"a").returncode == 2
    assert vnrestore("explain", "-", "--at", "1:1", "--top", "0", stdin=b"a").returncode == 2
