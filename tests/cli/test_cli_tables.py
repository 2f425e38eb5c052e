"""``vnrestore metadata`` and ``vnrestore tasks``: tables over several files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests_support import RunCommand

NOTICE = """ỦY BAN NHÂN DÂN
HUYỆN A LƯỚI

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 125/TB-UBND

A Lưới, ngày 14 tháng 5 năm 2014

THÔNG BÁO
Kết luận của Phó Chủ tịch UBND huyện tại cuộc họp giao ban

1. Về cấp nước

1.1. Giao phòng Nông nghiệp rà soát các công trình, báo cáo trước ngày 23/5/2014.

2. Về bảo vệ rừng

- Hạt Kiểm lâm | công an huyện tiếp tục tuần tra.

- Yêu cầu Công an huyện phối hợp kiểm tra.
"""
GARBLED = (
    "Giao Sé Thong tin va Truyén thong chu tri, phéi hop v6i cac don vi lién quan trién khai thyc hién.\n"
)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.parametrize("options", [[], ["--csv"]])
def test_metadata_as_csv(vnrestore: RunCommand, notice: Path, options: list[str]) -> None:
    done = vnrestore("metadata", "notice.txt", *options)
    assert (done.returncode, done.stderr) == (0, b"")
    (row,) = rows_of(done.stdout)
    assert (row["File"], row["TypeName"], row["CodeNumber"], row["CodeNotation"], row["IssuedDate"]) == (
        "notice.txt",
        "Thông báo",
        "125",
        "TB-UBND",
        "2014-05-14",
    )
    assert row["OrganName"] == "ỦY BAN NHÂN DÂN HUYỆN A LƯỚI"
    assert float(row["CodeNumber_confidence"]) > 0.9


def test_metadata_as_json(vnrestore: RunCommand, notice: Path) -> None:
    done = vnrestore("metadata", "--json", "notice.txt", "-", stdin=b"Giao ban.\n")
    assert (done.returncode, done.stderr) == (0, b"")
    table = json.loads(done.stdout)
    first, second = table["documents"]
    assert table["schema"] == "vnrestore/records/1"
    assert (first["file"], second["file"]) == ("notice.txt", "-")
    number = first["fields"]["CodeNumber"]
    assert number["value"] == "125"
    assert "125/TB" in "".join(NOTICE[start:end] for start, end in number["spans"])
    assert first["missing"] == ["DocCode"]
    assert "Subject" in second["missing"]


def test_tasks_as_a_markdown_table(vnrestore: RunCommand, notice: Path) -> None:
    done = vnrestore("tasks", "notice.txt")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "| Mục | Cơ quan | Nhiệm vụ | Thời hạn |"
    assert "| 1. › 1.1. | phòng Nông nghiệp | rà soát các công trình" in lines[2]
    assert lines[2].endswith("| trước ngày 23/5/2014 |")


def test_tasks_as_csv_and_json(vnrestore: RunCommand, notice: Path) -> None:
    (notice.parent / "other.txt").write_text("Giao Sở Tài chính bố trí kinh phí.\n", "utf-8")
    rows = rows_of(vnrestore("tasks", "--csv", "notice.txt", "other.txt").stdout)
    assert [row["File"] for row in rows] == ["notice.txt"] * (len(rows) - 1) + ["other.txt"]
    assert rows[0]["Deadline"] == "2014-05-23"
    table: dict[str, Any] = json.loads(vnrestore("tasks", "--json", "notice.txt", "other.txt").stdout)
    assert table["schema"] == "vnrestore/tasks/1"
    assert [task["task"] for one in table["documents"] for task in one["tasks"]] == [
        row["Task"] for row in rows
    ]
    for task in table["documents"][0]["tasks"]:
        assert task["actor"] in "".join(NOTICE[start:end] for start, end in task["spans"])


def test_several_markdown_tables_are_headed(vnrestore: RunCommand, notice: Path) -> None:
    (notice.parent / "a_b.txt").write_text("Giao Sở Tài chính bố trí kinh phí.\n", "utf-8")
    shown = vnrestore("tasks", "notice.txt", "a_b.txt").stdout.decode()
    assert shown.startswith("## notice.txt\n\n| Mục")
    assert "\n\n## a\\_b.txt\n\n| Mục" in shown


def test_a_mark_for_excel(vnrestore: RunCommand, notice: Path) -> None:
    for command in (["metadata"], ["tasks", "--csv"]):
        assert vnrestore(*command, "notice.txt", "--bom").stdout.startswith(b"\xef\xbb\xbfFile,")
        assert vnrestore(*command, "notice.txt").stdout.startswith(b"File,")


@pytest.mark.parametrize("command", ["metadata", "tasks"])
def test_a_bad_file_does_not_stop_the_others(vnrestore: RunCommand, notice: Path, command: str) -> None:
    (notice.parent / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = vnrestore(command, "--csv", "scan.png", "missing.txt", "notice.txt", "-o", "out.csv")
    assert (done.returncode, done.stdout) == (5, b"")
    assert done.stderr.decode().splitlines() == [
        "vnrestore: scan.png: is a PNG image, not text",
        "vnrestore: missing.txt: no such file",
    ]
    rows = rows_of((notice.parent / "out.csv").read_bytes())
    assert {row["File"] for row in rows} == {"notice.txt"}


@pytest.mark.parametrize("command", ["metadata", "tasks"])
def test_nothing_is_written_without_a_readable_file(
    vnrestore: RunCommand, tmp_path: Path, command: str
) -> None:
    (tmp_path / "out.csv").write_text("precious", "utf-8")
    done = vnrestore(command, "missing.txt", "-o", "out.csv")
    assert (done.returncode, done.stdout) == (3, b"")
    assert (tmp_path / "out.csv").read_text("utf-8") == "precious"


@pytest.mark.parametrize("command", ["metadata", "tasks"])
def test_no_text_is_overwritten(vnrestore: RunCommand, notice: Path, command: str) -> None:
    """``-o *.txt`` names a text where the table should go."""
    (notice.parent / "other.txt").write_text(NOTICE, "utf-8")
    (notice.parent / "link.txt").symlink_to(notice)
    done = vnrestore(command, "-o", "link.txt", "notice.txt", "other.txt")
    assert done.returncode == 2
    assert b"overwritten" in done.stderr
    assert notice.read_text("utf-8") == NOTICE


@pytest.mark.parametrize("command", ["metadata", "tasks"])
def test_output_that_cannot_be_written(vnrestore: RunCommand, notice: Path, command: str) -> None:
    for target in ("nowhere/out.csv", "/dev/full"):
        done = vnrestore(command, "notice.txt", "-o", target)
        assert done.returncode == 7
        assert done.stderr.count(b"\n") == 1


def test_fix_first(vnrestore: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "garbled.txt").write_text(GARBLED, "utf-8")
    (task,) = rows_of(vnrestore("tasks", "--csv", "--fix", "garbled.txt").stdout)
    assert task["Actor"] == "Sở Thông tin và Truyền thông"
    assert rows_of(vnrestore("tasks", "--csv", "garbled.txt").stdout) != [task]
    bad = vnrestore("metadata", "--fix", "--lexicon", "missing.tsv", "garbled.txt", "garbled.txt")
    assert (bad.returncode, bad.stdout, bad.stderr.count(b"\n")) == (6, b"", 1)
