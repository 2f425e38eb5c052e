"""The static map behind the n-gram tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vnrestore.kernels import compiled
from vnrestore.language import fuse
from vnrestore.language.fuse import build


@pytest.mark.parametrize("count", [0, 1, 17, 1000, 20_000])
def test_every_key_gives_its_value(count: int) -> None:
    rng = np.random.default_rng(count)
    keys = np.unique(rng.integers(0, 2**63, count, dtype=np.uint64))
    values = rng.integers(0, 1 << 16, len(keys))
    table = build(keys, values, value_bits=16, word=np.uint32)
    found, got = table.get(keys)
    assert found.all()
    assert (got == values).all()


def test_unknown_keys_are_recognised() -> None:
    rng = np.random.default_rng(1)
    keys = np.unique(rng.integers(0, 2**62, 20_000, dtype=np.uint64))
    table = build(keys, np.zeros(len(keys), np.int64), value_bits=6, word=np.uint16)
    found, _ = table.get(keys + np.uint64(2**62))
    assert found.mean() < 3 * 2**-10  # ten bits of fingerprint


@pytest.mark.parametrize("word", [np.uint16, np.uint32])
def test_keys_are_found_alike_without_kernels(word: type, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = np.arange(3, 3003, 3, dtype=np.uint64)
    table = build(keys, np.arange(1000) % 64, value_bits=6, word=word)
    asked = np.concatenate([keys, keys + np.uint64(1), keys[:0]])
    found, values = table.get(asked)
    assert table.get(asked[:0])[0].shape == (0,)
    monkeypatch.setattr(fuse, "compiled", lambda: None)
    slow, slow_values = table.get(asked)
    assert (found == slow).all()
    assert (values[found] == slow_values[found]).all()


@pytest.mark.skipif(compiled() is None, reason="no compiled kernels here")
def test_a_map_smaller_than_it_says_is_refused() -> None:
    keys = np.arange(1000, dtype=np.uint64)
    table = build(keys, np.zeros(1000, np.int64), value_bits=6, word=np.uint16)
    for odd in (
        replace(table, cells=table.cells[:-1]),
        replace(table, segments=0),
        replace(table, segments=table.segments + 1),
        replace(table, segment_bits=0),
        replace(table, value_bits=16),
    ):
        with pytest.raises(ValueError, match="not of its size"):
            odd.get(keys)
    kernels = compiled()
    assert kernels is not None
    found, values = np.empty(999, np.bool_), np.empty(1000, np.int64)
    with pytest.raises(ValueError, match="too short"):
        kernels.find((table.cells, keys, found, values), table.kernel_arguments())


def test_repeated_keys_are_refused() -> None:
    keys = np.array([7, 7], np.uint64)
    with pytest.raises(ValueError, match="repeat"):
        build(keys, np.array([1, 2]), value_bits=6, word=np.uint16)
