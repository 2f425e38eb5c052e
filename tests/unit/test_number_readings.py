"""Days, document numbers and abbreviations whose digits and bars were read as something else."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.candidates import notations, numbers
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.reading import Reading
from vnrestore.restore.regimes import is_evidence

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
        ("Luu: VT. Pham bitc Minh", "Lưu: VT. Phạm Đức Minh"),
        ("Nam Dinh, Thai Binh do Van phong Chinh phu", "Nam Định, Thái Bình do Văn phòng Chính phủ"),
    ],
)
def test_lines(restorer: Restorer, line: str, want: str) -> None:
    assert restorer.restore(GARBLED + line + "\n").text.split("\n")[1] == want


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
        ("II", "11"),
    ],
)
def test_letters_for_digits(vocabulary: Vocabulary, piece: str, digits: str) -> None:
    assert digits in [p.surface for p in numbers.propose(piece, vocabulary)]


@pytest.mark.parametrize("piece", ["là", "Ã3014", "TT", "lo", "VII"])
def test_other_letters_are_no_digits(vocabulary: Vocabulary, piece: str) -> None:
    assert not [p.surface for p in numbers.propose(piece, vocabulary) if p.surface.isdigit()]


@pytest.mark.parametrize("piece", ["12025/UBND-TH", "123/2025/NĐ-CP", "1232025/QĐ-UBND", "2025/NĐ-CP"])
def test_bars_are_not_set_where_none_was_lost(vocabulary: Vocabulary, piece: str) -> None:
    assert {p.surface for p in notations.propose(piece, vocabulary)} <= {piece}


def test_a_number_read_from_letters_shows_that_the_text_was_read() -> None:
    assert is_evidence(Reading(0, 2, "11", 0.9, "II", 0.1, "number", 4))
    assert not is_evidence(Reading(0, 2, "11", 0.9, None, 0.1, "identity", 4))
