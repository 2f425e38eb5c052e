"""Every case file, case by case; README.md beside this file says what the keys mean."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from vnrestore.pipeline import Restorer

FOLDER = Path(__file__).parent
KEYS = {"name", "noisy", "want", "unchanged", "expect", "note"}


@dataclass(frozen=True)
class Case:
    file: str
    name: str
    noisy: str
    want: tuple[str, ...]
    expect: str

    @property
    def unchanged(self) -> bool:
        return self.want == (self.noisy,)


def load_cases() -> list[Case]:
    cases = []
    for path in sorted(FOLDER.glob("*.toml")):
        for record in tomllib.loads(path.read_text("utf-8"))["case"]:
            assert set(record) <= KEYS, f"{path.name}: unknown key in {record}"
            assert ("unchanged" in record) != ("noisy" in record and "want" in record), (
                f"{path.name}: {record['name']}: either unchanged or noisy and want"
            )
            noisy = record.get("unchanged", record.get("noisy"))
            want = record.get("want", noisy)
            wanted = (want,) if isinstance(want, str) else tuple(want)
            cases.append(Case(path.stem, record["name"], noisy, wanted, record["expect"]))
    return cases


CASES = load_cases()


def parameters() -> list[object]:
    strict = pytest.mark.xfail(reason="known bug", strict=True)
    return [
        pytest.param(case, id=f"{case.file}: {case.name}", marks=[strict] if case.expect == "fail" else [])
        for case in CASES
    ]


@pytest.mark.parametrize("case", parameters())
def test_case(case: Case, restorer: Restorer) -> None:
    assert restorer.restore(case.noisy).text in case.want


def test_cases_are_well_formed() -> None:
    ids = [(case.file, case.name) for case in CASES]
    assert len(ids) == len(set(ids)), "two cases of one file share a name"
    for case in CASES:
        assert case.expect in ("pass", "fail"), case
        assert all(unicodedata.is_normalized("NFC", text) for text in (case.noisy, *case.want)), case
        assert case.unchanged or case.noisy not in case.want, f"{case}: say unchanged"


def test_enough_cases_must_stay_unchanged() -> None:
    unchanged = sum(case.unchanged for case in CASES)
    assert len(CASES) >= 80
    assert unchanged * 4 >= len(CASES), f"only {unchanged} of {len(CASES)} cases are unchanged ones"
