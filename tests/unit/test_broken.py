"""Letters that an engine broke, commas it took for quotation marks, words it ran together."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.broken import breaks_letters, glued_logp
from vnrestore.restore.passages import Chunk, passages
from vnrestore.restore.stretches import sketch

# As Tesseract 3 reads: the right half of a round letter is a bracket, and digits stand for letters.
PAGE = """Cén bﬁ), céng chirc c?) trach nhiém thuc hién nhiém vu duqc giao. Co quan, t?) chirc, ca nhan c6
lién quan chiu trach nhiém thi hanh. Uy ban nhan dan cép x5 b6 tri can bé cc') du diéu kién dé ti€p
nhén h?) so ciia céc t?) chirc, ca nhan cc’) nhu cau, bao dém ding quy dinh ctia phép luat."""


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (PAGE, True),
        (PAGE.replace(")", ""), False),
        ("(theo Nghị định số 15 của Chính phủ) và (sau đây gọi là Quỹ) các tổ chức (nếu có)", False),
        ("a) Đơn vị; b) Cơ quan; c) Tổ chức; d) Cá nhân", False),
        ("", False),
    ],
)
def test_brackets_nobody_opened(text: str, want: bool) -> None:
    assert breaks_letters(passages(text)) is want


def test_broken_letters_are_mended(restorer: Restorer) -> None:
    text = restorer.restore(PAGE).text
    assert "Cơ quan, tổ chức, cá nhân có\nliên quan" in text
    assert "của các tổ chức, cá nhân có nhu cầu" in text
    assert ")" not in text


def test_a_bracket_that_was_opened_stays(restorer: Restorer) -> None:
    text = PAGE + "\nCéc don vi (trtt don vi trtrc thuéc B?) va (néu c6)."
    assert restorer.restore(text).text.endswith("(nếu có).")


@pytest.mark.parametrize(
    ("observed", "want"),
    [
        (
            "Co quan‚ t6 chirc‚ ca nhan co lién quan chiu trach nhiém thi hanh Quyét dinh nay",
            "Cơ quan, tổ chức, cá",
        ),
        (
            "dich vu sén xuét,1é'p rép,mua,bén hang h6a‚nguyén liéu va thiét b1 c6ng nghiép",
            "sản xuất, lắp ráp, mua, bán",
        ),
        ("gay kh6 khan‘cho hoat d6ng kinh doanh ctia co quan va t6 chirc kinh té", "khó khăn cho hoạt động"),
        (
            "xu6t kh6u,mua,sfra ch1'Ia céc thi6t b1 c6ng nghi6p phuc vu hoat d6ng kinh doanh",
            "xuất khẩu, mua, sửa chữa các",
        ),
    ],
)
def test_commas_and_gaps(restorer: Restorer, observed: str, want: str) -> None:
    assert want in restorer.restore(observed).text


@pytest.mark.parametrize("observed", ["phu’o‘ng", "tru’o’ng", "nu'c'ic", "thu'c'mg"])
def test_two_horns_in_a_word(restorer: Restorer, observed: str) -> None:
    """The horns of ươ are marks, and the word is five runs of characters."""
    found = sketch(Chunk(0, len(observed), observed, False), restorer._vocabulary)
    assert observed in [stretch.piece for stretch in found.stretches]


def test_a_dash_in_a_document_number(restorer: Restorer) -> None:
    garbled = "Cén cfr Thfing tu’ $6 38/2015/TT—BTC ngéy 25/03/2015 cﬁa BQ TrU'cSng BQ Tai chinh"
    assert "38/2015/TT-BTC" in restorer.restore(garbled).text
    clean = "Căn cứ Thông tư số 38/2015/TT—BTC ngày 25/03/2015 của Bộ trưởng Bộ Tài chính"
    assert restorer.restore(clean).text == clean


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("các đơn vị có trách nhiệm thực hiện", -4.0),
        ("cacdonvicotrachnhiem thuc hien", -1.0),
        ("cacdonvicotrach nhiem thuc hien " + "theo quy dinh cua phap luat " * 3, -2.1),
    ],
)
def test_how_often_gaps_are_lost(text: str, want: float) -> None:
    assert glued_logp(passages(text), -4.0) == pytest.approx(want, abs=0.2)


def test_long_runs_are_several_words_where_many_are(restorer: Restorer) -> None:
    page = """Uybannhandantinhyeucau cac so, ban, nganh vadiaphuong khan truong trienkhaithuchien
cac nhiemvuduocgiao tai Ke hoach, baodam dungtiendo vachatluong, baocaoketqua ve Uybannhandan tinh."""
    text = restorer.restore(page).text
    assert text.startswith("Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và địa phương khẩn trương")
    assert "triển khai thực hiện" in text


def test_numbers_glued_to_words_stay(restorer: Restorer) -> None:
    page = """CancuNghidinhs6123/2020/ND-CPngay19thang10nam2020cuaChinhphuquydinhvehoadon,chungtu;
Uybannhandantinhyeucau cac so, ban, nganh khantruongthuchien khoan3Dieu1vakhoan2Dieu14 cua Nghidinhnay."""
    text = restorer.restore(page).text
    assert text.startswith("Căn cứ Nghị định số 123/2020/NĐ-")
    assert "ngày 19 tháng 10 năm 2020 của Chính phủ quy định về hóa đơn, chứng từ;" in text
    assert "khoản 3 Điều 1 và khoản 2 Điều 14 của Nghị định này." in text


def test_long_runs_stay_where_gaps_are_not_lost(restorer: Restorer) -> None:
    page = "Cén cfr Lufit T6 chirc chfnh quyén dia phuong va céc Nghi dinh cﬁa Chinh phﬁ, m5 s6 "
    code = "cacdonvicotrachnhiemthuchienquydinh"
    assert code in restorer.restore(page * 14 + code + " cﬁa céc co quan nha nuéc va don vi lién quan").text


def test_the_dash_of_the_motto(restorer: Restorer) -> None:
    page = "Cén cfr Lufit T6 chirc chfnh quyén dia phuong va céc Nghi dinh cﬁa Chinh phﬁ\n\n"
    assert restorer.restore(page + "Déc lép-Tu do-Hanh phﬁc").text.endswith("Độc lập - Tự do - Hạnh phúc")
    found = sketch(Chunk(0, 5, "Wi-Fi", False), restorer._vocabulary)
    assert " - " not in [gap.surface for stretch in found.stretches for gap in stretch.gaps]
