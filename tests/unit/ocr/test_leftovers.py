"""What the first reading left unread is found, and brought to its place."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from vnrestore.datatypes.document import Box, Document
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.ocr.leftovers import unread, with_leftovers

Row = tuple[str, float, float]
"""The words of a line, 10 wide for every character, and where it begins."""


def reading(*blocks: list[Row], confidence: float = 0.9) -> Document:
    builder = DocumentBuilder()
    builder.page(Box(0, 0, 1000, 1400))
    for block in blocks:
        builder.block()
        for text, left, top in block:
            builder.line()
            for word in text.split():
                builder.word(word, Box(left, top, left + 10 * len(word), top + 20), confidence)
                left += 10 * len(word) + 10
    return builder.build("hocr")


HEADER = [("CỘNG HÒA XÃ HỘI", 500.0, 100.0), ("Độc lập", 500.0, 140.0)]
BODY = [("Căn cứ Luật", 100.0, 300.0), ("Theo đề nghị của Bộ", 100.0, 380.0)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("UỶ BAN", 100, 143), "CỘNG HÒA XÃ HỘI|UỶ BAN|Độc lập||Căn cứ Luật|Theo đề nghị của Bộ"),
        (("Tổ chức", 220, 296), "CỘNG HÒA XÃ HỘI|Độc lập||Căn cứ Luật Tổ chức|Theo đề nghị của Bộ"),
        (("CHỦ TỊCH", 600, 300), "CỘNG HÒA XÃ HỘI|Độc lập||Căn cứ Luật|Theo đề nghị của Bộ|CHỦ TỊCH"),
        (
            ("ngày 2/3", 100, 340),
            "CỘNG HÒA XÃ HỘI|Độc lập||Căn cứ Luật|ngày 2/3|Theo đề nghị của Bộ",
        ),
        (("THÔNG BÁO", 300, 40), "THÔNG BÁO||CỘNG HÒA XÃ HỘI|Độc lập||Căn cứ Luật|Theo đề nghị của Bộ"),
    ],
    ids=["column to the left", "same row", "column to the right", "between", "above all"],
)
def test_places(row: Row, expected: str) -> None:
    whole = with_leftovers(reading(HEADER, BODY), reading([row]))
    assert whole.text.rstrip().replace("\n", "|") == expected


def test_only_sure_words_of_some_length_are_brought_in() -> None:
    first = reading(HEADER, BODY)
    assert with_leftovers(first, reading([("THÔNG BÁO", 300, 40)], confidence=0.5)).text == first.text
    assert with_leftovers(first, reading([("| .:2 ía", 300, 40)])).text == first.text
    assert with_leftovers(first, reading()).text == first.text


def test_a_page_of_which_nothing_was_read() -> None:
    assert with_leftovers(reading(), reading(BODY)).text == "Căn cứ Luật\nTheo đề nghị của Bộ\n"


def test_unread_shows_what_is_left() -> None:
    page = Image.new("L", (1000, 1400), 255)
    pen = ImageDraw.Draw(page)
    for line in reading(HEADER, BODY).lines():
        for word in line.words:
            assert word.box is not None
            pen.rectangle((word.box.left, word.box.top, word.box.right, word.box.bottom), fill=0)
    assert unread(page, reading(HEADER, BODY)) is None
    rest = unread(page, reading(HEADER, BODY[1:]))
    assert rest is not None
    dark = np.argwhere(np.asarray(rest) < 150)
    assert dark[:, 0].min() == 300
    assert dark[:, 0].max() == 320
    assert (np.asarray(page)[100:120, 500:600] < 150).any(), "the page itself is not painted over"
