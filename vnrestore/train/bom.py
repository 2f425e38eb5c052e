"""``python -m vnrestore.train bom``: the bill of materials of the trained artefacts, as CycloneDX 1.6.

The manifests have all of it; this is the form that tools of the supply chain read. It is made from
verified files when it is wanted, so that there is no second copy to go stale.
"""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from pathlib import Path
from typing import Any

from vnrestore import __version__
from vnrestore.language.resources import TRAINED, trained_folder, verify_trained

_NAMESPACE = uuid.UUID("6f0f5b0e-6d0a-5c1e-9a55-6f1d1f8a2b11")


def main(argv: list[str]) -> int:
    """Write the bill of materials to a file or to standard output."""
    parser = argparse.ArgumentParser(prog="python -m vnrestore.train bom", description=__doc__)
    parser.add_argument("--out", type=Path, help="default: standard output")
    options = parser.parse_args(argv)
    text = json.dumps(bill_of_materials(trained_folder()), ensure_ascii=False, indent=1) + "\n"
    if options.out is None:
        sys.stdout.write(text)
    else:
        options.out.write_text(text, "utf-8")
    return 0


def bill_of_materials(folder: Path) -> dict[str, Any]:
    """Every trained file and everything it was made from, with hashes; the same for the same files.

    Raises:
        ResourceError: a file is not what its manifest says.
    """
    hashes = verify_trained(folder)
    manifests = {kind: json.loads((folder / kind / "manifest.json").read_text("utf-8")) for kind in TRAINED}
    models = [_model(kind, facts, hashes) for kind, facts in manifests.items()]
    inputs = {
        f"input:{name}": _component(f"input:{name}", "data", name, digest)
        for facts in manifests.values()
        for name, digest in facts["inputs"].items()
    }
    needs = [
        {"ref": f"trained:{kind}", "dependsOn": [f"input:{name}" for name in sorted(facts["inputs"])]}
        for kind, facts in manifests.items()
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, json.dumps(manifests, sort_keys=True))}",
        "version": 1,
        "metadata": {
            "component": {
                "bom-ref": "vnrestore",
                "type": "application",
                "name": "vnrestore",
                "version": __version__,
            }
        },
        "components": [*models, *(inputs[ref] for ref in sorted(inputs))],
        "dependencies": [
            {"ref": "vnrestore", "dependsOn": [f"trained:{kind}" for kind in manifests]},
            *needs,
        ],
    }


def _model(kind: str, facts: dict[str, Any], hashes: dict[str, str]) -> dict[str, Any]:
    """One folder of trained files: its manifest's own hash stands for it."""
    files = [
        _component(f"file:{path}", "file", path, digest)
        for path, digest in sorted(hashes.items())
        if path.startswith(f"{kind}/")
    ]
    model = _component(f"trained:{kind}", "machine-learning-model", kind, facts["self"])
    return model | {"version": str(facts["format"]), "components": files}


def _component(ref: str, type_: str, name: str, digest: str) -> dict[str, Any]:
    return {"bom-ref": ref, "type": type_, "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}
