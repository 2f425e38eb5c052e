"""The static map behind the n-gram tables."""

from __future__ import annotations

import numpy as np
import pytest

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


def test_repeated_keys_are_refused() -> None:
    keys = np.array([7, 7], np.uint64)
    with pytest.raises(ValueError, match="repeat"):
        build(keys, np.array([1, 2]), value_bits=6, word=np.uint16)
