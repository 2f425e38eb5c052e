"""Clean text whose words a converter ran together: gaps come back, digits and marks stay."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer

GLUED = (
    "Nghị định này quy định về tổ chức, cá nhân hoạtđộng trong lĩnh vực công nghiệpvà thương mại, "
    "pháttriển bền vững, môitrường tại các cụm.\n"
) * 2


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("Sửa đổi, bổ sung khoản 1như sau:", "Sửa đổi, bổ sung khoản 1 như sau:"),
        (
            "Kể từ ngày 5tháng 6 năm 2020, khoản 12như sau.",
            "Kể từ ngày 5 tháng 6 năm 2020, khoản 12 như sau.",
        ),
    ],
)
def test_a_number_glued_to_a_word_stays(restorer: Restorer, line: str, want: str) -> None:
    assert restorer.restore(GLUED + line + "\n").text.split("\n")[2] == want


@pytest.mark.parametrize(
    "line",
    [
        "công nghiệp chế biến nông - lâm thủy sản; công nghiệp hỗ trợ",
        "Khi vào hầm, xe phải bật đèn pha ở chế độ chiếu gần.",
        "According to the Decree No.120/2016/ND-CP dated August 24 of the Government on fees.",
    ],
)
def test_marks_and_numbers_stay_where_only_gaps_were_lost(restorer: Restorer, line: str) -> None:
    assert restorer.restore(GLUED + line + "\n").text.split("\n")[2] == line
