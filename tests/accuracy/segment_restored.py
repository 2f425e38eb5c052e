"""Segmentation of restored text, measured on the annotated documents.

The documents exist as clean text only. Each of their tokens is replaced by what a real OCR
engine made of that token on a rendered page (drawn from ``../shared/pairs``, the full English
Tesseract model), line breaks kept, and the result restored. Tokens the pairs do not have are
kept. The truth's line numbers stay valid, so node F1 and metadata can be compared with those
on clean text. Takes some minutes:

    python tests/accuracy/segment_restored.py [--seed=N] [DOCUMENT …]
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from segment_truth import (
    SCORED,
    SHARED,
    TRUTH,
    compare,
    f1,
    marks_of,
    metadata_errors,
    metadata_truth,
    read_truth,
)

from vnrestore.pipeline import Restorer
from vnrestore.segment import segment_text

PAIRS = SHARED.parents[1] / "pairs" / "tesseract5_eng_full.jsonl.xz"
PAGES = 400
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


def readings(path: Path, pages: int) -> dict[str, list[str]]:
    """What the engine made of each token, as often as it did."""
    found: dict[str, list[str]] = defaultdict(list)
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number == pages:
                break
            for clean, noisy, kind, *_ in json.loads(line)["pairs"]:
                if kind in ("eq", "sub") and clean and noisy:
                    found[clean].append(noisy)
    return found


def garble(text: str, found: dict[str, list[str]], seed: int) -> str:
    """The text with each token read by the engine, white space untouched."""
    draw = random.Random(seed)

    def read(match: re.Match[str]) -> str:
        token = match[0]
        if token in found:
            return draw.choice(found[token])
        edges = _EDGES.match(token)
        if edges and edges[2] in found:
            return edges[1] + draw.choice(found[edges[2]]) + edges[3]
        return token

    return re.sub(r"\S+", read, text)


def main(names: list[str]) -> None:
    """Print node F1 and metadata match on garbled and restored text."""
    seed = next((int(name[7:]) for name in names if name.startswith("--seed=")), 7)
    names = [name for name in names if not name.startswith("--")]
    found = readings(PAIRS, PAGES)
    restorer = Restorer()
    total: Counter[str] = Counter()
    confusions: Counter[tuple[str, str]] = Counter()
    rows = metadata_truth()
    fields = errors = 0
    for path in sorted(TRUTH.glob("*.tsv")):
        if names and not any(path.stem.startswith(name) for name in names):
            continue
        clean = (SHARED / f"{path.stem}.txt").read_text(encoding="utf-8")
        restored = restorer.restore(garble(clean, found, seed)).text
        same = sum(a == b for a, b in zip(clean.split(), restored.split(), strict=False)) / len(clean.split())
        agree, missing, surplus = compare(read_truth(path), marks_of(segment_text(restored)))
        total.update(agree=agree, missing=missing.total(), surplus=surplus.total())
        got = {(mark.first, mark.last): mark.kind for mark in surplus}
        confusions.update((mark.kind, got.get((mark.first, mark.last), "-")) for mark in missing)
        wrong = metadata_errors(rows[path.stem], restored)
        fields += sum(1 for field in SCORED if rows[path.stem].get(field) != "?")
        errors += len(wrong)
        score = f1(agree, missing.total(), surplus.total())
        fields_wrong = [error[0] for error in wrong]
        print(f"{path.stem} tokens right {same:.3f}  F1 {score:.4f}  metadata wrong {fields_wrong}")
    print(f"all F1 {f1(total['agree'], total['missing'], total['surplus']):.4f} {dict(total)}")
    print(f"metadata exact {1 - errors / max(fields, 1):.4f} of {fields}")
    print("confused:", confusions.most_common(15))


if __name__ == "__main__":
    main(sys.argv[1:])
