"""``vnrestore fix FILE --second OTHER``: two readings of one page."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests_support import GARBLED, RESTORED, RunCommand

SECOND = RESTORED.replace("chủ trì", "chù trì").replace("kết quả", "kêt quả")


@pytest.fixture
def readings(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "eng.txt", tmp_path / "vie.txt"
    first.write_bytes(GARBLED.replace("don vi lién quan", "xw~ 7zw").encode())  # too bad to be told alone
    second.write_bytes(SECOND.encode())
    return first, second


def test_what_one_reading_lost_the_other_has(vnrestore: RunCommand, readings: tuple[Path, Path]) -> None:
    first, second = readings
    alone = vnrestore("fix", first)
    both = vnrestore("fix", first, "--second", second)
    assert (both.returncode, both.stderr) == (0, b"")
    assert both.stdout.decode() == RESTORED
    assert alone.stdout.decode() != RESTORED


@pytest.mark.parametrize("more", [["--jsonl"], []])
def test_two_readings_must_be_two_texts(
    vnrestore: RunCommand, readings: tuple[Path, Path], more: list[str]
) -> None:
    first, second = readings
    done = vnrestore("fix", first, "--second", second if more else first, *more)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--second" in done.stderr


def test_a_page_with_boxes_is_not_joined(vnrestore: RunCommand, samples: Path, tmp_path: Path) -> None:
    second = tmp_path / "vie.txt"
    second.write_bytes(RESTORED.encode())
    done = vnrestore("fix", samples / "heritage_notice.hocr", "--second", second)
    assert done.returncode == 2
    assert b"--second goes with a text" in done.stderr


def test_the_second_reading_may_be_of_any_format(
    vnrestore: RunCommand, samples: Path, tmp_path: Path
) -> None:
    first = tmp_path / "notice.txt"
    first.write_bytes((samples / "heritage_notice.gold.txt").read_bytes())
    done = vnrestore("fix", first, "--second", samples / "heritage_notice.hocr")
    assert done.returncode == 0
    assert done.stdout.decode() == first.read_text("utf-8")
