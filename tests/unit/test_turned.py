"""Lines that an engine read upside down are turned before they are read; other lines never are."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.turned import turned, turned_back

# As RapidOCR reads: no marks, and now and then a line upside down. The second says:
# "quyết định xây dựng công trình khẩn cấp và phân công nhiệm vụ cho các đơn vị" without some letters.
BEFORE = "Thuc hien y kien chi dao cua Chu tich Uy ban nhan dan tinh ve viec ban hanh"
LINE = "uy uop oeo oyo ny waiyu 8uoo ueyd ea deo ueyy yuiy 8uoo 8unp Aex yuip 1aAnb"
AFTER = "thuoc tinh, cac so, ban, nganh khan truong to chuc thuc hien va bao cao ket qua."


@pytest.mark.parametrize(
    ("line", "want"),
    [("yuip ueq", "ban dinh"), ("szoz/60 Aeu", "nay 09/2025"), ("'quop (yy", "hh) donb,"), ("", "")],
)
def test_turned(line: str, want: str) -> None:
    assert turned(line) == want


def test_only_these_lines_are_turned() -> None:
    text = "mot\nueq yuip\nhai"
    assert turned_back(text, [(4, 12)]) == "mot\ndinh ban\nhai"


@pytest.mark.parametrize(
    "line",
    [
        BEFORE,
        "",
        "if possible in any way, try a current development snapshot.",
        "return resp, int(count), int(first), int(last), name",
        "Uỷ ban nhân dân tỉnh ban hành Quyết định về việc xây dựng công trình",
        "trét tu lé céch viét gcgn cﬁa cum tl‘r an ninh quéc gia, trait tu'",
        "nim, _ât _ (trù truòng h_p quy d_nh t_i di_m b kho_n này)",
    ],
)
def test_upright_lines(restorer: Restorer, line: str) -> None:
    assert restorer._turned_lines.find(f"{line}\n{line}") == []


def test_a_turned_line_is_read(restorer: Restorer) -> None:
    text = f"{BEFORE}\n{LINE}\n{AFTER}\n"
    assert restorer._turned_lines.find(text) == [(len(BEFORE) + 1, len(BEFORE) + 1 + len(LINE))]
    restored = restorer.restore(text)
    lines = restored.text.split("\n")
    assert "quyết định xây dựng công trình khẩn cấp" in lines[1].lower()
    assert "cho các đơn" in lines[1]
    assert lines[2].startswith("thuộc tỉnh, các sở, ban, ngành khẩn trương tổ chức thực hiện")
    whole = [c for c in restored.corrections if c.generator == "turned"]
    assert [(c.original, c.replacement) for c in whole] == [(LINE, lines[1])]
    assert restorer.restore(restored.text).text == restored.text
