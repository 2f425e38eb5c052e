"""Image files to page images: multi-page TIFF, transparency, odd modes; bombs are refused."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnrestore.errors import EncodingError, InputError
from vnrestore.ocr.tesseract import require_ocr_tools

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000", "PPM")
MAX_PIXELS = 150_000_000  # an A0 sheet at 300 dots an inch has 139 million
MAX_SIDE = 32_767  # Tesseract's own limit
MAX_FRAMES = 5_000

_A4_INCHES = (8.27, 11.69)
_PLAUSIBLE_DPI = range(70, 1201)
_USUAL_DPI = 300


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as an image, grey or RGB, and its resolution."""

    image: Image.Image
    dpi: int


def image_pages(data: bytes, name: str) -> Iterator[PageImage]:
    """The pages of an image file, one after the other.

    Raises:
        InputError: it is damaged or too large.
        EncodingError: it is no image of a known format.
        MissingToolError: Pillow is not installed.
    """
    require_ocr_tools()
    from PIL import Image, UnidentifiedImageError

    with _quiet():
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                frames = getattr(image, "n_frames", 1)
                if frames > MAX_FRAMES:
                    raise InputError(f"{name}: has {frames} pages; {MAX_FRAMES} are the limit")
                for frame in range(frames if image.format == "TIFF" else 1):
                    image.seek(frame)
                    check_size(image.size, name)
                    yield PageImage(readable(image), _dpi(image))
        except UnidentifiedImageError as error:
            raise EncodingError(f"{name}: is not an image of a known format") from error
        except Image.DecompressionBombError as error:
            raise InputError(f"{name}: is larger than any real page; refused") from error
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError) as error:
            raise InputError(f"{name}: is a damaged image") from error


def check_size(size: tuple[int, int], name: str) -> None:
    """Refuse what would fill the memory when unpacked.

    Raises:
        InputError: the image has too many pixels.
    """
    width, height = size
    if width * height > MAX_PIXELS or max(size) > MAX_SIDE:
        raise InputError(f"{name}: {width} x {height} pixels are more than any real page has; refused")
    if min(size) < 1:
        raise InputError(f"{name}: is an empty image")


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of sizes that ``check_size`` judges."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        yield


def readable(image: Image.Image) -> Image.Image:
    """A copy that is upright, on white ground, grey or RGB with 8 bits."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L") if image.mode != "I;16B" else _high(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(ground, image).convert("RGB")
    return image.copy() if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")


def _high(image: Image.Image) -> Image.Image:
    """The high byte of 16-bit samples."""
    return image.convert("I").point(lambda value: value / 256).convert("L")


def _dpi(image: Image.Image) -> int:
    """The resolution the file gives or, where that is none, as if the page were A4."""
    given = image.info.get("dpi", (0, 0))
    try:
        dpi = round(float(given[0]))
    except (TypeError, ValueError, IndexError, OverflowError, ZeroDivisionError):
        dpi = 0
    if dpi in _PLAUSIBLE_DPI:
        return dpi
    short, long = sorted(image.size)
    guessed = round(max(short / _A4_INCHES[0], long / _A4_INCHES[1]))
    return guessed if guessed in _PLAUSIBLE_DPI else _USUAL_DPI
