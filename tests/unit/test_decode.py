"""The beam search against all paths of a small lattice, one by one."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import SILENT, WRITTEN, Candidates, Edges, Pool
from vnrestore.kernels import compiled
from vnrestore.language import ngram
from vnrestore.language.ngram import NgramModel
from vnrestore.language.resources import trained_folder
from vnrestore.restore.decode import Beam, decode, likely_edges

CHOICES = [("ủy", "úy", "uy"), ("ban", "bàn", "bán"), ("nhân", "nhận", None), ("dân", "dẫn", "dần")]
WIDE = Beam(width=500, margin=200.0)


@pytest.fixture(scope="module")
def model() -> NgramModel:
    return ngram.load(trained_folder() / "lm")


def edges_of(model: NgramModel, copies: int, own: NDArray[np.float32] | None = None) -> Edges:
    """The same passage several times; None is an edge the language model does not hear."""
    pool = Pool(own)
    for words in CHOICES:
        symbols = [SILENT if word is None else model.id(word) for word in words]
        scores = [-0.7 * rank for rank in range(len(words))]
        forms = [WRITTEN + rank for rank in range(len(words))]
        written = tuple((word or "", "test") for word in words)
        pool.add(
            Candidates(
                np.array(symbols, np.int32), np.array(scores, np.float32), np.array(forms, np.int32), written
            )
        )
    rows = pool.rows()
    places, size = np.arange(len(CHOICES)), len(CHOICES)
    source = np.concatenate([places + copy * (size + 1) for copy in range(copies)]).astype(np.int32)
    first = np.arange(copies, dtype=np.int32) * (size + 1)
    symbol, score, _ = rows.columns
    return Edges(
        source,
        source + np.int32(1),
        np.arange(0, 3 * len(source) + 1, 3, dtype=np.int32),
        rows.spans(np.tile(places, copies))[0],
        symbol,
        score,
        first,
        first + np.int32(size),
    )


def without_arm(edges: Edges, arm: int) -> Edges:
    """All edges but those of an arm."""
    bounds = np.append(0, np.cumsum(np.delete(np.diff(edges.bounds), arm))).astype(np.int32)
    source, target, begin = (np.delete(column, arm) for column in (edges.source, edges.target, edges.begin))
    return edges._replace(source=source, target=target, bounds=bounds, begin=begin)


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
    decoding = decode(edges_of(model, copies), model, WIDE)
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
    with pytest.raises(ValueError, match="not connected"):
        decode(without_arm(edges_of(model, 1), 3), model, WIDE)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("source", 4),
        ("source", -1),
        ("target", 5),
        ("target", 0),
        ("symbol", 1 << 16),
        ("symbol", -2),
        ("begin", 10),
        ("begin", -1),
        ("bounds", 13),
        ("bounds", 8),
        ("first", -1),
        ("last", -1),
    ],
)
def test_the_kernel_refuses_what_is_no_lattice(model: NgramModel, column: str, value: int) -> None:
    if decode.__globals__["compiled"]() is None:
        pytest.skip("numpy looks after its own bounds")
    edges = edges_of(model, 1)
    damaged = getattr(edges, column).copy()
    damaged[-1] = value
    with pytest.raises(ValueError, match="no lattice"):
        decode(edges._replace(**{column: damaged}), model, WIDE)


def test_the_kernel_refuses_a_map_that_was_cut(model: NgramModel) -> None:
    if decode.__globals__["compiled"]() is None:
        pytest.skip("numpy looks after its own bounds")
    cut = replace(model, trigrams=replace(model.trigrams, cells=model.trigrams.cells[:-1]))
    with pytest.raises(ValueError, match="not of its size"):
        decode(edges_of(model, 1), cut, WIDE)


def test_an_arm_from_another_passage_leads_nowhere(model: NgramModel) -> None:
    """In the kernel, where it would read another passage's memory; nobody builds such a lattice."""
    if decode.__globals__["compiled"]() is None:
        pytest.skip("numpy looks after its own bounds")
    edges = edges_of(model, 2)
    astray = edges._replace(
        source=np.append(edges.source, np.int32(0)),
        target=np.append(edges.target, edges.first[1] + np.int32(1)),
        bounds=np.append(edges.bounds, edges.bounds[-1] + np.int32(3)),
        begin=np.append(edges.begin, 0),
    )
    want, found = decode(edges, model, WIDE), decode(astray, model, WIDE)
    assert found.paths == want.paths
    assert found.posteriors[:-3] == pytest.approx(want.posteriors)


def test_the_texts_own_words_are_likelier(model: NgramModel) -> None:
    own = np.zeros(len(model.words), np.float32)
    own[model.id("dần")] = 30.0
    own[SILENT] = 50.0  # of the last word, not of what the model does not hear
    edges = edges_of(model, 1, own)
    assert edges.score.tolist() == pytest.approx([0.0, -0.7, -1.4] * 3 + [0.0, -0.7, 28.6])
    assert [edge % 3 for edge in decode(edges, model, WIDE).paths[0]][-1] == 2
    weak = decode(edges_of(model, 1), model, WIDE, lm_weight=0.0)  # the language model counts for nothing
    assert [edge % 3 for edge in weak.paths[0]] == [0, 0, 0, 0]


def test_likely_edges_are_those_between_the_same_nodes(model: NgramModel) -> None:
    edges = edges_of(model, 2)
    twice = edges._replace(  # the second choice once more
        source=np.append(edges.source, np.int32(1)),
        target=np.append(edges.target, np.int32(2)),
        bounds=np.append(edges.bounds, edges.bounds[-1] + np.int32(3)),
        begin=np.append(edges.begin, 3),
    )
    posteriors = np.zeros(27)
    posteriors[[1, 3, 5, 8, 12, 25]] = 0.2, 0.1, 0.4, 1e-9, 0.3, 0.5
    sizes, likely = likely_edges(twice, posteriors, np.array([1, 2, 0, 4]), 1e-7)
    assert sizes.tolist() == [3, 0, 1, 1]
    assert likely.tolist() == [3, 5, 25, 1, 12]
