"""The command line starts without loading what it does not need yet."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests_support import RunCommand

import vnrestore as package

HEAVY = {"numpy", "regex", "rapidfuzz", "unidecode", "hypothesis", "vnrestore.pipeline", "vnrestore.language"}


def loaded_by(code: str, environment: dict[str, str]) -> set[str]:
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        env=environment,
        check=True,
        text=True,
    )
    return set(shown.stdout.split())


@pytest.mark.parametrize(
    "code",
    ["import vnrestore", "from vnrestore.cli.main import build_parser; build_parser()"],
)
def test_nothing_heavy_is_loaded(code: str, environment: dict[str, str]) -> None:
    assert not HEAVY & loaded_by(code, environment)


def test_version(vnrestore: RunCommand) -> None:
    done = vnrestore("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"vnrestore {package.__version__}\n")


@pytest.mark.parametrize("command", ["fix", "segment", "metadata", "tasks", "evaluate"])
def test_every_command_has_help(vnrestore: RunCommand, command: str) -> None:
    assert command in vnrestore("--help").stdout.decode()
    done = vnrestore(command, "--help")
    assert done.returncode == 0
    assert done.stdout.decode().startswith(f"usage: vnrestore {command} ")
    assert done.stdout.isascii()
