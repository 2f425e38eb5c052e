"""Small documents of our own of every kind the grammar is made for."""

from __future__ import annotations

import pytest
from segment_documents import DOCUMENTS, FOOT, HEAD

from vnrestore.datatypes.notice import Kind, Node
from vnrestore.segment import segment_text
from vnrestore.segment.metadata import extract_record

_HEADER = {
    Kind.ISSUING_BODY, Kind.MOTTO, Kind.NUMBER, Kind.PLACE_DATE, Kind.DOCUMENT_KIND, Kind.ABSTRACT, Kind.BODY,
}  # fmt: skip


def outline(parts: tuple[Node, ...]) -> list[str]:
    nodes = [
        node for part in parts for node in part.walk() if part.kind not in (Kind.RECIPIENTS, Kind.SIGNATURE)
    ]
    return [node.marker or node.kind.value for node in nodes if node.kind not in _HEADER]


@pytest.mark.parametrize(("number", "name", "text", "expected"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_kind(number: str, name: str, text: str, expected: list[str]) -> None:
    notice = segment_text(HEAD.format(body="ỦY BAN NHÂN DÂN XÃ MƯỜNG HOA", number=number) + text + FOOT)
    assert outline(notice.parts) == expected
    record = extract_record(notice)
    assert record["TypeName"].value == name
    assert record["IssuedDate"].value == "2021-02-09"
    assert [node.text for node in notice.recipients] == ["Như trên"]
    assert notice.text_of(Kind.SIGNER) == "Lý A Sình"


def test_party_document() -> None:
    notice = segment_text(
        "HUYỆN ỦY SA PA ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 21-KL/HU Sa Pa, ngày 03 tháng 3 năm 2020\n\nKẾT LUẬN\n"
        "CỦA BAN THƯỜNG VỤ HUYỆN ỦY\n\n- Căn cứ Điều lệ Đảng;\n\nBan Thường vụ kết luận như sau:\n\n"
        "I- ĐÁNH GIÁ\n1. Kết quả tốt.\nII- NHIỆM VỤ\n1. Tiếp tục phát huy.\n\nNơi nhận:\n- Các chi bộ,\n"
        "- Lưu Văn phòng Huyện ủy.\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nGiàng A Chư\n"
    )
    record = extract_record(notice)
    assert (record["TypeName"].value, record["CodeNumber"].value, record["CodeNotation"].value) == (
        "Kết luận",
        "21",
        "KL/HU",
    )
    assert record["OrganName"].value == "HUYỆN ỦY SA PA"
    assert notice.text_of(Kind.MOTTO) == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert outline(notice.parts) == ["stamp", "ground", "lead_in", "I-", "1.", "II-", "1."]
    assert notice.text_of(Kind.STAMP) == "*"
    assert notice.text_of(Kind.SIGNER) == "Giàng A Chư"
    assert notice.text_of(Kind.ARCHIVE) == "Văn phòng Huyện ủy"


def test_appendices_come_after_the_signature() -> None:
    notice = segment_text(
        HEAD.format(body="ỦY BAN NHÂN DÂN XÃ MƯỜNG HOA", number="1/QĐ-UBND")
        + DOCUMENTS["quyết định"][2]
        + FOOT
        + "\nQUY CHẾ\nLàm việc của tổ công tác\n(Kèm theo Quyết định số 1/QĐ-UBND)\n\n"
        "Điều 1. Họp hằng tuần.\n\nPHỤ LỤC I\nDANH SÁCH\n\n1. Ông A\n"
    )
    titles = [node.text for node in notice.all(Kind.APPENDIX_TITLE)]
    assert len(notice.appendices) == 2
    assert titles[0].startswith("QUY CHẾ")
    assert titles[-1] == "PHỤ LỤC I DANH SÁCH"
    assert [node.marker for node in notice.appendices[0].walk() if node.marker] == ["Điều 1."]


@pytest.mark.parametrize(
    ("markers", "suggestions"),
    [
        (["1.", "2.", "8.", "4."], {"8.": 3}),
        (["1.", "2.", "5.", "6."], {}),
        (["1.", "2.", "2."], {"2.": 3}),
        (["a)", "b)", "e)", "d)"], {"e)": 3}),
        (["a)", "b)", "c)", "d)", "đ)", "e)", "g)"], {}),
        (["a)", "b)", "c)", "d)", "e)", "f)"], {}),
    ],
)
def test_wrong_numbers_are_suggested_never_changed(markers: list[str], suggestions: dict[str, int]) -> None:
    text = "THÔNG BÁO\nVề việc họp\n\nNội dung như sau:\n\n" + "".join(
        f"{m} Nội dung số {m}\n\n" for m in markers
    )
    nodes = [node for node in segment_text(text).walk() if node.marker]
    assert [node.marker for node in nodes] == markers
    found = {node.marker: node.suggestion.value for node in nodes if node.suggestion}
    assert found == suggestions
    assert all(node.suggestion.reason for node in nodes if node.suggestion)


def test_paragraphs_are_joined_over_page_breaks() -> None:
    text = (
        "Về công tác phòng cháy chữa cháy, Ủy ban nhân dân xã yêu cầu các thôn kiểm tra\nlại toàn bộ "
        "phương tiện, "
        "\n\n3\n\nbáo cáo kết quả theo mẫu tại Thông tư số 57/2015/TT-\nBCA ngày 26 tháng 10 năm 2015 "
        "về Ủy ban nhân\n"
    )
    notice = segment_text("Kính gửi: Các thôn.\n\n" + text)
    (paragraph,) = notice.all(Kind.PARAGRAPH)
    assert "toàn bộ phương tiện, báo cáo kết quả" in paragraph.text
    assert "57/2015/TT-BCA ngày" in paragraph.text
    assert len(paragraph.spans) == 2
    assert notice.text_of(Kind.PAGE_NUMBER) == "3"
