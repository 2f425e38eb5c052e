"""The compiled kernels against the numpy versions they stand in for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vnrestore.kernels import compiled
from vnrestore.language.syllable_scorer import Ranking
from vnrestore.pipeline import Restorer

SAMPLES = Path(__file__).parents[2] / "samples"
TOKENS = ["d6i", "ngoai", "phd", "Thanh", "Ð6NG", "trudng", "&", "Uy", "a", "qué", "ĐIỀU", "xyzxyz", "hóa"]

pytestmark = pytest.mark.skipif(compiled() is None, reason="no compiled kernels here")


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("alphabet", "channel", "syllable_scorer", "unit_scores"):
        monkeypatch.setattr(sys.modules[f"vnrestore.language.{module}"], "compiled", lambda: None)


def test_pair_probabilities_are_the_same(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = restorer._broad.context.channel
    pairs = [
        ("Thành", "Thanh"),
        ("phố", "phd"),
        ("đường", "dudng"),
        ("", "x"),
        ("ab", ""),
        ("漢字", "漢宇"),
        ("UBND", "UBND"),
    ]
    fast = channel.word_logps(pairs)
    without_kernels(monkeypatch)
    assert fast == pytest.approx(channel.word_logps(pairs), rel=1e-6)


def test_letters_are_numbered_alike(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    alphabet = restorer._data.alphabet
    texts = ["", "a", "rn", "Uỷ ban nhân dán tinh ii lI 漢\ud800\U0010ffff", "".join(restorer._data.segments)]
    fast = [alphabet.encode(text) for text in texts]
    without_kernels(monkeypatch)
    for text, one in zip(texts, fast, strict=True):
        for rows, other in zip(one, alphabet.encode(text), strict=True):
            assert rows.tolist() == other.tolist(), text
    assert len(set(fast[-1].two.tolist())) > 100


def test_alignments_are_the_same(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = restorer._broad.context.channel
    pairs = [("ương", "udng"), ("đ", "d"), ("iê", "ié"), ("a", "abcde"), ("漢", "x"), ("n", ""), ("", "")]
    fast = channel.align(pairs)
    without_kernels(monkeypatch)
    assert fast == channel.align(pairs)
    assert ["".join(o for _, o in edits) for edits in fast[:3]] == ["udng", "d", "ié"]
    assert fast[3:5] == [[], []]  # nobody reads one letter as five, or knows this one
    assert fast[5] == [("n", "")]


def test_the_likeliest_syllables_are_the_same(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    context = restorer._broad.context
    own = [-1] * len(TOKENS)
    own[3] = restorer._inventory.written["Thanh"]
    priors = np.tile(np.array([1.0, 0.5, 0.5], np.float32), (len(TOKENS), 1))

    def likeliest() -> list[tuple[dict[int, tuple[int, float]], float]]:
        scorer = type(context.scorer)(restorer._inventory, context.channel)
        found = scorer.likeliest(
            TOKENS, own, priors, Ranking(context.priors.syllables, context.priors.best_syllables, 40, 15.0)
        )
        return [
            ({s: (c, p) for s, c, p in zip(*map(np.ndarray.tolist, one[:3]), strict=True)}, one.own)
            for one in found
        ]

    fast = likeliest()
    without_kernels(monkeypatch)
    for token, (one, own_one), (other, own_other) in zip(TOKENS, fast, likeliest(), strict=True):
        assert own_one == pytest.approx(own_other, abs=1e-4), token
        best = sorted(one, key=lambda s: -one[s][1])[:25]  # the last ones may tie
        assert best, token
        for syllable in best:
            assert other[syllable][0] == one[syllable][0], token
            assert other[syllable][1] == pytest.approx(one[syllable][1], abs=2e-3), token


def test_a_notice_is_restored_alike_without_kernels(restorer: Restorer) -> None:
    noisy = (SAMPLES / "official_letter_light.noisy.txt").read_text("utf-8")[:900]
    code = "import sys, vnrestore; print(vnrestore.restore(sys.stdin.read()).text, end='')"
    pure = subprocess.run(
        [sys.executable, "-c", code],
        input=noisy,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "VNRESTORE_PURE": "1", "PYTHONUTF8": "1"},
    ).stdout
    assert pure == restorer.restore(noisy).text
    assert pure != noisy
