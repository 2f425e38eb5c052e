"""Confidence gate: calibration, and how many errors the least certain words of the samples hold."""

from __future__ import annotations

import pytest
from dev_calibration import Calibration, Judged, calibrate, judge
from test_gate import CONFIDENCE, NOISY, truth_of

from vnrestore.pipeline import Restorer


@pytest.fixture(scope="module")
def measured(restorer: Restorer) -> Calibration:
    every: list[Judged] = []
    for name, path in NOISY.items():
        noisy = path.read_text("utf-8")
        every += [j for j in judge(truth_of(name), noisy, restorer.readings(noisy)) if not j.layout]
    return calibrate(every)


def test_posteriors_mean_what_they_say(measured: Calibration, gate_lines: list[str]) -> None:
    gate_lines.append(
        f"confidence: {measured.wrong} of {measured.words} words wrong, ECE {measured.ece:.4f}, "
        + ", ".join(f"{share:.0%} of the errors in {part:.0%}" for part, share in measured.shares.items())
    )
    assert measured.ece <= CONFIDENCE["max_ece"]


def test_the_least_certain_words_hold_the_errors(measured: Calibration) -> None:
    # Errors, not shares of them: each error put right elsewhere would lower the share.
    outside = {part: round(measured.wrong * (1 - share)) for part, share in measured.shares.items()}
    assert outside[0.03] <= CONFIDENCE["max_errors_outside_3_percent"]
    assert outside[0.05] <= CONFIDENCE["max_errors_outside_5_percent"]
