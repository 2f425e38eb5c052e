"""No version of a dependency that is known to have a hole is allowed, nor installed where the tests run.

``pip-audit`` needs a database over the network, which not every place has; the list does not.
"""

from __future__ import annotations

import tomllib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
ADVISORIES = [
    line.split("\t")
    for line in (ROOT / "tests" / "advisories.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def requirements() -> list[Requirement]:
    """What vnrestore needs, with all extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(one) for some in (project["dependencies"], *extras) for one in some]


def least(requirement: Requirement) -> Version:
    """The oldest version a requirement allows."""
    bounds = [one.version for one in requirement.specifier if one.operator == ">="]
    assert len(bounds) == 1, f"{requirement}: no least version, so nothing is known of it"
    return Version(bounds[0])


@pytest.mark.parametrize(("package", "fixed", "advisory"), [row[:3] for row in ADVISORIES])
def test_versions_with_known_holes_are_not_allowed(package: str, fixed: str, advisory: str) -> None:
    named = [one for one in requirements() if one.name.lower() == package]
    assert named, f"{package} is no dependency any more: drop its rows"
    assert all(least(one) >= Version(fixed) for one in named), advisory
    with suppress(PackageNotFoundError):  # an extra that is not installed here
        assert Version(version(package)) >= Version(fixed), f"installed: {advisory}"


def test_every_dependency_has_a_least_version() -> None:
    own = [one for one in requirements() if one.name != "vnrestore"]
    assert len(own) > 15
    assert all(least(one) > Version("0") for one in own)


def test_the_list_is_sorted_and_whole() -> None:
    assert sorted(ADVISORIES) == ADVISORIES
    assert all(len(row) == 5 and all(row) and row[2].startswith(("CVE-", "GHSA-")) for row in ADVISORIES)
