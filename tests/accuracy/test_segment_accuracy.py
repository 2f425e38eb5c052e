"""Segmentation against our own annotation of 25 real documents of 8 kinds (clean text)."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from vnrestore.segment import segment_text

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


def test_truth_is_well_formed() -> None:
    """Every file has marks, sorted, of known kinds, and none overlaps another but on one line."""
    files = sorted(truth.TRUTH.glob("*.tsv"))
    assert len(files) >= 20
    kinds = {kind.value for kind in truth.Kind}
    for path in files:
        marks = truth.read_truth(path)
        assert marks == sorted(marks, key=lambda mark: (mark.first, mark.last))
        assert {mark.kind for mark in marks} <= kinds
        for above, below in pairwise(marks):
            assert below.first >= above.last, (path.stem, above, below)


@NEEDS_SHARED
def test_node_f1() -> None:
    total: Counter[str] = Counter()
    worst = []
    for path in sorted(truth.TRUTH.glob("*.tsv")):
        text = (truth.SHARED / f"{path.stem}.txt").read_text(encoding="utf-8")
        agree, missing, surplus = truth.compare(truth.read_truth(path), truth.marks_of(segment_text(text)))
        total.update(agree=agree, missing=missing.total(), surplus=surplus.total())
        worst.append((truth.f1(agree, missing.total(), surplus.total()), path.stem))
    score = truth.f1(total["agree"], total["missing"], total["surplus"])
    print(f"node F1 {score:.4f} {dict(total)}; lowest {sorted(worst)[:3]}")
    assert score >= 0.99
    assert min(worst)[0] >= 0.93


@NEEDS_SHARED
def test_metadata_exact_match() -> None:
    rows = truth.metadata_truth()
    errors = [
        (name, *error)
        for name, row in rows.items()
        for error in truth.metadata_errors(row, (truth.SHARED / f"{name}.txt").read_text(encoding="utf-8"))
    ]
    scored = sum(1 for row in rows.values() for field in truth.SCORED if row.get(field) != "?")
    print(f"metadata exact {1 - len(errors) / scored:.4f} of {scored} fields", errors)
    assert 1 - len(errors) / scored >= 0.97


def test_assignments() -> None:
    """Who is told to do what by when; our own samples where the other documents are not here."""
    total: Counter[str] = Counter()
    for name, rows in tasks.read_tasks().items():
        agree, missing, surplus = tasks.compare(name, rows)
        total.update(agree=agree, missing=missing.total(), surplus=surplus.total())
    print(dict(total))
    assert total["agree"] >= 28
    assert total["agree"] / (total["agree"] + total["surplus"]) >= 0.95
    assert total["agree"] / (total["agree"] + total["missing"]) >= 0.95
