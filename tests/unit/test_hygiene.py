"""Hidden characters are found, named, and removed without touching anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnrestore.text.hygiene import find_hidden, remove_hidden

CLEAN = (
    "Ủy ban nhân dân tỉnh Đắk Lắk,\r\n\tngày 20/5/2014\u00a0\u2028\f\x85",
    "e\u0301\u0323 o\u031b decomposed",
    "soft hy\u00adphen",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f\u200d\U0001f525",  # one family; a heart on fire
    "\u1781\u17d2\u1798\u17c2\u179a\u200c\u1780",  # Khmer
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
)


@pytest.mark.parametrize("text", CLEAN)
def test_writing_is_not_hidden(text: str) -> None:
    assert find_hidden(text) == []
    assert remove_hidden(text) == text


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\u202e", "U+202E right-to-left override"),
        ("\u200b", "U+200B zero width space"),
        ("\u200d", "U+200D zero width joiner"),
        ("\u2066", "U+2066 left-to-right isolate"),
        ("\ufeff", "U+FEFF zero width no-break space"),
        ("\u3164", "U+3164 hangul filler"),
        ("\U000e0041", "U+E0041 tag latin capital letter a"),
        ("\u2061", "U+2061 function application"),
    ],
)
def test_hidden_characters_have_names(char: str, name: str) -> None:
    found = find_hidden(f"Số {char}12")
    assert [(one.start, one.char, one.name) for one in found] == [(3, char, name)]
    assert remove_hidden(f"Số {char}12") == "Số 12"


def test_a_joiner_left_alone_goes_too() -> None:
    assert remove_hidden("a\u200d\u200b\u200cb") == "ab"
    assert remove_hidden("a\u180b\u200db") == "ab"  # a variation selector of Mongolian, and what it held up


@given(st.text(st.sampled_from("aố \n\u0301\u200b\u200c\u200d\u202e\u0645\u1780\U0001f468\ufe0f\ufeff")))
def test_only_hidden_characters_go(text: str) -> None:
    kept = remove_hidden(text)
    assert find_hidden(kept) == []
    rest = iter(text)
    assert all(char in rest for char in kept)
    visible = [char for char in text if char not in "\u200b\u200c\u200d\u202e\ufeff"]
    assert [char for char in kept if char not in "\u200c\u200d"] == visible
