"""Image files as pages: modes, resolutions, many pages, and what is refused."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from vnrestore.errors import EncodingError, InputError, MissingToolError
from vnrestore.ocr import images
from vnrestore.ocr.images import image_pages
from vnrestore.ocr.tesseract import require_ocr_tools

BLACK_LEFT = np.repeat(np.array([[0] * 50 + [255] * 50], dtype=np.uint8), 60, axis=0)


def encoded(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def only_page(data: bytes) -> images.PageImage:
    (page,) = image_pages(data, "x")
    return page


def grey(image: Image.Image) -> np.ndarray[Any, Any]:
    return np.asarray(image.convert("L")).astype(int)


def in_mode(mode: str) -> Image.Image:
    if mode == "I;16":
        return Image.fromarray(BLACK_LEFT.astype(np.uint16) * 257)
    if mode in ("RGBA", "LA"):
        alpha = Image.fromarray(255 - BLACK_LEFT)  # black, and transparent on the right
        return Image.merge(mode, [Image.new("L", alpha.size)] * (len(mode) - 1) + [alpha])
    return Image.fromarray(BLACK_LEFT).convert(mode)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_modes_look_as_they_should(mode: str) -> None:
    page = only_page(encoded(in_mode(mode)))
    assert page.image.mode in ("L", "RGB")
    assert np.abs(grey(page.image) - BLACK_LEFT).max() <= 3


@pytest.mark.parametrize("format", ["JPEG", "TIFF", "BMP", "GIF", "WEBP", "PPM"])
def test_formats(format: str) -> None:
    page = only_page(encoded(Image.fromarray(BLACK_LEFT).convert("RGB"), format))
    assert np.abs(grey(page.image) - BLACK_LEFT).mean() <= 6


def test_inks_of_print_are_understood() -> None:
    page = only_page(encoded(Image.fromarray(BLACK_LEFT).convert("CMYK"), "TIFF"))
    assert np.abs(grey(page.image) - BLACK_LEFT).mean() <= 6


def test_many_pages() -> None:
    frames = [Image.new("L", (40 + number, 30), 255) for number in range(3)]
    data = encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    assert [(page.image.width, page.dpi) for page in image_pages(data, "x")] == [
        (40, 200),
        (41, 200),
        (42, 200),
    ]


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    image = Image.fromarray(BLACK_LEFT)
    exif = Image.Exif()
    exif[0x0112] = 6  # the top is at the right
    page = only_page(encoded(image, "JPEG", exif=exif))
    assert page.image.size == (60, 100)
    assert grey(page.image)[10].mean() < 10, "what was left is above"


@pytest.mark.parametrize(
    ("size", "given", "expected"),
    [((1654, 2339), 200, 200), ((1654, 2339), None, 200), ((2480, 3508), 1, 300), ((40, 40), None, 300)],
)
def test_resolution_given_or_guessed_from_a4(size: tuple[int, int], given: int | None, expected: int) -> None:
    options = {"dpi": (given, given)} if given else {}
    assert only_page(encoded(Image.new("1", size), **options)).dpi == expected


def png_head(width: int, height: int) -> bytes:
    """A PNG that says it is so large; hardly anything follows."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" * 1000)),
    ]
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("size", [(100_000, 100_000), (20_000, 20_000), (40_000, 10)])
def test_bombs(size: tuple[int, int]) -> None:
    with pytest.raises(InputError, match=r"refused"):
        only_page(png_head(*size))


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_FRAMES", 1)
    frame = Image.new("1", (9, 9))
    with pytest.raises(InputError, match="2 pages; 1 are the limit"):
        list(image_pages(encoded(frame, "TIFF", save_all=True, append_images=[frame]), "x"))


@pytest.mark.parametrize(
    "data", [png_head(500, 500), encoded(in_mode("L"))[:80], encoded(in_mode("RGB"), "JPEG")[:200]]
)
def test_damage(data: bytes) -> None:
    with pytest.raises(InputError, match="damaged image"):
        only_page(data)


@pytest.mark.parametrize("data", [b"Cong hoa", b"%PDF-1.7", b"\x89PNG", b""])
def test_no_image(data: bytes) -> None:
    with pytest.raises(EncodingError, match="not an image"):
        only_page(data)


def test_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pytesseract", None)
    with pytest.raises(MissingToolError, match=r"pytesseract: pip install 'vnrestore\[ocr\]'"):
        require_ocr_tools()
