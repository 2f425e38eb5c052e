"""``python -m vnrestore.train channel``: the noisy channel from aligned pairs of real OCR.

Each engine becomes one component: the expected counts of its character edits (EM), and of
the readings of whole onsets and rimes (from the best alignments under those edits), which
catch what single characters cannot, such as ``ối`` read as ``bi``, and of whole words, such
as ``là`` read as ``13``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from vnrestore.language.channel_tables import FORMAT, unit_parts
from vnrestore.text.tokens import split_edges
from vnrestore.train.edits import Edit, EditCounter, best_alignment
from vnrestore.train.manifest import write_manifest
from vnrestore.train.pairs import Pair, pairs_by_engine

ROUNDS = 8
Row = tuple[str, str, str, float, float]
EDIT_FLOOR = 0.3  # expected counts below are noise of the alignment
UNIT_FLOOR = 1.0
WORD_FLOOR = 2.0


def main(argv: list[str]) -> int:
    """Entry point; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m vnrestore.train channel", description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="*", help="pair files (default: ../shared/pairs/*.xz)")
    parser.add_argument("--out", type=Path, default=Path("lexicons/trained/channel"))
    parser.add_argument("--without", action="append", default=[], help="leave an engine out (to test on it)")
    args = parser.parse_args(argv)
    started = time.monotonic()
    paths = args.pairs or sorted(Path("../shared/pairs").glob("*.xz"))
    args.out.mkdir(parents=True, exist_ok=True)
    edit_rows: list[Row] = []
    unit_rows: list[Row] = []
    word_rows: list[Row] = []
    tokens = {}
    for engine, pairs in sorted(pairs_by_engine(paths).items()):
        if engine.removesuffix("-bad") in args.without:
            continue
        edits, units, words = train_engine(pairs)
        tokens[engine] = sum(pairs.values())
        edit_rows += [(engine, *edit, n, p) for edit, (n, p) in edits.items() if n >= EDIT_FLOOR]
        unit_rows += [(engine, *unit, n, 0.0) for unit, n in units.items() if n >= UNIT_FLOOR]
        word_rows += [(engine, *word, n, 0.0) for word, n in words.items() if n >= WORD_FLOOR]
        print(f"[{time.monotonic() - started:6.1f} s] {engine}: {tokens[engine]} pairs", file=sys.stderr)
    _write(args.out / "edits.tsv", edit_rows)
    _write(args.out / "units.tsv", unit_rows)
    _write(args.out / "words.tsv", word_rows)
    write_manifest(args.out, inputs=paths, format=FORMAT, tokens=tokens, rounds=ROUNDS)
    return 0


def train_engine(
    pairs: Counter[Pair],
) -> tuple[dict[Edit, tuple[float, float]], Counter[Edit], Counter[Edit]]:
    """Counts and probabilities of edits, counts of onsets and rimes, and of words of one engine."""
    counter = EditCounter(pairs)
    edits, probabilities = counter.train(ROUNDS)
    units: Counter[Edit] = Counter()
    words: Counter[Edit] = Counter()
    for (intended, observed), n in pairs.items():
        lead, core, _ = split_edges(intended)
        parts = unit_parts(core)
        if parts is None:
            continue
        path = best_alignment(intended, observed, probabilities)
        cuts = (len(lead), len(lead) + len(parts[0]), len(lead) + len(core))
        onset, rime = _cut(path, *cuts)
        if onset is not None and rime is not None:
            words[core, onset + rime] += n
        if rime is not None:
            units[parts[1], rime] += n
            if parts[0] and onset is not None:
                units[parts[0], onset] += n
    return {edit: (n, probabilities[edit]) for edit, n in edits.items()}, units, words


def _cut(path: list[Edit], start: int, middle: int, end: int) -> tuple[str | None, str | None]:
    """What the characters [start, middle) and [middle, end) were read as; None across an edit."""
    marks = {0: 0}
    i = j = 0
    for intended, observed in path:
        i, j = i + len(intended), j + len(observed)
        marks[i] = j
    text = "".join(observed for _, observed in path)
    if any(at not in marks for at in (start, middle, end)):
        return None, None
    return text[marks[start] : marks[middle]], text[marks[middle] : marks[end]]


def _write(path: Path, rows: list[Row]) -> None:
    lines = [
        f"{engine}\t{intended}\t{observed}\t{n:.1f}\t{p:.3g}\n"
        for engine, intended, observed, n, p in sorted(rows)
    ]
    path.write_text(
        "# component\tintended\tobserved\texpected count\tprobability\n" + "".join(lines), "utf-8"
    )
