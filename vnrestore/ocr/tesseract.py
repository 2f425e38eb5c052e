"""Tesseract, through pytesseract: which languages it has, and what it reads on an image."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnrestore.errors import InputError, MissingToolError

if TYPE_CHECKING:
    from PIL import Image

PREFERRED = ("vie", "Vietnamese", "script/Vietnamese")
"""Packs that know Vietnamese, the one that reads best first."""

ONE_BLOCK = "--psm 6"
"""The setting that takes all print on an image for one block, whatever it looks like."""

_NO_TEXT = frozenset({"osd", "equ"})  # packs that read no text
_SECONDS_A_PAGE = 300


@dataclass(frozen=True, slots=True)
class Languages:
    """Which language packs a page is read with.

    Attributes:
        code: as Tesseract takes it, ``vie`` or ``vie+eng``.
        note: what the person should know about the choice, empty if nothing.
    """

    code: str
    note: str = ""


def require_ocr_tools() -> None:
    """Check that the Python libraries are there; Tesseract itself is looked for when it is first asked.

    Raises:
        MissingToolError: Pillow or pytesseract is not installed.
    """
    try:
        import PIL.Image  # noqa: F401
        import pytesseract  # noqa: F401
    except ImportError as error:
        missing = (error.name or "a library").partition(".")[0]
        raise MissingToolError(f"reading images needs {missing}: pip install 'vnrestore[ocr]'") from error


def installed_languages() -> list[str]:
    """The language packs Tesseract finds, without those that read no text.

    Raises:
        MissingToolError: Tesseract is not installed.
    """
    require_ocr_tools()
    import pytesseract

    try:
        found = pytesseract.get_languages(config="")
    except (pytesseract.TesseractNotFoundError, OSError, SystemExit) as error:
        raise MissingToolError(f"Tesseract is not installed: {_install('vie')}") from error
    except pytesseract.TesseractError as error:
        raise MissingToolError(f"Tesseract does not run: {_reason(error)}") from error
    return [one for one in found if one and one not in _NO_TEXT]


def choose_languages(wanted: str | None) -> Languages:
    """The languages asked for, or the best there are for Vietnamese.

    A page read with the wrong pack is what this program was made for, so any pack is better than
    none; but ``vie`` leaves fewer errors, and the note says so.

    Raises:
        MissingToolError: Tesseract, a language asked for, or every language is missing.
    """
    installed = installed_languages()
    if wanted:
        if missing := [one for one in wanted.split("+") if one not in installed]:
            raise MissingToolError(
                f"Tesseract has no language pack {', '.join(missing)}: {_install(*missing)}"
            )
        return Languages(wanted)
    for code in PREFERRED:
        if code in installed:
            return Languages(code)
    if not installed:
        raise MissingToolError(f"Tesseract has no language packs: {_install('vie')}")
    code = "eng" if "eng" in installed else sorted(installed)[0]
    return Languages(code, f"Tesseract has no language pack vie; reading with {code}: {_install('vie')}")


def read_hocr_of(
    image: Image.Image, languages: str, dpi: int, settings: str = "", seconds: int = _SECONDS_A_PAGE
) -> bytes:
    """What Tesseract reads on an image, as hOCR with a confidence for every word.

    Args:
        image: upright and level.
        languages: of its packs, joined by ``+``.
        dpi: dots an inch of the image.
        settings: more of its options, as on its command line.
        seconds: the longest it may take.

    Raises:
        InputError: it cannot read the image, or takes too long.
        MissingToolError: it is not installed.
    """
    import pytesseract

    try:
        found: Any = pytesseract.image_to_pdf_or_hocr(
            image, lang=languages, config=f"--dpi {dpi} {settings}", extension="hocr", timeout=seconds
        )
    except pytesseract.TesseractNotFoundError as error:
        raise MissingToolError(f"Tesseract is not installed: {_install('vie')}") from error
    except pytesseract.TesseractError as error:
        raise InputError(f"Tesseract cannot read the page: {_reason(error)}") from error
    except RuntimeError as error:
        raise InputError(f"Tesseract takes more than {seconds} seconds for a page") from error
    return bytes(found)


def upright_turn(image: Image.Image, dpi: int) -> int:
    """How far to turn an image counter-clockwise for its text to stand upright: 0, 90, 180 or 270.

    0 as well if Tesseract cannot tell, or lacks its pack ``osd`` for this.
    """
    import pytesseract

    try:
        found = pytesseract.image_to_osd(
            image, config=f"--dpi {dpi}", output_type=pytesseract.Output.DICT, timeout=_SECONDS_A_PAGE
        )
    except (pytesseract.TesseractError, RuntimeError, KeyError, ValueError):
        return 0
    sure = float(found.get("orientation_conf", 0)) >= _SURE_ORIENTATION
    return int(found.get("orientation", 0)) % 360 if sure else 0


_SURE_ORIENTATION = 2.0  # Tesseract's own unit; below it is guessing


def _install(*languages: str) -> str:
    """The command that installs Tesseract with language packs on this system."""
    if sys.platform == "darwin":
        return "brew install tesseract tesseract-lang"
    if sys.platform == "win32":
        return "winget install UB-Mannheim.TesseractOCR (tick the languages)"
    return "apt-get install " + " ".join(["tesseract-ocr", *map(_package, languages)])


def _package(language: str) -> str:
    """Debian's name of a language pack."""
    if language.startswith("script/") or language[:1].isupper():
        return "tesseract-ocr-script-" + language.removeprefix("script/").lower()[:4]
    return "tesseract-ocr-" + language.lower().replace("_", "-")


def _reason(error: Any) -> str:
    """The first telling line of what Tesseract said."""
    lines: Sequence[str] = str(getattr(error, "message", error)).strip().splitlines()
    return next((line for line in lines if "rror" in line), lines[0] if lines else "it gives no reason")
