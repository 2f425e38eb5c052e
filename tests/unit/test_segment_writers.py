"""JSON with its schema, Markdown, plain text, Akoma Ntoso, DOCX, CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import vnrestore.formats
from vnrestore.datatypes.notice import Kind, Notice
from vnrestore.formats.notice_akn import NAMESPACE, notice_to_akn
from vnrestore.formats.notice_docx import notice_to_docx
from vnrestore.formats.notice_json import notice_schema, notice_to_dict, notice_to_json
from vnrestore.formats.notice_markdown import notice_to_markdown
from vnrestore.formats.notice_text import notice_to_text
from vnrestore.formats.record_table import (
    assignments_to_csv,
    assignments_to_dicts,
    assignments_to_markdown,
    mentions_to_dicts,
    record_to_dict,
    records_to_csv,
)
from vnrestore.segment import segment_text
from vnrestore.segment.assignments import find_assignments
from vnrestore.segment.mentions import find_mentions
from vnrestore.segment.metadata import extract_record
from vnrestore.segment.references import find_references

GOLD = Path(__file__).parents[1] / "golden" / "starting_notice.gold.txt"
DECISION = """\
ỦY BAN NHÂN DÂN TỈNH HÀ NAM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/QĐ-UBND
Hà Nam, ngày 05 tháng 6 năm 2023

QUYẾT ĐỊNH
Ban hành Quy chế *quản lý* công viên

Căn cứ Luật Thủ đô số 39/2024/QH15;

QUYẾT ĐỊNH:

Điều 1. Phạm vi
1. Quy chế này gồm:
a) Công viên <A>;
b) Công viên B & C.

STT | Tên | Diện tích
1 | Công viên A | 5

Điều 2. Thi hành
Quyết định có hiệu lực từ ngày ký./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Bình

PHỤ LỤC I
(Kèm theo Quyết định số 12/QĐ-UBND)
1. Danh sách
"""


@pytest.fixture(scope="module")
def starting() -> Notice:
    return segment_text(GOLD.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def decision() -> Notice:
    return segment_text(DECISION)


def _check(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> None:
    """The parts of JSON Schema that ours uses."""
    if "$ref" in schema:
        return _check(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "const" in schema:
        assert value == schema["const"]
    if "enum" in schema:
        assert value in schema["enum"]
    kinds = {"object": dict, "array": list, "string": str, "integer": int}
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]])
    if isinstance(value, dict):
        assert set(schema["required"]) <= set(value)
        assert set(value) <= set(schema["properties"])
        for name, item in value.items():
            _check(item, schema["properties"][name], root)
    if isinstance(value, list):
        for at, item in enumerate(value):
            _check(item, schema["prefixItems"][at] if "prefixItems" in schema else schema["items"], root)
    return None


def test_published_schema_is_the_one_in_the_code() -> None:
    published = Path(vnrestore.formats.__file__).parent / "notice.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == notice_schema()


def test_json_follows_the_schema(starting: Notice, decision: Notice) -> None:
    schema = notice_schema()
    for notice in (starting, decision, segment_text(""), segment_text("\n")):
        data = json.loads(notice_to_json(notice))
        assert data == notice_to_dict(notice)
        _check(data, schema, schema)
        _check(notice_to_dict(notice, find_mentions(notice)), schema, schema)
    assert {row["kind"] for row in notice_to_dict(starting, find_mentions(starting))["mentions"]} >= {
        "date",
        "deadline",
    }


def test_json_keeps_every_node_in_order(starting: Notice) -> None:
    def count(node: dict[str, Any]) -> int:
        return 1 + sum(map(count, node.get("children", ())))

    data = notice_to_dict(starting)
    assert sum(map(count, data["parts"])) == sum(1 for _ in starting.walk())
    assert [part["kind"] for part in data["parts"]] == [part.kind.value for part in starting.parts]


def test_text_is_reflowed_in_reading_order(starting: Notice) -> None:
    text = notice_to_text(starting)
    assert "quan trọng, Hà Nội là Thủ đô của cả nước" in text
    assert "- Đ/c Chủ tịch UBND TP (để báo cáo)\n- Đ/c PCT Nguyễn Thị Bích Ngọc\n" in text
    assert text.index("- Lưu: VT") < text.index("TL. CHỦ TỊCH") < text.index("PHÓ CHÁNH VĂN PHÒNG")
    assert max(map(len, notice_to_text(starting, width=60).splitlines())) <= 60


def test_markdown(starting: Notice, decision: Notice) -> None:
    text = notice_to_markdown(starting)
    assert text.startswith("# Kết luận của đồng chí")
    assert "\n## 1. Về Quy chế hoạt động của Ban chỉ đạo\n" in text
    assert "\n- a) Sở Thông tin và Truyền thông" in text
    assert r"\*quản lý\*" in notice_to_markdown(decision)
    assert r"\<A\>" in notice_to_markdown(decision)


def test_akoma_ntoso(decision: Notice) -> None:
    root = ET.fromstring(notice_to_akn(decision, extract_record(decision)))
    space = {"a": NAMESPACE}
    articles = root.findall("./a:doc/a:mainBody/a:article", space)
    assert [article.findtext("a:num", namespaces=space) for article in articles] == ["Điều 1.", "Điều 2."]
    points = articles[0].findall("a:paragraph/a:point", space)
    assert [point.findtext("a:num", namespaces=space) for point in points] == ["a)", "b)"]
    assert points[0].findtext("a:content/a:p", namespaces=space) == "Công viên <A>;"
    identity = [element.get("eId") for element in root.iter() if element.get("eId")]
    assert len(identity) == len(set(identity))
    work = root.find("./a:doc/a:meta/a:identification/a:FRBRWork", space)
    assert work is not None
    assert [child.tag.split("}")[1] for child in work] == [
        "FRBRthis", "FRBRuri", "FRBRdate", "FRBRauthor", "FRBRcountry", "FRBRnumber",
    ]  # fmt: skip
    date = work.find("a:FRBRdate", space)
    assert date is not None
    assert date.get("date") == "2023-06-05"
    assert len(root.findall("./a:doc/a:attachments/a:attachment", space)) == 1


def test_akoma_ntoso_drops_what_xml_forbids() -> None:
    ET.fromstring(notice_to_akn(segment_text("1. Một\x00 hai\x1b\n2. \ud800Ba\uffff")))


def test_docx_is_laid_out_in_columns(decision: Notice) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(notice_to_docx(decision)))
    header, table, footer = document.tables
    assert [cell.text.rstrip() for cell in header.rows[0].cells] == [
        "ỦY BAN NHÂN DÂN TỈNH HÀ NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    ]
    assert [cell.text for cell in header.rows[1].cells] == [
        "Số: 12/QĐ-UBND",
        "Hà Nam, ngày 05 tháng 6 năm 2023",
    ]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Công viên A", "5"]
    assert footer.rows[0].cells[0].text.splitlines() == ["Nơi nhận:", "- Như Điều 2;", "- Lưu: VT."]
    assert footer.rows[0].cells[1].text.split("\n")[:2] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    ruled = [cell.paragraphs[-1]._p.pPr.xpath("./w:pBdr/w:top") for cell in header.rows[0].cells]
    assert all(ruled)
    assert footer.rows[0]._tr.xpath("./w:trPr/w:cantSplit")
    bold = {run.text.strip() for paragraph in document.paragraphs for run in paragraph.runs if run.bold}
    assert "QUYẾT ĐỊNH" in bold
    assert "Điều 1." in bold or any(text.startswith("Điều 1.") for text in bold)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm)) == (210, 30)
    assert "Times New Roman" in {run.font.name for paragraph in document.paragraphs for run in paragraph.runs}


def test_csv_has_a_row_a_document(starting: Notice, decision: Notice) -> None:
    table = records_to_csv([("a.txt", extract_record(starting)), ("=b.txt", extract_record(decision))])
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["File"] for row in rows] == ["a.txt", "'=b.txt"]
    assert rows[1]["CodeNumber"] == "12"
    assert float(rows[1]["CodeNumber_confidence"]) > 0.9
    assert rows[0]["CodeNumber_confidence"] == "0.00"
    assert set(record_to_dict(extract_record(decision))) == {name for name in rows[0] if "_" not in name} - {
        "File"
    }


def test_assignments_and_mentions_tables(starting: Notice) -> None:
    rows = find_assignments(starting)
    assert len(list(csv.reader(io.StringIO(assignments_to_csv([("a", rows)]))))) == len(rows) + 1
    assert assignments_to_markdown([("a", rows)]).count("\n") == len(rows) + 2
    assert assignments_to_dicts(rows)[0]["deadline"] == "2014-05-20"
    text = "khoản 2 Điều 7 Quyết định số 06/QĐ-TTg ngày 06/01/2022"
    provision, document = mentions_to_dicts(find_references(text))
    assert provision["target"] == document["value"] == "Quyết định 06/QĐ-TTg"
    assert text[slice(*document["span"])] == document["text"]


def test_page_numbers_and_stamps_are_set_aside(starting: Notice) -> None:
    notice = segment_text(starting.source.replace("\n\n2. Về", "\n\n17\n\n2. Về"))
    assert notice.text_of(Kind.PAGE_NUMBER) == "17"
    assert "17" not in notice_to_markdown(notice).split()
    assert "17" not in notice_to_text(notice).split()
