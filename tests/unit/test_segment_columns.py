"""Two-column headers and footers, however the OCR engine read them."""

from __future__ import annotations

import pytest

from vnrestore.datatypes.notice import Kind, Notice
from vnrestore.segment import segment_text

BODY = "\nTHÔNG BÁO\nVề việc treo cờ dịp lễ\n\nĐề nghị các đơn vị treo cờ từ ngày 01/9/2022./.\n\n"
HEADERS = {
    "interleaved": """\
UBND HUYỆN BA VÌ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG NỘI VỤ Độc lập - Tự do - Hạnh phúc
Số: 17/TB-PNV Ba Vì, ngày 25 tháng 8 năm 2022
""",
    "side by side": """\
  UBND HUYỆN BA VÌ              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    PHÒNG NỘI VỤ                   Độc lập - Tự do - Hạnh phúc
  Số: 17/TB-PNV\t\tBa Vì, ngày 25 tháng 8 năm 2022
""",
    "one after the other": """\
UBND HUYỆN BA VÌ
PHÒNG NỘI VỤ

Số: 17/TB-PNV

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Ba Vì, ngày 25 tháng 8 năm 2022
""",
    "right column first": """\
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Ba Vì, ngày 25 tháng 8 năm 2022
UBND HUYỆN BA VÌ
PHÒNG NỘI VỤ
Số: 17/TB-PNV
""",
    "garbled, with a stamp's traces": """\
l UBND HUYỆN BA VÌ CỌNG HOÀ XÃ HỌI CHÙ NGHĨA VIỆT NAM
_—=== PHÒNG NỘI VỤ Đọc lập - Tự do - Hạnh phúc _
Só: 17/TB-PNV Ba Vì, ngày25 tháng 8 năm 2022
""",
}
FOOTERS = {
    "interleaved": """\
Nơi nhận: KT. TRƯỞNG PHÒNG
- Như trên; PHÓ TRƯỞNG PHÒNG
- UBND huyện (để báo cáo);
- Lưu: VT. Đỗ Văn Hiền
""",
    "side by side": """\
Nơi nhận:                        KT. TRƯỞNG PHÒNG
- Như trên;                      PHÓ TRƯỞNG PHÒNG
- UBND huyện (để báo cáo);
- Lưu: VT.                       Đỗ Văn Hiền
""",
    "left column first": """\
Nơi nhận:
- Như trên;
- UBND huyện (để báo cáo);
- Lưu: VT.

KT. TRƯỞNG PHÒNG
PHÓ TRƯỞNG PHÒNG

Đỗ Văn Hiền
""",
    "right column first": """\
KT. TRƯỞNG PHÒNG
PHÓ TRƯỞNG PHÒNG

Đỗ Văn Hiền

Nơi nhận:
- Như trên;
- UBND huyện (để báo cáo);
- Lưu: VT.
""",
    "signature on one line, no heading": """\
- Như trên;
- UBND huyện (để báo cáo);
- Lưu: VT.
KT. TRƯỞNG PHÒNG PHÓ TRƯỞNG PHÒNG
Đỗ Văn Hiền
""",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_header(header: str) -> None:
    notice = segment_text(header + BODY + FOOTERS["interleaved"])
    assert notice.text_of(Kind.PARENT_BODY).endswith("UBND HUYỆN BA VÌ")
    assert notice.text_of(Kind.ISSUING_BODY).endswith("PHÒNG NỘI VỤ")
    motto = notice.first(Kind.MOTTO)
    assert motto is not None
    assert motto.text.replace("Ù", "Ủ").startswith("C")
    assert "Hạnh phúc" in motto.text
    assert notice.text_of(Kind.NUMBER)[3:] == " 17/TB-PNV"
    assert notice.text_of(Kind.PLACE_DATE).startswith("Ba Vì, ngày")
    assert notice.title == "THÔNG BÁO Về việc treo cờ dịp lễ"


@pytest.mark.parametrize("footer", FOOTERS.values(), ids=FOOTERS)
def test_footer(footer: str) -> None:
    notice = segment_text(HEADERS["interleaved"] + BODY + footer)
    assert [(node.text, node.note) for node in notice.recipients] == [
        ("Như trên", ""),
        ("UBND huyện", "để báo cáo"),
    ]
    assert notice.text_of(Kind.ARCHIVE) == "VT"
    assert signature(notice) == [
        (Kind.AUTHORITY, "KT. TRƯỞNG PHÒNG"),
        (Kind.POSITION, "PHÓ TRƯỞNG PHÒNG"),
        (Kind.SIGNER, "Đỗ Văn Hiền"),
    ]


def signature(notice: Notice) -> list[tuple[Kind, str]]:
    block = notice.signature
    return [(node.kind, node.text) for node in block.children] if block else []


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        (
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        ),
        ("TL. CỤC TRƯỞNG KT. CHÁNH VĂN PHÒNG", ["TL. CỤC TRƯỞNG", "KT. CHÁNH VĂN PHÒNG"]),
        ("T/M BAN BÍ THƯ", ["T/M BAN BÍ THƯ"]),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("TUQ. BỘ TRƯỞNG\nVỤ TRƯỞNG VỤ PHÁP CHẾ", ["TUQ. BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ PHÁP CHẾ"]),
        ("GIÁM ĐỐC\n(đã ký)", ["GIÁM ĐỐC", "(đã ký)"]),
    ],
)
def test_signature_parts(line: str, texts: list[str]) -> None:
    notice = segment_text(BODY + "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\n" + line + "\n\nĐỗ Văn Hiền\n")
    assert [text for _, text in signature(notice)] == [*texts, "Đỗ Văn Hiền"]


def test_capitals_in_recipients_are_no_signature() -> None:
    notice = segment_text(
        BODY + "Nơi nhận:\n- VPUB: CVP, PCVP, KT, TH;\n- Các thành viên BCĐ CNTT TP;\n- Lưu: VT, KT.\n"
    )
    assert len(notice.recipients) == 2
    assert notice.signature is None
