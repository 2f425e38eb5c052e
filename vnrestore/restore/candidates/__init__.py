"""Candidate generators: what an observed piece of text may have been meant to be.

One generator a file, tried in the order of :data:`GENERATORS`. Each is a pure function of
the piece and the :class:`~vnrestore.restore.candidates.context.Context`; two generators
that propose the same word keep the better score, and the earlier name on a tie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vnrestore.datatypes.lattice import Candidate
from vnrestore.restore.candidates import identity, letters, notations, numbers, syllables, words
from vnrestore.restore.candidates.context import Context

Generator = Callable[[str, Context], Iterable[Candidate]]

GENERATORS: tuple[tuple[str, Generator], ...] = (
    ("identity", identity.propose),
    ("number", numbers.propose),
    ("notation", notations.propose),
    ("letter", letters.propose),
    ("word", words.propose),
    ("syllable", syllables.propose),
)


def propose(piece: str, context: Context) -> list[Candidate]:
    """All candidates of one piece, best score first, pruned to the context's limits."""
    best: dict[tuple[int, str], Candidate] = {}
    for _, generator in GENERATORS:
        for candidate in generator(piece, context):
            key = (candidate.symbol, candidate.surface)
            if key not in best or candidate.score > best[key].score:
                best[key] = candidate
    limits = context.limits
    ranked = sorted(
        ((c.score + context.prior(c.symbol), c) for c in best.values()), key=lambda r: (-r[0], r[1].surface)
    )
    floor = ranked[0][0] - limits.margin if ranked else 0.0
    kept = [c for rank, c in ranked[: limits.candidates] if rank >= floor]
    if not any(c.generator == "identity" for c in kept):
        kept += [c for _, c in ranked if c.generator == "identity"]
    return kept
