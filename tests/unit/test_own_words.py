"""A text's own words are likelier in it, and only those."""

from __future__ import annotations

import numpy as np
import pytest

from vnrestore.language import ngram
from vnrestore.language.ngram import NgramModel
from vnrestore.language.resources import trained_folder
from vnrestore.restore.own_words import CERTAIN, LEAST_WORDS, MOST, RESCALING, own_words
from vnrestore.restore.reading import Reading


@pytest.fixture(scope="module")
def model() -> NgramModel:
    return ngram.load(trained_folder() / "lm")


def read(model: NgramModel, words: str, posterior: float = 1.0) -> list[Reading]:
    return [
        Reading(5 * i, 5 * i + 4, word, posterior, None, 0.0, "syllable", model.id(word))
        for i, word in enumerate(words.split())
    ]


def test_rescaled_by_how_often_the_text_has_a_word(model: NgramModel) -> None:
    words = "pháo " * 20 + "của " * 80
    added = own_words([read(model, words)], model, sound=False)
    assert added is not None
    rare, common = model.id("pháo"), model.id("của")
    for symbol, share in ((rare, 0.2), (common, 0.8)):
        ratio = share / float(np.exp(model.unigrams[symbol, 0]))
        assert added[symbol] == pytest.approx(min(RESCALING * np.log1p(ratio), MOST), rel=1e-4)
    assert added[rare] > added[common] > 0
    assert np.count_nonzero(added) == 2


def test_a_sound_text_says_less(model: NgramModel) -> None:
    chosen = [read(model, "pháo hoa " * LEAST_WORDS)]
    garbled, sound = own_words(chosen, model, sound=False), own_words(chosen, model, sound=True)
    assert garbled is not None
    assert sound is not None
    assert garbled[model.id("hoa")] > sound[model.id("hoa")] > 0


def test_doubtful_words_and_short_texts_say_nothing(model: NgramModel) -> None:
    assert own_words([read(model, "pháo " * (LEAST_WORDS - 1))], model, sound=False) is None
    assert own_words([read(model, "pháo " * 200, CERTAIN - 0.01)], model, sound=False) is None
