"""Small but whole models, made by the trainers, and controlled damage to their files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from vnrestore.language import ngram
from vnrestore.language.resources import lexicon_folder
from vnrestore.text.tokens import BEGIN, CLASSES, END
from vnrestore.train.kneser_ney import count, estimate
from vnrestore.train.lm import compile_model
from vnrestore.train.manifest import write_manifest
from vnrestore.train.mixture import backoff, mix, prune

SENTENCES = (
    "ủy ban nhân dân tỉnh yêu cầu các sở báo cáo",
    "sở thông tin và truyền thông chủ trì phối hợp",
    "ủy ban nhân dân huyện báo cáo sở nội vụ",
)
ENGINES = ("full-eng", "full-eng-bad", "tess-vie")
ROWS = 200  # of each engine in each table


def language_model(folder: Path) -> Path:
    """A 4-gram model of three sentences, in the real format."""
    words = [*CLASSES, *sorted({word for sentence in SENTENCES for word in sentence.split()})]
    ids = {word: i for i, word in enumerate(words)}
    text = [ids[word] for sentence in SENTENCES * 3 for word in (BEGIN, *sentence.split(), END)]
    raw = count(np.array(text, np.uint16), 4, ids[BEGIN], ids[END])
    model = estimate(raw, ids[BEGIN])
    union, mixed, joint = mix([model], [raw], np.array([1.0]), len(words), floor=1)
    orders = backoff(union, mixed, prune(union, mixed, joint, {2: 30, 3: 30, 4: 30}))
    folder.mkdir(parents=True, exist_ok=True)
    tables = compile_model(orders, words, folder)
    write_manifest(folder, inputs=[], format=ngram.FORMAT, vocabulary=len(words), tables=tables)
    return folder


def channel(folder: Path) -> Path:
    """The first rows of three engines of the real tables."""
    from vnrestore.language.channel_tables import FORMAT

    folder.mkdir(parents=True, exist_ok=True)
    for name in ("edits.tsv", "units.tsv", "words.tsv"):
        head, *rows = (lexicon_folder() / "trained" / "channel" / name).read_text("utf-8").splitlines(True)
        kept = [[row for row in rows if row.startswith(f"{engine}\t")][:ROWS] for engine in ENGINES]
        (folder / name).write_text("".join([head, *(row for group in kept for row in group)]), "utf-8")
    write_manifest(folder, inputs=[], format=FORMAT, tokens=dict.fromkeys(ENGINES, 1000), rounds=8)
    return folder


def english(folder: Path) -> Path:
    """A dozen words and some pairs of them, in the real format."""
    from vnrestore.language.english import FORMAT

    folder.mkdir(parents=True, exist_ok=True)
    words = [
        "the",
        "of",
        "and",
        "to",
        "bank",
        "development",
        "you",
        "may",
        "help",
        "good",
        "morning",
        "asian",
    ]
    pairs = np.sort(np.array([i << 16 | j for i in range(4) for j in range(4, 11)], "<u4"))
    (folder / "words.txt").write_text("".join(f"{word}\n" for word in words), "utf-8")
    np.save(folder / "unigrams.npy", np.full(len(words), -np.log(len(words)), "<f4"))
    np.save(folder / "pairs.npy", pairs)
    np.save(folder / "pair_logps.npy", np.full(len(pairs), -2.0, "<f4"))
    write_manifest(folder, inputs=[], format=FORMAT, words=len(words), pairs=len(pairs))
    return folder


class Damage:
    """Damages one file of a folder as the bytes of a fuzzer say, and mends it afterwards.

    Byte 0 chooses the file, byte 1 what is done: the file is cut, bits are flipped, bytes are
    put in, or the rest of the input replaces it.
    """

    def __init__(self, folder: Path) -> None:
        """Remember the whole files; a place in memory spares the disk."""
        self.whole = {path: path.read_bytes() for path in sorted(folder.iterdir())}

    def seeds(self) -> list[bytes]:
        """Each kind of damage to each file, and the files themselves."""
        found = []
        for i, data in enumerate(self.whole.values()):
            found += [bytes([i, kind]) + b"\x00\x40\x07\x01\x00\x03" for kind in range(4)]
            found.append(bytes([i, 3]) + data[:4000])
        return found

    @contextmanager
    def done(self, data: bytes) -> Iterator[None]:
        """The folder damaged as ``data`` says."""
        path = list(self.whole)[data[0] % len(self.whole)] if data else next(iter(self.whole))
        path.write_bytes(_damaged(self.whole[path], data[1:2], data[2:]))
        try:
            yield
        finally:
            path.write_bytes(self.whole[path])


def _damaged(whole: bytes, how: bytes, rest: bytes) -> bytes:
    kind = how[0] % 4 if how else 0
    if kind == 3:
        return rest
    at = int.from_bytes(rest[:2], "big") % (len(whole) + 1)
    if kind == 0:
        return whole[:at]
    if kind == 2:
        return whole[:at] + rest[2:] + whole[at:]
    flipped = bytearray(whole)
    for i in range(0, len(rest) - 2, 3):
        place = int.from_bytes(rest[i : i + 2], "big") % len(whole)
        flipped[place] ^= 1 << (rest[i + 2] & 7)
    return bytes(flipped)


def copy_of_trained(folder: Path) -> Path:
    """The real trained files as links, so that a test may replace some of them."""
    real = lexicon_folder() / "trained"
    shutil.copytree(real, folder, copy_function=lambda src, dst: Path(dst).symlink_to(src))
    return folder
