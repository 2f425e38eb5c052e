"""English, code and formulas between garbled words stay; garbled words are never taken for any of them."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests_support import Restore

from vnrestore.datatypes.restoration import Restoration
from vnrestore.errors import ResourceError
from vnrestore.language import english
from vnrestore.language.code_words import load_code_words
from vnrestore.language.resources import lexicon_folder, trained_folder
from vnrestore.pipeline import Restorer
from vnrestore.restore.foreign_runs import ForeignRuns

BEFORE = (
    "Trong nam qua, Uy ban nhan dan tinh d4 chi dao cac s&, nganh thyc hién nhiém vu phat trién kinh té, "
    "phéi hop v6i cac don vi lién quan. "
)
AFTER = " theo chi dao cia Uy ban nhan dan tinh va bao cao két qua thyc hién v& S& Ké hoach va Dau tu."


@pytest.mark.parametrize(
    "kept",
    [
        *("Memorandum of Understanding", "Save the Children", "think big and start small", "Mind the gap"),
        *("Can you help me", "Good morning, may I help you?"),
        *("sin a + cos b = tan c", "f(x) = ax + b; log x = 2", "n = N / (1 + N x e)", "lim sin x / x = 1"),
        *("mkdir backup && tar xf web.tar", "while true; do date; sleep 60; done", 'echo "done" >> log.txt'),
        *("for i in range(10): print(i)", "select ten from ho where so = 10"),
    ],
)
def test_a_run_between_garbled_words_stays(restorer: Restorer, kept: str) -> None:
    restoration = restorer.restore(f"{BEFORE}\n{kept}\n{AFTER}")
    assert kept in restoration.text
    assert "chỉ đạo" in restoration.text and "nhiệm vụ" in restoration.text


def test_inside_a_line_too(restorer: Restorer) -> None:
    text = BEFORE + "Du an do Asian Development Bank tai tro va Let it be la bai hat" + AFTER
    restored = restorer.restore(text).text
    assert "Asian Development Bank tài trợ" in restored
    assert "Let it be là bài hát" in restored


def without_them(restorer: Restorer, text: str, monkeypatch: pytest.MonkeyPatch) -> Restoration:
    with monkeypatch.context() as patch:
        patch.setattr(ForeignRuns, "keep", lambda self, text, chosen, builder: list(chosen))
        return restorer.restore(text)


LOOKS_ENGLISH = (
    BEFORE + "So can bo ban hang do ban to chic the man can bao thing tin long hat van hang." + AFTER
)


def test_no_garbled_word_is_kept_for_their_sake(
    restorer: Restorer, restore_once: Restore, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [path.read_text("utf-8") for path in sorted(samples.glob("*.noisy.txt"))] + [LOOKS_ENGLISH]
    assert len(texts) > 3
    for text in texts:
        assert restore_once(text).text == without_them(restorer, text, monkeypatch).text


def test_what_is_kept_says_what_it_would_have_been(
    restorer: Restorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{BEFORE}\nGood morning, may I help you?\n{AFTER}"
    changed = {c.original for c in without_them(restorer, text, monkeypatch).corrections}
    kept = [r for r in restorer.readings(text) if text[r.start : r.end] == "may"]
    assert "may" in changed
    assert [r.surface for r in kept] == ["may"]
    assert kept[0].runner_up == "máy" and kept[0].posterior > 0.9 and kept[0].generator == "identity"


def test_english_is_likelier_in_its_pairs() -> None:
    model = english.load(trained_folder() / "english")
    assert model.logp("of", "one") > model.logp("of") > model.logp("gnolp")
    assert model.logp("of", "gnolp") == model.logp("of")
    assert -9 < model.logp("development") < 0
    assert math.isclose(sum(math.exp(p) for p in model.unigrams.tolist()), 0.97, abs_tol=0.03)


@pytest.mark.parametrize(
    "data",
    [b"", b"# only a comment\n", b"commands\t\n", b"\xff\n", b"commands\tls", b"commands\tls\nkeywords\t\n"],
)
def test_a_damaged_list_of_code_words_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "code_words.tsv").write_bytes(data)
    with pytest.raises(ResourceError, match=r"code_words\.tsv"):
        load_code_words(tmp_path)


def edited(path: Path, change: Callable[[NDArray[Any]], object]) -> None:
    array = np.load(path)
    change(array)
    np.save(path, array)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: edited(folder / "pairs.npy", lambda a: a[::-1].sort()),
        lambda folder: edited(folder / "unigrams.npy", lambda a: a.__setitem__(7, 0.5)),
        lambda folder: edited(folder / "pair_logps.npy", lambda a: a.__setitem__(7, np.nan)),
        lambda folder: (folder / "words.txt").write_text("the\n", "utf-8"),
        lambda folder: (folder / "words.txt").write_text("the\n" * 20000, "utf-8"),
        lambda folder: (folder / "pairs.npy").unlink(),
        lambda folder: (folder / "manifest.json").write_text('{"format": 2}', "utf-8"),
    ],
    ids=["out of order", "above one", "no number", "too few", "the same", "missing", "another version"],
)
def test_damaged_english_is_said(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = shutil.copytree(trained_folder() / "english", tmp_path / "english")
    assert english.load(folder).ids
    damage(folder)
    with pytest.raises(ResourceError, match="english"):
        english.load(folder)


def test_code_words_are_small_letters_each_once_in_its_row() -> None:
    words = load_code_words(lexicon_folder())
    assert len(words) > 100
    assert all(word.islower() and word.isascii() and word.isalpha() for word in words)
    for line in (lexicon_folder() / "code_words.tsv").read_text("utf-8").splitlines()[2:]:
        row = line.split("\t")[1].split()
        assert row == sorted(set(row))
