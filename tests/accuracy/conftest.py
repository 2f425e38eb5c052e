"""The gate's table is printed at the end of every run, passed or not."""

from __future__ import annotations

import pytest

LINES: list[str] = []


@pytest.fixture(scope="session")
def gate_lines() -> list[str]:
    return LINES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if LINES:
        terminalreporter.section("accuracy of the samples (SER; syllables)")
        for line in LINES:
            terminalreporter.line(line)
