"""Marks on garbled pages: specks are dropped, marks that fit nowhere give way; sound text keeps its own."""

from __future__ import annotations

import re

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.decide import decide
from vnrestore.restore.mark_habits import habits
from vnrestore.restore.mark_odds import (
    ALONE,
    DASH,
    LAST_DASH,
    LONE_LETTER,
    LONE_STROKE,
    NO_WORD,
    NOBODYS,
    NONE,
    TRAILING,
    odds_of,
)
from vnrestore.restore.reading import Reading

# The frame is garbled, so that the pages are read as such.
BEFORE = "Can ctr Luat T6 chitc chinh quyén dia phuong ngay 16 thang 6 nam 2025 cia Quéc héi;\n"
AFTER = "\nCan cir Nghi dinh s6 43/2014/ND-CP ngay 15 thang 5 nam 2014 ctia Chinh phi quy dinh chi tiét."


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("Uy ban nhan _ dan tinh", "Ủy ban nhân dân tỉnh"),
        ("Uy ban nhan . dan tinh", "Ủy ban nhân dân tỉnh"),
        (": Uy ban nhan dan tinh", "Ủy ban nhân dân tỉnh"),
        ("Uy ban nhan dan tinh ` .", "Ủy ban nhân dân tỉnh"),
        ("Uy ban nhan ˆ dan tinh", "Ủy ban nhân dân tỉnh"),
        ("Uy ban nhan n dan tinh", "Ủy ban nhân dân tỉnh"),
        ("Ặ Uy ban nhan Ẻ dan tinh ị", "Ủy ban nhân dân tỉnh"),
        ("theo quy dinh tai diém a khoan 2", "theo quy định tại điểm a khoản 2"),
        ("Uy ban nhan-dan tinh", "Ủy ban nhân dân tỉnh"),
        ("giao tiép NFC-Bluetooth, IC-NFC va TTHC-HS", "giao tiếp NFC-Bluetooth, IC-NFC và TTHC-HS"),
        ("+ CVP UBND:-tinh; tinh Nghé An,.thanh phd Vinh", "+ CVP UBND tỉnh; tỉnh Nghệ An, thành phố Vinh"),
        ("Uy ban nhan'dan tinh Nghé An'vé viéc", "Ủy ban nhân dân tỉnh Nghệ An về việc"),
        ("Kinh giti: : Uy ban nhan dan tinh", "Kính gửi: Ủy ban nhân dân tỉnh"),
        ("Doc lap - Tu do - Hanh phiic", "Độc lập - Tự do - Hạnh phúc"),
        ("- Uy ban nhan dan tinh", "- Ủy ban nhân dân tỉnh"),
        ("Ho va tén ..... chitc vu ____", "Họ và tên ..... chức vụ ____"),
    ],
)
def test_marks_between_words(restorer: Restorer, line: str, want: str) -> None:
    assert restorer.restore(BEFORE + line + AFTER).text.split("\n")[1] == want


def test_what_is_dropped_is_a_correction(restorer: Restorer) -> None:
    restoration = restorer.restore(BEFORE + "Uy ban nhan _ dan tinh" + AFTER)
    (dropped,) = (c for c in restoration.corrections if not c.replacement)
    assert (dropped.original, dropped.runner_up, dropped.generator) == (" _", "_", "punctuation")


def test_sound_text_keeps_its_marks(restorer: Restorer) -> None:
    text = "Kính gửi : Ủy ban nhân dân tỉnh . Căn cứ Luật Tổ chức chính quyền địa phương _ số 72"
    assert restorer.restore(text).text == text


@pytest.mark.parametrize(
    ("text", "mark", "odds"),
    [
        ("tỉnh . Căn", ".", ALONE),
        ("tỉnh _ Căn", "_", NOBODYS),
        ("tỉnh Ặ\nCăn", "Ặ", NO_WORD),
        ("tỉnh Ặ) Căn", "Ặ", NONE),
        ("tỉnh\n~ Căn", "~", DASH),
        ("tỉnh -\nCăn", "-", LAST_DASH),
        ("tỉnh\n- Căn", "-", NONE),
        ("tỉnh: Căn", ":", TRAILING[":"]),
        ("gov.vn", ".", NONE),
        ("tên | chức vụ | nơi", "|", NONE),
        ("Điều | chịu", "|", NONE),
        ("| Điều", "|", NOBODYS),
        ("c) Căn", ")", NONE),
        ("© ) Căn", ")", ALONE),
        ("tỉ b có", "b", LONE_LETTER),
        ("tỉnh Ï Căn", "Ï", LONE_STROKE),
        ("Ông Y Bằng", "Y", NONE),
        ("sin + e = m", "e", NONE),
        ("tỉnh\nL NHIỆM VỤ", "L", NONE),
        ("điểm b) khoản", "b", NONE),
    ],
)
def test_odds_by_place(text: str, mark: str, odds: object) -> None:
    at = text.index(mark)
    passage = [
        Reading(*m.span(), m.group(), 1.0, None, 0.0, "identity", 9)
        for m in re.finditer(r"[^\W_]+|[^\w\s]|_", text)
    ]
    assert odds_of(text, passage, [r.start for r in passage].index(at)) == odds


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("một . hai", "một hai"),
        (". hai", "hai"),
        ("một .", "một"),
        ("một\n. .\nhai", "một\n\nhai"),
        ("a . . b", "a b"),
    ],
)
def test_a_blank_goes_with_what_is_dropped(text: str, want: str) -> None:
    chosen = [Reading(i, i + 1, "", 0.9, ".", 0.1, "punctuation", -1) for i, c in enumerate(text) if c == "."]
    assert decide(text, chosen, 0.3).text == want


def test_a_mark_that_touches_a_corrected_word_leaves_the_blank_behind_it() -> None:
    chosen = [
        Reading(0, 3, "xếp", 0.9, None, 0.1, "syllable", 9),
        Reading(3, 4, "", 0.9, ".", 0.1, "punctuation", -1),
    ]
    assert decide("sip. gan", chosen, 0.3).text == "xếp gan"


def test_text_without_marks_on_its_letters_keeps_its_punctuation(restorer: Restorer) -> None:
    text = (
        "Uy ban nhan dan tinh giao So Tai chinh chu tri . Phoi hop voi cac so, ban, nganh lien quan ; "
        "bao cao ket qua truoc ngay 30 thang 6 nam 2025 : cong tac thong tin doi ngoai cua thanh pho\n"
    )
    restored = restorer.restore(text).text
    assert restored.startswith("Ủy ban nhân dân tỉnh giao Sở Tài chính chủ trì . Phối hợp")
    assert [c for c in restored if c in ".,;:"] == [c for c in text if c in ".,;:"]


@pytest.mark.parametrize(
    ("others", "want"),
    [
        ([], "dân tỉnh"),
        ([(0, 4, "nhân ")], "nhân tỉnh"),  # another engine's reading took the blank
        ([(0, 4, "nhân "), (5, 5, " và")], "nhân  và tỉnh"),  # and added a word behind the speck
    ],
)
def test_what_is_dropped_leaves_the_blanks_of_others(others: list[tuple[int, int, str]], want: str) -> None:
    text = "dân _ tỉnh"
    speck = Reading(4, 5, "", 0.9, "_", 0.1, "punctuation", -1)
    second = [Reading(a, b, surface, 0.9, text[a:b], 0.1, "second", 9) for a, b, surface in others]
    chosen = sorted([speck, *second], key=lambda r: (r.start, r.end))
    assert decide(text, chosen, 0.3).text == want


def test_a_page_that_prints_semicolons_as_colons_shows_it() -> None:
    readings = [":", *TRAILING[":"]]
    learned = habits([(readings, [0.01, 0.01, 0.97, 0.01])] * 6 + [(readings, [0.4, 0.05, 0.5, 0.05])] * 2)
    assert learned[":", ";"] > 1.0
    assert habits([([",", *TRAILING[","]], [0.97, 0.01, 0.01, 0.01])] * 20).get((",", "."), 0.0) <= 0.0
    assert habits([([":", ""], [0.1, 0.9]), (["_", ""], [0.6, 0.4])]) == {}  # marks that stand elsewhere


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("phap luat v& bio, vé moi trudng va rimg", "pháp luật về bảo vệ môi trường và rừng"),
        ("cic sd. ban. nganh va Uy ban nhan dan", "các sở, ban, ngành và Ủy ban nhân dân"),
    ],
)
def test_a_speck_does_not_part_words_that_belong_together(restorer: Restorer, line: str, want: str) -> None:
    assert want in restorer.restore(BEFORE + line + AFTER).text.split("\n")


def test_the_habits_of_a_page_are_put_to_use(restorer: Restorer) -> None:
    laws = ("Dat dai", "Nha 6", "Xay dung", "Dau tu", "Doanh nghiép", "Cong doan")
    body = "\n".join(f"Can cir Luat {law} ngay 16 thang 6 nam 2025 cia Quéc hdi:" for law in laws)
    odd = "\nTheo dé nghi ciia Gidm ddc S& Noi vu, Chti tich Uy ban nhan dan tinh:"
    text = restorer.restore(BEFORE + body + odd + AFTER).text
    assert text.count("hội;") == len(laws) + 1
    alone = restorer.restore(BEFORE + body.split("\n")[0] + AFTER).text
    assert alone.split("\n")[1].endswith("hội;")
