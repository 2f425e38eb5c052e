"""Restored words put their tone marks where the document does: hóa or hoá."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.reading import Reading
from vnrestore.restore.tone_placement import ambiguous_symbols, place_tones

WORDS = ("hóa", "ủy", "quý", "học", "khỏe", "thủy", "hào")
SYMBOLS = {word: number for number, word in enumerate(WORDS)} | {"hoá": WORDS.index("hóa")}


def channel(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """A made-up channel: letters with marks are misread, those without hardly ever."""
    return [
        sum(0.0 if a == b else -6.0 if a.isascii() else -1.0 for a, b in zip(i, o, strict=True))
        for i, o in pairs
    ]


def placed(*pairs: tuple[str, str]) -> list[str]:
    text, readings = "", []
    for observed, surface in pairs:
        span = len(text), len(text) + len(observed)
        readings.append(Reading(*span, surface, 0.9, None, 0.0, "syllable", SYMBOLS.get(surface, 3)))
        text += observed + " "
    found = place_tones(text, [readings], channel, ambiguous_symbols(WORDS))
    return [r.surface for passage in found for r in passage]


def test_words_with_two_placements() -> None:
    assert {WORDS[i] for i in ambiguous_symbols(WORDS)} == {"hóa", "ủy", "khỏe", "thủy"}


def test_intact_words_show_the_habit() -> None:
    assert placed(("hoá", "hoá"), ("hoa", "hóa")) == ["hoá", "hoá"]
    assert placed(("hóa", "hóa"), ("hoa", "hóa")) == ["hóa", "hóa"]


def test_misread_vowels_show_the_habit() -> None:
    assert placed(("hod", "hóa"), ("hod", "hóa"), ("uy", "ủy")) == ["hoá", "hoá", "uỷ"]
    assert placed(("hda", "hóa"), ("hda", "hóa"), ("uy", "ủy")) == ["hóa", "hóa", "ủy"]


def test_the_usual_placement_where_nothing_speaks_against_it() -> None:
    assert placed(("hoa", "hóa"), ("hoc", "học")) == ["hóa", "học"]


def test_nothing_to_place() -> None:
    assert placed() == []
    assert placed(("hóa", "hóa"), ("hoc", "học")) == ["hóa", "học"]


@pytest.mark.parametrize(("habit", "other"), [("hoá", "hóa"), ("hóa", "hoá")])
def test_a_garbled_word_among_right_ones(habit: str, other: str) -> None:
    right = f"Việc {habit} giá và văn {habit} của Ủy ban nhân dân tỉnh được thực hiện đúng quy định."
    garbled = f"Vi¢c x4y dyng van {habit[:1]}oa vA chinh sdch x& h@i cla tinh duoc thyc hién dung quy dinh."
    text = Restorer().restore(f"{right}\n{garbled}\n" * 3).text
    assert other not in text
    assert text.count(habit) >= 6
