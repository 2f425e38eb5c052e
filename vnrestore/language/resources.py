"""Where the language data lies: in the wheel as ``vnrestore/_lexicons``, in a checkout as ``lexicons/``."""

from __future__ import annotations

import math
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


def load_notations(folder: Path) -> dict[str, float]:
    """Notations of document numbers with the log of their relative frequency, from ``notations.tsv``."""
    rows = [line.split("\t") for line in (folder / "notations.tsv").read_text("utf-8").splitlines()[1:]]
    total = sum(int(row[1]) for row in rows)
    return {row[0]: math.log(int(row[1]) / total) for row in rows}


def load_lookalikes(folder: Path) -> dict[str, dict[str, float]]:
    """Intended letter -> observed string -> weight, from ``lookalikes.tsv``."""
    table: dict[str, dict[str, float]] = {}
    for line in (folder / "lookalikes.tsv").read_text("utf-8").splitlines()[1:]:
        intended, observed, weight = line.split("\t")
        table.setdefault(intended, {})[observed] = float(weight)
    return table
