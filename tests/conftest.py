"""What the suites share: the samples, one restorer, and the command line as a user runs it."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests_support import RunCommand

import vnrestore as package

if TYPE_CHECKING:
    from vnrestore.datatypes.restoration import Restoration
    from vnrestore.pipeline import Restorer

ROOT = Path(__file__).resolve().parent.parent
IMPORT_FOLDER = Path(package.__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/*.restored.* anew")


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "samples"


@pytest.fixture(scope="session")
def restorer() -> Restorer:
    """One model for all tests: it must not remember anything between texts."""
    from vnrestore.pipeline import Restorer

    return Restorer()


@pytest.fixture(scope="session")
def restore_once(restorer: Restorer) -> Callable[[str], Restoration]:
    """Restore a text, or give what it became before: several suites look at the same texts."""
    return functools.cache(restorer.restore)


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Variables for child processes: this very package, and no terminal settings of the developer's."""
    private = ("NO_COLOR", "TERM", "PYTHONUNBUFFERED")
    variables = {key: value for key, value in os.environ.items() if key not in private}
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(IMPORT_FOLDER), *([inherited] if inherited else [])])
    return variables | {"PYTHONPATH": path}


@pytest.fixture
def vnrestore(tmp_path: Path, environment: dict[str, str]) -> RunCommand:
    """Run the command line in a fresh process, in a temporary folder."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", variables: dict[str, str] | None = None, **options: Any
    ) -> subprocess.CompletedProcess[bytes]:
        settings: dict[str, Any] = {
            "input": stdin,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "cwd": tmp_path,
            "env": environment | (variables or {}),
            "timeout": 120,
        }
        command = [sys.executable, "-m", "vnrestore", *map(str, arguments)]
        return subprocess.run(command, check=False, **(settings | options))

    return run
