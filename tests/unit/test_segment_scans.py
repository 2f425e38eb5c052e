"""First pages as scans show them: stamps between the columns, ``V/v`` misread, numbers by hand."""

from __future__ import annotations

import pytest

from vnrestore.datatypes.notice import Kind
from vnrestore.segment import segment_text
from vnrestore.segment.metadata import extract_record

HEAD = """BỘ CÔNG AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CỤC CẢNH SÁT GIAO THÔNG Độc lập - Tự do - Hạnh phúc

Số: 2118/C08-P6 Hà Nội, ngày 24 tháng 6 năm 2026
{subject}

Kính gửi: :
- Công an các tỉnh;
- Các trường.

Thực hiện Kế hoạch năm 2026, Cục đề nghị các đơn vị góp ý.
"""


@pytest.mark.parametrize("mark", ["V/v", "Và", "Vw", "Về việc"])
def test_the_subject_of_a_letter(mark: str) -> None:
    notice = segment_text(HEAD.format(subject=f"{mark} góp ý dự thảo tiêu chuẩn"))
    record = extract_record(notice)
    assert record["Subject"].value == "góp ý dự thảo tiêu chuẩn"
    assert record["TypeName"].value == "Công văn"
    assert [node.text for node in notice.all(Kind.ADDRESSEE)] == ["Công an các tỉnh", "Các trường."]


def test_a_sentence_is_no_subject() -> None:
    head = HEAD.format(subject="Văn bản gửi đăng Công báo")
    assert extract_record(segment_text(head))["Subject"].value == ""


def test_the_kind_beside_a_stamp() -> None:
    text = (
        "CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 83/2017/NĐ-CP Hà Nội, ngày 18 tháng 7 năm 2017\n"
        "TB THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ) NGHỊ ĐỊNH\nQuy định về công tác cứu nạn\n\n"
        "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;\n"
    )
    notice = segment_text(text)
    assert notice.text_of(Kind.DOCUMENT_KIND) == "NGHỊ ĐỊNH"
    assert extract_record(notice)["Subject"].value == "Quy định về công tác cứu nạn"


def test_a_body_with_a_kind_in_its_name_stays_whole() -> None:
    text = "TRUNG TÂM TIẾP NHẬN, XỬ LÝ THÔNG BÁO\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/BC-TT\n"
    assert segment_text(text).first(Kind.DOCUMENT_KIND) is None


def test_a_law_is_known_by_its_number() -> None:
    text = (
        "QUỐC HỘI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nLuật số: 40/2013/QH13\n"
    )
    record = extract_record(segment_text(text))
    assert [record[name].value for name in ("TypeName", "CodeNumber", "CodeNotation")] == [
        "Luật",
        "40/2013",
        "QH13",
    ]


def test_half_a_notation_is_none() -> None:
    text = (
        "CHÍNH PHỦ ;\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nsố: FOF /Qb-\n\n"
        "QUYẾT ĐỊNH\nvề giao thông\n"
    )
    record = extract_record(segment_text(text))
    assert (record["CodeNotation"].value, record["OrganName"].value) == ("", "CHÍNH PHỦ")


def test_a_subject_with_signs_of_a_stamp_is_unsure() -> None:
    text = (
        "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/NĐ-CP\n\nNGHỊ ĐỊNH\nQuy định về {cứu nạn\n\n"
        "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;\n"
    )
    sure = extract_record(segment_text(text.replace("{", "")))["Subject"].confidence
    assert extract_record(segment_text(text))["Subject"].confidence < 0.6 < sure
