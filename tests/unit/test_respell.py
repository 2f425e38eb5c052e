"""A restored text in one spelling throughout, where somebody asks for it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from vnrestore.cli.fix import add_restoring_options
from vnrestore.datatypes.restoration import apply_corrections
from vnrestore.errors import UsageError
from vnrestore.pipeline import Restorer
from vnrestore.restore.respell import SPELLINGS, Spelling
from vnrestore.text.spelling import final_i_and_y, new_tone_placement, old_tone_placement

MIXED = (
    "Căn cứ kỹ thuật hoá học, hòa bình; lí do của bác sỹ và công ti Thuý Hòa. Quí vị theo qui định, tỉ lệ.\n"
)
OLD = (
    "Căn cứ kỹ thuật hóa học, hòa bình; lý do của bác sĩ và công ty Thúy Hòa. Quí vị theo quy định, tỷ lệ.\n"
)
NEW = (
    "Căn cứ kĩ thuật hoá học, hoà bình; lí do của bác sĩ và công ti Thuý Hoà. Quí vị theo quy định, tỉ lệ.\n"
)
FOREIGN = "He asked: my home, hi there, sky; qui pro quo. Lý Thường Kiệt, Mỹ Tho, quà, quý, thì, thuý.\n"


@pytest.fixture(scope="module")
def restorers() -> dict[Spelling, Restorer]:
    return {spelling: Restorer(spelling=spelling) for spelling in SPELLINGS}


@pytest.mark.parametrize(("spelling", "expected"), [("kept", MIXED), ("old", OLD), ("new", NEW)])
def test_clean_text(restorers: dict[Spelling, Restorer], spelling: Spelling, expected: str) -> None:
    restoration = restorers[spelling].restore(MIXED)
    assert restoration.text == expected
    assert apply_corrections(MIXED, restoration.corrections) == expected
    assert {c.generator for c in restoration.corrections} == (set() if spelling == "kept" else {"spelling"})


def test_corrections_of_right_words_are_whole_words(restorers: dict[Spelling, Restorer]) -> None:
    changed = [(c.original, c.replacement) for c in restorers["old"].restore(MIXED).corrections]
    assert changed[:3] == [("hoá", "hóa"), ("lí", "lý"), ("sỹ", "sĩ")]


def test_names_and_other_languages_keep_i_and_y(restorers: dict[Spelling, Restorer]) -> None:
    assert restorers["old"].restore(FOREIGN).text == FOREIGN.replace("thuý", "thúy")
    assert restorers["new"].restore(FOREIGN).text == FOREIGN


def test_restored_words_are_respelled_with_the_others(
    samples: Path, restorers: dict[Spelling, Restorer]
) -> None:
    garbled = (samples / "decision_medium.noisy.txt").read_text(encoding="utf-8")
    kept = restorers["kept"].restore(garbled).text
    assert new_tone_placement(kept) != kept
    for spelling in ("old", "new"):
        restoration = restorers[spelling].restore(garbled)
        assert apply_corrections(garbled, restoration.corrections) == restoration.text
        assert len(restoration.text) == len(kept)
    assert old_tone_placement(restoration.text) != restoration.text
    assert new_tone_placement(restoration.text) == restoration.text


def test_both_readings_are_respelled(restorers: dict[Spelling, Restorer]) -> None:
    assert restorers["new"].restore_both(OLD, OLD).text == NEW


def test_decomposed_text_stays_so_where_nothing_is_respelled(restorers: dict[Spelling, Restorer]) -> None:
    given = unicodedata.normalize("NFD", "Công việc hoá học của đơn vị.\n")
    text = restorers["old"].restore(given).text
    assert text == given.replace(unicodedata.normalize("NFD", "hoá"), "hóa")


def test_what_was_put_right_only_for_its_spelling_is_no_correction(
    restorers: dict[Spelling, Restorer],
) -> None:
    restoration = restorers["new"].restore("Văn hoá và hóa học của khoa Hoá.\n" * 3)
    assert all(c.original != c.replacement for c in restoration.corrections)


def test_no_such_spelling() -> None:
    with pytest.raises(UsageError, match=r"modern.*kept, old, new"):
        Restorer(spelling="modern")  # type: ignore[arg-type]


def test_command_line_has_every_spelling() -> None:
    from argparse import ArgumentParser

    parser = ArgumentParser()
    add_restoring_options(parser)
    for spelling in SPELLINGS:
        assert parser.parse_args(["--spelling", spelling]).spelling == spelling
    with pytest.raises(SystemExit):
        parser.parse_args(["--spelling", "modern"])


@pytest.mark.parametrize(
    ("syllable", "twins"),
    [
        ("kỹ", ("kĩ", "kỹ")),
        ("lí", ("lí", "lý")),
        ("qui", ("qui", "quy")),
        ("thì", None),
        ("Kỹ", None),
        ("y", None),
    ],
)
def test_final_i_and_y(syllable: str, twins: tuple[str, str] | None) -> None:
    assert final_i_and_y(syllable) == twins
