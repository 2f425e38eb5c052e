"""One target under atheris: ``python tests/fuzz/fuzz.py TARGET [libFuzzer options]``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent.parent)]

with atheris.instrument_imports(include=["vnrestore"], enable_loader_override=False):
    from targets import targets

SECONDS = 1.0  # of processor time for every 10 kB begun


class TooSlowError(Exception):
    """An input took more processor time than its length allows."""


def main() -> None:
    target = targets()[sys.argv[1]]
    with atheris.instrument_imports(include=["vnrestore"], enable_loader_override=False):
        check = target.make()

        def timed(data: bytes) -> None:
            started = time.process_time()
            check(data)
            took = time.process_time() - started
            if took > SECONDS * max(1.0, len(data) / 10_000):
                raise TooSlowError(f"{took:.1f} s for {len(data)} bytes")

        for seed in target.seeds():
            check(seed[: target.max_len])  # imports inside functions happen now, instrumented
    folder = Path(tempfile.mkdtemp(prefix="vnrestore-seeds-"))
    for i, seed in enumerate(target.seeds()):
        (folder / f"{i:03}").write_bytes(seed[: target.max_len])
    words = folder.with_suffix(".dict")
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), "ascii")
    options = [f"-dict={words}"] if target.words else []
    atheris.Setup([sys.argv[0], *sys.argv[2:], f"-max_len={target.max_len}", *options, str(folder)], timed)
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
