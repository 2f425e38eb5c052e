"""Days, document numbers and abbreviations whose digits and bars were read as something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.candidates import dates, notations, numbers, words
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.passages import Chunk
from vnrestore.restore.protect import is_protected
from vnrestore.restore.reading import Reading
from vnrestore.restore.regimes import is_evidence, needs_restoring

GARBLED = "Can ctr Luat T6 chitc chinh quyén dia phuong ngay 16 thang 6 nam 2025 cia Quéc héi;\n"


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


@pytest.fixture(scope="module")
def vocabulary(restorer: Restorer) -> Vocabulary:
    return restorer._vocabulary


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("Quyét dinh ngay 16 thang II nam 2025", "Quyết định ngày 16 tháng 11 năm 2025"),
        ("Nghi dinh s6 131/2025ND-CP ngay 12/6/2025", "Nghị định số 131/2025/NĐ-CP ngày 12/6/2025"),
        ("Nghi dinh s6 792025/ND-CP ngay 01/4/2025", "Nghị định số 79/2025/NĐ-CP ngày 01/4/2025"),
        ("Quyét dinh s6 3532/QĐÐ-BTC ngay 17/10/2025", "Quyết định số 3532/QĐ-BTC ngày 17/10/2025"),
        ("Thudng truc Tinh uy (dé bic);", "Thường trực Tỉnh ủy (để b/c);"),
        ("Cac Phé Chi tich UBND tinh (dé bre);", "Các Phó Chủ tịch UBND tỉnh (để b/c);"),
        ("Nghi quyét s6 1314/NQ-UBTVQHI1S vé viée", "Nghị quyết số 1314/NQ-UBTVQH15 về việc"),
        (
            "Cong bo theo Dieu l Nghi dinh ngay ol thang ll nam 2025",
            "Công bố theo Điều 1 Nghị định ngày 01 tháng 11 năm 2025",
        ),
        ("Luu: VT. Pham bitc Minh", "Lưu: VT. Phạm Đức Minh"),
        ("Nam Dinh, Thai Binh do Van phong Chinh phu", "Nam Định, Thái Bình do Văn phòng Chính phủ"),
        ("- Luu: VI, NC. Vii Quang Viét", "- Lưu: VT, NC. Vũ Quang Việt"),
        ("Phan VI. T6 chitc thyc hién", "Phần VI. Tổ chức thực hiện"),
        ("CAC PHO TGĐÐ CONG TTĐT", "CÁC PHÓ TGĐ CỔNG TTĐT"),
        ("Trg ly TTg, TGP Céng TTPT; cdc Vu: KTTH, PL", "Trợ lý TTg, TGĐ Cổng TTĐT; các Vụ: KTTH, PL"),
        ("TM. UY BAN NHAN DAN, Luu: VT, TCKT", "TM. ỦY BAN NHÂN DÂN, Lưu: VT, TCKT"),
        (
            "Thong tr s6 29 2025/TT-BTC ngay 24:02:2025 ctia B6",
            "Thông tư số 29/2025/TT-BTC ngày 24/02/2025 của Bộ",
        ),
        ("Nghi dinh s6 232015 ND-CP ngay 16/02/2025", "Nghị định số 23/2015/NĐ-CP ngày 16/02/2025"),
        (
            "Luat Ngan sach s6 89/2025/QH1 5; Luat s6 39/2024/QH15",
            "Luật Ngân sách số 89/2025/QH15; Luật số 39/2024/QH15",
        ),
        ("Nghi quyét s6 57:NQ/TW ngay 22/12/2024", "Nghị quyết số 57-NQ/TW ngày 22/12/2024"),
        (
            "Luat s6 24/2023/QHIS, Luat s6 43/2024/QHIS5, Luat s6 58/2025/QH]15",
            "Luật số 24/2023/QH15, Luật số 43/2024/QH15, Luật số 58/2025/QH15",
        ),
        (
            "Cin cir Nghi dinh s6 92/201 7/ND-CP ngay 07/8/2017",
            "Căn cứ Nghị định số 92/2017/NĐ-CP ngày 07/8/2017",
        ),
        ("Cac so, ban, nganh (dé b.c);", "Các sở, ban, ngành (để b/c);"),
        ("$6:54/2025/NQ-HDND", "Số: 54/2025/NQ-HĐND"),
        ("Phu luc If ban hanh kém theo", "Phụ lục II ban hành kèm theo"),
        ("Ap dung PCS trong nam co s& cua PCS", "Áp dụng PCS trong năm cơ sở của PCS"),
        ("Hé théng QLVB&DH trong hoat dong", "Hệ thống QLVB&ĐH trong hoạt động"),
        ("SOY TE Doc lap - Tu do - Hanh phuc", "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc"),
        ("Cac don vi coy kién gop y, choy kién", "Các đơn vị có ý kiến góp ý, cho ý kiến"),
        ("VE QUAN LY VA SUDUNG TAM THOI", "VỀ QUẢN LÝ VÀ SỬ DỤNG TẠM THỜI"),
        ("Huéng dan s6 31-HD/BTGTW ngay 30/12/2011", "Hướng dẫn số 31-HD/BTGTW ngày 30/12/2011"),
        ("Quyét dinh s6 479/QP-STC ngay 30/12/2011", "Quyết định số 479/QĐ-STC ngày 30/12/2011"),
        ("Ké hoach s6 343/KH-BCDH ngay 30/12/2011", "Kế hoạch số 343/KH-BCĐ ngày 30/12/2011"),
        ("Huéng dan s6 2430/2017 /HD-VP ngay 30/12/2017", "Hướng dẫn số 2430/2017/HD-VP ngày 30/12/2017"),
    ],
)
def test_lines(restorer: Restorer, line: str, want: str) -> None:
    assert restorer.restore(GARBLED + line + "\n").text.split("\n")[1] == want


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("ngày 2l tháng l1 năm 2025 của Ủy ban", "ngày 21 tháng 11 năm 2025 của Ủy ban"),
        ("ngày 21 tháng 1Ø năm 2022", "ngày 21 tháng 10 năm 2022"),
        ("- Thường trực Tỉnh ủy (để bíc);", "- Thường trực Tỉnh ủy (để b/c);"),
        ("Số: 978ITB-SYT Thái Nguyên, ngày", "Số: 978/TB-SYT Thái Nguyên, ngày"),
        ("Quyết định số 44I2025IQĐ-UBND ngày", "Quyết định số 44/2025/QĐ-UBND ngày"),
        ("cung cấp “DS chi tiết số tiền nộp thuế", "cung cấp “DS chi tiết số tiền nộp thuế"),
    ],
)
def test_slips_in_sound_text(restorer: Restorer, line: str, want: str) -> None:
    """One slip that no typist makes is put right even where nothing else is wrong."""
    sound = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\n"
    assert restorer.restore(sound + line + "\n").text == sound + want + "\n"


def test_the_number_behind_an_abbreviation_stays(vocabulary: Vocabulary) -> None:
    assert all(p.surface.endswith("2") for p in words.propose("THPT2", vocabulary))
    assert "THPT" in {p.surface for p in words.propose("THPT1", vocabulary)}


def test_a_bar_tells_in_any_language(restorer: Restorer) -> None:
    text = "Bùi Minh Thạnh\n- Như trên; GIÁM ĐỐC\n- Bộ Tài chính (để bíc);\n\n- Lưu: VT, KT. Ngô Đức Phượng\n"
    assert restorer.restore(text).text == text.replace("bíc", "b/c")


def test_abbreviations_are_unlikely_dates(vocabulary: Vocabulary) -> None:
    (list_, day) = (next(iter(numbers.propose(piece, vocabulary))) for piece in ("DS", "OS"))
    assert (list_.surface, day.surface) == ("05", "05")
    assert list_.logp < day.logp - 4.0


@pytest.mark.parametrize(
    "text", ["(esdl.dichvucong.gov.vn)", "“www.hatinh.gov.vn/tin”,", "(https://a.vn/b);"]
)
def test_addresses_in_brackets_stay(text: str) -> None:
    assert is_protected("esdl", Chunk(0, len(text), text, False))


@pytest.mark.parametrize(
    ("piece", "digits"),
    [
        ("1Í", "11"),
        ("0ó", "06"),
        ("1ó", "16"),
        ("Ö2", "02"),
        ("ĐI", "01"),
        ("L2", "12"),
        ("LÍ", "11"),
        ("DŠ", "05"),
        ("202ó", "2026"),
        ("II", "11"),
    ],
)
def test_letters_for_digits(vocabulary: Vocabulary, piece: str, digits: str) -> None:
    assert digits in [p.surface for p in numbers.propose(piece, vocabulary)]


def test_a_number_that_is_a_word(restorer: Restorer) -> None:
    """One word in fifty with a digit shows that the engine prints digits for letters."""
    line = "Uy ban nhan dan céc cép 151 co quan quan 137 nhé nude vé an ninh trat tu, an toàn xâ hôi, "
    sound = "co trach nhiém thuc hién nhiém vu theo quy dinh cüa phâp luât, bâo dâm dung muc dich\n"
    text = restorer.restore(line + sound * 3 + "va b6 tri kinh phi s6 151 trong k6 hoach.\n").text
    assert text.startswith("Ủy ban nhân dân các cấp là cơ quan quản lý nhà nước")
    assert "151" in text


@pytest.mark.parametrize("piece", ["là", "Ã3014", "TT", "lo", "VII"])
def test_other_letters_are_no_digits(vocabulary: Vocabulary, piece: str) -> None:
    assert not [p.surface for p in numbers.propose(piece, vocabulary) if p.surface.isdigit()]


@pytest.mark.parametrize(
    "piece", ["12025/UBND-TH", "123/2025/NĐ-CP", "92025/QĐ-UBND", "2025/NĐ-CP", "06:2012/BLĐTBXH"]
)
def test_bars_are_not_set_where_none_was_lost(vocabulary: Vocabulary, piece: str) -> None:
    assert {p.surface for p in notations.propose(piece, vocabulary)} <= {piece}


def test_a_number_read_from_letters_shows_that_the_text_was_read() -> None:
    assert is_evidence(Reading(0, 2, "11", 0.9, "II", 0.1, "number", 4))
    assert not is_evidence(Reading(0, 2, "11", 0.9, None, 0.1, "identity", 4))


@pytest.mark.parametrize(
    ("piece", "number"),
    [
        ("8172025/QD-UBND", "81/2025/QĐ-UBND"),
        ("72!2025INQ-HĐND", "72/2025/NQ-HĐND"),
        ("4385IQD-BVHTTDL", "4385/QĐ-BVHTTDL"),
        ("182°NQ-CP", "182/NQ-CP"),
        ("178:QD/TW", "178-QĐ/TW"),
        ("92/2017/NDP-CP", "92/2017/NĐ-CP"),
        ("2817/QDB-UBND", "2817/QĐ-UBND"),
        ("17/2021/FT-BTC", "17/2021/TT-BTC"),
        ("52:2017/T1-B1C", "52/2017/TT-BTC"),
        ("2923/TB-BCD", "2923/TB-BCĐ"),
        ("03⁄/2019/TT-BCT", "03/2019/TT-BCT"),
        ("299-QB/TW", "299-QĐ/TW"),
        ("7832/TTE-STC", "7832/TTr-STC"),
        ("3250/TTr-SGD&DT", "3250/TTr-SGD&ĐT"),
    ],
)
def test_misread_document_numbers(vocabulary: Vocabulary, piece: str, number: str) -> None:
    found = {p.surface: p.logp for p in notations.propose(piece, vocabulary)}
    assert number in found
    assert found[number] == max(found.values())


@pytest.mark.parametrize("piece", ["853/2020/HD-SYT", "CD16FSB01W/ESS", "1449/QĐ-XYZ", "630/2020"])
def test_sound_document_numbers_are_not_bettered(vocabulary: Vocabulary, piece: str) -> None:
    found = {p.surface: p.logp for p in notations.propose(piece, vocabulary)}
    assert found.get(piece, 0.0) >= max(found.values(), default=0.0)


@pytest.mark.parametrize(
    ("piece", "found"),
    [
        ("24:02:2025", {"24/02/2025"}),
        ("15/972025", {"15/9/2025"}),
        ("148:2015", {"14/8/2015"}),
        ("22.12:2020", {"22/12/2020"}),
        ("24.12.2025", set()),
        ("20/11/2025", set()),
        ("117112016", set()),  # no bar is left
        ("9001:2015", set()),  # a standard
        ("32:13:2025", set()),
    ],
)
def test_misread_dates(vocabulary: Vocabulary, piece: str, found: set[str]) -> None:
    assert {p.surface for p in dates.propose(piece, vocabulary)} == found


@pytest.mark.parametrize(
    ("piece", "kinds"), [("24:02:2025", {""}), ("15/972025", {"garbled"}), ("148:2015", {"garbled"})]
)
def test_digits_are_bars_in_garbled_text_only(vocabulary: Vocabulary, piece: str, kinds: set[str]) -> None:
    assert {p.kind for p in dates.propose(piece, vocabulary)} == kinds


def test_misread_dates_in_sound_text_stay() -> None:
    text = "Bộ Khoa học và Công nghệ công bố tiêu chuẩn TCVN 1811:2009 về phân tích gang, thép."
    assert Restorer().restore(text).text == text


def test_numbers_set_apart_are_joined_in_sound_text_that_needs_mending(restorer: Restorer) -> None:
    page = (Path(__file__).parents[2] / "samples" / "plan_medium_vie.noisy.txt").read_text("utf-8")
    line = "Thực hiện Nghị định số 1 18/2025/NĐ-CP ngày 14/1 1/2025 của Chính phủ."
    text = restorer.restore(f"{page.rstrip()}\n\n{line}\n").text
    assert text.endswith("Nghị định số 118/2025/NĐ-CP ngày 14/11/2025 của Chính phủ.\n")
    assert restorer.restore(f"{line}\n").text == f"{line}\n"  # nothing else shows that it was read at all


@pytest.mark.parametrize(("words", "needs"), [(1000, True), (1200, False)])
def test_four_errors_in_a_thousand_words_show_that_a_page_was_read(words: int, needs: bool) -> None:
    text = "của " * (words - 4) + "bô tô cô mô "
    every = [Reading(at, at + 3, "của", 1.0, None, 0.0, "identity", 4) for at in range(0, 4 * words - 16, 4)]
    changed = [
        Reading(at, at + 2, surface, 0.94, None, 0.0, "syllable", 4)
        for at, surface in zip(range(4 * words - 16, 4 * words, 3), ("bộ", "tổ", "cơ", "mở"), strict=False)
    ]
    assert needs_restoring(text, [every + changed], lambda: -4.0) is needs
