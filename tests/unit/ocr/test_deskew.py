"""Straightening: the angle is found, and what was read is put back where it stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vnrestore.datatypes.document import Box
from vnrestore.ocr.deskew import MAX_SKEW, box_before, skew_of, turned


def printed_page() -> Image.Image:
    """Words as grey bars on twenty lines, ragged on the right."""
    rng = np.random.default_rng(7)
    page = np.full((1200, 850), 255, dtype=np.uint8)
    for top in range(100, 1100, 50):
        x = 80
        while x < 700:
            width = int(rng.integers(15, 80))
            page[top : top + 18, x : x + width] = 40
            x += width + 12
    return Image.fromarray(page)


@pytest.mark.parametrize("angle", [-3.0, -0.7, 0.5, 1.2, 4.0])
def test_skew_is_found(angle: float) -> None:
    assert skew_of(turned(printed_page(), angle)) == pytest.approx(-angle, abs=0.2)


def test_level_and_empty_pages_are_left_alone() -> None:
    assert skew_of(printed_page()) == 0.0
    assert skew_of(Image.new("L", (600, 800), 255)) == 0.0
    assert skew_of(Image.new("RGB", (3, 2), "white")) == 0.0


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_corners_stay_white(mode: str) -> None:
    image = turned(Image.new(mode, (200, 100), "white"), 3.0)
    assert image.size == (200, 100)
    assert np.asarray(image).min() == 255


@given(
    st.floats(-MAX_SKEW, MAX_SKEW),
    st.integers(300, 2000),
    st.integers(300, 2000),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_boxes_come_back(angle: float, width: int, height: int, u: float, v: float) -> None:
    box = Box(u * width, v * height, u * width + 40, v * height + 12)
    back = box_before(box_before(box, (width, height), angle), (width, height), -angle)
    assert (back.left, back.top) == pytest.approx((box.left, box.top), abs=1e-6)
    assert (back.width, back.height) == pytest.approx((40, 12))


@pytest.mark.parametrize("angle", [-4.0, 2.5])
def test_a_mark_is_found_where_it_was(angle: float) -> None:
    image = Image.new("L", (800, 600), 255)
    image.paste(0, (600, 100, 612, 112))
    rows, columns = np.nonzero(np.asarray(turned(image, angle)) < 128)
    found = Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    before = box_before(found, image.size, angle)
    assert (before.left + before.right) / 2 == pytest.approx(606, abs=1.5)
    assert (before.top + before.bottom) / 2 == pytest.approx(106, abs=1.5)
