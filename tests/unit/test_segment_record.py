"""The archive's record of damaged documents: mended by what the document says, never invented."""

from __future__ import annotations

import time

import pytest

from vnrestore.datatypes.record import RecordField
from vnrestore.segment import segment_text
from vnrestore.segment.metadata import extract_record
from vnrestore.segment.notation import mend_notation

_DECISION = """ỦY BAN NHÂN DÂN TỈNH {province} CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{number} {place}, {date}
QUYẾT ĐỊNH
{title}
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Căn cứ Nghị định số 77/2025/NĐ-CP ngày {cited} năm 2025 của Chính phủ về trồng cây;
Theo đề nghị của Giám đốc Sở Xây dựng tỉnh Gia Lai.
Ủy ban nhân dân tỉnh Gia Lai ban hành Quyết định quy định việc trồng, chăm sóc cây xanh ven đường liên xã.
Điều 1. Quy định việc trồng, chăm sóc cây xanh ven đường liên xã trên địa bàn tỉnh Gia Lai.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.
Nơi nhận: TM. ỦY BAN NHÂN DÂN
- Như Điều 2;
- Lưu: VT. Nguyễn Văn An
"""
_PLAIN = {
    "province": "GIA LAI",
    "number": "Số: 12/2025/QĐ-UBND",
    "place": "Gia Lai",
    "date": "ngày 18 tháng 11 năm 2025",
    "title": "QUY ĐỊNH VIỆC TRỒNG, CHĂM SÓC CÂY XANH VEN ĐƯỜNG LIÊN XÃ",
    "cited": "01 tháng 10",
}


def _field(name: str, **changed: str) -> RecordField:
    return extract_record(segment_text(_DECISION.format(**{**_PLAIN, **changed})))[name]


def test_a_clean_header_is_taken_as_it_stands() -> None:
    record = extract_record(segment_text(_DECISION.format(**_PLAIN)))
    assert record["OrganName"] == RecordField("ỦY BAN NHÂN DÂN TỈNH GIA LAI", 0.95, record["OrganName"].spans)
    assert (record["IssuedDate"].value, record["IssuedDate"].confidence) == ("2025-11-18", 0.98)
    assert (record["CodeNotation"].value, record["CodeNotation"].confidence) == ("QĐ-UBND", 0.98)
    assert (record["Subject"].value, record["Subject"].confidence) == (_PLAIN["title"], 0.93)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("ngày 18 tháng TƯ năm 2025", "2025-11-18"),  # two strokes
        ("ngày 18 tháng 17 năm 2025", "2025-11-18"),  # no month 17
        ("ngày 2T tháng 11 năm 2025", "2025-11-21"),
        ("ngày 18 tháng 11 năm 2095", "2025-11-18"),  # the number bears the year
        ("ngày 18 tháng 11", "2025-11-18"),
    ],
)
def test_a_misread_date_is_read_and_less_sure(printed: str, read: str) -> None:
    field = _field("IssuedDate", date=printed)
    assert field.value == read
    assert field.confidence < 0.8


def test_a_stop_glued_to_a_date_is_no_doubt() -> None:
    field = _field("IssuedDate", date="ngày.18 tháng 11 năm 2025")
    assert (field.value, field.confidence) == ("2025-11-18", 0.98)


def test_a_reading_before_a_cited_document_is_none() -> None:
    assert _field("IssuedDate", date="ngày 18 tháng TƯ năm 2025", cited="25 tháng 11").value == "2025-12-18"
    assert _field("IssuedDate", date="ngày 18 tháng ll năm 2025", cited="25 tháng 11").value == ""


def test_a_date_without_a_day_stays_empty() -> None:
    assert _field("IssuedDate", date="ngày   tháng 11 năm 2025").value == ""


def test_a_resolution_says_when_it_was_passed() -> None:
    text = _DECISION.format(**{**_PLAIN, "date": "ngay ?? thang ?? nam 2025"}).replace(
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.",
        "Nghị quyết này đã được Hội đồng nhân dân tỉnh thông qua ngày 19 tháng 11 năm 2025./.",
    )
    field = extract_record(segment_text(text))["IssuedDate"]
    assert (field.value, field.confidence) == ("2025-11-19", 0.8)


@pytest.mark.parametrize("province", ["GIA LẠI", "GIA LÀ", "GIA", "GIA ~~ CON LAI"])
def test_a_province_is_spelled_as_the_document_spells_it(province: str) -> None:
    field = _field("OrganName", province=province)
    assert (field.value, field.confidence) == ("ỦY BAN NHÂN DÂN TỈNH GIA LAI", 0.8)


def test_a_province_the_document_does_not_name_is_not_guessed() -> None:
    assert _field("OrganName", province="XUÂN TÙNG").value.endswith("XUÂN TÙNG")
    text = _DECISION.format(**{**_PLAIN, "province": "XUÂN TÙNG", "place": "Xuân Tùng"})
    assert extract_record(segment_text(text.replace("tỉnh Gia Lai", "tỉnh")))["OrganName"].value.endswith(
        "XUÂN TÙNG"
    )


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("BOY TẾ", "BỘ Y TẾ"),
        ("BỘ TÀI CHÍNH", "BỘ TÀI CHÍNH"),
        ("BAN CHẤP HÀNH TRUNG UỐNG", "BAN CHẤP HÀNH TRUNG ƯƠNG"),
    ],
)
def test_known_bodies_are_told_by_their_letters(printed: str, name: str) -> None:
    text = _DECISION.replace("ỦY BAN NHÂN DÂN TỈNH {province}", printed).format(**_PLAIN)
    assert extract_record(segment_text(text))["OrganName"].value == name


def test_tone_marks_stay_where_the_document_puts_them() -> None:
    text = _DECISION.format(**{**_PLAIN, "province": "THANH HOÁ", "place": "Thanh Hoá"})
    assert extract_record(segment_text(text))["OrganName"].value == "ỦY BAN NHÂN DÂN TỈNH THANH HOÁ"


@pytest.mark.parametrize(
    ("notation", "kind", "body", "mended"),
    [
        ("NQ-HDPND", "Nghị quyết", "HỘI ĐỒNG NHÂN DÂN TỈNH GIA LAI", "NQ-HĐND"),
        ("NDP-CP", "Nghị định", "CHÍNH PHỦ", "NĐ-CP"),
        ("CĐ-TTE", "Công điện", "THỦ TƯỚNG CHÍNH PHỦ", "CĐ-TTg"),
        ("KU/TW", "Kết luận", "BAN CHẤP HÀNH TRUNG ƯƠNG", "KL/TW"),
        ("QĐ-BCDNNDL", "Quyết định", "BAN CHỈ ĐẠO NHÀ NƯỚC VỀ DU LỊCH", "QĐ-BCĐNNDL"),
        ("QĐ-UBND", "Quyết định", "BỘ TÀI CHÍNH", "QĐ-UBND"),  # known as it stands
        ("QĐ-BCH", "Quyết định", "BỘ CÔNG THƯƠNG", "QĐ-BCH"),  # a known abbreviation of something else
        ("QĐ-XKZW", "Quyết định", "BỘ TÀI CHÍNH", "QĐ-XKZW"),  # too far from what is expected
        ("", "Quyết định", "BỘ TÀI CHÍNH", ""),
    ],
)
def test_a_notation_is_mended_by_kind_and_body(notation: str, kind: str, body: str, mended: str) -> None:
    value, factor = mend_notation(notation, kind, body, "")
    assert value == mended
    assert (factor < 1) == (value != notation)


def test_a_digit_of_the_number_read_as_a_letter() -> None:
    field = _field("CodeNumber", number="Số: 0ó/QĐ-UBND")
    assert (field.value, field.confidence) == ("06", 0.6)


@pytest.mark.parametrize(
    "title",
    [
        "QUY ĐỊNH VIỆC TRỒNG. CHĂM SÓC CÂY XANH VEN ĐƯỜNG LIÊN XÃ",
        "QUY ĐỊNH VIỆC TRỒNG, CHĂM SÓC CÂY XƯNH} VEN ĐƯỜNG LIÊN XÃ",
        "QUY ĐỊNH VIỆC TRỒNG, CHĂM SÓC' CÂY XANH VEN ĐƯỜNG LIÊN XÃ]",
        "QUY ĐỊNH VIỆC TRỒNG, CHĂM SÓC CÂY 28) VEN ĐƯỜNG LIÊN XÃ",
        "QUY ĐỊNH VIỆC TRỒNG, CHĂM SÓC CÂY'XANH VEN ĐƯỜNG LIÊN XÃ.",
    ],
)
def test_a_stamped_title_is_mended_by_its_repetition(title: str) -> None:
    assert _field("Subject", title=title).value == _PLAIN["title"]


def test_a_title_without_damage_is_not_touched_by_another_wording() -> None:
    title = "QUY ĐỊNH VIỆC TRỒNG, CHẶT HẠ CÂY XANH VEN ĐƯỜNG LIÊN XÃ NĂM 2025 - 2026"
    assert _field("Subject", title=title).value == title


def test_a_figure_in_an_unmarked_title_is_not_put_into_words() -> None:
    title = "QUY ĐỊNH VIỆC TRỒNG, CHĂM 1 CÂY XANH VEN ĐƯỜNG LIÊN XÃ"
    assert _field("Subject", title=title).value == title


def test_a_damaged_repetition_mends_nothing() -> None:
    text = _DECISION.format(
        **{**_PLAIN, "title": "QUY ĐỊNH VIỆC TRỒNG, CHĂM SÓC CÂY XƯNH} VEN ĐƯỜNG LIÊN XÃ"}
    )
    record = extract_record(segment_text(text.replace("cây xanh ven", "cây x@kh ven")))
    assert record["Subject"].value == "QUY ĐỊNH VIỆC TRỒNG, CHĂM SÓC CÂY XƯNH VEN ĐƯỜNG LIÊN XÃ"


def test_blanks_in_a_stamped_title_stay_as_printed() -> None:
    title = "QUY ĐỊNH VIỆC TRỒNG, CHĂM SÓC CÂY XANH GIAI ĐOẠN 2025 - 2026 VEN ĐƯỜNG LIÊN XÃ]"
    text = _DECISION.format(**{**_PLAIN, "title": title})
    text = text.replace("cây xanh ven", "cây xanh giai đoạn 2025-2026 ven")
    assert extract_record(segment_text(text))["Subject"].value == title.rstrip("]")


def test_what_stays_damaged_is_unsure() -> None:
    one = _field("Subject", title="QUY ĐỊNH GIÁ NƯỚC SẠCH KJHQ ĐÔ THỊ LOẠI HAI")
    two = _field("Subject", title="QUY ĐỊNH GIÁ NƯỚC SẠCH KJHQ ĐÔ WRFX THỊ LOẠI HAI")
    assert "KJHQ" in one.value
    assert (one.confidence, two.confidence) == (0.75, 0.5)


def test_who_decides_names_the_body_where_the_header_is_lost() -> None:
    text = "QUYẾT ĐỊNH\nVỀ VIỆC PHÊ DUYỆT DANH MỤC CÂY TRỒNG\nBỘ TRƯỞNG BỘ XÂY DỰNG\n" + "\n".join(
        _DECISION.format(**_PLAIN).split("\n")[5:]
    )
    field = extract_record(segment_text(text))["OrganName"]
    assert (field.value, field.confidence) == ("BỘ XÂY DỰNG", 0.7)


@pytest.mark.parametrize("run", [",", ".", "‘", "- -", "'", "(", "1/", "I"])
def test_a_title_without_end_takes_no_time(run: str) -> None:
    text = _DECISION.format(**{**_PLAIN, "title": "VỀ (VIỆC KQZ," + run * (30_000 // len(run))})
    notice = segment_text(text)
    start = time.process_time()
    extract_record(notice)
    assert time.process_time() - start < 1
