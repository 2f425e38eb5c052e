"""The starting notice, from its clean transcription and from the garbled text itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.segment import segment_text

GOLD = Path(__file__).parents[1] / "golden" / "starting_notice.gold.txt"


@pytest.fixture(scope="module")
def notice() -> Notice:
    return segment_text(GOLD.read_text(encoding="utf-8"))


def outline(nodes: tuple[Node, ...], depth: int = 0) -> list[str]:
    lines = []
    for node in nodes:
        lines.append("  " * depth + (node.marker or node.kind.value))
        lines += outline(node.children, depth + 1)
    return lines


def test_title_is_joined_over_lines_and_a_blank_line(notice: Notice) -> None:
    assert notice.title.startswith("Kết luận của đồng chí Nguyễn Thị Bích Ngọc")
    assert notice.title.endswith("4 tháng đầu năm 2014, nhiệm vụ trọng tâm 8 tháng cuối năm 2014")


def test_preamble_and_lead_in(notice: Notice) -> None:
    assert [node.text[:22] for node in notice.preamble] == ["Ngày 13/5/2014, đồng c"]
    assert notice.lead_in is not None
    assert notice.lead_in.text.endswith("đã kết luận và chỉ đạo như sau:")


def test_sections_nest(notice: Notice) -> None:
    assert outline(notice.body) == [
        "paragraph", "1.", "  1.1.", "  1.2.", "2.", "  2.1.", "  2.2.",
        "    a)", "    b)", "    c)", "    d)", "    e)", "    f)", "paragraph",
    ]  # fmt: skip


def test_letters_count_on_in_the_alphabet_used(notice: Notice) -> None:
    points = notice.all(Kind.POINT)
    assert [point.value for point in points] == [(1,), (2,), (3,), (4,), (5,), (6,)]
    assert not any(point.suggestion for point in points)


def test_closing(notice: Notice) -> None:
    (closing,) = notice.closing
    assert closing.text.startswith("Thừa lệnh lãnh đạo")
    assert closing.text.endswith("tổ chức thực hiện./.")


def test_footer_columns_are_taken_apart(notice: Notice) -> None:
    assert [(node.text, node.note) for node in notice.recipients] == [
        ("Đ/c Chủ tịch UBND TP", "để báo cáo"),
        ("Đ/c PCT Nguyễn Thị Bích Ngọc", ""),
        ("Các sở, ban, ngành, đoàn thể TP", ""),
        ("UBND các quận, huyện, TX", ""),
        ("Các thành viên BCĐ CNTT TP", ""),
        ("VPUBND TP: Đ/c CVP, PCVP ĐĐHồng, VX, TH", ""),
    ]
    assert notice.text_of(Kind.ARCHIVE) == "VT, VX Dg"
    assert notice.signature is not None
    assert [(node.kind, node.text) for node in notice.signature.children] == [
        (Kind.AUTHORITY, "TL. CHỦ TỊCH"),
        (Kind.AUTHORITY, "KT. CHÁNH VĂN PHÒNG"),
        (Kind.POSITION, "PHÓ CHÁNH VĂN PHÒNG"),
    ]


def test_nothing_is_invented(notice: Notice) -> None:
    for kind in (Kind.MOTTO, Kind.NUMBER, Kind.PLACE_DATE, Kind.ISSUING_BODY, Kind.SIGNER, Kind.APPENDIX):
        assert notice.first(kind) is None


def test_leftover_ocr_errors_change_no_structure(notice: Notice) -> None:
    """Marks that restoration cannot see to: stamp junk, commas for stops, a stray hyphen, garbled letters."""
    text = notice.source
    damages = {
        "Kết luận của": " &? Kết luận của",
        "cuối năm 2014.\n": "cuối năm 2014,\n",
        "Thành phố\ntrước": "Thành phố-\ntrước",
        "\nd) Nâng": "\n4) Nâng",
        "\na) Sở": "\na] Sở",
        "\n1. Về": "\nl. Về",
        "Nơi nhận: TL.": "Noi nhin: TL.",
        "KT. CHÁNH": "KT, CHÁNH",
        "- Lưu: VT": "- Lwu: VT",
        "\n\n2. Về": "\n\n3\n\n2. Về",
    }
    for clean, garbled in damages.items():
        assert clean in text
        text = text.replace(clean, garbled, 1)
    damaged = segment_text(text)
    assert [node.kind for node in damaged.walk() if node.kind is not Kind.PAGE_NUMBER] == [
        node.kind for node in notice.walk()
    ]
    assert [node.value for node in damaged.walk() if node.value] == [
        node.value for node in notice.walk() if node.value
    ]
    assert "Thành phố trước ngày 23/5/2014" in damaged.all(Kind.SUBCLAUSE)[0].text
    assert len(damaged.all(Kind.PAGE_NUMBER)) == 1
