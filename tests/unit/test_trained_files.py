"""Trained files and the small tables beside them: whole, or one clear error."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import vnrestore
from vnrestore.errors import ResourceError
from vnrestore.language.resources import (
    TRAINED,
    lexicon_folder,
    load_lookalikes,
    load_notations,
    trained_folder,
    verify_trained,
)
from vnrestore.language.stored import load_array, read_lines, read_manifest, whole_number
from vnrestore.train.manifest import write_manifest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    f"{kind}/{path.name}"
    for kind in TRAINED
    for path in (trained_folder() / kind).iterdir()
    if path.is_file()
)


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """The real trained files as links in a folder of the test's own."""
    folder = tmp_path / "lexicons" / "trained"
    shutil.copytree(trained_folder(), folder, copy_function=lambda src, dst: Path(dst).symlink_to(src))
    return folder


def replace(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    replace(path, bytes(data))


def test_what_is_shipped_is_what_was_trained() -> None:
    hashes = verify_trained(trained_folder())
    assert sorted([*hashes, *(f"{kind}/manifest.json" for kind in TRAINED)]) == FILES
    assert all(len(digest) == 64 for digest in hashes.values())


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_bit_is_seen(trained: Path, name: str) -> None:
    path = trained / name
    flip(path, path.stat().st_size // 2)
    with pytest.raises(ResourceError, match=path.name):
        verify_trained(trained)


def test_a_changed_manifest_is_seen(trained: Path) -> None:
    manifest = trained / "lm" / "manifest.json"
    facts = json.loads(manifest.read_text("utf-8"))
    facts["tables"]["2"]["seed"] += 1
    replace(manifest, json.dumps(facts).encode())
    with pytest.raises(ResourceError, match="hash of itself"):
        verify_trained(trained)
    replace(manifest, b"[" * 100_000)
    with pytest.raises(ResourceError, match="cannot be verified"):
        verify_trained(trained)


def test_files_that_come_and_go_are_seen(trained: Path) -> None:
    (trained / "channel" / "more.tsv").write_text("", "utf-8")
    with pytest.raises(ResourceError, match=r"more\.tsv"):
        verify_trained(trained)
    (trained / "channel" / "more.tsv").unlink()
    (trained / "channel" / "words.tsv").unlink()
    with pytest.raises(ResourceError, match=r"channel: cannot be verified"):
        verify_trained(trained)


def test_the_manifest_does_not_mind_its_layout(tmp_path: Path) -> None:
    for kind in TRAINED:
        (tmp_path / kind).mkdir()
        (tmp_path / kind / "a.tsv").write_text("á\n", "utf-8")
        write_manifest(tmp_path / kind, inputs=[], format=1, note="ủy")
    assert list(verify_trained(tmp_path)) == [f"{kind}/a.tsv" for kind in TRAINED]
    facts = json.loads((tmp_path / "lm" / "manifest.json").read_text("utf-8"))
    (tmp_path / "lm" / "manifest.json").write_text(json.dumps(facts), "utf-8")
    verify_trained(tmp_path)


@pytest.fixture
def installed(tmp_path: Path, trained: Path) -> Path:
    """A copy of the package whose trained files may be damaged; the folder to run it in."""
    source = Path(vnrestore.__file__).parent
    shutil.copytree(source, tmp_path / "vnrestore", ignore=shutil.ignore_patterns("__pycache__", "_lexicons"))
    for path in lexicon_folder().glob("*.tsv"):
        (tmp_path / "lexicons" / path.name).symlink_to(path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("lm/3grams.npy", ["--verify"]),
        ("lm/manifest.json", ["--verify"]),
        ("lm/manifest.json", []),
        ("../notations.tsv", []),
        ("../lookalikes.tsv", []),
        ("../abbreviations.tsv", []),
        ("../languages.tsv", []),
        ("../code_words.tsv", []),
        ("../foreign.tsv", []),
        ("../given_names.tsv", []),
        ("english/pairs.npy", ["--verify"]),
        ("english/pairs.npy", []),
        ("english/words.txt", []),
    ],
)
def test_damaged_data_is_exit_code_6(
    installed: Path, environment: dict[str, str], name: str, options: list[str]
) -> None:
    """With --verify wherever the damage is; without it where it cannot be loaded."""
    path = installed / "lexicons" / "trained" / name
    if options:
        flip(path, path.stat().st_size // 2)
    else:
        replace(path, cut(path.read_bytes()))
    assert_exit_6(["fix", "-", *options], b"d6i ngoai", installed, environment)


@pytest.mark.parametrize("name", ["notations", "abbreviations", "organs", "places"])
@pytest.mark.parametrize("gone", [False, True], ids=["cut", "missing"])
def test_damaged_names_are_exit_code_6_where_they_are_only_known_from(
    installed: Path, environment: dict[str, str], name: str, gone: bool
) -> None:
    """A record drawn without a lexicon would differ, and say nothing of it."""
    path = installed / "lexicons" / f"{name}.tsv"
    data = path.read_bytes()
    path.unlink()
    if not gone:
        path.write_bytes(cut(data))
    notice = ROOT / "samples" / "official_letter_light.gold.txt"
    assert_exit_6(["metadata", str(notice)], b"", installed, environment)


def cut(data: bytes) -> bytes:
    """The first half, cut inside a line."""
    middle = len(data) // 2
    end = data.find(b"\n", middle)
    return data[: end + 2 if end > 0 else middle]


def assert_exit_6(command: list[str], data: bytes, installed: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vnrestore", *command],
        input=data,
        capture_output=True,
        cwd=installed,
        env=environment | {"PYTHONPATH": str(installed)},
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (6, b"")
    assert done.stderr.startswith(b"vnrestore: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("notations.tsv", None, "cannot be read"),
        ("notations.tsv", b"", "header"),
        ("notations.tsv", b"# notation\n", "header"),
        ("notations.tsv", b"# notation\tcount\tsource\nBC\tx\tcorpus\n", "notations.tsv:2: count"),
        ("notations.tsv", b"# notation\tcount\tsource\nBC\t0\tcorpus\n", "notations.tsv:2: count"),
        ("notations.tsv", b"# notation\tcount\tsource\nBC\t\xd9\xa3\tcorpus\n", "notations.tsv:2: count"),
        ("notations.tsv", b"# notation\tcount\tsource\nBC\t5\n", "notations.tsv:2: expected 3"),
        ("notations.tsv", b"# notation\tcount\tsource\n\xff\t5\tcorpus\n", "cannot be read"),
        ("lookalikes.tsv", b"# i\to\tw\na\te\tnan\n", "lookalikes.tsv:2"),
        ("lookalikes.tsv", b"# i\to\tw\na\te\t1\nab\tee\t1\n", "lookalikes.tsv:3"),
        ("lookalikes.tsv", b"# i\to\tw\na\te\t0\n", "lookalikes.tsv:2"),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ResourceError, match=words):
        (load_notations if name == "notations.tsv" else load_lookalikes)(tmp_path)


ARRAY = np.arange(12, dtype=np.float32).reshape(6, 2)


def test_arrays_come_back_as_saved(tmp_path: Path) -> None:
    np.save(tmp_path / "two.npy", ARRAY)
    np.save(tmp_path / "one.npy", ARRAY.ravel())
    np.testing.assert_array_equal(load_array(tmp_path / "two.npy", "<f4", 6, 2), ARRAY)
    np.testing.assert_array_equal(load_array(tmp_path / "one.npy", "<f4", 12), ARRAY.ravel())


@pytest.mark.parametrize("size", [0, 1, 7, 9, 64, 127, 128, 150, 175, 177])
def test_arrays_cut_or_grown_are_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.npy"
    np.save(path, ARRAY)
    assert path.stat().st_size == 176
    path.write_bytes((path.read_bytes() + b"\0")[:size])
    with pytest.raises(ResourceError, match=r"a\.npy"):
        load_array(path, "<f4", 6, 2)


def test_no_bit_of_a_header_can_flip_unseen(tmp_path: Path) -> None:
    """numpy's own reader would take a changed type, or evaluate what stands there."""
    path = tmp_path / "a.npy"
    np.save(path, ARRAY)
    whole = path.read_bytes()
    for bit in range(128 * 8):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        with pytest.raises(ResourceError):
            load_array(path, "<f4", 6, 2)


def test_other_arrays_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    for other in (ARRAY.astype(np.float64), ARRAY.T, ARRAY[:5], np.array([object()] * 12)):
        np.save(path, other)
        with pytest.raises(ResourceError):
            load_array(path, "<f4", 6, 2)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 2}', '{"format": true}', '{"format": 1.0}', "[" * 99999]
)
def test_other_manifests_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(ResourceError, match=r"manifest\.json"):
        read_manifest(tmp_path, 1)


def test_numbers_and_lines(tmp_path: Path) -> None:
    assert whole_number({"seed": 3}, "seed", 0, 3) == 3
    for facts in ({}, {"seed": 4}, {"seed": -1}, {"seed": "3"}, {"seed": True}, {"seed": 2.0}):
        with pytest.raises(ResourceError, match="seed"):
            whole_number(facts, "seed", 0, 3)
    path = tmp_path / "words.txt"
    path.write_text("một\nhai\n", "utf-8")
    assert read_lines(path) == ["một", "hai"]
    for data in (b"m\xe1\xbb\x99t\nhai", b"m\xe1\xbb", b""):
        path.write_bytes(data)
        with pytest.raises(ResourceError, match=r"words\.txt"):
            read_lines(path)
