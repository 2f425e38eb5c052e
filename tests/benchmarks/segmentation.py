"""Time segmentation takes: a decree of up to 600 pages, and hostile lines of 100,000 characters.

Hostile lines are a beginning that some rule waits for, something repeated without end, and an
ending that no rule wants: what makes a careless pattern try every way to match. Every function
that looks at a document is run on each; the slowest are printed.

    python tests/benchmarks/segmentation.py            # the decree
    python tests/benchmarks/segmentation.py --fuzz     # the lines, some minutes
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from vnrestore.formats.notice_akn import notice_to_akn
from vnrestore.formats.notice_json import notice_to_json
from vnrestore.formats.notice_markdown import notice_to_markdown
from vnrestore.formats.notice_text import notice_to_text
from vnrestore.segment import segment_text
from vnrestore.segment.assignments import find_assignments
from vnrestore.segment.dates import find_dates, find_deadlines
from vnrestore.segment.metadata import extract_record
from vnrestore.segment.money import find_money
from vnrestore.segment.references import find_references
from vnrestore.segment.rules import ALL_RULES

LENGTH = 100_000
ALLOWED = 2.0
PAGE_LINES = 45
FILLERS = (
    " ", "a", "A", "1", ".", ",", "-", "(", "“", "\t", "a ", "A ", "1.", "1/", "a, ", "Aa ", "1 ", "; ", ": ",
    "ngày ", "và ", "của ", "điều ", "khoản 1 ", "Luật A ", "số ", "Sở A, ", "các bộ ",
    "thực hiện ", "| ", "1.1.",
)  # fmt: skip
ENDINGS = ("", "!", "\nNơi nhận:\n- A;")


def decree(pages: int) -> str:
    """A decree of so many pages of 45 lines."""
    article = [
        "1. Tổ chức, cá nhân trồng cây bên đường có trách nhiệm chăm sóc cây theo",
        "hướng dẫn của cơ quan quản lý và báo cáo kết quả hằng năm.",
        "a) Tưới nước vào mùa khô;",
        "- Hai lần một tuần đối với cây dưới ba năm;",
        "b) Cắt tỉa cành trước mùa mưa bão.",
    ]
    lines = ["CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/2020/NĐ-CP\nNGHỊ ĐỊNH\nVề cây xanh\n"]
    number = 0
    while len(lines) < pages * PAGE_LINES:
        number += 1
        lines.append(f"Điều {number}. Chăm sóc cây")
        lines += [line.replace("1.", f"{clause}.") for clause in range(1, 9) for line in article]
    return "\n".join(lines[: pages * PAGE_LINES])


def hostile() -> Iterator[tuple[str, str]]:
    """Hostile texts with a name."""
    heads = dict.fromkeys(line.split("\n")[-1] for rule in ALL_RULES for line in rule.matches)
    heads |= dict.fromkeys(word for line in heads for word in (line.split() or [""])[:1])
    heads |= dict.fromkeys(
        (
            "",
            "Quyết định số ",
            "Quyết định số 1/QĐ-UBND",
            "Luật ",
            "điểm a",
            "khoản 2",
            "trước ngày ",
            "1 tỷ ",
        )
    )
    for head in heads:
        for filler in FILLERS:
            line = head + filler * (LENGTH // len(filler))
            for ending in ENDINGS:
                yield f"{head!r} + {filler!r} * n + {ending!r}", line + ending


def readers() -> dict[str, Callable[[str], object]]:
    """What looks at a text."""
    return {
        "segment": segment_text,
        "references": find_references,
        "dates": lambda text: list(find_dates(text)),
        "deadlines": lambda text: list(find_deadlines(text, "2014")),
        "money": lambda text: list(find_money(text)),
        "record": lambda text: extract_record(segment_text(text)),
        "tasks": lambda text: find_assignments(segment_text(text)),
        "writers": lambda text: [
            write(segment_text(text))
            for write in (notice_to_json, notice_to_markdown, notice_to_text, notice_to_akn)
        ],
    }


def seconds(read: Callable[[str], object], text: str) -> float:
    """Processor time one reading takes."""
    started = time.process_time()
    read(text)
    return time.process_time() - started


def main(arguments: list[str]) -> int:
    """Print times; 1 if something took longer than it may."""
    slow = []
    if "--fuzz" not in arguments:
        for name, read in readers().items():
            times = {pages: seconds(read, decree(pages)) for pages in (75, 150, 300, 600)}
            print(f"{name:<12}" + "".join(f"  {pages} pages {took:6.3f} s" for pages, took in times.items()))
            if times[300] > ALLOWED or times[600] > 3 * times[300]:
                slow.append(name)
        return bool(slow)
    worst: list[tuple[float, str]] = []
    for name, text in hostile():
        for reader, read in readers().items():
            took = seconds(read, text)
            worst = sorted([*worst, (took, f"{reader}: {name}")], reverse=True)[:12]
            if took > ALLOWED:
                slow.append(name)
                print(f"{took:7.3f} s  {reader}: {name}", flush=True)
    print("slowest:", *(f"{took:7.3f} s  {name}" for took, name in worst), sep="\n")
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
