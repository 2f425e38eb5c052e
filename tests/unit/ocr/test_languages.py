"""Which language packs a page is read with, and what is said where they are missing."""

from __future__ import annotations

import pytest

from vnrestore.errors import MissingToolError
from vnrestore.ocr import tesseract
from vnrestore.ocr.tesseract import choose_languages


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packs Tesseract is made to have."""
    packs: list[str] = []
    monkeypatch.setattr(tesseract, "installed_languages", lambda: packs)
    monkeypatch.setattr("sys.platform", "linux")
    return packs


@pytest.mark.parametrize(
    ("packs", "chosen"),
    [
        (["eng", "fra", "vie"], "vie"),
        (["script/Vietnamese", "eng"], "script/Vietnamese"),
        (["eng", "Vietnamese"], "Vietnamese"),
    ],
)
def test_vietnamese_is_preferred(installed: list[str], packs: list[str], chosen: str) -> None:
    installed += packs
    assert choose_languages(None) == tesseract.Languages(chosen)


@pytest.mark.parametrize(("packs", "chosen"), [(["fra", "eng"], "eng"), (["fra", "deu"], "deu")])
def test_any_pack_is_better_than_none(installed: list[str], packs: list[str], chosen: str) -> None:
    installed += packs
    found = choose_languages(None)
    assert found.code == chosen
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in found.note


def test_wishes_are_obeyed_or_refused(installed: list[str]) -> None:
    installed += ["eng", "vie"]
    assert choose_languages("vie+eng").code == "vie+eng"
    with pytest.raises(
        MissingToolError, match=r"no language pack chi_sim, deu: .* tesseract-ocr-chi-sim tes.*-deu$"
    ):
        choose_languages("chi_sim+vie+deu")


def test_no_pack_at_all(installed: list[str]) -> None:
    with pytest.raises(MissingToolError, match=r"no language packs: apt-get install .*tesseract-ocr-vie$"):
        choose_languages(None)


@pytest.mark.parametrize(("platform", "command"), [("darwin", "brew install"), ("win32", "winget install")])
def test_other_systems_install_otherwise(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, platform: str, command: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    with pytest.raises(MissingToolError, match=command):
        choose_languages(None)
