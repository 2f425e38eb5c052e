"""How a candidate is printed, and who proposed it."""

from __future__ import annotations

from vnrestore.datatypes.lattice import WRITTEN, Candidates
from vnrestore.text.casing import apply_case


def written(candidates: Candidates, symbol: int, form: int, words: list[str]) -> tuple[str, str]:
    """How a candidate of this symbol and form is printed, and the generator that proposed it."""
    _, _, _, spelled, _, lead, origin = candidates
    if form >= WRITTEN:
        surface, generator = spelled[form - WRITTEN]
    else:
        surface, generator = words[symbol], "syllable"
        if form:
            surface = apply_case(surface, form)
    return lead + surface if lead else surface, origin or generator


def generator_of(candidates: Candidates, form: int) -> str:
    """Name of the generator that proposed a candidate of this form."""
    return candidates.origin or (candidates.written[form - WRITTEN][1] if form >= WRITTEN else "syllable")
