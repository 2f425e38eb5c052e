"""Restore thousands of texts with the C kernels built to watch their memory (AddressSanitizer, UBSan).

    python tests/fuzz/sanitised.py [--inputs N] [--seed S]

The package is copied to a temporary folder and its kernels compiled there with gcc's sanitisers; the
copy runs in a child process whose first library is libasan. Any report ends it with an error.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = ["-shared", "-fPIC", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if os.environ.get("VNRESTORE_SANITISED"):
        return restore(options.inputs, options.seed)
    with tempfile.TemporaryDirectory(prefix="vnrestore-asan-") as name:
        return build_and_run(Path(name), sys.argv[1:])


def build_and_run(folder: Path, arguments: list[str]) -> int:
    """A copy of the package with sanitised kernels, and this script under it."""
    shutil.copytree(ROOT / "vnrestore", folder / "vnrestore", ignore=shutil.ignore_patterns("_kernels.*"))
    (folder / "lexicons").symlink_to(ROOT / "lexicons")
    kernels = folder / "vnrestore" / "kernels"
    sources = sorted(map(str, kernels.glob("*.c")))
    include = sysconfig.get_paths()["include"]
    target = str(kernels / "_kernels.abi3.so")
    subprocess.run(["gcc", *FLAGS, f"-I{include}", *sources, "-o", target, "-lm"], check=True)
    library = subprocess.run(
        ["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True, check=True
    )
    environment = os.environ | {
        "VNRESTORE_SANITISED": "1",
        "PYTHONPATH": str(folder),
        "LD_PRELOAD": library.stdout.strip(),
        "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=0",  # Python itself leaks at exit
        "PYTHONMALLOC": "malloc",  # numpy's and our buffers get red zones of their own
    }
    return subprocess.run([sys.executable, __file__, *arguments], env=environment, check=False).returncode


def restore(inputs: int, seed: int) -> int:
    """Mutated texts through the whole restorer."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from mutate import mutations
    from targets import TEXT_WORDS, as_text, texts

    from vnrestore.kernels import compiled
    from vnrestore.pipeline import Restorer

    module = compiled()
    assert module is not None and "vnrestore-asan-" in str(module.__file__)
    restorer = Restorer()
    started = time.monotonic()
    samples = [path.read_bytes() for path in sorted((ROOT / "samples").glob("*.noisy.txt"))]
    count = size = 0
    for data in islice(mutations([*texts(), *samples], TEXT_WORDS, 600, seed), inputs):
        restorer.restore(as_text(data))
        count, size = count + 1, size + len(data)
    for sample in samples:
        restorer.restore(as_text(sample))
    print(f"{count} texts, {size} bytes, no report, {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
