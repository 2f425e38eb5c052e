"""The beam search against all paths of a small lattice, one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from vnrestore.datatypes.lattice import SILENT, WRITTEN, Arm, Candidates, Lattice
from vnrestore.kernels import compiled
from vnrestore.language import ngram
from vnrestore.language.ngram import NgramModel
from vnrestore.language.resources import trained_folder
from vnrestore.restore.decode import Beam, decode

CHOICES = [("ủy", "úy", "uy"), ("ban", "bàn", "bán"), ("nhân", "nhận", None), ("dân", "dẫn", "dần")]
WIDE = Beam(width=500, margin=200.0)


@pytest.fixture(scope="module")
def model() -> NgramModel:
    return ngram.load(trained_folder() / "lm")


def lattice_of(model: NgramModel, copies: int) -> Lattice:
    """The same passage several times; None is an edge the language model does not hear."""
    lattice = Lattice(model.words)
    for _ in range(copies):
        base = lattice.last[-1] + 1 if lattice.last else 0
        lattice.first.append(base)
        lattice.last.append(base + len(CHOICES))
        for place, words in enumerate(CHOICES):
            candidates = Candidates(
                np.array([SILENT if word is None else model.id(word) for word in words], np.int32),
                np.array([-0.7 * rank for rank in range(len(words))], np.float32),
                np.array([WRITTEN + rank for rank in range(len(words))], np.int32),
                tuple((word or "", "test") for word in words),
            )
            lattice.arms.append(Arm(base + place, base + place + 1, place, place + 1, candidates))
    return lattice


def brute_force(model: NgramModel) -> dict[tuple[int, ...], float]:
    """Score of every path, by its choices."""
    scores = {}
    for path in itertools.product(range(3), repeat=len(CHOICES)):
        state, total = model.begin(1), 0.0
        for place, rank in enumerate(path):
            total += -0.7 * rank
            word = CHOICES[place][rank]
            if word is not None:
                logp, state = model.score(state, np.array([model.id(word)]))
                total += float(logp[0])
        scores[path] = total
    return scores


@pytest.fixture(params=["compiled", "numpy"], autouse=True)
def search(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here runs on both versions of the search."""
    if request.param == "numpy":
        monkeypatch.setitem(decode.__globals__, "compiled", lambda: None)
    elif compiled() is None:
        pytest.skip("no compiled kernels here")


@pytest.mark.parametrize("copies", [1, 3])
def test_best_path_and_posteriors_are_those_of_all_paths(model: NgramModel, copies: int) -> None:
    scores = brute_force(model)
    decoding = decode(lattice_of(model, copies), model, WIDE)
    best = max(scores, key=lambda path: scores[path])
    total = np.logaddexp.reduce(list(scores.values()))
    for copy, path in enumerate(decoding.paths):
        assert tuple(edge % 3 for edge in path) == best
        for place in range(len(CHOICES)):
            for rank in range(3):
                want = sum(np.exp(s - total) for p, s in scores.items() if p[place] == rank)
                edge = copy * 3 * len(CHOICES) + 3 * place + rank
                assert decoding.posteriors[edge] == pytest.approx(want, abs=1e-4)


def test_an_unconnected_passage_is_an_error(model: NgramModel) -> None:
    lattice = lattice_of(model, 1)
    del lattice.arms[-1]
    with pytest.raises(ValueError, match="not connected"):
        decode(lattice, model, WIDE)


@pytest.mark.parametrize(
    "damage",
    [{"source": 4}, {"source": -1}, {"target": 5}, {"target": 0}, {"symbol": 1 << 16}, {"symbol": -2}],
)
def test_the_kernel_refuses_what_is_no_lattice(model: NgramModel, damage: dict[str, int]) -> None:
    if decode.__globals__["compiled"]() is None:
        pytest.skip("numpy looks after its own bounds")
    lattice = lattice_of(model, 1)
    arm = lattice.arms[-1]
    symbol = damage.pop("symbol", None)
    if symbol is not None:
        damaged = arm.candidates._replace(symbols=np.full(3, symbol, np.int32))
        arm = arm._replace(candidates=damaged)
    lattice.arms[-1] = arm._replace(**damage)
    with pytest.raises(ValueError, match="no lattices"):
        decode(lattice, model, WIDE)


def test_an_arm_from_another_passage_leads_nowhere(model: NgramModel) -> None:
    """In the kernel, where it would read another passage's memory; nobody builds such a lattice."""
    if decode.__globals__["compiled"]() is None:
        pytest.skip("numpy looks after its own bounds")
    lattice = lattice_of(model, 2)
    astray = lattice.arms[0]._replace(target=lattice.first[1] + 1)
    want = decode(lattice_of(model, 2), model, WIDE)
    lattice.arms.append(astray)
    found = decode(lattice, model, WIDE)
    assert found.paths == want.paths
    assert found.posteriors[:-3] == pytest.approx(want.posteriors)


def test_the_texts_own_words_are_likelier(model: NgramModel) -> None:
    lattice = lattice_of(model, 1)
    assert lattice.own_logp(lattice.edges().symbol).tolist() == [0.0] * 12
    lattice.own = np.zeros(len(model.words), np.float32)
    lattice.own[model.id("dần")] = 30.0
    assert lattice.own_logp(np.array([SILENT, model.id("dần")], np.int32)).tolist() == [0.0, 30.0]
    assert [edge % 3 for edge in decode(lattice, model, WIDE).paths[0]][-1] == 2
    weak = decode(lattice, model, WIDE, lm_weight=0.0)  # what the language model says counts for nothing
    assert [edge % 3 for edge in weak.paths[0]] == [0, 0, 0, 0]
