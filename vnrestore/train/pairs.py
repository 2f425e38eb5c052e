"""Aligned word pairs of real OCR, as ``ocrchannel`` writes them."""

from __future__ import annotations

import json
import lzma
import unicodedata
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import LCSseq

from vnrestore.text.spelling import old_tone_placement, strip_marks

Pair = tuple[str, str]
BAD_PROFILES = frozenset({"heavy"})


def pairs_by_engine(paths: list[Path]) -> dict[str, Counter[Pair]]:
    """(intended, observed) chunks with counts, by engine name, from ``*.jsonl`` or ``*.jsonl.xz`` files."""
    found: dict[str, Counter[Pair]] = {}
    for path in sorted(paths):
        with (
            lzma.open(path, "rt", encoding="utf-8")
            if path.suffix == ".xz"
            else path.open(encoding="utf-8") as lines
        ):
            for line in lines:
                page = json.loads(line)
                counts = found.setdefault(component(page["engine"], page["profile"]), Counter())
                for row in page.get("pairs") or ():
                    intended, observed, op = (
                        (row["c"], row["n"], row["op"]) if isinstance(row, dict) else row[:3]
                    )
                    if op in ("eq", "sub") and " " not in observed:
                        pair = _normal(intended), _normal(observed)
                        if plausible(*pair):
                            counts[pair] += 1
    return found


def component(engine: str, profile: str) -> str:
    """The channel component a page belongs to: its engine, and whether the scan was bad.

    ``full-eng-psm3-legacy`` and ``heavy`` make ``full-eng-legacy-bad``: page segmentation does
    not change the letters, but what an engine confuses does change with the damage.
    """
    name = "-".join(part for part in engine.split("-") if not part.startswith("psm"))
    return f"{name}-bad" if profile in BAD_PROFILES else name


def plausible(intended: str, observed: str) -> bool:
    """Whether the two can be the same word rather than a slip of the aligner."""
    if len(intended) < 3:
        return len(observed) <= 4
    common = LCSseq.similarity(strip_marks(intended).lower(), strip_marks(observed).lower())
    return bool(common >= 1) and len(observed) <= 2 * len(intended) + 1


def _normal(word: str) -> str:
    return old_tone_placement(unicodedata.normalize("NFC", word))
