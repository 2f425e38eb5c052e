"""Segmentation against our own annotation of 52 real documents of 12 kinds (clean text)."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


truth = _load("segment_truth")
tasks = _load("segment_tasks")
NEEDS_SHARED = pytest.mark.skipif(
    not truth.SHARED.is_dir(), reason="the annotated documents (../shared/dev/segments) are not here"
)


NEEDS_CORPUS = pytest.mark.skipif(
    not truth.CORPUS.is_file(), reason="the corpus of the held-out documents (../shared/corpus) is not here"
)


def test_truth_is_well_formed() -> None:
    """Every file has marks, sorted, of known kinds, and none overlaps another but on one line."""
    files = [*truth.TRUTH.glob("*.tsv"), *truth.HELDOUT.glob("*.tsv"), *truth.UNSEEN.glob("*.tsv")]
    assert len(files) == 25 + 18 + 9
    assert len({path.stem for path in files}) == len(files)
    kinds = {kind.value for kind in truth.Kind}
    for path in files:
        marks = truth.read_truth(path)
        assert marks == sorted(marks, key=lambda mark: (mark.first, mark.last))
        assert {mark.kind for mark in marks} <= kinds
        for above, below in pairwise(marks):
            assert below.first >= above.last, (path.stem, above, below)


def _node_f1(folder: Path) -> tuple[float, float]:
    total, each = truth.score(folder, [], show=False)
    score = truth.f1(total["agree"], total["missing"], total["surplus"])
    print(f"node F1 {score:.4f} {dict(total)}; lowest {sorted(each.items(), key=lambda one: one[1])[:3]}")
    return score, min(each.values())


@NEEDS_SHARED
def test_node_f1() -> None:
    score, worst = _node_f1(truth.TRUTH)
    assert score >= 0.99
    assert worst >= 0.93


@NEEDS_CORPUS
@pytest.mark.parametrize(("folder", "least"), [(truth.HELDOUT, 0.975), (truth.UNSEEN, 0.94)])
def test_node_f1_of_other_documents(folder: Path, least: float) -> None:
    assert _node_f1(folder)[0] >= least


@NEEDS_SHARED
def test_metadata_exact_match() -> None:
    scored, errors = truth.score_metadata(truth.metadata_truth())
    print(f"metadata exact {1 - len(errors) / scored:.4f} of {scored} fields", errors)
    assert 1 - len(errors) / scored >= 0.97


@NEEDS_CORPUS
@pytest.mark.parametrize("name", ["heldout", "unseen"])
def test_metadata_of_other_documents(name: str) -> None:
    scored, errors = truth.score_metadata(truth.metadata_truth(truth.chosen_set([f"--{name}"])[1]))
    print(f"metadata exact {1 - len(errors) / scored:.4f} of {scored} fields", errors)
    assert 1 - len(errors) / scored >= 0.98


def _assignments(folder: Path) -> tuple[int, float, float]:
    total: Counter[str] = Counter()
    for name, rows in tasks.read_tasks(folder).items():
        agree, missing, surplus = tasks.compare(name, rows)
        total.update(agree=agree, missing=missing.total(), surplus=surplus.total())
    print(dict(total))
    right = total["agree"]
    return right, right / (right + total["surplus"]), right / (right + total["missing"])


def test_assignments() -> None:
    """Who is told to do what by when; our own samples where the other documents are not here."""
    right, precision, recall = _assignments(truth.TRUTH)
    assert right >= 28
    assert precision >= 0.95
    assert recall >= 0.95


@NEEDS_CORPUS
@pytest.mark.parametrize(("folder", "least"), [(truth.HELDOUT, 0.93), (truth.UNSEEN, 0.75)])
def test_assignments_of_other_documents(folder: Path, least: float) -> None:
    _, precision, recall = _assignments(folder)
    assert min(precision, recall) >= least
