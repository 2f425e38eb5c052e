"""Formats are told by content."""

from __future__ import annotations

import pytest
from format_support import SAMPLES

from vnrestore.errors import UnknownFormatError
from vnrestore.formats.reading import parse_document
from vnrestore.formats.sniff import sniff


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'/>", "alto"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- <html> --><a:alto xmlns:a='x'>", "alto"),
        ('<?xml version="1.0" encoding="utf-16"?><alto/>'.encode("utf-16"), "alto"),
        (b"<PcGts xmlns='x'>", "page"),
        (b'<!DOCTYPE html><html><body><div class="a ocr_page">', "hocr"),
        (b"<HTML><BODY><SPAN CLASS=ocrx_word>", "hocr"),
        (b"<div class='ocr_carea'>", "hocr"),
        (b"<!DOCTYPE html>\n<html><body><p class='doc_page'>", "html"),
        (b"<html>", "html"),
        (b"<?xml version='1.0'?><TEI/>", "xml"),
        (b"<mets xmlns='http://www.loc.gov/METS/'>", "xml"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "png"),
        (b"PK\x03\x04", "zip"),
        (b"", "txt"),
        (b"Cong van <alto>", "txt"),
        (b"<3 Cong hoa", "txt"),
        (b"<abc Thong bao ve viec", "txt"),
        (b"<Noi nhan>: nhu tren", "txt"),
        (b"< /alto", "txt"),
    ],
)
def test_kinds(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def test_samples() -> None:
    kinds = {path.name: sniff(path.read_bytes()) for path in SAMPLES.iterdir()}
    assert {kinds[f"heritage_notice.{end}"] for end in ("hocr", "alto.xml", "page.xml")} == {
        "hocr",
        "alto",
        "page",
    }
    assert {kind for name, kind in kinds.items() if name.endswith((".txt", ".md"))} == {"txt"}


@pytest.mark.parametrize("data", [b"<?xml version='1.0'?><TEI/>", b"<html><p>x</p></html>"])
def test_other_markup_is_refused_and_not_restored_as_text(data: bytes) -> None:
    with pytest.raises(UnknownFormatError, match="neither hOCR nor ALTO nor PAGE"):
        parse_document(data, "x")
