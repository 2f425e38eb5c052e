"""Standing formulas: the motto, dates in words, the kind of a document before its number."""

from __future__ import annotations

import pytest

from vnrestore.language import ngram
from vnrestore.language.lexicon import Lexicon
from vnrestore.language.resources import trained_folder
from vnrestore.pipeline import Restorer
from vnrestore.restore.formulas import Formulas
from vnrestore.restore.reading import Reading


@pytest.fixture(scope="module")
def model() -> ngram.NgramModel:
    return ngram.load(trained_folder() / "lm")


@pytest.fixture(scope="module")
def formulas(model: ngram.NgramModel) -> Formulas:
    return Formulas(Lexicon(), model)


def mended(formulas: Formulas, model: ngram.NgramModel, line: str) -> str:
    """A line after mending; ``ss>số`` was read so, a mark stands apart."""
    readings, pieces = [], []
    offset = 0
    for word in line.split():
        observed, _, surface = word.rpartition(">")
        observed = observed or surface
        symbol = model.id(surface.lower())
        readings.append(Reading(offset, offset + len(observed), surface, 1.0, None, 0.0, "syllable", symbol))
        pieces.append(observed)
        offset += len(observed) + 1
    (found,) = formulas.mend(" ".join(pieces), [readings], sound=False)
    assert [r[:2] for r in found] == [r[:2] for r in readings]
    return " ".join(r.surface for r in found)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("SỞ Y TẾ Bic>Bắc lập - Tự do - Hạnh phúc", "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc"),
        ("Độc lập - Vu>Vụ do : Hạnh phúc", "Độc lập - Tự do : Hạnh phúc"),
        ("c lập - Tự do - Hạnh phiic>phích", "Độc lập - Tự do - Hạnh phúc"),
        ("CỘNG HÒA XÃ HỘI CHỦ N VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("- Lưu : VÌ , STC .", "- Lưu : VT , STC ."),
        (
            "Điều I . Phạm vi . Điều 2 . Theo khoản I Điều 4",
            "Điều 1 . Phạm vi . Điều 2 . Theo khoản 1 Điều 4",
        ),
        ("Hà Nội , ss>số 21 tháng 11 năm 2025", "Hà Nội , ngày 21 tháng 11 năm 2025"),
        ("Hà Nội , ngày 21 thing>thông 11 năm 2025", "Hà Nội , ngày 21 tháng 11 năm 2025"),
        ("Căn cứ Quy định số 90/QĐ-TTg", "Căn cứ Quyết định số 90/QĐ-TTg"),
        ("theo tua định số 100/2020/NĐ-CP", "theo Nghị định số 100/2020/NĐ-CP"),
        ("Nghị dinh>đính số 100/2020/NĐ-CP", "Nghị định số 100/2020/NĐ-CP"),
    ],
)
def test_the_odd_word_of_a_formula(
    formulas: Formulas, model: ngram.NgramModel, line: str, right: str
) -> None:
    assert mended(formulas, model, line) == right


@pytest.mark.parametrize(
    "line",
    [
        "SỞ NỘI VỤ lập - Tự do - Hạnh phúc",  # the word was lost; what stands there is another
        "Độc lập - Tự do - Hạnh phúc",
        "quyền độc lập , tự do của nhân dân",
        "Thông báo , số 12/QĐ-UBND",
        "UBND HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT l NAM",
        "Lưu : VP , STC .",
        "Điều I , Điều 3 và Điều XXIV của Hiệp định",
        "Điều I của Hiệp định",
        "theo . định số 100/2020/NĐ-CP",
        "có hiệu lực tir>từ 01 tháng 7 năm 2025",
        "thứ bảy 21 tháng 11 năm 2025",  # as it stands
        "Hà Nội , ss>số 45 tháng 11 năm 2025",
        "Quy định số 41-QĐ/TW",
        "Thông báo số 12/QĐ-UBND",  # one of the two is wrong, but which?
        "Bộ Thông tin và Truyền thông số 06/2022/TT-BTTTT",
    ],
)
def test_what_is_no_formula_or_may_be_right_stays(
    formulas: Formulas, model: ngram.NgramModel, line: str
) -> None:
    plain = " ".join(word.rpartition(">")[2] for word in line.split())
    assert mended(formulas, model, line) == plain


def test_the_formulas_of_a_garbled_page() -> None:
    head = "UBND TINH VINH LONG CONG HOA XA HQI CHU NGHIA VIET NAM\n\n"
    motto = "SO TAI CHINH Bic lap - Ty do - Hanh phiic\n"
    restoration = Restorer().restore(head + motto + "Vinh Long, ss 17 thang 09 nam 2024\n")
    assert "Độc lập - Tự do - Hạnh phúc" in restoration.text
    assert "Vĩnh Long, ngày 17 tháng 09 năm 2024" in restoration.text
