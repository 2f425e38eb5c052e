"""``vnrestore evaluate``: numbers computed by hand, and agreement with the reference scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests_support import RunCommand

TRUTH = "Ủy ban {hoà|hòa} giải, xã Ea Tu; số 12.\n"
NOISY = "Uy ban hoa giai , xã Ea Tu số 12.\n"
BETTER = "Ủy ban hoà giải xã Ya Tu số 12.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "truth.txt").write_text(TRUTH, "utf-8")
    (tmp_path / "noisy.txt").write_text(NOISY, "utf-8")
    (tmp_path / "better.txt").write_text(BETTER, "utf-8")
    return tmp_path


def test_json(vnrestore: RunCommand, folder: Path) -> None:
    record = json.loads(
        vnrestore(
            "evaluate", "truth.txt", "better.txt", "--baseline", "noisy.txt", "--errors", "9", "--json"
        ).stdout
    )
    assert (record["syllables"], record["syllable_errors"]) == (9, 1)
    assert record["errors"] == [["Ea", "Ya"]]
    assert record["gains"] == [["Ủy", "Uy", "Ủy"], ["{hoà|hòa}", "hoa", "hoà"], ["giải,", "giai", "giải"]]
    assert record["losses"] == [["Ea", "Ea", "Ya"]]
    assert record["ser"] == pytest.approx(1 / 9)


def test_text(vnrestore: RunCommand, folder: Path) -> None:
    shown = vnrestore("evaluate", "truth.txt", "-", "--errors", "2", stdin=NOISY.encode()).stdout.decode()
    assert shown.splitlines() == [
        "errors (truth, text):",
        "  Ủy  Uy",
        "  {hoà|hòa}  hoa",
        "SER 0.3333  3 of 9 syllables",
        "WER 0.5556  5 of 9 tokens",
        "CER 0.1515  5 of 33 characters",
    ]


def test_agrees_with_the_reference_scorer(vnrestore: RunCommand) -> None:
    """Only where the development folder is there; the numbers above stand for it elsewhere."""
    shared = Path(__file__).resolve().parents[3] / "shared"
    if not (shared / "score.py").exists():
        pytest.skip("no ../shared/score.py")
    golds = sorted((shared / "dev" / "real_eng").glob("*.gold.txt"))[:3]
    golds += sorted((shared / "dev" / "rendered_vie").glob("*.gold.txt"))[:3]
    assert golds
    for gold in golds:
        noisy = gold.with_name(gold.name.replace(".gold.", ".noisy."))
        reference = subprocess.run(
            [sys.executable, shared / "score.py", gold, noisy, "--json"], capture_output=True, check=True
        )
        wanted = json.loads(reference.stdout)
        record = json.loads(vnrestore("evaluate", gold, noisy, "--json", "--errors", "999999").stdout)
        assert record["wer"] == wanted["strict"]
        for key in (
            "syllables",
            "tokens",
            "chars",
            "syllable_errors",
            "token_errors",
            "char_errors",
            "ser",
            "cer",
        ):
            assert record[key] == wanted[key], key
        assert record["errors"] == wanted["errors"]
