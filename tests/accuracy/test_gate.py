"""Accuracy gate: error rates, gains and losses on the committed samples."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests_support import Restore

from vnrestore.evaluate.compare import Comparison, compare
from vnrestore.evaluate.metrics import score

ROOT = Path(__file__).resolve().parents[2]
THRESHOLDS = tomllib.loads((Path(__file__).parent / "thresholds.toml").read_text("utf-8"))
CONFIDENCE = THRESHOLDS.pop("confidence")  # of all samples together, in test_confidence_gate.py
NOISY = {
    path.name.removesuffix(".noisy.txt"): path for path in sorted((ROOT / "samples").glob("*.noisy.txt"))
}


def truth_of(name: str) -> str:
    beside = NOISY[name].with_name(f"{name}.gold.txt")
    golden = ROOT / "tests" / "golden" / f"{name}.gold.txt"
    return (beside if beside.exists() else golden).read_text("utf-8")


def table_row(name: str, before: float, after: float, comparison: Comparison) -> str:
    return (
        f"{name:<24} {before:6.2%} -> {after:6.2%}   "
        f"gains {len(comparison.gains):>4}  losses {len(comparison.losses):>3}"
    )


def test_every_sample_has_a_threshold() -> None:
    assert set(THRESHOLDS) == set(NOISY)


@pytest.mark.parametrize("name", sorted(NOISY))
def test_sample(name: str, restore_once: Restore, gate_lines: list[str]) -> None:
    truth, noisy = truth_of(name), NOISY[name].read_text("utf-8")
    restored = restore_once(noisy).text
    before, after = score(truth, noisy), score(truth, restored)
    comparison = compare(truth, noisy, restored)
    gate_lines.append(table_row(name, before.ser, after.ser, comparison))
    gate_lines.extend(f"    lost: {one.truth} -> {one.after}" for one in comparison.losses)
    assert after.ser <= THRESHOLDS[name]["max_ser"]
    assert len(comparison.losses) <= THRESHOLDS[name]["max_losses"]
