"""Letters that an engine broke, commas it took for quotation marks, words it ran together."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.broken import breaks_letters
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
