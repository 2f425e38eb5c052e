"""Pages really read by an English model, with lines that are not Vietnamese: those stay as they were read.

``mixed/NAME.noisy.txt`` is the reading. ``NAME.expected.txt`` has the same lines: what was printed or,
behind ``= ``, a line that must stay to the letter (English, French, Latin, formulas, commands, a table).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein
from tests_support import Restore

FOLDER = Path(__file__).parent / "mixed"
NAMES = sorted(path.name.removesuffix(".noisy.txt") for path in FOLDER.glob("*.noisy.txt"))
KEPT = "= "


def lines_of(name: str, restore_once: Restore) -> tuple[list[str], list[str], list[str]]:
    """A page's lines as they were read, as they are restored, and as they should be."""
    noisy = (FOLDER / f"{name}.noisy.txt").read_text("utf-8")
    wanted = (FOLDER / f"{name}.expected.txt").read_text("utf-8").split("\n")
    restored = restore_once(noisy).text.split("\n")
    assert len(restored) == len(wanted) == len(noisy.split("\n"))
    return noisy.split("\n"), restored, wanted


def words(text: str) -> list[str]:
    """The words of a text without the specks between them."""
    return [word for word in text.split() if any(map(str.isalnum, word))]


@pytest.mark.parametrize("name", NAMES)
def test_lines_in_another_language_stay(name: str, restore_once: Restore) -> None:
    every = zip(*lines_of(name, restore_once), strict=True)
    kept = [(noisy, restored) for noisy, restored, wanted in every if wanted.startswith(KEPT)]
    assert kept
    assert [restored for noisy, restored in kept if restored != noisy] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_around_them_are_restored(name: str, restore_once: Restore) -> None:
    every = zip(*lines_of(name, restore_once), strict=True)
    others = [(restored, wanted) for _, restored, wanted in every if not wanted.startswith(KEPT)]
    restored, wanted = (words(" ".join(lines)) for lines in zip(*others, strict=True))
    assert Levenshtein.distance(restored, wanted) <= 0.07 * len(wanted)
