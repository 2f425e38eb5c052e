"""Whatever the text, segmenting it loses nothing, raises nothing and takes linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.notice import Kind, Notice
from vnrestore.formats.notice_json import notice_to_json
from vnrestore.formats.notice_markdown import notice_to_markdown
from vnrestore.formats.notice_text import notice_to_text
from vnrestore.segment import segment_text
from vnrestore.segment.assignments import find_assignments
from vnrestore.segment.dates import find_dates, find_deadlines
from vnrestore.segment.metadata import extract_record
from vnrestore.segment.money import find_money
from vnrestore.segment.references import find_references

FRAGMENTS = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN",
    "THÀNH PHỐ HÀ NỘI", "Số: 12/TB-VP", "Hà Nội, ngày 3 tháng 5 năm 2014", "THÔNG BÁO", "Về việc họp",
    "QUYẾT ĐỊNH:", "V/v họp", "Kính gửi:", "Căn cứ Luật Đất đai;", "kết luận như sau:", "Chương I", "Mục 1",
    "Điều 1.", "Điều", "1.", "1. Về", "1.1. Giao Sở", "2.1", "a) Sở", "đ) Sở", "c)", "- Các sở;", "+ Xã",
    "I. MỤC", "l. Về", "(1) Một", "3", "STT", "“Điều 4. Sửa", "”.", "./.", "thực hiện./.", "Nơi nhận:",
    "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn A", "(đã ký)",
    "PHỤ LỤC I", "(Kèm theo Quyết định số 1)", "tại", "và", "phố-", " ", "\t", "\n", "\n\n", "\r\n", "\f",
    "\x0b", "\u2028", "\u0301", "İ", "ß", "\U0001f600", "|a|b|c|", "2014; dự thảo",
)  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=60).map("".join)
LINES = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("\n".join)


def check_cover(notice: Notice) -> None:
    spans = sorted(span for node in notice.walk() for span in node.spans)
    at = 0
    for span in spans:
        assert span.start == at
        assert span.end > at
        at = span.end
    assert at == len(notice.source)


@given(st.text() | DOCUMENTS | LINES)
@settings(max_examples=400, deadline=None)
def test_spans_cover_the_text(text: str) -> None:
    check_cover(segment_text(text))


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_writers_take_any_notice(text: str) -> None:
    notice = segment_text(text)
    assert notice_to_json(notice)
    assert isinstance(notice_to_markdown(notice), str)
    assert isinstance(notice_to_text(notice, width=40), str)


@given(DOCUMENTS)
@settings(max_examples=100, deadline=None)
def test_no_letter_of_the_content_is_lost(text: str) -> None:
    notice = segment_text(text)
    for node in notice.walk():
        own = "".join(Span.of(span, text) for span in node.spans)
        shown = node.marker + node.text + node.note + "luuLưu-–—~+•*"
        assert {c for c in own if c.isalnum()} <= set(shown)


HOSTILE = (
    "1." * 50_000, "a) " * 33_000, "“" * 100_000, "- " * 50_000, "CỘNG HÒA " * 11_000, "ngày " * 20_000,
    "(" * 100_000, "Điều 1 " * 14_000, "I" * 100_000, "Số: " * 25_000, " " * 100_000,
    "tháng năm ngày " * 6_500, "V/v " * 25_000, "KT. CHỦ TỊCH " * 7_700, "Nơi nhận: " * 10_000,
    "QUYẾT ĐỊNH " * 9_000, "A " * 50_000, "1.1." * 25_000, "-" * 100_000, "l" * 100_000, "a" * 100_000,
    ";" * 100_000, "Nguyễn " * 14_000, "\t" * 100_000 + "x",
)  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: line[:12])
def test_hostile_lines(line: str) -> None:
    for text in (line, f"THÔNG BÁO\n{line}\nNơi nhận:\n{line}\nPHỤ LỤC\n{line}"):
        start = time.process_time()
        check_cover(segment_text(text))
        assert time.process_time() - start < 2.0


READ = (
    "Quyết định số" + " " * 100_000, "Quyết định số 1/QĐ-UBND" + " " * 100_000, "điểm a" + " " * 100_000,
    "khoản 2" + " " * 100_000, "Luật " + "A " * 50_000, "điểm a khoản 1 Điều 2 " * 4_500,
    "Nghị định " * 10_000,
    "Số: 1/" + "a-" * 50_000, "ngày 1 tháng 1 năm " * 5_200, "trước ngày 1/1/" * 6_600, "1.000" * 20_000,
    "Giao " * 20_000, "Sở A, " * 16_600, "các bộ, " * 12_500, "Trong quá trình " + "các sở, " * 12_500,
)  # fmt: skip
READERS = {
    "references": find_references,
    "dates": lambda text: list(find_dates(text)),
    "deadlines": lambda text: list(find_deadlines(text, "2014")),
    "money": lambda text: list(find_money(text)),
    "tasks": lambda text: find_assignments(segment_text(f"1. {text}\n2. A")),
    "record": lambda text: extract_record(segment_text(f"QUYẾT ĐỊNH\n{text}\n1. A")),
}


@pytest.mark.parametrize("name", READERS)
def test_hostile_lines_in_what_reads_the_text(name: str) -> None:
    """Lines of 100,000 characters made for patterns that try every way: some took 12 s at a fifth of it."""
    for line in READ:
        start = time.process_time()
        READERS[name](line)
        assert time.process_time() - start < 2.0, line[:20]


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=repr)
def test_time_is_linear(fragment: str) -> None:
    def seconds(times: int) -> float:
        text = (fragment + "\n") * times
        best = float("inf")
        for _ in range(3):  # the machine may be busy
            start = time.process_time()
            segment_text(text)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(4_000) < 8 * max(seconds(1_000), 0.02)


def test_depth_is_bounded() -> None:
    text = "".join(f"{kind} Nội dung:\n" for _ in range(2_000) for kind in ("1.", "a)", "(1)"))
    notice = segment_text(text)
    check_cover(notice)
    assert notice_to_json(notice)


def test_a_decree_of_300_pages_takes_two_seconds_at_most() -> None:
    """300 pages of 45 lines; the issue asks for under 2 s."""
    head = "CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/2020/NĐ-CP\nNGHỊ ĐỊNH\n"
    article = [
        "1. Tổ chức, cá nhân trồng cây bên đường có trách nhiệm chăm sóc cây theo",
        "hướng dẫn của cơ quan quản lý và báo cáo kết quả hằng năm.",
        "a) Tưới nước vào mùa khô;",
        "- Hai lần một tuần đối với cây dưới ba năm;",
        "b) Cắt tỉa cành trước mùa mưa bão.",
    ]
    lines = [head]
    for number in range(1, 13_500 // (len(article) * 8 + 1) + 1):
        lines.append(f"Điều {number}. Chăm sóc cây")
        lines += [line.replace("1.", f"{clause}.") for clause in range(1, 9) for line in article]
    text = "\n".join(lines)
    start = time.process_time()
    notice = segment_text(text)
    assert time.process_time() - start < 2.0
    assert len(notice.all(Kind.ARTICLE)) == 329
