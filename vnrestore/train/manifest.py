"""Manifests: what a trained artefact was made from, so that anyone can make it again and check it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from vnrestore.language.resources import manifest_hash


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, *, inputs: list[Path], **facts: Any) -> None:
    """Write ``manifest.json``: facts, and the hashes of inputs, of all files beside it and of itself."""
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.name != "manifest.json")
    manifest = facts | {
        "inputs": {p.name: sha256(p) for p in sorted(inputs)},
        "files": {p.name: sha256(p) for p in files},
    }
    manifest["self"] = manifest_hash(manifest)
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")
