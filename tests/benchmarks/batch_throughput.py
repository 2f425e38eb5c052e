"""What a batch costs beyond restoring, how two processes scale, and what the parent needs.

    python tests/benchmarks/batch_throughput.py [FILES [SYLLABLES [ROUNDS]]]

Each measurement is a process of its own; the best of the rounds counts, for other work on the
machine only ever adds time. CPU seconds of the client and its processes are given beside the
wall time. "restore" is what the single-document benchmark does, a loop over ``restore``;
"all" also segments, draws the record and makes the text, as every job must. "one file" is a
batch of a single file: what starting up and reporting cost, however many files there are.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from batch_support import make_folder  # noqa: E402

LOOP = """
import sys, time, resource
from pathlib import Path
from vnrestore.batch.process import Processor
from vnrestore.pipeline import Restorer
processor = Processor(restorer := Restorer())
files = [path.read_bytes() for path in sorted(Path(sys.argv[1]).rglob("*.txt"))]
start, cpu = time.perf_counter(), time.process_time()
for data in files:
    if sys.argv[2] == "all":
        processor.process(data, "x", ("txt",))
    else:
        restorer.restore(data.decode())
print(time.perf_counter() - start, time.process_time() - cpu)
"""


def loop(folder: Path, how: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", LOOP, str(folder), how], capture_output=True, text=True, check=True
    )
    wall, cpu = map(float, done.stdout.split())
    return wall, cpu


def batch(folder: Path, processes: int) -> tuple[float, float, list[int]]:
    """Wall and CPU seconds of a whole run, start-up and reports included, and the client's RSS in KiB."""
    out = tempfile.mkdtemp()
    shutil.rmtree(out)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "vnrestore", "batch", str(folder), "-o", out, "-j", str(processes), "-q"]
    child = subprocess.Popen(command)
    sizes: list[int] = []
    watcher = threading.Thread(target=watch, args=(child.pid, sizes), daemon=True)
    watcher.start()
    if child.wait():
        raise SystemExit("the batch failed")
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(out)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, sizes


def watch(pid: int, sizes: list[int]) -> None:
    """The resident size of a process, every second."""
    page = os.sysconf("SC_PAGE_SIZE") // 1024
    while True:
        try:
            sizes.append(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page)
        except (FileNotFoundError, ProcessLookupError):
            return
        time.sleep(1)


def main() -> None:
    files, syllables, rounds = (*map(int, sys.argv[1:]), *(400, 90, 3)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as single:
        make_folder(Path(folder), files, syllables)
        make_folder(Path(single), 1, syllables)
        words = sum(len(path.read_text("utf-8").split()) for path in Path(folder).rglob("*.txt"))
        best: dict[str, tuple[float, float]] = {}
        for _ in range(rounds):
            results = {how: loop(Path(folder), how) for how in ("restore", "all")}
            results["one file"] = batch(Path(single), 1)[:2]
            for processes in (1, 2):
                wall, cpu, sizes = batch(Path(folder), processes)
                results[f"-j {processes}"] = (wall, cpu)
                flat = sizes[len(sizes) // 4 :] or [0]
                print(f"  -j {processes}: client's RSS {min(flat) / 1024:.1f} to {max(flat) / 1024:.1f} MiB")
            for name, (wall, cpu) in results.items():
                print(f"  {name:<8} {wall:7.2f} s wall {cpu:7.2f} s CPU")
                old = best.get(name, (wall, cpu))
                best[name] = (min(old[0], wall), min(old[1], cpu))
    print(f"{files} files, {words} syllables; best of {rounds}:")
    for name, (wall, cpu) in best.items():
        print(f"{name:<8} {wall:7.2f} s wall {cpu:7.2f} s CPU {words / wall:7.0f} syllables/s")
    one, two = best["-j 1"], best["-j 2"]
    start = best["one file"]
    for name in ("restore", "all"):
        wall, cpu = ((one[i] - start[i]) / best[name][i] - 1 for i in (0, 1))
        print(f"-j 1 without its start-up over {name}: wall {wall:+.1%}, CPU {cpu:+.1%}")
    scaling = (one[0] - start[0]) / (two[0] - start[0])
    print(f"two processes: {one[0] / two[0]:.2f} times as fast as one, {scaling:.2f} without the start-up")


if __name__ == "__main__":
    main()
