"""What the samples become today, whole, so that every change of the output shows in review.

After a change that is meant: `pytest tests/golden --update-golden`, then read the diff.
`*.gold.txt` is truth, made by hand; `*.restored.txt` and `*.restored.md` are what the program writes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests_support import Restore

from vnrestore.formats.notice_markdown import notice_to_markdown
from vnrestore.segment import segment_text

FOLDER = Path(__file__).parent
NAMES = sorted(
    path.name.removesuffix(".noisy.txt") for path in (FOLDER.parent.parent / "samples").glob("*.noisy.txt")
)
FORMS: dict[str, Callable[[str], str]] = {
    "txt": lambda restored: restored,
    "md": lambda restored: notice_to_markdown(segment_text(restored)),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_golden(
    name: str, form: str, restore_once: Restore, samples: Path, request: pytest.FixtureRequest
) -> None:
    restored = restore_once((samples / f"{name}.noisy.txt").read_text("utf-8")).text
    made = FORMS[form](restored)
    path = FOLDER / f"{name}.restored.{form}"
    if request.config.getoption("--update-golden"):
        path.write_text(made, "utf-8")
    assert made == path.read_text("utf-8")
