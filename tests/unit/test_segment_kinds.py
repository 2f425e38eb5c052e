"""Small documents of our own of every kind the grammar is made for."""

from __future__ import annotations

import pytest

from vnrestore.datatypes.notice import Kind, Node
from vnrestore.segment import segment_text
from vnrestore.segment.metadata import extract_record

HEAD = """\
{body}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Lào Cai, ngày 09 tháng 02 năm 2021

"""
FOOT = """
Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH
Lý A Sình
"""
DOCUMENTS = {
    "thông báo kết luận": (
        "5/TB-UBND",
        "Thông báo",
        "THÔNG BÁO\nKết luận của đồng chí Chủ tịch tại buổi họp về cây xanh\n\nNgày 08/02/2021, đồng "
        "chí Chủ tịch chủ trì "
        "họp.\n\nSau khi nghe báo cáo, đồng chí Chủ tịch kết luận như sau:\n\nCây xanh đã được chăm "
        "sóc.\n\n1. Giao Phòng "
        "Đô thị trồng cây.\n2. Các phường chăm sóc cây./.\n",
        ["preamble", "lead_in", "paragraph", "1.", "2."],
    ),
    "công văn": (
        "6/UBND-VX",
        "Công văn",
        "V/v mượn sân vận động\n\nKính gửi: Trường Tiểu học số 1.\n\nUBND xã có kế hoạch tổ chức hội thi.\n"
        "\nRất mong nhận được sự phối hợp của nhà trường./.\n",
        ["Kính gửi:", "addressee", "paragraph", "closing"],
    ),
    "quyết định": (
        "7/QĐ-UBND",
        "Quyết định",
        "QUYẾT ĐỊNH\nVề việc thành lập tổ công tác\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN\n\nCăn cứ Luật Thanh tra;\n"
        "Theo đề nghị của Trưởng phòng Nội vụ,\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Thành lập tổ công tác gồm:\n"
        "1. Ông A;\n2. Bà B.\n\n"
        "Điều 2. Quyết định có hiệu lực từ ngày ký./.\n",
        ["enacting_body", "ground", "ground", "lead_in", "Điều 1.", "1.", "2.", "Điều 2."],
    ),
    "kế hoạch": (
        "8/KH-UBND",
        "Kế hoạch",
        "KẾ HOẠCH\nTrồng rừng năm 2021\n\nUBND xã ban hành kế hoạch như sau:\n\nI. MỤC ĐÍCH\n1. Phủ "
        "xanh đồi trọc.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Ban Nông nghiệp\na) Chuẩn bị giống:\n- Cây keo;\n+ Keo lai;\n- Cây "
        "sa mộc.\n"
        "b) Hướng dẫn trồng./.\n",
        ["lead_in", "I.", "1.", "II.", "1.", "a)", "-", "+", "-", "b)"],
    ),
    "báo cáo": (
        "9/BC-UBND",
        "Báo cáo",
        "BÁO CÁO\nKết quả thu ngân sách tháng 01\n\nUBND xã báo cáo kết quả như sau:\n\nA. KẾT QUẢ\nI. "
        "THU\n1.1. Thu phí.\n"
        "1.2. Thu khác.\nB. NHIỆM VỤ\n(1) Đôn đốc thu;\n(2) Kiểm tra.\n\nTrên đây là báo cáo của UBND "
        "xã./.\n",
        ["lead_in", "A.", "I.", "1.1.", "1.2.", "B.", "(1)", "(2)", "closing"],
    ),
    "tờ trình": (
        "10/TTr-UBND",
        "Tờ trình",
        "TỜ TRÌNH\nVề việc xin kinh phí làm đường\n\nKính gửi: Ủy ban nhân dân huyện.\n\nThực hiện kế "
        "hoạch năm 2021,\n"
        "UBND xã kính trình như sau:\n\n1. Sự cần thiết\nĐường đã hỏng.\n2. Kinh phí: 500.000.000 đồng.\n\n"
        "Kính trình Ủy ban nhân dân huyện xem xét./.\n",
        ["Kính gửi:", "addressee", "lead_in", "1.", "paragraph", "2.", "closing"],
    ),
    "nghị quyết": (
        "11/NQ-HĐND",
        "Nghị quyết",
        "NGHỊ QUYẾT\nVề dự toán năm 2021\n\nHỘI ĐỒNG NHÂN DÂN XÃ MƯỜNG HOA\n\nCăn cứ Luật Ngân sách "
        "nhà nước;\n\n"
        "QUYẾT NGHỊ:\n\nĐiều 1. Thông qua dự toán.\n\nĐiều 2. Giao Ủy ban nhân dân thực hiện.\n\n"
        "Nghị quyết này được Hội đồng nhân dân xã thông qua ngày 05 tháng 02 năm 2021./.\n",
        ["enacting_body", "ground", "lead_in", "Điều 1.", "Điều 2.", "closing"],
    ),
    "chỉ thị": (
        "12/CT-UBND",
        "Chỉ thị",
        "CHỈ THỊ\nVề phòng chống rét cho gia súc\n\nThời tiết rét đậm kéo dài.\n\nChủ tịch UBND xã yêu "
        "cầu:\n\n"
        "1. Các thôn che chắn chuồng trại.\n2. Ban Nông nghiệp dự trữ cỏ./.\n",
        ["preamble", "lead_in", "1.", "2."],
    ),
    "công điện": (
        "13/CĐ-UBND",
        "Công điện",
        "CÔNG ĐIỆN\nVề ứng phó mưa lũ\n\nCHỦ TỊCH UBND HUYỆN điện:\n- Các xã;\n- Công an huyện.\n\n"
        "Chủ tịch UBND huyện yêu cầu:\n\n1. Trực ban 24/24 giờ.\n2. Báo cáo hằng ngày./.\n",
        ["CHỦ TỊCH UBND HUYỆN điện:", "addressee", "addressee", "lead_in", "1.", "2."],
    ),
    "giấy mời": (
        "14/GM-UBND",
        "Giấy mời",
        "GIẤY MỜI\nDự họp giao ban\n\nUBND xã trân trọng kính mời các đồng chí dự họp.\n\n1. Thời "
        "gian: 8 giờ.\n"
        "2. Địa điểm: Hội trường xã.\n\nRất mong các đồng chí có mặt đúng giờ./.\n",
        ["preamble", "1.", "2.", "closing"],
    ),
    "biên bản": (
        "15/BB-UBND",
        "Biên bản",
        "BIÊN BẢN\nHọp thôn Cát Cát\n\nHôm nay, ngày 07 tháng 02 năm 2021, thôn họp với nội dung như sau:\n\n"
        "I. THÀNH PHẦN\n1. Chủ tọa: Lý A Sình.\nII. NỘI DUNG\n1. Bàn việc làm đường.\n\n"
        "Biên bản lập thành 02 bản./.\n",
        ["lead_in", "I.", "1.", "II.", "1.", "closing"],
    ),
    "hướng dẫn": (
        "16/HD-UBND",
        "Hướng dẫn",
        "HƯỚNG DẪN\nGhi sổ theo dõi văn bản\n\nUBND xã hướng dẫn như sau:\n\n1. Sổ văn bản đến\n1.1. "
        "Ghi số.\n"
        "1.2. Ghi ngày.\n2. Sổ văn bản đi./.\n",
        ["lead_in", "1.", "1.1.", "1.2.", "2."],
    ),
    "nghị định": (
        "17/2021/NĐ-CP",
        "Nghị định",
        "NGHỊ ĐỊNH\nQuy định về chợ phiên\n\nCăn cứ Luật Tổ chức Chính phủ;\nChính phủ ban hành Nghị "
        "định quy định về chợ "
        "phiên.\n\nChương I\nQUY ĐỊNH CHUNG\n\nMục 1\nPHẠM VI\n\nĐiều 1. Phạm vi\n1. Chợ phiên gồm:\n"
        "a) Chợ tuần;\nđ) Chợ "
        "tháng.\n\nChương II\nĐIỀU KHOẢN THI HÀNH\n\nĐiều 2. Hiệu lực\nNghị định có hiệu lực từ ngày ký./.\n",
        [
            "ground",
            "lead_in",
            "Chương I",
            "Mục 1",
            "Điều 1.",
            "1.",
            "a)",
            "đ)",
            "Chương II",
            "Điều 2.",
            "paragraph",
        ],
    ),
    "thông tư": (
        "18/2021/TT-BNV",
        "Thông tư",
        "THÔNG TƯ\nQuy định mã chợ\n\nCăn cứ Nghị định số 17/2021/NĐ-CP;\nBộ trưởng ban hành Thông tư "
        "quy định mã chợ.\n\n"
        "Điều 1. Sửa đổi Điều 3 như sau:\n“Điều 3. Mã chợ\n1. Mã gồm 3 số.\n2. Mã là duy nhất.”.\n\n"
        "Điều 2. Hiệu lực./.\n",
        ["ground", "lead_in", "Điều 1.", "quote", "Điều 2."],
    ),
}
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
