"""Where the language data lies: in the wheel as ``vnrestore/_lexicons``, in a checkout as ``lexicons/``."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vnrestore.errors import ResourceError

TRAINED = ("lm", "channel", "english", "confidence")
"""Folders of trained artefacts, each with a manifest."""

_WEIGHT = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")  # matches "4", "0.5"; not "1e9", "nan"


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
    """Notations of document numbers with the log of their relative frequency, from ``notations.tsv``.

    Raises:
        ResourceError: if the file cannot be read or a line is malformed; names file and line.
    """
    rows: dict[str, int] = {}
    path = folder / "notations.tsv"
    for number, fields in _rows(path, 3):
        if not (fields[1].isascii() and fields[1].isdigit()) or int(fields[1]) == 0:
            raise ResourceError(f"{path}:{number}: count must be a whole number above 0, not {fields[1]!r}")
        rows[fields[0]] = int(fields[1])
    total = sum(rows.values())
    return {notation: math.log(count) - math.log(total) for notation, count in rows.items()}


def load_lookalikes(folder: Path) -> dict[str, dict[str, float]]:
    """Intended letter, or two of them -> observed string -> weight, from ``lookalikes.tsv``.

    Two letters can only look like one character.

    Raises:
        ResourceError: if the file cannot be read or a line is malformed; names file and line.
    """
    table: dict[str, dict[str, float]] = {}
    path = folder / "lookalikes.tsv"
    for number, (intended, observed, weight) in _rows(path, 3):
        fits = len(intended) == 1 or (len(intended) == 2 and len(observed) == 1)
        if not fits or not observed or not _WEIGHT.fullmatch(weight) or float(weight) == 0:
            raise ResourceError(
                f"{path}:{number}: expected a letter, or two that look like one character, "
                "what it is read as, a weight above 0"
            )
        table.setdefault(intended, {})[observed] = float(weight)
    return table


def _rows(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each line below the header."""
    try:
        lines = path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: cannot be read: {error}") from error
    if not lines[0].startswith("#") or len(lines) < 2:
        raise ResourceError(f"{path}: a header line and rows below it are missing")
    for number, line in enumerate(lines[1:], start=2):
        fields = line.split("\t")
        if len(fields) != columns or not fields[0]:
            raise ResourceError(f"{path}:{number}: expected {columns} columns")
        yield number, fields


def verify_trained(folder: Path) -> dict[str, str]:
    """Check every trained file against the hash in its manifest, and each manifest against its own.

    A flipped bit in a table of n-grams changes readings without a trace; only a hash shows it.
    It costs some 40 ms, so commands do it when asked to (``--verify``).

    Returns:
        SHA-256 in hex by file name relative to ``folder``: what the program runs on.

    Raises:
        ResourceError: a file is missing, differs from its hash, or no manifest speaks of it.
    """
    hashes: dict[str, str] = {}
    for kind in TRAINED:
        manifest = folder / kind / "manifest.json"
        listed = _listed_hashes(manifest)
        try:
            present = {path.name for path in manifest.parent.iterdir()} - {manifest.name}
            for name in sorted(present | listed.keys()):
                hashes[f"{kind}/{name}"] = _sha256(manifest.parent / name)
                if hashes[f"{kind}/{name}"] != listed.get(name):
                    raise ResourceError(f"{manifest.parent / name}: differs from the hash in {manifest}")
        except OSError as error:
            raise ResourceError(f"{manifest.parent}: cannot be verified: {error}") from error
    return hashes


def _listed_hashes(manifest: Path) -> dict[str, str]:
    """The hashes a manifest lists, after checking the manifest against the hash of itself."""
    try:
        facts = json.loads(manifest.read_text("utf-8"))
        stated = facts.pop("self")
        files = {str(name): str(digest) for name, digest in facts["files"].items()}
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"{manifest}: cannot be verified: {error!r}") from error
    if stated != manifest_hash(facts):
        raise ResourceError(f"{manifest}: differs from the hash of itself")
    return files


def manifest_hash(facts: Mapping[str, Any]) -> str:
    """SHA-256 of a manifest's facts, all but ``self``, in a form that layout does not change."""
    canonical = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
