"""A small mutator for places without libFuzzer: the smoke test and the sanitised kernels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random


def mutations(seeds: Sequence[bytes], words: Sequence[str], max_len: int, seed: int = 1) -> Iterator[bytes]:
    """Endless inputs: first the seeds, then seeds cut, spliced, flipped and stuffed with ``words``."""
    yield from (one[:max_len] for one in seeds)
    random = Random(seed)
    fragments = [word.encode("utf-8", "surrogatepass") for word in words] or [b"\0"]
    while True:
        data = bytearray(random.choice(seeds)[:max_len])
        for _ in range(random.choice((1, 1, 2, 4, 16))):
            at = random.randrange(len(data) + 1)
            kind = random.randrange(6)
            if kind == 0:
                del data[at:]
            elif kind == 1:
                del data[at : at + random.randrange(20)]
            elif kind == 2:
                data[at:at] = random.choice(fragments) * random.choice((1, 1, 1, 2, 40))
            elif kind == 3:
                data[at:at] = random.randbytes(random.randrange(8))
            elif kind == 4:
                other = random.choice(seeds)
                start = random.randrange(len(other) + 1)
                data[at:at] = other[start : start + random.randrange(200)]
            elif data:
                data[at % len(data)] ^= 1 << random.randrange(8)
        yield bytes(data[:max_len])
