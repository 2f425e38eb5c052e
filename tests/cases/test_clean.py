"""Do no harm: texts that are right come through as they are.

At most one changed syllable in 10,000 over the whole suite, and no digit, date, number,
e-mail or web address changed in any text. Beside the texts of ``clean/`` stand texts in twenty other
languages (``clean/foreign/``) and notices that name every place of Vietnam (gazetteer.py); ``python
tests/accuracy/harm.py`` counts them all, this file a tenth of the notices.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
import regex
from gazetteer import notices
from tests_support import Restore

from vnrestore.datatypes.restoration import Correction

FOLDER = Path(__file__).parent / "clean"
FILES = sorted([*FOLDER.glob("*.txt"), *FOLDER.glob("foreign/*.txt")])

KNOWN_FAILURES = {
    "email_plain.txt": "typed without marks is taken for read without marks: meant so, it is restored",
}
"""Files that are changed today, and why; strict, like every known failure."""

NAMES = [path.relative_to(FOLDER).as_posix() for path in FILES]
EVERY = 10  # of the notices of the gazetteer one is looked at

# matches "14", "05/9/2017", "a@b.vn", "www.x.vn/d6"; not "là"
PROTECTED = regex.compile(r"\S*(?:\d|@|www\.|://)\S*")


def corrections_in(name: str, restore_once: Restore) -> tuple[Correction, ...]:
    return restore_once((FOLDER / name).read_text("utf-8")).corrections


def parameters(failures: dict[str, str]) -> list[object]:
    strict = {name: pytest.mark.xfail(reason=reason, strict=True) for name, reason in failures.items()}
    return [
        pytest.param(name, id=name.removesuffix(".txt"), marks=[strict[name]] if name in strict else [])
        for name in NAMES
    ]


@pytest.mark.parametrize("name", parameters(KNOWN_FAILURES))
def test_clean_text_is_left_alone(name: str, restore_once: Restore) -> None:
    changed = [f"{one.original} -> {one.replacement}" for one in corrections_in(name, restore_once)]
    assert not changed


@pytest.mark.parametrize("name", parameters({}))
def test_no_digit_number_or_address_changes(name: str, restore_once: Restore) -> None:
    text = (FOLDER / name).read_text("utf-8")
    restored = restore_once(text).text
    assert PROTECTED.findall(restored) == PROTECTED.findall(text)


def test_at_most_one_syllable_in_ten_thousand_changes(restore_once: Restore) -> None:
    texts = chain(
        ((FOLDER / name).read_text("utf-8") for name in NAMES if name not in KNOWN_FAILURES), notices(EVERY)
    )
    syllables = changed = 0
    for text in texts:
        restoration = restore_once(text)
        syllables += len(text.split())
        changed += len(restoration.corrections)
        assert PROTECTED.findall(restoration.text) == PROTECTED.findall(text)
    assert syllables >= 16_000
    assert changed <= syllables / 10_000
