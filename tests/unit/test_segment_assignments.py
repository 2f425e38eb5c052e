"""Who a sentence orders to do what; each case one that real documents were read wrongly on."""

from __future__ import annotations

import time

import pytest

from vnrestore.segment import segment_text
from vnrestore.segment.assignments import find_assignments
from vnrestore.segment.dates import find_deadlines


def rows_of(text: str) -> list[tuple[str, str]]:
    return [(row.actor, row.task) for row in find_assignments(segment_text(text))]


@pytest.mark.parametrize(
    ("sentence", "actor", "task"),
    [
        ("Sở Xây dựng chủ trì thẩm định.", "Sở Xây dựng", "chủ trì thẩm định"),
        ("Giao Chi cục Quản lý đất đai rà soát quỹ đất.", "Chi cục Quản lý đất đai", "rà soát quỹ đất"),
        (
            "Người đứng đầu cơ quan, tổ chức chỉ đạo việc nộp hồ sơ.",
            "Người đứng đầu cơ quan, tổ chức",
            "chỉ đạo việc nộp hồ sơ",
        ),
        (
            "Các tổ chức chính trị - xã hội phối hợp tuyên truyền.",
            "Các tổ chức chính trị - xã hội",
            "phối hợp tuyên truyền",
        ),
        ("UBND xã tổ chức lễ ra quân.", "UBND xã", "tổ chức lễ ra quân"),
        (
            "Đơn vị sự nghiệp công lập báo cáo kết quả.",
            "Đơn vị sự nghiệp công lập",
            "báo cáo kết quả",
        ),
        (
            "Các chủ rừng (các Ban quản lý rừng phòng hộ) kiểm tra hiện trường.",
            "Các chủ rừng (các Ban quản lý rừng phòng hộ)",
            "kiểm tra hiện trường",
        ),
        (
            "Giao các Bộ: Công an, Xây dựng, Tư pháp có ý kiến đối với đề xuất.",
            "các Bộ: Công an, Xây dựng, Tư pháp",
            "có ý kiến đối với đề xuất",
        ),
        ("Sở Nội vụ: Tổng hợp, báo cáo kết quả.", "Sở Nội vụ", "Tổng hợp, báo cáo kết quả"),
        (
            "Trường hợp phát sinh vướng mắc, đề nghị Thuế tỉnh báo cáo cấp trên.",
            "Thuế tỉnh",
            "báo cáo cấp trên",
        ),
        (
            "Giám đốc các sở; Chủ tịch UBND các xã chịu trách nhiệm thi hành.",
            "Giám đốc các sở; Chủ tịch UBND các xã",
            "chịu trách nhiệm thi hành",
        ),
        ("Yêu cầu UBND TP. Hồ Chí Minh báo cáo.", "UBND TP. Hồ Chí Minh", "báo cáo"),
        ("Các cơ quan phải báo cáo. Đây là việc gấp.", "Các cơ quan", "phải báo cáo"),
        (
            "Các sở căn cứ chức năng, nhiệm vụ xây dựng kế hoạch.",
            "Các sở",
            "căn cứ chức năng, nhiệm vụ xây dựng kế hoạch",
        ),
        (
            "Chủ tịch UBND các xã nêu tại Điều 1 chịu trách nhiệm thi hành.",
            "Chủ tịch UBND các xã nêu tại Điều 1",
            "chịu trách nhiệm thi hành",
        ),
        (
            "Sau khi thực hiện, Ủy ban nhân dân xã có trách nhiệm báo cáo.",
            "Ủy ban nhân dân xã",
            "có trách nhiệm báo cáo",
        ),
        (
            "Các đơn vị thực hiện nhiệm vụ bầu cử có trách nhiệm chi đúng định mức.",
            "Các đơn vị thực hiện nhiệm vụ bầu cử",
            "có trách nhiệm chi đúng định mức",
        ),
        (
            "Đề nghị các Hội được Đảng, Nhà nước giao nhiệm vụ; Ủy ban nhân dân xã: tổ chức đánh giá.",
            "các Hội được Đảng, Nhà nước giao nhiệm vụ; Ủy ban nhân dân xã",
            "tổ chức đánh giá",
        ),
    ],
)
def test_who_and_what(sentence: str, actor: str, task: str) -> None:
    assert rows_of(f"1. Nội dung\n\na) {sentence}\n\nb) Như trên.\n") == [(actor, task)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tổ chức thực hiện Nghị quyết.",
        "Phông lưu trữ gồm tài liệu của cơ quan, được quản lý thống nhất.",
        "Phong trào thi đua phải được triển khai sâu rộng.",
        "Bản số hóa phải có chữ ký số.",
        "Bảo quản tài liệu phải đúng quy định.",
        "Trường hợp có vướng mắc phải báo cáo.",
        "Các thủ tục hành chính mới ban hành có hiệu lực.",
        "Các cơ sở kinh doanh là các cơ sở được cấp phép, không kể hộ gia đình.",
        "Bộ Chính trị cơ bản nhất trí với Tờ trình.",
        "Sở Tài chính đã báo cáo UBND tỉnh.",
        "Văn phòng UBND tỉnh thông báo để các đơn vị biết, thực hiện.",
        "Ủy ban nhân dân cấp xã quyết định tiêu chuẩn diện tích.",
        "Các sở nếu có vướng mắc báo cáo.",
    ],
)
def test_no_task(sentence: str) -> None:
    assert rows_of(f"1. Nội dung\n\na) {sentence}\n\nb) Như trên.\n") == []


def test_items_below_criteria_are_no_tasks() -> None:
    text = (
        "1. Tiêu chí\n\na) Đối với các sở:\n\n- Hoàn thành chỉ tiêu.\n\n2. Giao Sở A\n\n- Hoàn thành dự án.\n"
    )
    assert rows_of(text) == [("Sở A", "Hoàn thành dự án")]


def test_a_paragraph_below_a_body_is_its_task_and_the_next_says_by_when() -> None:
    text = (
        "1. Sở A chủ trì, phối hợp với Sở B:\n\nXây dựng quy trình nội bộ.\n\n"
        "Thời hạn chậm nhất 05 ngày làm việc kể từ ngày ký.\n\n2. Hết.\n"
    )
    rows = find_assignments(segment_text(text))
    assert [(row.actor, row.task, row.deadline) for row in rows] == [
        ("Sở A", "Xây dựng quy trình nội bộ", "P5D")
    ]


def test_the_lead_in_may_say_who_is_to_do_it_all() -> None:
    text = (
        "Kính gửi: Các chủ đầu tư.\n\nSở Xây dựng đề nghị các chủ đầu tư thực hiện một số nội dung sau:\n\n"
        "1. Kiểm tra công trình.\n\n2. Kinh phí tự lo.\n"
    )
    assert rows_of(text) == [("các chủ đầu tư", "Kiểm tra công trình")]


def test_a_heading_that_is_no_body_owns_nothing() -> None:
    assert rows_of("I. TỔ CHỨC THỰC HIỆN\n\n1. Kinh phí\n\n- Theo dự toán được giao.\n") == []


def test_an_announcement_of_items_is_no_task() -> None:
    text = "Điều 2. Sở Nội vụ có trách nhiệm:\n\n1. Tổng hợp số liệu;\n\n2. Báo cáo UBND tỉnh.\n"
    assert rows_of(text) == [("Sở Nội vụ", "Tổng hợp số liệu"), ("Sở Nội vụ", "Báo cáo UBND tỉnh")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("báo cáo trước ngày 25/12 hàng năm", ["--12-25"]),
        ("báo cáo trước ngày 25/12", ["2025-12-25"]),
        ("tài liệu từ năm 1976 đến năm 2005", []),
        ("kéo dài đến năm 2030", ["2030"]),
        ("gửi chậm nhất 1 ngày 20/5/2014", ["2014-05-20"]),
        ("trả lời chậm nhất 1 ngày kể từ ngày nhận", ["P1D"]),
    ],
)
def test_deadlines(text: str, values: list[str]) -> None:
    assert [mention.value for mention in find_deadlines(text, "2025")] == values


@pytest.mark.parametrize(
    "text", ["Tổ chức; " * 12_000, "(a " * 30_000, "giao các " * 12_000, "Sở Xây dựng; " * 8_000]
)
def test_hostile_lines_take_linear_time(text: str) -> None:
    started = time.perf_counter()
    find_assignments(segment_text(text))
    assert time.perf_counter() - started < 5
