"""Storage by URL: fsspec's memory and local file systems stand for all it can reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

fsspec = pytest.importorskip("fsspec", reason="needs fsspec: pip install 'vnrestore[remote]'")

from batch_support import FakeRunner, catalogue, snapshot  # noqa: E402

from vnrestore.batch.inline import Inline  # noqa: E402
from vnrestore.batch.remote import RemoteSource, RemoteTarget  # noqa: E402
from vnrestore.batch.request import Request  # noqa: E402
from vnrestore.batch.run import Finished, run_batch  # noqa: E402
from vnrestore.batch.settings import Settings  # noqa: E402
from vnrestore.batch.storage import ReadError, Skipped, WriteError  # noqa: E402
from vnrestore.errors import InputError, UsageError  # noqa: E402

NAMES = {"a.txt": "một", "x/b.txt": "hai", "x/y/c d.txt": "ba", "x/.hidden": "không"}


@pytest.fixture(params=["memory", "file"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    url = "memory://test" if request.param == "memory" else f"file://{tmp_path}/remote"
    system, path = fsspec.core.url_to_fs(url)
    for name, text in NAMES.items():
        system.makedirs(f"{path}/in/{name}".rpartition("/")[0], exist_ok=True)
        system.pipe_file(f"{path}/in/{name}", text.encode())
    yield url
    system.rm(path, recursive=True)


def run(root: str, tmp_path: Path, **options: object) -> Finished:
    settings = Settings(f"{root}/in", f"{root}/out", ("txt",))
    request = Request(settings, catalogue=tmp_path / "kept" / "catalogue.sqlite3", processes=0)
    return run_batch(request, executor=lambda: Inline(lambda: FakeRunner(settings.source, settings.target)))


def test_a_folder_by_url(root: str, tmp_path: Path) -> None:
    assert run(root, tmp_path).tally.done == 3
    system, path = fsspec.core.url_to_fs(f"{root}/out")
    texts = {name: system.cat_file(f"{path}/{name}").decode() for name in ("a.txt", "x/b.txt", "x/y/c d.txt")}
    assert texts == {"a.txt": "MỘT", "x/b.txt": "HAI", "x/y/c d.txt": "BA"}
    assert b"<html" in system.cat_file(f"{path}/summary.html")
    assert system.exists(f"{path}/metadata.csv")
    assert not [name for name in system.find(path) if name.endswith(".part")]
    assert run(root, tmp_path).tally.unchanged == 3
    system.pipe_file(f"{path.rpartition('/')[0]}/in/a.txt", "bốn năm".encode())
    assert run(root, tmp_path).tally.done == 1
    assert system.cat_file(f"{path}/a.txt").decode() == "BỐN NĂM"


def test_what_is_missing(root: str) -> None:
    with pytest.raises(InputError):
        RemoteSource(f"{root}/nowhere")
    source = RemoteSource(f"{root}/in")
    for path, kind in (("gone.txt", "vanished"), ("../out/a.txt", "unreadable")):
        with pytest.raises(ReadError) as caught:
            source.read(path)
        assert caught.value.kind == kind
    target = RemoteTarget(f"{root}/out")
    assert target.size("a.txt") is None
    with pytest.raises(WriteError):
        target.write("../a.txt", b"")


def test_the_output_in_the_input_is_not_read(root: str) -> None:
    RemoteTarget(f"{root}/in/x/out").write("a.txt", b"x")
    source = RemoteSource(f"{root}/in", avoid=f"{root}/in/x/out")
    assert [found.path for found in source.walk(Skipped())] == ["a.txt", "x/b.txt", "x/y/c d.txt"]


def test_a_local_url_is_as_good_as_a_path(tmp_path: Path) -> None:
    for name, text in NAMES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    results = []
    for number, prefix in enumerate(("", "file://")):
        out = tmp_path / str(number)
        settings = Settings(f"{prefix}{tmp_path}/in", f"{prefix}{out}", ("txt",))
        make = lambda settings=settings: FakeRunner(settings.source, settings.target)  # noqa: E731
        run_batch(Request(settings), executor=lambda make=make: Inline(make))
        results.append((snapshot(out), catalogue(out)))
    assert results[0] == results[1]


def test_options_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--catalogue"):
        Request(Settings("memory://a", "memory://b", ("txt",)), processes=0).catalogue_path()
    with pytest.raises(UsageError, match="--jobs 0"):
        Request(Settings("memory://a", "memory://b", ("txt",)), processes=2).check()
    with pytest.raises(UsageError, match="input folder"):
        Request(Settings("memory://a/", "memory://a", ("txt",)), processes=0).check()
    with pytest.raises(UsageError):
        RemoteSource("nonsense://a")
