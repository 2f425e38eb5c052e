"""Marks that an engine prints for letters it cannot read are letters; elsewhere they are marks."""

from __future__ import annotations

import pytest

from vnrestore.language.channel_tables import UNREAD
from vnrestore.pipeline import Restorer
from vnrestore.restore.reading import Reading
from vnrestore.restore.rejects import masked, reject_marks, unmasked

# As ocrad reads a page: what it cannot make out is _, and often several letters at once.
PAGE = """Thông báo v_ vi_c tri_n khai nhi_m v? công tác n_m 2021
Th_c hi_n ch_ d_o c_a Ch_ t_ch Uy ban nhân dân thành ph_ v_ vi_c t_ng cu_ng công tác
qu_n lý nhà nuóc, Van phòng Uy ban nhân dân thành ph_ d_ ngh_ các so, ban, ngành,
Uy ban nhân dân các qu_n, huy_n kh_n truong ph_i h_p t_ ch_c th_c hi_n các nhi_m v?
duoc giao; báo cáo k_t qu_ v_ Uy ban nhân dân thành ph_ truóc ngày 15 tháng 3."""
CODE = "def read_page(image_path, max_len): return page_text[image_path][:max_len] or read_next_page()\n" * 5


def test_a_page_full_of_marks() -> None:
    assert reject_marks(PAGE) == "?_"


@pytest.mark.parametrize(
    "text",
    [
        "",
        PAGE.replace("_", "").replace("?", ""),
        PAGE.replace("_", "").replace("?", "") + " Tep m_t",
        CODE,
        "Họ tên: ______ Chức vụ: ______ " * 20,
        "Vì sao? Ở đâu? Bao giờ? Tỷ lệ là 5% hay 6%? Đơn vị nào chủ trì? " * 5,
    ],
)
def test_other_texts_have_none(text: str) -> None:
    assert reject_marks(text) == ""


def test_what_is_masked() -> None:
    text = "d_ch v? _c5 ______ s_ ban _ hành; 5_6 Ng__i"
    want = "dXch vX _c5 ______ sX ban X hành; 5_6 NgXXi".replace("X", UNREAD).replace("_c", UNREAD + "c")
    assert masked(text, "?_") == want
    assert len(masked(text, "?_")) == len(text)


def test_unread_words_come_back_as_they_stood() -> None:
    def reading(start: int, end: int, surface: str, rival: str | None) -> Reading:
        return Reading(start, end, surface, 0.9, rival, 0.1, "syllable", 9)

    text = "d_ch v? x_"
    before = [
        reading(0, 4, "dịch", f"d{UNREAD}ch"),
        reading(5, 7, f"v{UNREAD}", None),
        reading(8, 10, f"x{UNREAD}.", None),
    ]
    after = [(r.surface, r.runner_up) for r in unmasked(text, before)]
    assert after == [("dịch", "d_ch"), ("v?", None), ("x.", None)]


def test_the_page_is_read(restorer: Restorer) -> None:
    restored = restorer.restore(PAGE)
    assert "Thực hiện chỉ đạo của Chủ tịch Ủy ban nhân dân thành phố về việc tăng cường" in restored.text
    assert "Ủy ban nhân dân các quận, huyện khẩn trương phối hợp tổ chức thực hiện" in restored.text
    assert "_" not in restored.text and UNREAD not in restored.text
    assert all(UNREAD not in str(c) for c in (*restored.corrections, *restored.suggestions))
