"""References, dates, deadlines, money, assignments and the archive's record."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnrestore.datatypes.record import FIELD_LENGTHS, MentionKind
from vnrestore.segment import segment_text
from vnrestore.segment.assignments import find_assignments
from vnrestore.segment.dates import find_dates, find_deadlines
from vnrestore.segment.mentions import find_mentions
from vnrestore.segment.metadata import extract_record
from vnrestore.segment.money import find_money
from vnrestore.segment.references import find_references

GOLD = Path(__file__).parents[1] / "golden" / "starting_notice.gold.txt"
NOTICE = """\
ỦY BAN NHÂN DÂN TỈNH HÀ NAM     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc
Số: 45/TB-SNV                    Phủ Lý, ngày 02 tháng 3 năm 2023

THÔNG BÁO
Về việc nộp hồ sơ năm 2023

1. Giao Văn phòng Sở tổng hợp, báo cáo trước ngày 30/6.
2. Các phòng chuyên môn:
a) Rà soát hồ sơ trong thời hạn 05 ngày làm việc;
b) Gửi kết quả về Văn phòng Sở chậm nhất là ngày 15 tháng 4 năm 2023./.

Nơi nhận:                        GIÁM ĐỐC
- Như trên;
- Lưu: VT.                       Trần Văn Bình
"""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Quyết định số 06/QĐ-TTg ngày 06/01/2022", [("Quyết định 06/QĐ-TTg", "2022-01-06", "")]),
        ("Kế hoạch số 13-KH/TU của Thành ủy", [("Kế hoạch 13-KH/TU", "", "")]),
        ("công văn số: 286/GLA-CNTK\nngày 23/07/2025", [("Công văn 286/GLA-CNTK", "2025-07-23", "")]),
        ("Luật Đất đai số 31/2024/QH15 quy định", [("Luật Đất đai 31/2024/QH15", "", "")]),
        ("Hiến pháp năm 2013", [("Hiến pháp 2013", "", "")]),
        (
            "điểm a khoản 2 Điều 7 Nghị định số 30/2020/NĐ-CP",
            [("Điều 7, khoản 2, điểm a", "", "Nghị định 30/2020/NĐ-CP"), ("Nghị định 30/2020/NĐ-CP", "", "")],
        ),
        ("khoản 2 Điều 7", [("Điều 7, khoản 2", "", "")]),
        ("khoản 3 Điều này", [("khoản 3", "", "Điều này")]),
        ("điểm đ khoản 1 Điều 5 của Luật này", [("Điều 5, khoản 1, điểm đ", "", "Luật này")]),
        ("quyết định số phận của dự án; Luật sư nói; điều kiện 3; số 12 phố Huế", []),
    ],
)
def test_references(text: str, values: list[tuple[str, str, str]]) -> None:
    assert [(found.value, found.date, found.target) for found in find_references(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ngày 20/5/2014 và ngày 08 tháng 6 năm 2010", ["2014-05-20", "2010-06-08"]),
        ("ngày 31/2/2014, 45/13/2014, 12.500.000", []),
    ],
)
def test_dates(text: str, values: list[str]) -> None:
    assert [found.value for found in find_dates(text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("trước ngày 23/5/2014", "2014-05-23"),
        ("chậm nhất là ngày 20/5/2014", "2014-05-20"),
        ("trước ngày 30/6", "2023-06-30"),
        ("trong tháng 5", "2023-05"),
        ("trong quý II/2025", "2025-Q2"),
        ("trong thời hạn 05 ngày làm việc kể từ ngày nhận", "P5D"),
        ("hoàn thành trong tháng 11/2025", "2025-11"),
        ("đã ban hành trong năm 2014", None),
        ("ngày 23/5/2014", None),
    ],
)
def test_deadlines(text: str, value: str | None) -> None:
    assert next((found.value for found in find_deadlines(text, "2023")), None) == value


def test_money() -> None:
    text = "2.615 tỷ đồng, 500.000 đồng/người, 1 tỷ 500 triệu đồng, 3,5 triệu đồng; 10 đồng chí; 5 động vật"
    found = list(find_money(text))
    assert [mention.value for mention in found] == ["2615000000000", "500000", "1500000000", "3500000"]
    assert all(
        mention.kind is MentionKind.MONEY and mention.span.of(text) == mention.text for mention in found
    )


def test_assignments_of_the_starting_notice() -> None:
    rows = [
        (row.section, row.actor, row.deadline)
        for row in find_assignments(segment_text(GOLD.read_text("utf-8")))
    ]
    assert ("1. › 1.1.", "các thành viên Ban chỉ đạo", "2014-05-20") in rows
    assert ("1. › 1.1.", "Sở Thông tin và Truyền thông", "2014-05-23") in rows
    assert ("2. › 2.2. › b)", "Sở Thông tin và Truyền thông", "2014-05") in rows
    assert not any(actor.startswith("Công tác") for _, actor, _ in rows)


def test_items_below_a_body_are_its_tasks() -> None:
    rows = [(row.section, row.actor, row.deadline) for row in find_assignments(segment_text(NOTICE))]
    assert rows == [
        ("1.", "Văn phòng Sở", "2023-06-30"),
        ("2. › a)", "Các phòng chuyên môn", "P5D"),
        ("2. › b)", "Các phòng chuyên môn", "2023-04-15"),
    ]


def test_record_from_a_two_column_header() -> None:
    record = extract_record(segment_text(NOTICE))
    assert {
        name: field.value for name, field in record.fields.items() if field.value and name != "Keyword"
    } == {
        "TypeName": "Thông báo",
        "CodeNumber": "45",
        "CodeNotation": "TB-SNV",
        "IssuedDate": "2023-03-02",
        "OrganName": "SỞ NỘI VỤ",
        "Subject": "Về việc nộp hồ sơ năm 2023",
        "Language": "Tiếng Việt",
    }
    assert record.missing == ("DocCode",)
    for field in record.fields.values():
        assert (field.confidence > 0) == bool(field.value)


def test_without_a_header_nothing_is_invented() -> None:
    record = extract_record(segment_text(GOLD.read_text("utf-8")))
    assert [record[name].value for name in ("CodeNumber", "CodeNotation", "IssuedDate", "DocCode")] == [
        ""
    ] * 4
    assert record["OrganName"].value == "Văn phòng UBND Thành phố"
    assert record["OrganName"].confidence < 0.7


def test_fields_keep_their_lengths() -> None:
    text = "THÔNG BÁO\nVề việc " + "triển khai nhiệm vụ " * 60 + "\n\n1. Một."
    record = extract_record(segment_text(text), pages=3)
    assert record["Subject"].truncated
    assert record["PageAmount"].value == "3"
    assert all(len(field.value) <= FIELD_LENGTHS[name] for name, field in record.fields.items())


@pytest.mark.parametrize(
    ("line", "number", "notation"),
    [
        ("Số: 4# /2020/TT-BCA", "", "TT-BCA"),
        ("Số:2II§  /PCCC-P6", "", "PCCC-P6"),
        ("Số:      /KH-UBND", "", "KH-UBND"),
        ("Luật số: 40/2013/QH13", "40/2013", "QH13"),
        ("Số 383-QĐ/TW", "383", "QĐ/TW"),
        ("Số: 45 /2019/NQ-HĐND", "45/2019", "NQ-HĐND"),
    ],
)
def test_a_number_written_by_hand_is_not_guessed(line: str, number: str, notation: str) -> None:
    record = extract_record(segment_text(f"BỘ CÔNG AN\n{line}\n\nTHÔNG BÁO\nVề việc họp\n\n1. Họp."))
    assert (record["CodeNumber"].value, record["CodeNotation"].value) == (number, notation)


def test_mentions_of_a_whole_text_in_order() -> None:
    text = (
        "THÔNG BÁO\nVề chợ\n\n"
        "Ngày 13/5/2014, theo khoản 2 Điều 7 Quyết định số 06/QĐ-TTg ngày 06/01/2014, giao Sở A\n"
        "bố trí 500.000 đồng trước ngày 23/5/2014.\n"
    )
    found = find_mentions(segment_text(text))
    assert [(mention.kind.value, mention.value) for mention in found] == [
        ("date", "2014-05-13"),
        ("provision", "Điều 7, khoản 2"),
        ("document", "Quyết định 06/QĐ-TTg"),
        ("money", "500000"),
        ("deadline", "2014-05-23"),
        ("date", "2014-05-23"),
    ]
    assert (found[1].target, found[2].date) == ("Quyết định 06/QĐ-TTg", "2014-01-06")
