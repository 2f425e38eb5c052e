"""Reading plain text: what is taken, what is refused and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vnrestore.errors import EncodingError, InputError, UnknownFormatError, VnrestoreError
from vnrestore.formats.plain import decode, encode
from vnrestore.formats.reading import read_document
from vnrestore.formats.restoration_json import restoration_from_dict, restoration_to_dict

TEXT = "Cộng hòa\r\nxã hội\n\f2\tchủ nghĩa"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_layout_comes_through(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "x") == TEXT


def test_byte_order_marks_of_both_ends() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "x") == TEXT
    assert decode(b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), "x") == TEXT


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00\xd8")
@example(b"\xef\xbb\xbf")
def test_any_bytes_give_text_or_a_clear_refusal(data: bytes) -> None:
    try:
        text = decode(data, "the name")
    except (InputError, EncodingError) as error:
        assert str(error).startswith("the name: ")
    else:
        assert text.strip()
        assert decode(encode(text), "x") == text.removeprefix("\ufeff")


def test_lone_surrogates_are_replaced_on_the_way_out() -> None:
    assert encode("a\ud800b") == "a\ufffdb".encode()
    assert encode("a\ud83d\ude00b") == "a😀b".encode()


def test_a_few_control_characters_are_tolerated() -> None:
    assert decode(b"x" * 99 + b"\x01", "x").endswith("\x01")
    with pytest.raises(EncodingError, match="binary"):
        decode(b"x" * 20 + b"\x01", "x")


def test_read_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    document = read_document(tmp_path / "a.txt")
    assert (document.text, document.format, document.pages, document.encodings) == (TEXT, "txt", (), ())
    assert read_document(str(tmp_path / "a.txt")) == document
    for name in ("missing", ".", "nul\0"):
        with pytest.raises(InputError):
            read_document(tmp_path / name)
    assert issubclass(InputError, VnrestoreError)


def test_restoration_json_refuses_other_records() -> None:
    for record in ({}, {"schema": "other"}, {"schema": "vnrestore/restoration/1", "text": "a"}):
        with pytest.raises(UnknownFormatError):
            restoration_from_dict(record)


def test_restoration_json_round_trip() -> None:
    from vnrestore.datatypes.document import Span
    from vnrestore.datatypes.restoration import Correction, Restoration

    made = Correction(Span(0, 2), "S6", "Số", 0.75, None, 0.0, "confusable")
    held = Correction(Span(3, 4), "a", "á", 0.5, "à", 0.25, "key")
    one = Restoration("S6 a", "Số a", (made,), (held,), 0.5)
    assert restoration_from_dict(restoration_to_dict(one)) == one
    assert restoration_to_dict(one, {"title": "x"})["notice"] == {"title": "x"}
