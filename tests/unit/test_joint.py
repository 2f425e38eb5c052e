"""Two readings of one page made one: what is paired, taken, left out and brought in."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnrestore.datatypes.restoration import Restoration, apply_corrections
from vnrestore.language import ngram
from vnrestore.language.resources import trained_folder
from vnrestore.pipeline import Restorer
from vnrestore.restore.decide import decide
from vnrestore.restore.joint import Page, join
from vnrestore.restore.pairing import Slot, pair
from vnrestore.restore.reading import Reading

KEEP = 0.3


@pytest.fixture(scope="module")
def model() -> ngram.NgramModel:
    return ngram.load(trained_folder() / "lm")


def page_of(text: str, model: ngram.NgramModel, changed: dict[str, tuple[str, float]] | None = None) -> Page:
    """Every word as it stands, sure; ``changed`` says what some were restored to and how surely."""
    readings = []
    for match in re.finditer(r"\w+|[^\w\s]", text):
        surface, posterior = (changed or {}).get(match[0], (match[0], 0.99))
        word = surface.isalnum()
        rival = match[0] if surface != match[0] else None
        readings.append(
            Reading(
                match.start(), match.end(), surface, posterior, rival, (1 - posterior) if rival else 0.0,
                "identity" if rival is None else "syllable", model.id(surface.lower()) if word else -1,
            )
        )  # fmt: skip
    return Page(text, readings)


def joined(first: Page, second: Page, model: ngram.NgramModel) -> Restoration:
    return decide(first.text, join(first, second, model, KEEP), KEEP)


words = st.lists(st.sampled_from(("an", "ban", "bao", "cao", "dao", "xxxx", ".", "hoa", "12")), max_size=25)


@given(words, words)
@settings(max_examples=150, deadline=None)
def test_slots_cover_both_readings_in_order(first: list[str], second: list[str]) -> None:
    slots = pair(first, second)
    assert [i for slot in slots for i in slot.first] == list(range(len(first)))
    assert [j for slot in slots for j in slot.second] == list(range(len(second)))


def test_like_words_are_paired_and_unlike_ones_are_not() -> None:
    slots = pair(["uy", "ban", "nhan", "dan"], ["uy", "han", "nhan", "###", "dan"])
    assert slots[1] == Slot(range(1, 2), range(1, 2))
    assert Slot(range(3, 3), range(3, 4)) in slots


def test_the_surer_reading_wins(model: ngram.NgramModel) -> None:
    sound = page_of("Ủy ban nhân dân huyện bao cáo kết quả", model)
    garbled = page_of(
        "Uy ban nhan dan huyen bdo cao ket qua",
        model,
        {
            "Uy": ("Ủy", 0.99), "nhan": ("nhân", 0.99), "dan": ("dân", 0.99), "huyen": ("huyện", 0.99),
            "bdo": ("báo", 0.999), "cao": ("cáo", 0.99), "ket": ("kết", 0.99), "qua": ("quả", 0.99),
        },
    )  # fmt: skip
    result = joined(sound, garbled, model)
    assert result.text == "Ủy ban nhân dân huyện báo cáo kết quả"
    (correction,) = result.corrections
    assert (correction.original, correction.replacement, correction.generator) == ("bao", "báo", "second")
    assert correction.runner_up == "bao"
    turned = joined(garbled, sound, model)
    assert turned.text == "Ủy ban nhân dân huyện báo cáo kết quả"


def test_what_both_say_is_surer(model: ngram.NgramModel) -> None:
    one = page_of("Sở Tài chinh", model, {"chinh": ("chính", 0.8)})
    other = page_of("Sở Tài chlnh", model, {"chlnh": ("chính", 0.9)})
    readings = join(one, other, model, KEEP)
    assert readings[-1].surface == "chính"
    assert readings[-1].posterior == pytest.approx(0.98)


def test_a_speck_of_one_reading_goes_and_nothing_comes_in_its_place(model: ngram.NgramModel) -> None:
    clean = page_of("Giao Sở Xây dựng kiểm tra hiện trường.", model)
    specked = page_of("Giao Sở ~ Xây dựng kiểm tra | hiện trường.", model)
    assert joined(specked, clean, model).text == "Giao Sở Xây dựng kiểm tra hiện trường."
    assert joined(clean, specked, model).text == clean.text


def test_a_line_one_reading_lost_is_brought_in_once(model: ngram.NgramModel) -> None:
    lines = [
        "Giao Sở Xây dựng kiểm tra.",
        "Ủy ban nhân dân tỉnh báo cáo kết quả thực hiện.",
        "Sở Tài chính bố trí kinh phí.",
    ]
    whole = "\n".join(lines)
    lost = "\n".join((lines[0], lines[2]))
    assert joined(page_of(lost, model), page_of(whole, model), model).text == whole
    assert joined(page_of(whole, model), page_of(lost, model), model).text == whole


def test_columns_in_another_order_are_not_doubled(model: ngram.NgramModel) -> None:
    left, right = "Ủy ban nhân dân tỉnh Lào Cai", "Cộng hòa xã hội chủ nghĩa Việt Nam"
    one, other = f"{left}\n{right}\nThông báo", f"{right}\n{left}\nThông báo"
    assert joined(page_of(one, model), page_of(other, model), model).text == one


@pytest.mark.parametrize("texts", [("", ""), ("", "Sở Tài chính"), ("Sở Tài chính", ""), ("\n \n", "a")])
def test_empty_readings(texts: tuple[str, str], model: ngram.NgramModel) -> None:
    first, second = (page_of(text, model) for text in texts)
    assert joined(first, second, model).text == first.text


def test_the_same_reading_twice_changes_nothing(model: ngram.NgramModel) -> None:
    page = page_of("1. Giao Sở Xây dựng, báo cáo trước ngày 20/5/2014.\n\n2. Xong ./.", model)
    assert joined(page, page, model).text == page.text


def test_two_readings_of_decomposed_text_fit_it_as_given() -> None:
    right = "Ủy ban nhân dân tỉnh yêu cầu các cơ quan báo cáo kết quả thực hiện."
    garbled = "Uy ban nhan dan tỉnh yéu cau các co quan bdo cdo két qua thyc hién."
    first, second = (unicodedata.normalize("NFD", text) for text in (garbled, right))
    restorer = Restorer()
    joined = restorer.restore_both(first, second)
    assert joined.original == first
    assert apply_corrections(first, joined.corrections) == joined.text
    assert unicodedata.normalize("NFC", joined.text) == restorer.restore_both(garbled, right).text == right
