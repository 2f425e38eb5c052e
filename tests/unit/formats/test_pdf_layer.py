"""How the words of a layer are laid, so that extractors see lines and words."""

from __future__ import annotations

import pytest

from vnrestore.datatypes.document import Box
from vnrestore.formats.pdf_layer import LayerWord, levelled, parted


def words(*boxes: tuple[float, float, float, float]) -> list[LayerWord]:
    return [LayerWord(f"w{number}", Box(*box)) for number, box in enumerate(boxes)]


def test_words_of_a_slightly_slanted_line_share_a_base_line() -> None:
    slanted = words(*((60 * n, 100 - n, 60 * n + 50, 112 - n) for n in range(8)))
    level = levelled(slanted)
    assert {(word.box.top, word.box.bottom) for word in level} == {(96.5, 108.5)}
    assert [(word.box.left, word.box.right) for word in level] == [(w.box.left, w.box.right) for w in slanted]


def test_descenders_and_dirt_do_not_make_a_line_slanted() -> None:
    boxes = [(60 * n, 100, 60 * n + 50, 115 if n % 3 else 112) for n in range(19)]
    level = levelled(words(*boxes, (1200, 60, 1300, 160)))
    assert len({word.box.bottom for word in level}) == 1


def test_words_of_a_steep_line_stay_where_they_are() -> None:
    steep = words(*((60 * n, 100 - 4 * n, 60 * n + 50, 112 - 4 * n) for n in range(8)))
    assert levelled(steep) == tuple(steep)


def test_touching_words_get_a_gap() -> None:
    close = parted(words((0, 0, 50, 10), (50, 0, 90, 10), (95, 0, 120, 10)))
    assert [(word.box.left, word.box.right) for word in close] == [(0, 48), (50, 90), (95, 120)]


def test_overlapping_words_keep_half_their_width() -> None:
    first, second = parted(words((0, 0, 40, 10), (2, 0, 40, 10)))
    assert (first.box.right, second.box.left) == (20, 2)


@pytest.mark.parametrize("function", [levelled, parted])
def test_nothing_of_nothing(function: object) -> None:
    assert callable(function)
    assert function([]) == ()
