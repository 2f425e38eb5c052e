"""Inputs that fuzzing found, each by what was wrong; the readers and writers must take them."""

from __future__ import annotations

import pytest

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Restoration
from vnrestore.formats.reading import parse_document
from vnrestore.formats.writing import rewrite_document

CONTROL = (
    b"<html><body><div class=ocr_page><span class=ocr_line>"
    b"<span class=ocrx_word title='x_wconf 9\x03'>So\x01</span>&#2;</span></div>"
)
DOCTYPE = b"<!DOCTYPE html PUBLIC '\x0b'><body><div class=ocr_page><span class=ocr_line>So</span></div>"
UNDECLARED = "<body><div class=ocr_page><span class=ocr_line>Sô</span> Nội</div>".encode()
ODD_NAME = (
    b"<body><div class=ocr_page><span class=ocr_line><s&a;pan class=ocrx_word>So</s&a;pan></span></div>"
)
ALONE = b"<span class='ocrx_word' title='bbox 0 0 9 9'>So</span>"


@pytest.mark.parametrize(
    ("data", "want"),
    [
        pytest.param(CONTROL, "Sở 1", id="control characters in HTML text"),
        pytest.param(DOCTYPE, "Sở 1", id="control characters in a doctype"),
        pytest.param(UNDECLARED, "Sở 1", id="UTF-8 that no charset declares"),
        pytest.param(ODD_NAME, "Sở 1", id="an element name that XML does not allow"),
        pytest.param(ALONE, "Sở 1", id="a word without a page"),
    ],
)
def test_hocr(data: bytes, want: str) -> None:
    document = parse_document(data, "name")
    first = document.text.split()[0]
    at = document.text.index(first)
    one = Correction(Span(at, at + len(first)), first, want, 0.9, None, 0.0, "syllable")
    text = document.text[:at] + want + document.text[at + len(first) :]
    written = rewrite_document(document, Restoration(document.text, text, (one,), (), 0.9))
    assert parse_document(written, "again").text.split()[:2] == want.split()
