"""Inputs too large to hold are refused in one line, before the memory is gone."""

from __future__ import annotations

import io
import os
from pathlib import Path
from threading import Thread

import pytest

from vnrestore.errors import EncodingError, InputError
from vnrestore.formats import limits
from vnrestore.formats.jsonl import parse_jsonl
from vnrestore.formats.plain import read_bytes
from vnrestore.formats.reading import parse_document


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_TEXT", 100)
    monkeypatch.setattr(limits, "LARGEST_FILE", 1000)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-32"])
def test_a_long_text(codec: str) -> None:
    assert len(parse_document(("ố" * 99 + " ").encode(codec), "x").text) == 100
    with pytest.raises(InputError, match=r"^x: (101 characters|408 bytes) are more than the .*: split it$"):
        parse_document(("ố" * 101).encode(codec), "x")


@pytest.mark.usefixtures("small")
def test_so_many_bytes_are_not_even_decoded() -> None:
    with pytest.raises(InputError, match=r"^x: 405 bytes are more than the 400"):
        parse_document(b"\xff\xfe" + b"a" * 403, "x")
    with pytest.raises(EncodingError, match="PNG"):
        parse_document(b"\x89PNG\r\n\x1a\n" + b"a" * 500, "x")


@pytest.mark.usefixtures("small")
def test_markup_counts_by_its_text(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (samples / "heritage_notice.hocr").read_bytes()
    with pytest.raises(InputError, match="bytes are more than the 1,600"):
        parse_document(data, "x")
    monkeypatch.setattr(limits, "LARGEST_TEXT", len(data) // 16 + 1)
    assert parse_document(data, "x").format == "hocr"


@pytest.mark.usefixtures("small")
def test_one_record_of_many() -> None:
    records = '{"text": "%s"}\n' * 3 % ("a" * 100, "b" * 100, "c" * 101)
    with pytest.raises(InputError, match=r"^x: line 3: 101 characters"):
        parse_jsonl(records, "x")
    assert len(parse_jsonl(records.replace("c" * 101, "c"), "x")) == 3


@pytest.mark.usefixtures("small")
def test_large_files_and_streams_without_end(tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_bytes(b"a" * 1000)
    assert len(read_bytes(path)) == 1000
    with path.open("ab") as file:
        file.write(b"a")
    with pytest.raises(InputError, match="larger than 1,000 bytes"):
        read_bytes(path)
    with pytest.raises(InputError, match="larger than 1,000 bytes"):
        read_bytes("/dev/zero")
    with pytest.raises(InputError, match=r"^in: larger"):
        limits.read_up_to_limit(io.BytesIO(b"a" * 1001), "in")


def test_a_pipe_with_a_name_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    data = b"Cong v\xc4\x83n" * 300_000
    writer = Thread(target=path.write_bytes, args=(data,))
    writer.start()
    assert read_bytes(path) == data
    writer.join()
