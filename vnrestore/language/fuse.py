"""A static map from 64-bit keys to small integers in a little over one word a key.

A *binary fuse filter* (Graf and Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor
Filters", JEA 2022) used as a retrieval structure: the stored word of a key is the XOR of
three table cells. The high bits of the word are a fingerprint of the key, so that unknown
keys are recognised but for a false-positive rate of ``2**-fingerprint_bits``; the low bits
are the value. Look-up is three gathers for a whole array of keys, which is why an n-gram
model of millions of entries can be queried from numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnrestore.kernels import compiled

U64 = np.uint64
_M1 = U64(0xFF51AFD7ED558CCD)
_M2 = U64(0xC4CEB9FE1A85EC53)
_S33 = U64(33)
_S32 = U64(32)


def mix(keys: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """MurmurHash3's 64-bit finaliser over ``keys + seed``."""
    h = keys + U64(seed)
    h ^= h >> _S33
    h *= _M1
    h ^= h >> _S33
    h *= _M2
    h ^= h >> _S33
    return h


@dataclass(frozen=True, slots=True)
class FuseMap:
    """The map: ``cells`` (uint16 or uint32), and the parameters needed to find a key's cells.

    Attributes:
        cells: the table; may be memory-mapped.
        seed: hash seed the table was built with.
        segment_bits: log2 of the segment length.
        segments: number of segments a key's first cell can lie in.
        value_bits: low bits of a word that hold the value.
    """

    cells: NDArray[Any]
    seed: int
    segment_bits: int
    segments: int
    value_bits: int

    def get(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Look up an array of keys.

        Returns:
            ``found`` (bool, same shape) and ``values`` (int64; meaningless where not found).
        """
        kernels = compiled()
        if kernels is not None:
            found, values = np.empty(keys.shape, np.bool_), np.empty(keys.shape, np.int64)
            kernels.find((self.cells, np.ascontiguousarray(keys), found, values), self.kernel_arguments())
            return found, values
        h = mix(keys, self.seed)
        p0, p1, p2 = _positions(h, self.segment_bits, self.segments)
        cells = self.cells
        word = cells[p0] ^ cells[p1] ^ cells[p2]
        bits = cells.dtype.itemsize * 8
        mark = _fingerprint(h, bits - self.value_bits).astype(cells.dtype)
        found = (word >> cells.dtype.type(self.value_bits)) == mark
        return found, (word & cells.dtype.type((1 << self.value_bits) - 1)).astype(np.int64)

    def kernel_arguments(self) -> tuple[int, int, int, int, int]:
        """The parameters as the kernels want them, last whether cells are of 32 bits."""
        wide = int(self.cells.dtype.itemsize == 4)
        return self.seed, self.segment_bits, self.segments, self.value_bits, wide


def _positions(h: NDArray[np.uint64], segment_bits: int, segments: int) -> tuple[NDArray[np.int64], ...]:
    """Three cells in three neighbouring segments; high hash bits choose the first segment."""
    mask = U64((1 << segment_bits) - 1)
    first = ((h >> _S32) * U64(segments << segment_bits)) >> _S32
    size = U64(1 << segment_bits)
    p1 = (first + size) ^ ((h >> U64(18)) & mask)
    p2 = (first + size + size) ^ (h & mask)
    return first.astype(np.int64), p1.astype(np.int64), p2.astype(np.int64)


def _fingerprint(h: NDArray[np.uint64], bits: int) -> NDArray[np.uint64]:
    return (h * U64(0x9E3779B97F4A7C15)) >> U64(64 - bits)


def build(
    keys: NDArray[np.uint64], values: NDArray[np.integer[Any]], *, value_bits: int, word: type
) -> FuseMap:
    """Build the map of distinct ``keys`` to ``values`` (each below ``2**value_bits``).

    Raises:
        ValueError: if keys repeat or no seed of 64 gives a peelable graph.
    """
    if len(np.unique(keys)) != len(keys):
        raise ValueError("keys repeat")
    count = max(len(keys), 16)
    segment_bits = max(4, min(16, int(np.floor(np.log(count) / np.log(3.33) + 2.25))))
    ratio = max(1.125, 0.875 + 0.25 * np.log(1e6) / np.log(count))
    segments = max(1, int(np.ceil(count * ratio / (1 << segment_bits))) - 2) + 0
    for seed in range(1, 65):
        h = mix(keys, seed)
        positions = np.stack(_positions(h, segment_bits, segments))
        size = (segments + 2) << segment_bits
        rounds = _peel(positions, size)
        if rounds is None:
            segments += 1
            continue
        bits = np.dtype(word).itemsize * 8
        words = (_fingerprint(h, bits - value_bits) << U64(value_bits)) | values.astype(np.uint64)
        cells: NDArray[Any] = np.zeros(size, dtype=word)
        for chosen, cell in reversed(rounds):
            p = positions[:, chosen]
            cells[cell] = words[chosen].astype(word) ^ cells[p[0]] ^ cells[p[1]] ^ cells[p[2]] ^ cells[cell]
        return FuseMap(cells, seed, segment_bits, segments, value_bits)
    raise ValueError("no peelable hash graph found")


def _peel(
    positions: NDArray[np.int64], size: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]] | None:
    """Repeatedly take the keys that are alone in some cell; None if a core remains.

    Returns rounds of (key indices, the cell each is alone in). Keys of one round never
    share the cells they were taken for, so a round is assigned with array operations.
    """
    count = positions.shape[1]
    degree = np.zeros(size, np.int32)
    owner = np.zeros(size, np.int64)  # XOR of the indices of the keys on a cell
    index = np.arange(count, dtype=np.int64)
    for p in positions:
        np.add.at(degree, p, 1)
        np.bitwise_xor.at(owner, p, index)
    rounds = []
    left = count
    frontier = np.flatnonzero(degree == 1)
    while len(frontier):
        keys, first = np.unique(owner[frontier], return_index=True)
        rounds.append((keys, frontier[first]))
        left -= len(keys)
        for p in positions:
            np.subtract.at(degree, p[keys], 1)
            np.bitwise_xor.at(owner, p[keys], keys)
        touched = np.unique(positions[:, keys])
        frontier = touched[degree[touched] == 1]
    return rounds if left == 0 else None
