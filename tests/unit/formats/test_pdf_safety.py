"""PDFs that cannot or must not be worked on: one line, and quickly."""

from __future__ import annotations

import io
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_support import SCAN, corrected, invisible, make_pdf, page_text, pixels, to_bytes
from pikepdf import Name

from vnrestore.errors import EncodingError, InputError, MissingToolError, VnrestoreError
from vnrestore.formats import pdf_content, pdf_open
from vnrestore.formats.pdf_fix import fix_pdf
from vnrestore.formats.pdf_open import open_pdf, require_pdf_tools
from vnrestore.formats.pdf_text import read_pdf, survey_pdf
from vnrestore.formats.placing import place


@pytest.fixture
def scan() -> bytes:
    return to_bytes(make_pdf(SCAN + invisible((100, 700, "Cong tac"))))


def fixed(data: bytes) -> bytes:
    document = read_pdf(data, "x.pdf").document
    return fix_pdf(document, place(document, corrected(document, {"Cong": "Công"}))).data


def test_password(scan: bytes) -> None:
    with pikepdf.open(io.BytesIO(scan)) as pdf:
        data = to_bytes(pdf, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    with pytest.raises(InputError, match="password"):
        read_pdf(data, "x.pdf")


def test_restrictions_without_a_password_stay(scan: bytes) -> None:
    with pikepdf.open(io.BytesIO(scan)) as pdf:
        allow = pikepdf.Permissions(extract=True, modify_other=False, print_highres=False)
        data = to_bytes(pdf, encryption=pikepdf.Encryption(user="", owner="owner", allow=allow))
    done = fixed(data)
    assert page_text(done).split() == ["Công", "tac"]
    with pikepdf.open(io.BytesIO(done)) as pdf:
        assert pdf.is_encrypted
        assert not pdf.allow.print_highres
        assert not pdf.allow.modify_other


def test_not_a_pdf() -> None:
    with pytest.raises(EncodingError, match="not a PDF"):
        open_pdf(b"Cong hoa xa hoi chu nghia Viet Nam", "x.pdf")


@pytest.mark.parametrize("rest", [b"", b"\n1 0 obj\n<< /Type", b"\x00" * 5000, b"\n%%EOF"])
def test_nothing_but_a_head(rest: bytes) -> None:
    with pytest.raises(InputError, match=r"damaged|without pages"):
        open_pdf(b"%PDF-1.7" + rest, "x.pdf")


def test_a_broken_table_of_objects_is_repaired(scan: bytes) -> None:
    data = scan[: scan.rindex(b"xref")] + b"startxref\n7\n%%EOF"
    assert page_text(fixed(data)).split() == ["Công", "tac"]


def test_no_text_layer() -> None:
    with pytest.raises(InputError, match=r"no text layer.*vnrestore ocr x\.pdf"):
        read_pdf(to_bytes(make_pdf(SCAN)), "x.pdf")


def test_damaged_instructions_leave_the_page_alone() -> None:
    good = SCAN + invisible((100, 700, "Cong"))
    pdf = make_pdf(good, b"BT /F 12 Tf (unfinished", good)
    pdf.pages[1].Contents.write(b"BT /F 12 Tf \xff\xfe << /a ] (x) Tj", filter=None)
    data = to_bytes(pdf)
    done = fixed(data)
    assert page_text(done, 0) == page_text(done, 2) == "Công"


def test_too_many_instructions_leave_the_page_alone(monkeypatch: pytest.MonkeyPatch, scan: bytes) -> None:
    monkeypatch.setattr(pdf_content, "MAX_CONTENT_BYTES", 10)
    found = survey_pdf(scan, "x.pdf")
    assert not found.pages[0].readable
    assert not found.has_layer
    done = fix_pdf(found.document, place(found.document, corrected(found.document, {"Cong": "Công"})))
    assert done.data == scan
    assert any("page 1 cannot be parsed" in note for note in done.notes)


def test_limits(monkeypatch: pytest.MonkeyPatch, scan: bytes) -> None:
    monkeypatch.setattr(pdf_open, "MAX_PAGES", 0)
    with pytest.raises(InputError, match="1 pages; 0 are the limit"):
        open_pdf(scan, "x.pdf")
    monkeypatch.setattr(pdf_open, "MAX_PAGES", 10)
    monkeypatch.setattr(pdf_open, "MAX_OBJECTS", 2)
    with pytest.raises(InputError, match="objects"):
        open_pdf(scan, "x.pdf")


def zeros(count: int) -> bytes:
    """A thousandth of so many zeros."""
    packer = zlib.compressobj(9)
    block = b"\0" * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(count >> 20)) + packer.flush()


@pytest.mark.parametrize("nested", [False, True])
def test_bombs_are_refused_before_they_go_off(nested: bool) -> None:
    pdf = make_pdf(SCAN)
    data, filters = zeros(300 << 20), [Name.FlateDecode]
    if nested:
        data, filters = zlib.compress(data, 9), filters * 2
    pdf.Root["/Bomb"] = stream = pdf.make_stream(b"")
    stream.write(data, filter=pikepdf.Array(filters))
    packed = to_bytes(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(packed) < 3_000_000
    started = time.perf_counter()
    with pytest.raises(InputError, match="unpacks to more"):
        open_pdf(packed, "x.pdf")
    assert time.perf_counter() - started < 20


def test_large_scans_are_no_bombs() -> None:
    pdf = make_pdf(SCAN)
    noise = np.random.default_rng(1).integers(0, 256, 3_000_000, dtype=np.uint8).tobytes()
    pdf.pages[0].Resources.XObject.Scan.write(zlib.compress(noise), filter=Name.FlateDecode)
    with open_pdf(to_bytes(pdf), "x.pdf") as opened:
        assert len(opened.pages) == 1


def test_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingToolError, match=r"pypdfium2: pip install 'vnrestore\[pdf\]'"):
        require_pdf_tools()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutilated_files_are_read_or_refused(scan: bytes, data: st.DataObject) -> None:
    """Whatever is overwritten: a result or one of our own errors, never another exception."""
    broken = bytearray(scan)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(8, len(broken) - 1))
        piece = data.draw(st.binary(min_size=1, max_size=12))
        broken[at : at + len(piece)] = piece
    try:
        found = survey_pdf(bytes(broken), "x.pdf")
        text = found.document
        done = fix_pdf(text, place(text, corrected(text, {"Cong": "Công"})))
    except VnrestoreError as error:
        assert "\n" not in str(error)
        return
    assert done.data


def test_threads_do_not_meet_in_pdfium(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []

    class Watched(pypdfium2.PdfDocument):  # type: ignore[misc]
        def __getitem__(self, index: int) -> object:
            held.append(pdf_open.PDFIUM._is_owned())
            return super().__getitem__(index)

    data = (samples / "notice_scan.pdf").read_bytes()
    alone = read_pdf(data, "x.pdf").document.text
    monkeypatch.setattr(pypdfium2, "PdfDocument", Watched)
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: read_pdf(data, "x.pdf").document.text, range(8)))
    assert texts == [alone] * 8
    assert held == [True] * 8


def test_pages_look_the_same_whatever_was_done(scan: bytes) -> None:
    assert np.array_equal(pixels(fixed(scan)), pixels(scan))
