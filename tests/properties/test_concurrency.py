"""One Restorer in many threads, in forked and spawned processes; and nothing shared behind its back."""

from __future__ import annotations

import importlib
import multiprocessing
import pkgutil
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

import vnrestore
from vnrestore.datatypes.restoration import Restoration
from vnrestore.language.syllable_scorer import SyllableScorer
from vnrestore.pipeline import Restorer

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
THREADS = 8


def texts() -> list[str]:
    """Short and long, garbled and clean, no two alike: paragraphs of the samples and one whole text."""
    found = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    parts = [part for text in found for part in text.split("\n\n") if len(part.split()) >= 8]
    return [*parts[::9][:14], found[1][:1500]]


@pytest.fixture(scope="module")
def expected(restorer: Restorer) -> list[Restoration]:
    return [restorer.restore(text) for text in texts()]


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads that change places a hundred times more often than usual."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-5)
    yield
    sys.setswitchinterval(before)


def restore_shuffled(restorer: Restorer, start: threading.Barrier, seed: int) -> list[Restoration]:
    found = list(enumerate(texts()))
    Random(seed).shuffle(found)
    start.wait()
    done = [(i, restorer.restore(text)) for i, text in found]
    return [restoration for _, restoration in sorted(done, key=lambda pair: pair[0])]


@pytest.mark.usefixtures("impatient")
def test_eight_threads_share_one_restorer(expected: list[Restoration]) -> None:
    """A fresh one, so that all threads fill its caches at once."""
    shared = Restorer()
    start = threading.Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        jobs = [pool.submit(restore_shuffled, shared, start, seed) for seed in range(THREADS)]
        for job in jobs:
            assert job.result() == expected


@pytest.mark.usefixtures("impatient")
def test_caches_may_run_over_in_threads(expected: list[Restoration], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SyllableScorer.__init__.__kwdefaults__, "limit", 30)
    shared = Restorer()
    start = threading.Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        jobs = [pool.submit(restore_shuffled, shared, start, seed) for seed in range(THREADS)]
        assert [job.result() == expected for job in jobs] == [True] * THREADS


def child(restorer: Restorer | None, pipe: multiprocessing.connection.Connection) -> None:
    pipe.send([(restorer or Restorer()).restore(text) for text in texts()[:8]])
    pipe.close()


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_other_processes_give_the_same(restorer: Restorer, expected: list[Restoration], method: str) -> None:
    """A fork takes the used restorer along; a spawned process makes its own."""
    context = multiprocessing.get_context(method)
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=child, args=(restorer if method == "fork" else None, there))
    process.start()
    there.close()
    try:
        assert here.poll(60)
        assert here.recv() == expected[:8]
    finally:
        process.join(30)
    assert process.exitcode == 0


def modules() -> list[ModuleType]:
    names = [module.name for module in pkgutil.walk_packages(vnrestore.__path__, "vnrestore.")]
    found = []
    for name in names:
        if name.endswith(("__main__", "kernels.build")):
            continue
        try:
            found.append(importlib.import_module(name))
        except ImportError as error:  # an extra that is not installed
            assert not str(error.name).startswith("vnrestore"), error
    return found


MEMOS = {"vnrestore.segment.fold._TABLE"}
"""Filled while used, but never with anything else: one entry a code point."""


def own_globals(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, value in vars(module).items():
        if not name.startswith("__") and not isinstance(value, ModuleType):
            yield f"{module.__name__}.{name}", value


def test_no_module_has_state_of_its_own() -> None:
    """Module-level dicts, lists and sets are constants, and are named as such."""
    loose = [
        f"{name}: {type(value).__name__}"
        for module in modules()
        for name, value in own_globals(module)
        if isinstance(value, (dict, list, set, bytearray, threading.local))
        and not name.rpartition(".")[2].strip("_").isupper()
    ]
    assert loose == []


def frozen(value: object) -> object:
    if isinstance(value, dict):
        return tuple((key, frozen(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(map(frozen, value))
    if isinstance(value, (set, bytearray)):
        return tuple(sorted(map(repr, value)))
    return repr(value)


def test_work_changes_no_table(restorer: Restorer) -> None:
    tables = {
        name: value
        for module in modules()
        for name, value in own_globals(module)
        if isinstance(value, (dict, list, set, bytearray)) and name not in MEMOS
    }
    before = {name: frozen(value) for name, value in tables.items()}
    for text in texts()[-3:]:
        vnrestore.segment(restorer.restore(text))
    changed = [name for name, value in tables.items() if frozen(value) != before[name]]
    assert changed == []
    assert len(tables) > 10


def caches() -> Iterator[tuple[str, Callable[..., object]]]:
    for module in modules():
        for name, value in own_globals(module):
            if callable(getattr(value, "cache_info", None)) and value.__module__ == module.__name__:  # type: ignore[union-attr]
                yield name, value  # type: ignore[misc]


FEW_VALUES = {"vnrestore.text.legacy.convert._table"}
"""Caches without a limit whose argument is one of a handful of names."""


def test_caches_of_functions_are_bounded() -> None:
    """A cache that grows with every new word is a leak in a service that runs for months."""
    unbounded = {
        name
        for name, function in caches()
        if function.cache_info().maxsize is None  # type: ignore[attr-defined]
        and function.__wrapped__.__code__.co_argcount > 0  # type: ignore[attr-defined]
    }
    assert unbounded - FEW_VALUES == set()
    assert any(name.endswith("syllable._parse") for name, _ in caches())
