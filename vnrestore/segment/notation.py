"""The notation a document should have, by its kind and its body: ``QĐ-UBND``, ``NQ-HĐND``, ``KL/TW``.

A notation is short, and OCR has nothing to go by where it misreads one. Kind and body are printed
large beside it: what they imply is taken for a notation that differs from it in a letter or two,
unless the printed one is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnrestore.segment.fold import distance, fold
from vnrestore.segment.known_names import key_of, known_bodies, known_notations
from vnrestore.segment.rules.kind_names import KIND_NAMES, NOTATIONS

_BODIES = {
    "chinh phu": "CP",
    "thu tuong chinh phu": "TTg",
    "quoc hoi": "QH",
    "uy ban thuong vu quoc hoi": "UBTVQH",
    "ban chap hanh trung uong": "TW",
    "uy ban nhan dan": "UBND",
    "hoi dong nhan dan": "HĐND",
    "ngan hang nha nuoc": "NHNN",
    "van phong chinh phu": "VPCP",
}
_LINKS = frozenset(("và", "về", "của", "các", "cho", "với"))
_CENTRAL = "TW"
_MISREAD_BY = 2
_STEM = 5
"""Letters a notation must keep where a stamp hides its end."""


def mend_notation(notation: str, kind: str, body: str, parent: str) -> tuple[str, float]:
    """The notation as it was printed, and a factor for how sure that is (1 where nothing was changed).

    Args:
        notation: as read.
        kind: the document's kind (``Quyết định``), "" if unknown.
        body: the issuing body's name.
        parent: of the body above it, "" without one.
    """
    known = known_notations()
    if not notation or notation in known.whole:
        return notation, 1.0
    expected = list(_expected(kind, body, parent))
    if notation in expected:
        return notation, 1.0
    near = [
        (_edits(notation, other), other)
        for other in expected
        if not _is_named(notation, other, known.parts) and len(other) >= _STEM
    ]
    best = min(near, default=(9, ""))
    if best[0] <= min(_MISREAD_BY, len(best[1]) // 3):
        return best[1], 0.8
    cut = [other for other in expected if other.startswith(notation) and len(notation) > _STEM]
    return (cut[0], 0.65) if cut else (notation, 1.0)


def _expected(kind: str, body: str, parent: str) -> Iterator[str]:
    folded = fold(kind)
    kinds = [short for short, name in NOTATIONS.items() if name == folded or KIND_NAMES[name] == kind]
    for short in kinds:
        for letters in _letters(body, parent):
            yield f"{short}-{letters}"
            yield f"{short}/{letters}"


def _letters(body: str, parent: str) -> Iterator[str]:
    """How a body is abbreviated: by custom, or by the first letters of its name."""
    folded = fold(body)
    for name, short in _BODIES.items():
        if folded == name or (name[:3] in ("uy ", "hoi") and folded.startswith(name + " ")):
            yield short
            return
    words = re.findall(r"\w+", body)
    letters = "".join(word[0].upper() for word in words if word.lower() not in _LINKS)
    if len(letters) > 1:
        yield letters + _CENTRAL if _is_central(body, parent) else letters


def _is_central(body: str, parent: str) -> bool:
    """Whether a commission is the Central Committee's, also where OCR lost half of that name."""
    above = fold(parent)
    if not above.startswith("ban chap hanh"):
        return False
    return above.endswith("trung uong") or key_of(body + "trung uong") in known_bodies().by_key


def _edits(notation: str, other: str) -> int:
    return distance(_plain(notation), _plain(other))


def _plain(notation: str) -> str:
    """Without the bar of Đ, which OCR prints as D, as DP or not at all."""
    return notation.upper().replace("Đ", "D").replace("DP", "D")


def _is_named(notation: str, other: str, parts: frozenset[str]) -> bool:
    """Whether a part of the notation that differs from what is expected is a known abbreviation."""
    ours, theirs = re.split(r"[-/]", notation), re.split(r"[-/]", other)
    return len(ours) == len(theirs) and any(
        mine != their and mine in parts for mine, their in zip(ours, theirs, strict=True)
    )
