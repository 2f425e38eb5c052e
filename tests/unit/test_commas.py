"""A full stop in the middle of a sentence is a comma whose tail was lost."""

from __future__ import annotations

import pytest

from vnrestore.restore.commas import mend_commas
from vnrestore.restore.reading import Reading


def mended(text: str) -> str:
    """The text with its stops read anew; readings are words and single marks."""
    readings, at = [], 0
    for chunk in text.split(" "):
        word = chunk.rstrip(".,")
        for piece in filter(None, [word, *chunk[len(word) :]]):
            readings.append(Reading(at, at + len(piece), piece, 1.0, None, 0.0, "identity", 9))
            at += len(piece)
        at += 1
    pieces = list(text)
    for reading in mend_commas(text, readings):
        if reading.generator == "comma":
            assert (reading.runner_up, reading.posterior) == (".", 0.9)
            pieces[reading.start : reading.end] = reading.surface
    return "".join(pieces)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("xã. phường và thị trấn", "xã, phường và thị trấn"),
        ("rà soát. chuẩn hóa. làm sạch", "rà soát, chuẩn hóa, làm sạch"),
        ("theo quy định. Các cơ quan", "theo quy định. Các cơ quan"),  # a sentence begins
        ("TP. trực thuộc", "TP. trực thuộc"),  # an abbreviation
        ("tr. 5", "tr. 5"),
        ("v.v. và các", "v.v. và các"),
        ("xã, phường", "xã, phường"),
    ],
)
def test_stops_before_small_letters(text: str, want: str) -> None:
    assert mended(text) == want
