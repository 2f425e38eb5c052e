"""Composed text is NFC, and its offsets lead back to where each letter stood."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Restoration
from vnrestore.text.composition import as_given, compose

PIECES = st.sampled_from(
    [*"aâăốỆđ \n1", "\u0301", "\u0323", "\u0302", "\u0958", "\uac01", "\u1100\u1161\u11a8", "\ufb2c", "İ"]
)
TEXTS = st.lists(PIECES, max_size=20).map("".join) | st.text()


def test_vietnamese_letters() -> None:
    text = unicodedata.normalize("NFD", "Sở Nội vụ")
    composed = compose(text)
    assert composed.text == "Sở Nội vụ"
    assert composed.offsets == (0, 1, 4, 5, 6, 9, 10, 11, 12, 14)
    assert [text[composed.offset(i) : composed.offset(i + 1)] for i in (1, 4)] == [
        "o\u031b\u0309",
        "o\u0323\u0302",
    ]


def test_marks_that_do_not_compose_keep_their_places() -> None:
    composed = compose("a\u0302\u0304\u0301b")
    assert composed.text == "â\u0304\u0301b"
    assert composed.offsets == (0, 2, 3, 4, 5)


def test_composed_text_is_left_alone() -> None:
    text = "Sở Nội vụ"
    composed = compose(text)
    assert composed.text is text
    assert composed.offsets is None
    assert composed.offset(3) == 3


@given(TEXTS)
@example("\u0301a\u0323\u0301\u0302")
@example("\u0958")  # longer in NFC than it was
@example("\u09c7\u09be")
def test_offsets_cover_the_text(text: str) -> None:
    composed = compose(text)
    assert composed.text == unicodedata.normalize("NFC", text)
    offsets = [composed.offset(i) for i in range(len(composed.text) + 1)]
    assert offsets[-1] == len(text)
    assert offsets[0] == 0
    assert all(a <= b for a, b in pairwise(offsets))


@given(st.lists(st.sampled_from(["Sở", "Nội", "vụ", "d6i", " ", "\n"]), max_size=20).map("".join))
def test_every_letter_leads_to_its_own(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    composed = compose(decomposed)
    for i, letter in enumerate(composed.text):
        before = decomposed[composed.offset(i) : composed.offset(i + 1)]
        assert unicodedata.normalize("NFC", before) == letter


def test_a_restoration_moves_to_the_text_as_given() -> None:
    given = unicodedata.normalize("NFD", "Sở Nội v6")
    composition = compose(given)
    one = Correction(Span(7, 9), "v6", "vụ", 0.9, "v6", 0.1, "syllable")
    other = Correction(Span(3, 6), "Nội", "Nối", 0.2, "Nội", 0.8, "syllable")
    restoration = Restoration(composition.text, "Sở Nội vụ", (one,), (other,), 0.9)
    moved = as_given(restoration, given, composition)
    assert moved.original == given
    assert moved.text == unicodedata.normalize("NFD", "Sở Nội ") + "vụ"
    assert moved.corrections == (replace(one, span=Span(11, 13)),)
    assert moved.suggestions == (replace(other, span=Span(5, 10), original="No\u0323\u0302i"),)
    assert as_given(restoration, composition.text, compose(composition.text)) is restoration
