"""Document numbers: ``24/2014/ND-CP`` -> ``24/2014/NĐ-CP``. The digits before it stay, the notation is looked up."""

from __future__ import annotations

import math
from collections.abc import Iterable

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

from vnrestore.datatypes.lattice import Candidate
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.identity import code_logp
from vnrestore.text.spelling import strip_marks
from vnrestore.text.tokens import CODE

_NUMBERED = regex.compile(r"([^\p{L}\p{N}]*(?:[0-9]{1,6}[A-Za-z]?/(?:[0-9]{4}/)?)|[^\p{L}\p{N}]*)(\p{L}[\p{L}\p{N}\-–.]*?)([^\p{L}\p{N}]*)")
COMPOUND_LOGP = -6.0  # a notation put together from known parts


def propose(piece: str, context: Context) -> Iterable[Candidate]:
    """Known notations near the observed one, behind the same number."""
    match = _NUMBERED.fullmatch(piece)
    if match is None or len(match.group(2)) < 2 or not any(c.isupper() for c in match.group(2)):
        return
    number, observed, tail = match.groups()
    if not number and "-" not in observed:
        return
    symbol = context.model.id(CODE)
    for notation, prior in _similar(observed, context.notations):
        surface = number + notation + tail
        score = code_logp(number) + prior + context.channel.word_logp(number + notation + tail, piece)
        yield Candidate(symbol, surface, score, "identity" if surface == piece else "notation")


def is_notation(surface: str, context: Context) -> bool:
    """Whether a text is a number with a known notation."""
    match = _NUMBERED.fullmatch(surface)
    return match is not None and bool(match.group(1)) and match.group(2) in context.notations


def _similar(observed: str, notations: dict[str, float]) -> list[tuple[str, float]]:
    """Notations (with log priors) whose stripped form is near; part by part if none is."""
    hits = _near(observed, notations)
    if hits or "-" not in observed:
        return hits
    parts = [_near(part, notations, cutoff=1)[:2] or [(part, code_logp(part))] for part in observed.split("-")]
    found: list[tuple[str, float]] = [("", 0.0)]
    for options in parts[:4]:
        found = [
            (f"{a}-{b}" if a else b, min(p, q, math.log(1e-4)) + COMPOUND_LOGP / 2)
            for a, p in found
            for b, q in options
        ]
    return found


def _near(observed: str, notations: dict[str, float], cutoff: int | None = None) -> list[tuple[str, float]]:
    key = strip_marks(observed)
    limit = max(1, len(key) // 3) if cutoff is None else cutoff
    hits = process.extract(
        key, {n: strip_marks(n) for n in notations}, scorer=OSA.distance, score_cutoff=limit, limit=8
    )
    return [(str(hit[2]), notations[str(hit[2])]) for hit in hits]
