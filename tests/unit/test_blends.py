"""Short syllables whose onset and rime were read as one letter."""

from __future__ import annotations

import pytest

from vnrestore.pipeline import Restorer
from vnrestore.restore.candidates import blends

PAGE = """Càc co só kinh doanh djch w bâo vë, djch w cäm dö và djch w dòi no phái có diëu kiën vë an ninh;
nguói chiu tràch nhiëm phâi thuc hiën nhiêm w duoc giao theo dúng quy dinh cûa phàp luât."""


@pytest.mark.parametrize(
    ("piece", "some"), [("w", {"vụ", "vu"}), ("W", {"Vụ", "vụ"}), ("m", {"tư"}), ("dich", set())]
)
def test_one_letter_for_two(restorer: Restorer, piece: str, some: set[str]) -> None:
    found = {proposal.surface for proposal in blends.propose(piece, restorer._vocabulary)}
    assert some <= found
    assert len(found) < 20


def test_words_of_one_letter_are_read(restorer: Restorer) -> None:
    text = restorer.restore(PAGE).text
    assert "dịch vụ bảo vệ, dịch vụ cầm đồ và dịch vụ đòi nợ" in text
    assert "nhiệm vụ được giao" in text
