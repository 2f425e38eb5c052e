"""What is left as it stands and yet pointed out: doubtful words, and marks that nobody printed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Doubt, Restoration
from vnrestore.formats.restoration_json import restoration_from_dict, restoration_to_dict
from vnrestore.pipeline import Restorer
from vnrestore.report.html import html
from vnrestore.report.pieces import rows
from vnrestore.restore.decide import decide
from vnrestore.restore.noise import find_noise
from vnrestore.restore.reading import Reading


def changed(start: int, end: int, original: str, replacement: str) -> Correction:
    return Correction(Span(start, end), original, replacement, 0.9, None, 0.0, "syllable")


def noise(text: str, *corrections: Correction) -> list[str]:
    made = corrections or (changed(0, 2, text[:2], "Sở"),)
    return [span.of(text) for span in find_noise(text, made)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S6 © Tài chính ¡ tỉnh", ["©", "¡"]),
        ("S6 Tài chính '\n| Số: 5\n¢ a", ["'", "|", "¢"]),
        ('S6 - a\n- b\n+ c\n* d\n" e', []),
        ("S6 a + b = c; 5 % / 100 × 2", []),
        ("S6: ..... ngày ___ tháng", []),
        ("S6 (để b/c), 'a' \"b\"", []),
        ('S6 a * b " c', ["*", '"']),
    ],
)
def test_noise(text: str, found: list[str]) -> None:
    assert noise(text) == found


def test_no_noise_without_corrections_or_inside_one() -> None:
    assert find_noise("Sở © Tài chính", ()) == ()
    assert noise("S6 © Tài ¡", changed(2, 4, " ©", "")) == ["¡"]


def test_doubts_are_words_without_a_likelier_reading() -> None:
    text = "a1 bb 17 cc dd ee"
    readings = [
        Reading(0, 2, "ai", 0.5, None, 0.0, "syllable", 5),  # corrected
        Reading(3, 5, "bb", 0.4, "bo", 0.3, "identity", 5),
        Reading(6, 8, "17", 0.4, None, 0.0, "identity", 5),  # no letter
        Reading(9, 11, "cc", 0.95, None, 0.0, "identity", 5),
        Reading(12, 14, "dd", 0.2, "do", 0.8, "identity", 5),  # a suggestion
        Reading(15, 17, "ee", 0.2, None, 0.0, "identity", -1),  # no word
    ]
    restoration = decide(text, readings, 0.3)
    assert restoration.doubts == (Doubt(Span(3, 5), 0.4),)
    assert [one.span for one in restoration.suggestions] == [Span(12, 14)]


def test_they_survive_json_and_decomposed_text(samples: Path) -> None:
    text = (samples / "decision_medium.noisy.txt").read_text(encoding="utf-8")
    text += "\nĐiều 4. Sd © xqzw ¡ Tài chính chịu trách nhiệm.\n"
    restorer = Restorer()
    restoration = restorer.restore(text)
    assert [span.of(text) for span in restoration.noise][-1] == "¡"
    assert "xqzw" in [one.span.of(text) for one in restoration.doubts]
    assert restoration_from_dict(restoration_to_dict(restoration)) == restoration
    given = unicodedata.normalize("NFD", text)
    apart = restorer.restore(given)
    composed = [unicodedata.normalize("NFC", span.of(given)) for span in apart.noise]
    assert composed == [span.of(text) for span in restoration.noise]
    assert [one.posterior for one in apart.doubts] == [one.posterior for one in restoration.doubts]


def test_an_older_record_without_them_is_read() -> None:
    record = restoration_to_dict(Restoration("S6", "Sở", (changed(0, 2, "S6", "Sở"),), (), 0.9))
    del record["doubts"], record["noise"]
    assert restoration_from_dict(record).doubts == ()


def test_reports_show_both() -> None:
    text = "S6 © Tàì chính\nbb ¡\n"
    doubts = (Doubt(Span(5, 8), 0.4), Doubt(Span(15, 17), 0.5))
    made = (changed(0, 2, "S6", "Sở"),)
    one = Restoration(text, text.replace("S6", "Sở"), made, (), 0.9, doubts, find_noise(text, made))
    found = rows(one)
    assert "".join(piece.original for row in found for piece in row) == text
    assert [[p.original for p in row if p.doubt] for row in found] == [["Tàì"], ["bb"]]
    assert [[p.original for p in row if p.noise] for row in found] == [["©"], ["¡"]]
    page = html(one, "a.txt")
    assert page.count('<mark class="doubt"') == 2 + 1  # and the legend
    assert page.count('<mark class="noise"') == 2 + 1
    assert "posterior 0.400" in page
