"""PDF pages as images for OCR."""

from __future__ import annotations

import numpy as np
import pikepdf
import pytest
from pdf_support import SCAN, image, invisible, make_pdf, pixels, to_bytes, visible

from vnrestore.errors import InputError
from vnrestore.formats.pdf_text import survey_pdf
from vnrestore.ocr.pdf_pages import pdf_images


def test_pages_are_drawn_as_scanned() -> None:
    pdf = pikepdf.new()
    wide = image(pdf)
    wide["/Width"], wide["/Height"] = 1653, 2339  # 200 dots an inch on A4
    wide.write(bytes(1653 * 2339))
    make_pdf(SCAN, xobjects={"Scan": pdf.make_indirect(wide)}, pdf=pdf)
    (page,) = pdf_images(survey_pdf(to_bytes(pdf), "x.pdf"), [0])
    assert page.dpi == 200
    assert page.image.width == pytest.approx(1653, abs=2)
    assert page.image.height == pytest.approx(2339, abs=2)


def test_pages_are_drawn_as_viewers_turn_them() -> None:
    pdf = make_pdf(visible((100, 700, "Cong hoa")), Rotate=90)
    data = to_bytes(pdf)
    (page,) = pdf_images(survey_pdf(data, "x.pdf"), [0])
    assert page.dpi == 300
    assert page.image.width > page.image.height
    assert pixels(data).shape[1] > pixels(data).shape[0]


def test_the_old_layer_is_not_seen() -> None:
    (page,) = pdf_images(survey_pdf(to_bytes(make_pdf(invisible((100, 700, "Cong hoa")))), "x.pdf"), [0])
    assert np.asarray(page.image).min() == 255


def test_bombs_on_pages_are_refused() -> None:
    pdf = pikepdf.new()
    huge = image(pdf)
    huge["/Width"] = huge["/Height"] = 100_000
    make_pdf(SCAN, xobjects={"Scan": pdf.make_indirect(huge)}, pdf=pdf)
    found = survey_pdf(to_bytes(pdf), "x.pdf")
    with pytest.raises(InputError, match="more than any real page"):
        list(pdf_images(found, [0]))


def test_huge_pages_are_drawn_coarsely() -> None:
    found = survey_pdf(to_bytes(make_pdf(SCAN, media=(0, 0, 14_400, 14_400))), "x.pdf")
    (page,) = pdf_images(found, [0])
    assert page.image.width * page.image.height <= 151_000_000
