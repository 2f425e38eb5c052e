"""The public interface: exactly these names, loaded when used, and never shadowed by sub-packages."""

from __future__ import annotations

import subprocess
import sys

import pytest

import vnrestore
from vnrestore import errors

PUBLIC = {
    "BusyError",
    "Correction",
    "Doubt",
    "Document",
    "EncodingError",
    "InputError",
    "MissingToolError",
    "Notice",
    "OutputError",
    "ResourceError",
    "Restoration",
    "Restorer",
    "Span",
    "UnknownFormatError",
    "UsageError",
    "VnrestoreError",
    "__version__",
    "apply_corrections",
    "read_document",
    "restore",
    "rewrite_document",
    "segment",
}


def test_surface() -> None:
    assert set(vnrestore.__all__) == PUBLIC
    assert set(dir(vnrestore)) == PUBLIC
    for name in PUBLIC:
        assert getattr(vnrestore, name) is not None


def test_every_public_error_is_exported() -> None:
    kinds = {
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)
    }
    assert kinds <= PUBLIC


def test_exit_codes_are_distinct_and_documented() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    codes = [kind.exit_code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(errors.EXIT_CODES)


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'fix'"):
        vnrestore.fix  # noqa: B018


@pytest.mark.parametrize(
    "first",
    [
        "import vnrestore.restore, vnrestore.segment",
        "from vnrestore import Restorer",
        "import vnrestore.pipeline",
    ],
)
def test_functions_win_over_sub_packages(first: str, environment: dict[str, str]) -> None:
    kinds = "type(vnrestore.restore).__name__, type(vnrestore.segment).__name__"
    code = f"{first}\nimport vnrestore\nprint({kinds})"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment, text=True, check=True
    )
    assert shown.stdout == "function function\n"
