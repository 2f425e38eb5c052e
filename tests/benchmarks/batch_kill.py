"""kill -9 at random moments, again and again, and what is there in the end.

    python tests/benchmarks/batch_kill.py [KILLS [FILES]]

A run is killed (the client, its whole process group, or one of its processes and the client),
taken up by the next run, killed again, up to five times; then one may end, and outputs and
catalogue are compared with those of an undisturbed run. Then it begins anew in an empty folder.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from batch_support import catalogue, make_folder, snapshot  # noqa: E402


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "vnrestore", "batch", str(folder), "-o", str(out), "--to", "txt,json,md"]
    return subprocess.Popen(
        [*words, "-j", "2", "--retry-failed"], stderr=subprocess.DEVNULL, start_new_session=True
    )


def children(pid: int) -> list[int]:
    """The worker processes of a client (not the standard library's resource tracker)."""
    found = []
    for line in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if b"spawn_main" in Path(f"/proc/{line}/cmdline").read_bytes():
            found.append(int(line))
    return found


def kill(child: subprocess.Popen[bytes], random_: random.Random) -> str:
    """Kill a run in one of three ways."""
    how = random_.choice(("client", "client", "group", "group", "worker"))
    if how == "group":
        os.killpg(child.pid, signal.SIGKILL)
    elif how == "client":
        child.kill()
    else:
        try:
            os.kill(random_.choice(children(child.pid)), signal.SIGKILL)
        except (IndexError, FileNotFoundError, ProcessLookupError):
            how = "client"  # there is no process yet, or none any more
        child.kill()
    child.wait()
    return how


def main() -> None:
    kills, files = (*map(int, sys.argv[1:]), *(50, 60)[len(sys.argv) - 1 :])
    random_ = random.Random(11)
    work = Path(tempfile.mkdtemp())
    make_folder(work / "in", files, syllables=40, broken=0.15)
    begun = time.perf_counter()
    assert start(work / "in", work / "undisturbed").wait() == 9
    whole = time.perf_counter() - begun
    wanted = snapshot(work / "undisturbed"), catalogue(work / "undisturbed")
    print(
        f"undisturbed: {whole:.1f} s, {len(wanted[0])} files in the output, {len(wanted[1])} in the catalogue"
    )
    done, compared, ways = 0, 0, Counter[str]()
    out = work / "out"
    while done < kills:
        shutil.rmtree(out, ignore_errors=True)
        for _ in range(min(random_.randint(1, 5), kills - done)):
            child = start(work / "in", out)
            try:
                child.wait(random_.uniform(0.05, whole))
                break  # it was quicker than the hand that should have killed it
            except subprocess.TimeoutExpired:
                ways[kill(child, random_)] += 1
                done += 1
        if (code := start(work / "in", out).wait()) != 9:
            raise SystemExit(f"a run ended with {code}")
        assert snapshot(out) == wanted[0], "outputs differ"
        assert catalogue(out) == wanted[1], "the catalogue differs"
        assert not list((out / ".vnrestore" / "unfinished").iterdir()), "something half-written is left"
        compared += 1
        print(f"{done} kills {dict(ways)}: {compared} folders finished, all as undisturbed", flush=True)
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
