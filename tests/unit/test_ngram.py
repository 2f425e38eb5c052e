"""The language model read as a chain, against the same model asked one word at a time."""

from __future__ import annotations

import numpy as np
import pytest

from vnrestore.pipeline import Restorer
from vnrestore.text.tokens import END


@pytest.mark.parametrize(
    "sentence",
    ["ủy ban nhân dân thành phố hồ chí minh", "ban xyzzy nhân dân dân dân", "số", ""],
)
def test_a_chain_is_scored_as_its_words_one_by_one(restorer: Restorer, sentence: str) -> None:
    model = restorer._model
    ids = [model.id(word) for word in sentence.split()]
    found = model.chain_logps(ids)
    state = model.begin(1)
    for i, symbol in enumerate(ids):
        logp, state = model.score(state, np.array([symbol]))
        assert found[i] == logp[0], i
    assert len(found) == len(ids)
    whole = model.chain_logps([*ids, model.id(END)]).sum()
    assert whole == pytest.approx(model.sentence_logp(sentence.split()), abs=1e-3)
