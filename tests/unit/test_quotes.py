"""Quotation marks without a partner are dirt, on garbled pages only."""

from __future__ import annotations

import pytest

from vnrestore.restore.quotes import drop_stray_quotes
from vnrestore.restore.reading import Reading

MARKS = "‘’'\"“”"


def cleaned(*passages: str) -> str:
    """The passages, a line each, without what is dropped."""
    text = "\n".join(passages)
    chosen, at = [], 0
    for passage in passages:
        readings = []
        for chunk in passage.split(" "):
            start = at
            for i, char in enumerate(chunk):
                if char in MARKS:
                    if start < at + i:
                        readings.append(_reading(start, text[start : at + i]))
                    readings.append(_reading(at + i, char))
                    start = at + i + 1
            if start < at + len(chunk):
                readings.append(_reading(start, chunk[start - at :]))
            at += len(chunk) + 1
        chosen.append(readings)
    pieces = list(text)
    for passage_readings in drop_stray_quotes(text, chosen):
        for reading in passage_readings:
            if reading.generator == "stray":
                assert (reading.surface, reading.runner_up) == ("", text[reading.start])
                pieces[reading.start] = ""
    return "".join(pieces)


def _reading(start: int, surface: str) -> Reading:
    return Reading(start, start + len(surface), surface, 1.0, None, 0.0, "identity", 9)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("điểm a khoản ‘này", "điểm a khoản này"),
        ("của’ Chủ tịch", "của Chủ tịch"),
        ('dịch vụ "công trực tuyến', "dịch vụ công trực tuyến"),
        ("gọi là “vùng lõi”.", "gọi là “vùng lõi”."),
        ('gọi là "vùng lõi"; và', 'gọi là "vùng lõi"; và'),
        ("cụm từ (‘dầu hỏa’) và", "cụm từ (‘dầu hỏa’) và"),
        ("người H’Mông, Ea H'leo", "người H’Mông, Ea H'leo"),
        ("đứng ‘ một mình", "đứng ‘ một mình"),
    ],
)
def test_marks_of_one_passage(text: str, want: str) -> None:
    assert cleaned(text) == want


def test_a_quotation_of_several_paragraphs_stays() -> None:
    text = ("“Điều 5. Phạm vi", "1. Nghị định này quy định", "2. Nghị định này không”.")
    assert cleaned(*text) == "\n".join(text)


def test_what_opens_a_paragraph_may_be_closed_elsewhere() -> None:
    assert cleaned("“Điều 5. Phạm vi", "1. Nghị định") == "“Điều 5. Phạm vi\n1. Nghị định"
