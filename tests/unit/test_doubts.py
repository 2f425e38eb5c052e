"""What the OCR engine was not sure of changes more easily."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.doubts import MOST, doubts_of


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def test_doubt_grows_as_confidence_falls() -> None:
    found = doubts_of([(0, 0.96), (5, 0.8), (9, 0.6), (14, 0.0)])
    assert 0 not in found
    assert 0 < found[5] < found[9] <= found[14] == MOST


def test_an_unsure_word_is_held_for_less_probable(restorer: Restorer) -> None:
    text = "Cac don vi báo cáo két qua thuc hién cho Sd Noi vu truoc ngay 25 hang thang."
    word = "báo"
    sure, unsure = (
        next(r for r in restorer.readings(text, doubts) if text[r.start : r.end] == word)
        for doubts in ({}, doubts_of([(text.index(word), 0.2)]))
    )
    assert sure.surface == unsure.surface == word
    assert unsure.posterior < sure.posterior


def test_confidences_of_sure_words_change_nothing(restorer: Restorer) -> None:
    text = "Uy ban nhan dan tinh yéu cau cac co quan bdo cdo két qua thyc hién."
    offsets = [i for i in range(len(text)) if i == 0 or text[i - 1] == " "]
    assert restorer.restore(text, [(at, 0.95) for at in offsets]) == restorer.restore(text)
