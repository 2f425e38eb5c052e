"""Document numbers: ``24/2014/ND-CP`` -> ``24/2014/NĐ-CP``. The digits stay, the notation is looked up."""

from __future__ import annotations

import math
from collections.abc import Iterable

import regex
from rapidfuzz import process
from rapidfuzz.distance import Hamming

from vnrestore.restore.candidates.identity import code_logp
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.text.spelling import strip_marks
from vnrestore.text.tokens import CODE

_NUMBERED = regex.compile(
    r"([^\p{L}\p{N}]*(?:[0-9]{1,6}[A-Za-z]?/(?:[0-9]{4}/)?)|[^\p{L}\p{N}]*)(\p{L}[\p{L}\p{N}\-–.]*?)([^\p{L}\p{N}]*)"
)
# What the capitals and digits of notations are misread as; nothing else in a number may change.
LOOKALIKES = {"Đ": "PBHbpO0NEI", "1": "lI|", "5": "Ss", "0": "OoQ", "3": "8S", "C": "GO", "I": "l1"}
# A year that touches a notation, or the number before it, or has a letter for the bar between.
_BARRED = regex.compile(
    r"(?<![\p{L}\p{N}])([0-9]{1,3})([/Il|!\]N]?)((?:19|20)[0-9]{2})([/Il|!\]]?)(?=N[ĐD]-CP|TT-B|TTLT-B|QH1|Q[ĐD]-TTg|NQ-H[ĐD]ND|NQ-CP|Q[ĐD]-UBND|Q[ĐD]-B)"
)
_DOUBLED = regex.compile("ĐÐ|ÐĐ?")  # the Vietnamese model's, with an Icelandic Ð
YEARLY = ("NĐ-CP", "ND-CP", "TT-B", "TTLT-B", "QH1")  # numbers of these have a year
MENDED_LOGP = -2.0  # a number that was mended so
COMPOUND_LOGP = -6.0  # a notation put together from known parts


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """Known notations near the observed one, behind the same number; lost bars and doubled Đs are mended."""
    if "/" not in piece and "-" not in piece:
        return
    whole = _BARRED.sub(_with_bar, _DOUBLED.sub("Đ", piece))
    if whole != piece and (match := _NUMBERED.fullmatch(whole)) is not None and match.group(1):
        yield Proposal(vocabulary.model.id(CODE), whole, code_logp(match.group(1)) + MENDED_LOGP, "notation")
    match = _NUMBERED.fullmatch(whole)
    if match is None or len(match.group(2)) < 2 or not any(c.isupper() for c in match.group(2)):
        return
    number, observed, tail = match.groups()
    if not number and "-" not in observed:
        return
    symbol = vocabulary.model.id(CODE)
    for notation, prior in _similar(observed, vocabulary.notations):
        surface = number + notation + tail
        generator = "identity" if surface == piece else "notation"
        yield Proposal(symbol, surface, code_logp(number) + prior, generator)


def _with_bar(match: regex.Match[str]) -> str:
    """Number, year and notation with the bars between them."""
    number, bar, year, _ = match.groups()
    if not bar and match.end() < len(match.string) and not match.string[match.end() :].startswith(YEARLY):
        return match.group()  # the number may end like a year
    return f"{number}/{year}/"


def is_notation(surface: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a number with a known notation."""
    match = _NUMBERED.fullmatch(surface)
    return match is not None and bool(match.group(1)) and match.group(2) in vocabulary.notations


def _similar(observed: str, notations: dict[str, float]) -> list[tuple[str, float]]:
    """Notations (with log priors) whose stripped form is near; part by part if none is."""
    hits = _near(observed, notations)
    if hits or "-" not in observed:
        return hits
    parts = [_near(part, notations)[:2] or [(part, code_logp(part))] for part in observed.split("-")]
    found: list[tuple[str, float]] = [("", 0.0)]
    for options in parts[:4]:
        found = [
            (f"{a}-{b}" if a else b, min(p, q, math.log(1e-4)) + COMPOUND_LOGP / 2)
            for a, p in found
            for b, q in options
        ]
    return found


def _near(observed: str, notations: dict[str, float]) -> list[tuple[str, float]]:
    """Notations of the same length that differ only where OCR is known to misread them."""
    pool = [n for n in notations if len(n) == len(observed)]
    limit = max(2, len(observed) // 3)
    hits = process.extract(observed, pool, scorer=Hamming.distance, score_cutoff=limit, limit=None)
    likely = [str(hit[0]) for hit in hits if all(map(_misreads, hit[0], observed))]
    return sorted(((n, notations[n]) for n in likely), key=lambda pair: (-pair[1], pair[0]))[:8]


def _misreads(intended: str, observed: str) -> bool:
    """Whether a letter of a notation may have been printed so: Đ and digits have look-alikes."""
    if strip_marks(intended).lower() == strip_marks(observed).lower():
        return True
    return observed in LOOKALIKES.get(intended, "")
