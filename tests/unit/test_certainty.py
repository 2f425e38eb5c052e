"""Confidence: what speaks against a reading lowers it, and no reading changes by it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vnrestore.language.ngram as ngram
from vnrestore.errors import ResourceError
from vnrestore.language.resources import trained_folder
from vnrestore.pipeline import DEFAULT_MIN_POSTERIOR, Restorer
from vnrestore.restore.certainty import Certainty, Weights, load_weights
from vnrestore.restore.decide import decide
from vnrestore.restore.reading import Reading
from vnrestore.restore.signs import SIGNS, SignReader

FOLDER = trained_folder() / "confidence"
RISING = ("odds", "letters", "repeats")
FALLING = (
    "word_surprise", "next_surprise", "ahead_surprise", "changed_letters", "length_change", "odd_code",
    "glued_left", "glued_right", "odd_marks", "line_doubt", "page_doubt", "near_doubt",
)  # fmt: skip

Read = Callable[[str], dict[str, dict[str, float]]]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights(FOLDER)


@pytest.fixture(scope="module")
def signs(restorer: Restorer) -> Read:
    """The signs of the words of a text read as it stands, by word."""
    model = restorer._model
    reader = SignReader(model, restorer._vocabulary.notations)

    def read(text: str) -> dict[str, dict[str, float]]:
        readings = []
        for word in re.finditer(r"[\w/-]+", text):
            symbol = model.id("<code>" if "/" in word[0] else word[0].lower())
            readings.append(Reading(*word.span(), word[0], 0.99, None, 0.0, "identity", symbol))
        found = reader.read(text, readings)
        return {
            r.surface: dict(zip(SIGNS, column, strict=True))
            for r, column in zip(readings, found.values.T.tolist(), strict=True)
        }

    return read


@pytest.mark.parametrize("name", [*RISING, *FALLING])
def test_signs_speak_one_way_only(weights: Weights, name: str) -> None:
    values = np.zeros((len(SIGNS), 400))
    values[SIGNS.index(name)] = np.linspace(-20.0, 30.0, 400)
    steps = np.diff(weights.probabilities(values))
    assert (steps >= 0).all() if name in RISING else (steps <= 0).all()
    assert steps.any(), "a sign of no weight"


@given(st.lists(st.floats(-1e9, 1e9), min_size=len(SIGNS), max_size=len(SIGNS)))
def test_whatever_the_signs_it_is_a_probability(weights: Weights, column: list[float]) -> None:
    (found,) = weights.probabilities(np.array([column]).T)
    assert 0.0 <= found <= 1.0


def test_all_signs_but_the_doubtful_are_used(weights: Weights) -> None:
    assert {SIGNS[i] for i in weights.sign} == set(SIGNS)


def test_readings_and_texts_stay_as_they_were_decoded(restorer: Restorer, samples: Path) -> None:
    for path in sorted(samples.glob("*.noisy.txt")):
        text = path.read_text("utf-8")
        decoded, weighed = restorer._decoded(text), restorer.readings(text)
        assert [r[:3] for r in decoded] == [r[:3] for r in weighed]
        before, after = (decide(text, some, DEFAULT_MIN_POSTERIOR) for some in (decoded, weighed))
        assert before.text == after.text
        assert [c.span for c in before.corrections] == [c.span for c in after.corrections]
        assert any(a.posterior != b.posterior for a, b in zip(decoded, weighed, strict=True))
        for a, b in zip(decoded, weighed, strict=True):
            assert 0.0 <= b.posterior <= 1.0
            assert 0.0 <= b.runner_up_posterior <= 1.0 - b.posterior + 1e-9
            assert (a.runner_up_posterior > a.posterior) >= (b.runner_up_posterior > b.posterior)
        assert weighed == restorer.readings(text)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_any_text_keeps_its_readings(restorer: Restorer, text: str) -> None:
    decoded, weighed = restorer._decoded(text), restorer.readings(text)
    assert [r[:3] for r in decoded] == [r[:3] for r in weighed]
    assert all(0.0 <= r.posterior <= 1.0 for r in weighed)


@pytest.mark.parametrize("text", ["", " ", "\n", "x", "T", "cdng", "Uy", ".", "12/2014/ND-CP"])
def test_the_smallest_texts(restorer: Restorer, text: str) -> None:
    assert [r[:3] for r in restorer.readings(text)] == [r[:3] for r in restorer._decoded(text)]


def test_a_sound_text_is_not_asked(restorer: Restorer) -> None:
    text = "Ủy ban nhân dân tỉnh yêu cầu các cơ quan báo cáo kết quả thực hiện trước ngày 25 tháng 12."
    assert restorer.readings(text) == restorer._decoded(text)


@pytest.mark.parametrize(("posterior", "stays"), [(0.31, True), (0.9, True), (0.29, False), (0.0, False)])
def test_no_change_crosses_the_default_threshold(restorer: Restorer, posterior: float, stays: bool) -> None:
    reader = restorer._certainty._signs
    symbol = restorer._model.id("dân")
    change = Reading(4, 7, "dân", posterior, "dan", 0.05, "syllable", symbol)
    first = Reading(0, 3, "abc", 0.5, None, 0.0, "identity", restorer._model.id("<unk>"))
    for bias in (-90.0, 90.0):
        none = np.zeros(0)
        flat = Weights(bias, np.zeros(0, np.int64), none, none, none)
        weighed = Certainty(flat, reader, DEFAULT_MIN_POSTERIOR).weigh("abc dan", [first, change])
        assert (weighed[1].posterior >= DEFAULT_MIN_POSTERIOR) is stays
        assert weighed[0].posterior == pytest.approx(float(bias > 0))


def test_words_the_reviewer_should_see_are_less_sure(restorer: Restorer) -> None:
    text = "Uy ban nhan dan tinh yéu cau cac co quan bdo cdo két qua thyc hién QKZW cho,Sd Noi vu."
    found = {r.surface: r.posterior for r in restorer.readings(text)}
    decoded = {r.surface: r.posterior for r in restorer._decoded(text)}
    assert found["Sở"] < decoded["Sở"] - 0.05
    assert found["QKZW"] < decoded["QKZW"]
    assert min(found["nhân"], found["quan"], found["vụ"]) > 0.97


def test_the_signs_of_words(signs: Read) -> None:
    found = signs("Ủy ban nhân dân.tỉnh ban hành §§ qkzw 12/2014/NĐ-CP và 13/2014/XQ-CP")
    assert found["tỉnh"]["glued_left"] == 1.0 == found["dân"]["glued_right"]
    assert found["Ủy"]["glued_left"] == found["nhân"]["glued_right"] == 0.0
    assert found["ban"]["repeats"] == pytest.approx(np.log(3))
    assert found["hành"]["repeats"] == pytest.approx(np.log(2))
    assert found["qkzw"]["unknown"] == 1.0 > found["ban"]["unknown"]
    assert found["hành"]["odd_marks"] == 2.0 > found["Ủy"]["odd_marks"]
    assert found["12/2014/NĐ-CP"]["odd_code"] == 0.0 < found["13/2014/XQ-CP"]["odd_code"]
    assert found["nhân"]["letters"] == 4.0


def test_an_odd_word_surprises_and_doubts_are_shared_by_the_line(signs: Read) -> None:
    usual, odd = signs("Ủy ban nhân dân tỉnh"), signs("Ủy ban lợn dân tỉnh")
    assert odd["lợn"]["word_surprise"] > usual["nhân"]["word_surprise"] + 3.0
    assert odd["ban"]["next_surprise"] > usual["ban"]["next_surprise"] + 3.0
    assert usual["ban"]["line_doubt"] == pytest.approx(0.01) == usual["ban"]["page_doubt"]
    assert usual["nhân"]["near_doubt"] == pytest.approx(0.04)


def test_letters_that_are_not_there_are_counted(restorer: Restorer) -> None:
    reader = SignReader(restorer._model, restorer._vocabulary.notations)

    def change(observed: str, surface: str) -> tuple[float, float]:
        reading = Reading(0, len(observed), surface, 0.9, None, 0.0, "syllable", restorer._model.id(surface))
        values = reader.read(observed, [reading]).values[:, 0]
        return values[SIGNS.index("changed_letters")], values[SIGNS.index("length_change")]

    assert change("dan", "dân") == (0.0, 0.0)
    assert change("dxn", "dân") == (pytest.approx(1 / 3), 0.0)
    assert change("d6i", "đối") == (pytest.approx(1 / 3), 0.0)
    assert change("nhn", "nhân") == (pytest.approx(1 / 4), 1.0)


def test_the_chain_is_the_same_without_the_kernels(
    restorer: Restorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [*np.random.default_rng(5).integers(0, len(restorer._model.words), 400), *range(2, 40)] * 2
    compiled = restorer._model.chain_logps(words)
    monkeypatch.setattr(ngram, "compiled", lambda: None)
    assert compiled.tobytes() == restorer._model.chain_logps(words).tobytes()


@pytest.mark.parametrize(
    "rows",
    [
        "", "bias\t0\t1\tx", "odds\t0\t6\t3", "bias\t0\t1\t3\nluck\t0\t1\t2", "bias\t0\t1\t3\nodds\t6\t0\t2",
        "bias\t0\t1\t3\nodds\t0\tnan\t2", "bias\t0\t1\t3\nodds\t0\t1", "bias\t0\t1\tinf",
    ],
)  # fmt: skip
def test_damaged_weights_are_refused(tmp_path: Path, rows: str) -> None:
    shutil.copy(FOLDER / "manifest.json", tmp_path)
    (tmp_path / "weights.tsv").write_text(f"# sign\tfrom\tto\tweight\n{rows}\n", "utf-8")
    with pytest.raises(ResourceError, match=r"weights\.tsv"):
        load_weights(tmp_path)
    (tmp_path / "weights.tsv").unlink()
    with pytest.raises(ResourceError, match=r"weights\.tsv"):
        load_weights(tmp_path)


@pytest.mark.parametrize("symbols", [[5, -1], [1 << 20]])
def test_the_chain_kernel_refuses_symbols_that_are_none(restorer: Restorer, symbols: list[int]) -> None:
    if ngram.compiled() is None:
        pytest.skip("no compiled kernels")
    with pytest.raises(ValueError, match="no chain"):
        restorer._model.chain_logps(symbols)
