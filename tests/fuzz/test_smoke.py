"""Every fuzz target on its seeds and a few hundred mutations of them; driver.py runs the millions."""

from __future__ import annotations

import warnings
from itertools import islice

import pytest
from mutate import mutations
from targets import targets

INPUTS = {
    "restore": 40,
    "both": 30,
    "hocr": 60,
    "alto": 60,
    "page": 60,
    "pdf": 40,
    "old_encodings": 100,
    "segment": 60,
    "language_model": 150,
    "channel": 100,
    "english": 150,
}


@pytest.mark.parametrize("name", targets())
def test_target(name: str) -> None:
    target = targets()[name]
    check = target.make()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # unidecode speaks of surrogates
        for data in islice(mutations(target.seeds(), target.words, target.max_len), INPUTS.get(name, 300)):
            check(data)


def test_a_planted_bug_is_found() -> None:
    """The mutator reaches what the seeds do not have, and a check that fails is not swallowed."""

    def check(data: bytes) -> None:
        if b"\xef\xbb\xbf" in data[3:]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        for data in islice(mutations([b"abc"], ["\ufeff"], 100), 1000):
            check(data)
