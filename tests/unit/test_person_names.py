"""Names of people are read as such where that explains a run of capitals better."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.text.syllable import parse_highland


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


GARBLED = "Thi tuéng Chinh phu yéu cau cac co quan, don vi bdo cdo két qua thyc hién nhiém vu dwoc giao"


@pytest.mark.parametrize(
    ("observed", "want"),
    [
        ("D6 Quang Lan", "Đỗ Quang Lan"),
        ("Lé bic Hai", "Lê Đức Hải"),
        ("Neo Thi Lan", "Ngô Thị Lan"),
        ("Nguyén Van Hung", "Nguyễn Văn Hùng"),
        ("Luu: VT, VX. bang Minh Truong", "Lưu: VT, VX. Đặng Minh Trường"),
    ],
)
def test_names_of_their_parts(restorer: Restorer, observed: str, want: str) -> None:
    text = f"{GARBLED}.\n\n{observed}"
    restored = restorer.restore(text)
    assert restored.text.endswith("\n\n" + want)


def test_a_name_says_what_it_was_and_how_sure_it_is(restorer: Restorer) -> None:
    named = [
        c for c in restorer.restore(f"{GARBLED}.\n\nBing Ditc Nghia").corrections if c.generator == "name"
    ]
    assert [(c.original, c.replacement) for c in named] == [("Bing", "Đặng")]
    assert 0.7 < named[0].posterior < 1.0
    assert named[0].runner_up == "Bằng"


@pytest.mark.parametrize("word", ["đắk", "lắk", "krông", "plông", "búk", "đăk"])
def test_highland_syllables(word: str) -> None:
    assert parse_highland(word) is not None


@pytest.mark.parametrize("word", ["book", "look", "krong", "chủ", "đượ", "nghiệ", "quôck", "đtđt", ""])
def test_no_highland_syllables(word: str) -> None:
    assert parse_highland(word) is None
