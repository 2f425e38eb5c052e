"""Cleaning: streaks and specks go, print stays."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

from vnrestore.ocr.cleaning import cleaned, has_red, without_red

DPI = 200


@pytest.fixture
def page() -> NDArray[np.uint8]:
    """Lines of letters as bars, each ending in a full stop, with a mark over every third letter."""
    page = np.full((1200, 850), 250, dtype=np.uint8)
    for top in range(100, 1100, 50):
        for number, x in enumerate(range(100, 700, 22)):
            page[top : top + 18, x : x + 12] = 40
            if number % 3 == 0:
                page[top - 8 : top - 4, x + 4 : x + 8] = 40
        page[top + 14 : top + 18, 710:714] = 40
    return page


def clean(page: NDArray[np.uint8], dpi: int = DPI) -> NDArray[np.uint8]:
    return np.asarray(cleaned(Image.fromarray(page), dpi))


def test_print_is_left_alone(page: NDArray[np.uint8]) -> None:
    page[100:500, 820:822] = 0  # a stroke in the margin, a rule of a table: a third of the page
    assert np.array_equal(clean(page), page)


@pytest.mark.parametrize("grey", [0, 120, 200])
def test_streaks_go_and_the_letters_under_them_stay(page: NDArray[np.uint8], grey: int) -> None:
    streaked = page.copy()
    for x, width in ((105, 1), (400, 2), (790, 3)):
        streaked[:, x : x + width] = np.minimum(streaked[:, x : x + width], grey)
    result = clean(streaked)
    assert result[:80].min() > 200
    assert ((result < 150) != (page < 150)).mean() < 2e-4


def test_lone_specks_go(page: NDArray[np.uint8]) -> None:
    specked = page.copy()
    for y, x in ((40, 300), (600, 800), (1150, 20), (0, 0), (1196, 846)):
        specked[y : y + 4, x : x + 4] = 0
    print_only = clean(specked)
    assert (print_only < 150).sum() == (page < 150).sum()
    assert np.array_equal(print_only[80:1100, 80:720], page[80:1100, 80:720])


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (2, 400), (400, 2)])
def test_tiny_images(size: tuple[int, int]) -> None:
    assert cleaned(Image.new("RGB", size, "white"), 300).size == size


def test_red_ink_is_seen_and_looked_through(page: NDArray[np.uint8]) -> None:
    plain = Image.fromarray(page).convert("RGB")
    assert not has_red(plain)
    assert not has_red(Image.fromarray(page))
    stamped = plain.copy()
    ImageDraw.Draw(stamped).ellipse((300, 300, 500, 500), outline=(200, 50, 60), width=8)
    stamped = ImageChops.darker(stamped, plain)
    assert has_red(stamped)
    through = np.asarray(without_red(stamped))
    assert np.array_equal(through < 150, page < 150)


def test_blue_ink_is_no_red() -> None:
    signed = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(signed).line((0, 0, 300, 300), fill=(30, 30, 160), width=9)
    assert not has_red(signed)
    assert np.asarray(without_red(signed)).min() == 30
