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


def test_a_name_that_goes_on_in_the_next_line_beside_the_motto() -> None:
    notice = segment_text(
        "ỦY BAN NHÂN DÂN TỈNH ĐẮK CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLẮK ~~\n"
        "Độc lập - Tự do - Hạnh phúc\nSố: 12/TB-UBND : Đắk Lắk, ngày 18 tháng TT năm 2020\n\n"
        "- THÔNG BÁO '\nVề việc trồng cây\n\n1. Trồng cây.\n"
    )
    record = extract_record(notice)
    assert record["OrganName"].value == "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK"
    assert (record["CodeNumber"].value, record["CodeNotation"].value) == ("12", "TB-UBND")
    assert record["IssuedDate"].value == "2020-11-18"
    assert record["IssuedDate"].confidence < 0.7
    assert notice.text_of(Kind.DOCUMENT_KIND) == "THÔNG BÁO"
    assert record["Subject"].value == "Về việc trồng cây"


def test_a_date_that_cannot_be_read_is_left_empty() -> None:
    head = "UBND XÃ A\nSố: 1/TB-UBND\nXã A, ngày tháng T1 năm 2025\nTHÔNG BÁO\nVề việc họp\n\n1. Họp.\n"
    assert extract_record(segment_text(head))["IssuedDate"].value == ""


def test_the_right_column_printed_below_the_left() -> None:
    notice = segment_text(
        "ỦY BAN NHÂN DÂN XÃ MƯỜNG HOA\n\nQUYẾT ĐỊNH\nVề việc chợ phiên\n\nCăn cứ Luật Đất đai;\n\n"
        "Độc lập - Tự do - Hạnh phúc\n\nSố: 7/QĐ-UBND\n\nMường Hoa, ngày 02 tháng 3 năm 2020\n\n"
        "Điều 1. Mở chợ theo Luật\nsố 45/2013/QH13.\n\nSố: 9/QĐ-UBND\n"
    )
    record = extract_record(notice)
    assert (record["CodeNumber"].value, record["IssuedDate"].value) == ("7", "2020-03-02")
    assert notice.text_of(Kind.MOTTO) == "Độc lập - Tự do - Hạnh phúc"
    assert [node.kind for node in notice.body[:1]] == [Kind.ARTICLE]


def test_number_and_date_from_what_is_attached() -> None:
    text = (
        "UBND XÃ A\nQUYẾT ĐỊNH\nVề chợ\n\nĐiều 1. Mở chợ.\n\n"
        "Nơi nhận:\n- Như Điều 1;\n- Lưu: VT.\nCHỦ TỊCH\nLý A Sình\n"
        "\nPHỤ LỤC I\nDANH MỤC\n(Kèm theo Quyết định số 15/QĐ-UBND ngày 18/11/2025\n"
        "của Ủy ban nhân dân xã)\n\n1. Chợ\n"
    )
    notice = segment_text(text)
    record = extract_record(notice)
    read = [record[name].value for name in ("CodeNumber", "CodeNotation", "IssuedDate")]
    assert read == ["15", "QĐ-UBND", "2025-11-18"]
    assert record["CodeNumber"].confidence <= 0.7
    assert len(notice.all(Kind.APPENDIX_TITLE)) == 1


def test_specks_before_title_and_article() -> None:
    notice = segment_text(
        "CHÍNH PHỦ\nSố: 1/NQ-CP\nHà Nội, ngày 02 tháng 3 năm 2020\nNGHỊ QUYẾT\n"
        "VỀ VIỆC BỔ SUNG KINH PHÍ TRỒNG\n"
        "- CÂY TRÊN ĐƯỜNG PHỐ\nCHÍNH PHỦ ấN\n\nCăn cứ Luật Tổ chức Chính phủ;\n\n"
        "“Điều 1. Bổ sung.\n\n.Điều 2. Hiệu lực.\n"
    )
    assert len(notice.all(Kind.ABSTRACT)) == 1
    assert notice.text_of(Kind.ENACTING_BODY) == "CHÍNH PHỦ"
    assert [node.value for node in notice.all(Kind.ARTICLE)] == [(1,), (2,)]
    assert len(notice.all(Kind.GROUND)) == 1


def test_a_blank_line_within_a_sentence_ends_no_paragraph() -> None:
    prose = "Thực hiện kế hoạch năm 2020, các cơ quan, đơn vị trên địa bàn tỉnh đã trồng nhiều\ncây xanh. "
    text = prose + (
        "Riêng huyện Mường Khương đã trồng hai nghìn cây và chăm sóc tốt những\ncây đã trồng năm trước.\n\n"
        "1. Các cơ quan, đơn vị trên địa bàn phối hợp cùng đoàn công tác của Ủy ban nhân dân tỉnh\n\n"
        "Lào Cai kiểm tra toàn bộ diện tích cây xanh đã trồng và báo cáo kết quả về Sở Xây dựng\n\n"
        "Lào Cai trước ngày 30 tháng 6.\n\n2. Hết.\n"
    )
    nodes = [node for node in segment_text(text).walk() if node.marker]
    assert [node.marker for node in nodes] == ["1.", "2."]
    assert nodes[0].text.endswith("Lào Cai trước ngày 30 tháng 6.")
