"""The bill of materials names every trained file and every input, with hashes that are right."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from vnrestore.errors import ResourceError
from vnrestore.language.resources import TRAINED, trained_folder
from vnrestore.train.__main__ import main
from vnrestore.train.bom import bill_of_materials


def test_every_file_and_every_input_is_listed() -> None:
    folder = trained_folder()
    bom = bill_of_materials(folder)
    models = {one["name"]: one for one in bom["components"] if one["type"] == "machine-learning-model"}
    assert sorted(models) == sorted(TRAINED)
    inputs = {one["name"] for one in bom["components"] if one["type"] == "data"}
    for kind, model in models.items():
        paths = [path for path in (folder / kind).iterdir() if path.name != "manifest.json"]
        assert {one["name"]: one["hashes"][0]["content"] for one in model["components"]} == {
            f"{kind}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
        }
        assert inputs >= set(json.loads((folder / kind / "manifest.json").read_text("utf-8"))["inputs"])


def test_references_are_unique_and_lead_somewhere() -> None:
    bom = bill_of_materials(trained_folder())
    every = [*bom["components"], *(one for model in bom["components"] for one in model.get("components", []))]
    refs = ["vnrestore", *(one["bom-ref"] for one in every)]
    assert len(refs) == len(set(refs))
    for one in bom["dependencies"]:
        assert {one["ref"], *one["dependsOn"]} <= set(refs)


def test_files_that_are_not_what_they_should_be_get_no_bill(tmp_path: Path) -> None:
    folder = tmp_path / "trained"
    shutil.copytree(trained_folder(), folder, copy_function=lambda src, dst: Path(dst).symlink_to(src))
    words = folder / "lm" / "words.txt"
    data = words.read_bytes()
    words.unlink()
    words.write_bytes(data.replace(b"a", b"b", 1))
    with pytest.raises(ResourceError, match="differs from the hash"):
        bill_of_materials(folder)


def test_it_is_written_and_the_same_every_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bom", "--out", str(tmp_path / "bom.json")]) == 0
    assert main(["bom"]) == 0
    assert (tmp_path / "bom.json").read_text("utf-8") == capsys.readouterr().out
