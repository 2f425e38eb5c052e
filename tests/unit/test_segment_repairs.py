"""Markers that OCR or a line end spoilt, as real pages show them: read again where the run tells how."""

from __future__ import annotations

import pytest

from vnrestore.datatypes.notice import Kind, Node
from vnrestore.segment import segment_text
from vnrestore.segment.metadata import extract_record


def body(text: str) -> list[tuple[str, str, tuple[int, ...]]]:
    """Kind, marker and number of every node of the body, in reading order."""
    found = next(part for part in segment_text(text).parts if part.kind is Kind.BODY)
    return [(node.kind.value, node.marker, node.value) for node in found.walk() if node is not found]


def nodes(text: str) -> list[Node]:
    return [node for part in segment_text(text).parts for node in part.walk()]


@pytest.mark.parametrize("second", ["II.", "IL"])
def test_the_next_heading_makes_the_first_roman(second: str) -> None:
    text = (
        f"1. MỤC ĐÍCH, YÊU CẦU\n\n1. Mục đích\n\n2. Yêu cầu\n\n{second} NỘI DUNG CHỦ YẾU\n\n1. Tuyên truyền\n"
    )
    assert [(kind, value) for kind, _, value in body(text)] == [
        ("roman", (1,)),
        ("clause", (1,)),
        ("clause", (2,)),
        ("roman", (2,)),
        ("clause", (1,)),
    ]


def test_the_next_heading_makes_the_first_arabic() -> None:
    text = "I. MỤC ĐÍCH, YÊU CẦU\n\nNâng cao nhận thức.\n\n2. NỘI DUNG CHỦ YẾU\n\nTuyên truyền.\n"
    assert [kind for kind, _, value in body(text) if value] == ["clause", "clause"]


def test_an_item_two_before_b_was_a() -> None:
    first, second = [
        node for node in nodes("1. Giao Sở Nội vụ:\n\n2) Rà soát;\n\nb) Báo cáo.\n") if node.value
    ][1:]
    assert (first.kind, first.marker, first.value, second.value) == (Kind.POINT, "2)", (1,), (2,))
    assert first.suggestion is not None
    assert "read a)" in first.suggestion.reason


def test_items_in_their_own_run_stay() -> None:
    text = "1. Giao Sở Nội vụ:\n\n1) Rà soát;\n\n2) Báo cáo.\n"
    assert [kind for kind, _, _ in body(text)] == ["clause", "numbered_item", "numbered_item"]


def test_a_roman_number_that_ends_a_sentence_begins_no_section() -> None:
    text = "Điều 1. Cấp dự báo\n\n1. Gồm 5 cấp, từ cấp I đến cấp\nV. Chi tiết tại Mẫu số 04.\n\n2. Cấp I\n"
    assert [(kind, value) for kind, _, value in body(text)] == [
        ("article", (1,)),
        ("clause", (1,)),
        ("clause", (2,)),
    ]


def test_a_heading_in_capitals_does_begin_one_after_such_a_word() -> None:
    text = "I. MỤC TIÊU\n\nTổ chức chính quyền địa phương hai cấp\nII. NỘI DUNG\n\nTuyên truyền.\n"
    assert [value for kind, _, value in body(text) if kind == "roman"] == [(1,), (2,)]


def test_noise_before_a_number_that_follows() -> None:
    text = "5. Buôn bán khí.\n\n_ 6. Buôn bán súng:\n\n_ a) Súng săn;\n\nb) Súng sơn.\n\n7. Buôn bán vàng.\n"
    assert [(kind, value) for kind, _, value in body(text)] == [
        ("clause", (5,)),
        ("clause", (6,)),
        ("point", (1,)),
        ("point", (2,)),
        ("clause", (7,)),
    ]


def test_a_dot_for_a_dash_only_in_a_list_of_dashes() -> None:
    listed = "1. Sở Tài chính:\n\n- Bố trí kinh phí;\n\n. Hướng dẫn quyết toán;\n\n- Báo cáo.\n"
    assert [kind for kind, _, _ in body(listed)] == ["clause", "dash", "dash", "dash"]
    alone = "1. Sở Tài chính\n\n. Hướng dẫn quyết toán.\n"
    assert [kind for kind, _, _ in body(alone)] == ["clause", "paragraph"]


def test_articles_count_on_through_chapters() -> None:
    text = (
        "Chương I\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\nQuy chế này quy định việc phối hợp.\n\n"
        "Chương ÚT\nTỔ CHỨC THỰC HIỆN\n\nDẫn 2. Trách nhiệm\n\nCác sở chịu trách nhiệm thi hành.\n"
    )
    numbered = [(kind, value) for kind, _, value in body(text) if value]
    assert numbered == [("chapter", (1,)), ("article", (1,)), ("chapter", (2,)), ("article", (2,))]
    assert [node.suggestion for node in nodes(text) if node.marker == "Chương ÚT"] != [None]


def test_a_word_like_article_counts_for_nothing_out_of_order() -> None:
    text = "Điều 1. Phạm vi\n\nQuy chế này quy định việc phối hợp.\n\nDẫn 7. Trách nhiệm của sở\n"
    assert [value for kind, _, value in body(text) if kind == "article"] == [(1,)]


def test_a_line_end_behind_such_as_is_within_the_sentence() -> None:
    text = "1. Bảo vệ rừng\n\na) Chú trọng các loại rừng như:\nThông, Bạch đàn, Keo.\n\nb) Báo cáo.\n"
    points = [node.text for node in nodes(text) if node.kind is Kind.POINT]
    assert points == ["Chú trọng các loại rừng như: Thông, Bạch đàn, Keo.", "Báo cáo."]


def test_a_table_ends_where_the_sections_go_on() -> None:
    cells = "\n\n".join(f"Phường {name}\n\n{count}" for count, name in enumerate("ABCDEF", 10))
    text = (
        "I. Danh mục đồ dùng cá nhân được cấp một lần cho học sinh như sau\n\nSố TT\n\nTên\n\n"
        f"{cells}\n\n2. Danh mục học phẩm được cấp mỗi năm học cho học sinh trường dân tộc nội trú\n\n"
        "Sở Tài chính cấp kinh phí.\n"
    )
    assert [(kind, value) for kind, _, value in body(text) if kind in ("table", "clause", "roman")][1:] == [
        ("table", ()),
        ("clause", (2,)),
    ]


def test_pages_of_an_excerpt_are_not_counted() -> None:
    def pages(first: int) -> str:
        text = "".join(f"{number}\n\nĐiều {number}. Phạm vi.\n\n" for number in range(first, first + 3))
        return extract_record(segment_text(f"Căn cứ Luật Đất đai;\n\n{text}"))["PageAmount"].value

    assert (pages(2), pages(10)) == ("4", "")
