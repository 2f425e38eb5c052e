"""Where the language data lies: in the wheel as ``vnrestore/_lexicons``, in a checkout as ``lexicons/``."""

from __future__ import annotations

from pathlib import Path

from vnrestore.errors import ResourceError


def lexicon_folder() -> Path:
    """The folder that holds the TSV lexicons and ``trained/``.

    Raises:
        ResourceError: if neither an installed nor a checked-out folder exists.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_lexicons", package.parent / "lexicons"):
        if folder.is_dir():
            return folder
    raise ResourceError(f"no lexicons beside {package}: the installation is incomplete")


def trained_folder() -> Path:
    """The folder of trained artefacts, ``lexicons/trained``."""
    return lexicon_folder() / "trained"
