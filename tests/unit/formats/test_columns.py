"""Columns that were read across are put one after the other, and found again when writing."""

from __future__ import annotations

from format_support import SAMPLES, restoration

from vnrestore.datatypes.document import Box, Document
from vnrestore.formats.columns import by_columns, in_file_order
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.formats.placing import place
from vnrestore.formats.reading import parse_document, read_document
from vnrestore.formats.reading_order import reading_order
from vnrestore.formats.writing import rewrite_document


def printed(*lines: str, pitch: int = 30) -> Document:
    """Lines as a typewriter prints them, 10 wide and 20 high a character; every line a block of its own."""
    builder = DocumentBuilder()
    builder.page(Box(0, 0, 1000, 1400))
    for row, line in enumerate(lines):
        builder.block()
        builder.line(id=f"l{row}")
        at = 0
        for text in line.split(" "):
            if text:
                builder.word(text, Box(at * 10, row * pitch, (at + len(text)) * 10, row * pitch + 20))
            at += len(text) + 1
    return builder.build("hocr")


HEADER = (
    "UY BAN NHAN DAN          CONG HOA XA HOI CHU NGHIA",
    "  TINH HUNG HA            Doc lap - Tu do - Hanh phuc",
    "    So: 125/TB",
    "                         Hung Ha, ngay 13 thang 5",
    "Thuc hien ke hoach cua Uy ban nhan dan tinh ve viec",
)


def test_a_header_is_read_column_by_column() -> None:
    document = by_columns(printed(*HEADER))
    assert document.text.split("\n\n") == [
        "UY BAN NHAN DAN\nTINH HUNG HA\nSo: 125/TB",
        "CONG HOA XA HOI CHU NGHIA\nDoc lap - Tu do - Hanh phuc\nHung Ha, ngay 13 thang 5",
        "Thuc hien ke hoach cua Uy ban nhan dan tinh ve viec\n",
    ]
    assert document.pages[0].lines[3].box == Box(250, 0, 500, 20)


def test_lines_come_back_as_the_file_has_them() -> None:
    read = printed(*HEADER)
    document = by_columns(read)
    changes = {"UY BAN": "ỦY BAN", "TINH": "TỈNH x", "CONG HOA": "CỘNGHÒA", "Hung Ha, ngay": "Hưng Hà, ngày"}
    lines = in_file_order(read, place(document, restoration(document, changes)))
    assert [line.line.id for line in lines] == ["l0", "l1", "l2", "l3", "l4"]
    assert lines[0].text == "ỦY BAN NHAN DAN CỘNGHÒA XA HOI CHU NGHIA"
    assert lines[1].text == "TỈNH x HUNG HA Doc lap - Tu do - Hanh phuc"
    assert lines[3].text == "Hưng Hà, ngày 13 thang 5"


def unchanged(*lines: str) -> bool:
    return by_columns(printed(*lines)).text == printed(*lines).text


def test_what_is_no_pair_of_columns_stays() -> None:
    justified = (
        "Thuc hien   ke hoach cua   Uy ban",
        "nhan   dan tinh   ve viec   ban",
        "hanh quy dinh   moi nhat cua",
    )
    assert unchanged(*justified)
    assert unchanged(
        "1.       Thuc hien ke hoach cua tinh", "2.       Ban hanh quy dinh moi", "3.       Bao cao ket qua"
    )
    table = "Ten don vi        So luong        Don gia        Thanh tien"
    assert unchanged(table, table, table)
    assert unchanged(
        "Noi nhan cua van ban          Ha Noi ngay", "Thuc hien ke hoach cua Uy ban nhan dan tinh ve"
    )


def test_a_long_name_whose_gap_is_narrow_belongs_to_the_header() -> None:
    first, *rest = by_columns(
        printed(
            "BO LAO DONG THUONG BINH   CONG HOA XA HOI CHU NGHIA",
            "      VA XA HOI           Doc lap - Tu do - Hanh phuc",
            "      So: 04/2021           Ha Noi, ngay 30 thang 6",
        )
    ).text.split("\n\n")
    assert first == "BO LAO DONG THUONG BINH\nVA XA HOI\nSo: 04/2021"
    assert len(rest) == 1


def test_words_without_boxes_are_left_alone() -> None:
    builder = DocumentBuilder()
    for text in ("mot", "hai"):
        builder.line()
        builder.word(text)
    document = builder.build("page")
    assert by_columns(document) is document


def test_the_sample_in_all_formats() -> None:
    gold = (SAMPLES / "heritage_notice.gold.txt").read_text("utf-8")
    texts = []
    for name in ("hocr", "alto.xml", "page.xml"):
        path = SAMPLES / f"heritage_notice.{name}"
        document = read_document(path)
        texts.append(document.text)
        assert len(document.text.split("\n\n")) == len(gold.split("\n\n")) + 1  # the signer stands off
        changes = {"UBND TINH": "UBND TỈNH", "KT. GIAM": "KT. GIÁM"}
        again = parse_document(rewrite_document(document, restoration(document, changes)), name)
        expected = restoration(document, changes).text
        assert again.text == expected
    assert texts[0] == texts[1] == texts[2]
    assert texts[0].startswith("UBND TINH HUNG HA\nSO VAN HOA VA THE THAO\nS6: 214")


def test_reading_order() -> None:
    head, foot = Box(0, 0, 900, 50), Box(0, 400, 900, 450)
    left, left2, right = Box(0, 100, 400, 200), Box(0, 220, 400, 300), Box(500, 100, 900, 300)
    assert reading_order([foot, right, left2, left, head]) == [4, 3, 2, 1, 0]
    assert reading_order([head, left, left2, right, foot]) == [0, 1, 2, 3, 4]
    number, heading = Box(440, 0, 460, 20), Box(100, 60, 400, 80)
    assert reading_order([number, heading]) == [0, 1]
    assert reading_order([]) == []
    assert reading_order([None, foot, None, head]) == [0, 3, 1, 2]
    assert reading_order([left] * 3) == [0, 1, 2]


def test_contradictions_end_somewhere() -> None:
    boxes = [Box(0, 0, 100, 50), Box(90, 30, 200, 80), Box(190, -30, 300, 20), Box(0, -40, 300, -20)]
    assert sorted(reading_order(boxes)) == [0, 1, 2, 3]
    many = [Box(x % 40 * 20, x // 40 * 20, x % 40 * 20 + 15, x // 40 * 20 + 15) for x in range(500)]
    assert sorted(reading_order(many)) == list(range(500))
