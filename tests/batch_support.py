"""What the tests and benchmarks of ``vnrestore batch`` share: folders to do, ways to break files, fakes."""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from vnrestore.batch.job import Content, Job, Outcome, OutputFile, PageCount
from vnrestore.batch.storage import open_source, open_target
from vnrestore.batch.work import explain
from vnrestore.datatypes.record import FIELD_LENGTHS

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NOT_COMPARED = {"catalogue.sqlite3", "summary.html", "files.csv"}
"""Files that hold times, and so differ from run to run."""

VOLATILE = {"id", "signature", "attempts", "finished", "seconds"}
"""Columns that say when and how often."""

BROKEN: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "empty": ("empty", lambda good: b""),
    "blank": ("empty", lambda good: b" \n\r\n\t\x0c\n" * 20),
    "nul": ("encoding", lambda good: good[:200] + b"\0" * 50 + good[200:]),
    "controls": ("encoding", lambda good: bytes(range(1, 9)) * 100),
    "png": ("encoding", lambda good: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + good),
    "cut-utf16": ("encoding", lambda good: b"\xff\xfe" + good.decode().encode("utf-16-le")[:301]),
    "gzip": ("encoding", lambda good: b"\x1f\x8b\x08\x00" + good),
    "old-word": ("encoding", lambda good: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + good),
    "other-xml": ("format", lambda good: b'<?xml version="1.0"?><invoice><total>1</total></invoice>'),
    "cut-alto": ("format", lambda good: b'<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layo'),
}  # fmt: skip
"""Ten ways for a file to be bad: the error it must be listed under, and how it is made from a good one."""


def sample_texts() -> list[str]:
    return [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.noisy.txt"))]


def varied(texts: list[str], random_: random.Random, syllables: int) -> str:
    """A notice of about so many syllables: a real reading's head, then lines of the readings, varied."""
    lines = [line for line in random_.choice(texts).splitlines() if line.strip()]
    head, body = lines[:6], lines[6:]
    start = random_.randrange(max(1, len(body) - 12))
    chosen = head[:]
    for line in body[start:] + body[:start]:
        if sum(len(one.split()) for one in chosen) >= syllables:
            break
        words = line.split(" ")
        if len(words) > 4 and random_.random() < 0.3:
            del words[random_.randrange(len(words))]
        chosen.append(" ".join(words))
    text = "\n".join(chosen) + "\n"
    year = re.compile(r"\b(?:19|20)\d\d\b")
    kept = {place for found in year.finditer(text) for place in range(found.start(), found.end())}
    return "".join(
        random_.choice("123456789")
        if char in "23456789" and place not in kept and random_.random() < 0.3
        else char
        for place, char in enumerate(text)
    )


def make_folder(
    folder: Path, count: int, syllables: int = 90, broken: float = 0.0, seed: int = 7
) -> dict[str, str]:
    """``count`` files in folders of fifty; returns path -> expected error ("" for good ones)."""
    random_ = random.Random(seed)
    texts = sample_texts()
    ways = list(BROKEN)
    bad = set(random_.sample(range(count), round(count * broken)))
    expected: dict[str, str] = {}
    turn = 0
    for number in range(count):
        name = f"{2010 + number // 50 % 12}/tap {number // 50:04}/tb-{number:05}.txt"
        data = varied(texts, random_, syllables).encode()
        expected[name] = ""
        if number in bad:
            expected[name], spoil = BROKEN[ways[turn % len(ways)]]
            data = spoil(data)
            turn += 1
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return expected


def snapshot(out: Path) -> dict[str, str]:
    """Every file of an output folder with its hash, but for those that hold times."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        ours = name.split("/")[0] == ".vnrestore" or name.startswith("catalogue.sqlite3")
        if path.is_file() and not ours and name not in NOT_COMPARED:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def catalogue(out: Path) -> list[dict[str, object]]:
    """The catalogue's files without times and attempts, with their outputs, pages and indexed text."""
    db = sqlite3.connect(out / "catalogue.sqlite3")
    db.row_factory = sqlite3.Row
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.execute("INSERT INTO texts (texts) VALUES ('integrity-check')")
    rows = []
    for row in db.execute("SELECT * FROM files ORDER BY path"):
        one = {key: row[key] for key in set(row.keys()) - VOLATILE}
        for table, column in (("outputs", "file"), ("page_counts", "file"), ("texts", "rowid")):
            found = db.execute(f"SELECT * FROM {table} WHERE {column} = ?", (row["id"],)).fetchall()
            one[table] = [tuple(each)[1:] if column == "file" else tuple(each) for each in found]
        rows.append(one)
    db.close()
    return rows


class FakeRunner:
    """Does jobs without a model: upper case; file names say what goes wrong."""

    def __init__(self, source: str, target: str, load: float = 0.0) -> None:
        time.sleep(load)
        self._source, self._target = open_source(source), open_target(target)

    def begin(self, job: Job) -> Callable[[], Outcome]:
        outcome = self.run(job)
        return lambda: outcome

    def run(self, job: Job) -> Outcome:
        name = job.path.rpartition("/")[2]
        if name.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("abort"):
            os.abort()
        if name.startswith("hang"):
            time.sleep(600)
        if name.startswith("slow"):
            time.sleep(0.3)
        try:
            data = self._source.read(job.path)
        except Exception as error:
            kind, message, fatal = explain(error, job.path)
            return Outcome(job, error=kind, message=message, fatal=fatal)
        digest = hashlib.sha256(data).hexdigest()
        if digest == job.known:
            return Outcome(job, digest, unchanged=True)
        if name.startswith("bad"):
            return Outcome(job, digest, error="encoding", message="is bad")
        if name.startswith("full"):
            return Outcome(job, digest, error="output", message="no space", fatal=True)
        return self.write(job, digest, data.decode())

    def write(self, job: Job, digest: str, text: str) -> Outcome:
        restored = text.upper().encode()
        self._target.write(job.base + ".txt", restored)
        output = OutputFile("txt", job.base + ".txt", len(restored), hashlib.sha256(restored).hexdigest())
        field = {"value": "", "confidence": 0.0, "spans": [], "truncated": False}
        record = dict.fromkeys(FIELD_LENGTHS, field) | {"TypeName": field | {"value": "Thông báo"}}
        pages = (PageCount(1, len(text.split()), 1, 0, 0.1),)
        content = Content("txt", pages, 0.9, record, "2014-05-13", text.upper(), text)
        return Outcome(job, digest, 0.01, content=content, outputs=(output,))


class Flag:
    """A ``stop`` that is set by hand, or after so many questions."""

    def __init__(self, after: int | None = None) -> None:
        self.asked, self.after, self.up = 0, after, False

    def __call__(self) -> bool:
        self.asked += 1
        return self.up or (self.after is not None and self.asked > self.after)


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for a condition; an assertion fails if it never comes."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
