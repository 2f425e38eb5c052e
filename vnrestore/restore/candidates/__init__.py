"""Candidates: what an observed piece of text may have been meant to be.

One generator a file. Those in :data:`GENERATORS` are pure functions of the piece and the
vocabulary, and their proposals are judged by the channel afterwards; the syllables, of which
there are thousands for every piece, are proposed and judged in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from vnrestore.datatypes.lattice import WRITTEN, Candidates
from vnrestore.restore.candidates import (
    blends,
    dates,
    identity,
    letters,
    marks,
    notations,
    numbers,
    syllables,
    words,
)
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.text.casing import apply_case

Generator = Callable[[str, Vocabulary], Iterable[Proposal]]

GENERATORS: tuple[tuple[str, Generator], ...] = (
    ("identity", identity.propose),
    ("number", numbers.propose),
    ("notation", notations.propose),
    ("date", dates.propose),
    ("letter", letters.propose),
    ("syllable", blends.propose),
    ("word", words.propose),
    ("mark", marks.propose),
)

NO_SYLLABLES = Candidates(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.int32))


def proposals(piece: str, vocabulary: Vocabulary) -> list[Proposal]:
    """What the generators propose for a piece, besides syllables; the first to propose a reading has it."""
    found: dict[tuple[int, str], Proposal] = {}
    for _, generator in GENERATORS:
        for proposal in generator(piece, vocabulary):
            key = (proposal.symbol, proposal.surface)
            if key not in found or proposal.logp > found[key].logp:
                found[key] = proposal
    return list(found.values())


def judge(
    pieces: Sequence[str], proposed: Sequence[Sequence[Proposal]], context: Context
) -> list[Candidates]:
    """All candidates of each piece under the context's channel, syllables first, pruned to its limits.

    Args:
        pieces: observed strings.
        proposed: the proposals of each.
        context: channel and limits.
    """
    limits = context.limits
    likely = [i for i, piece in enumerate(pieces) if syllables.traits_of(piece, context.vocabulary).likely]
    spoken = syllables.propose([pieces[i] for i in likely], context, limits.candidates)
    found = [NO_SYLLABLES] * len(pieces)
    for i, candidates in zip(likely, spoken, strict=True):
        found[i] = candidates
    heard = context.channel.word_logps(
        [(p.surface, piece) for piece, some in zip(pieces, proposed, strict=True) for p in some if p.heard]
    )
    penalty = {
        "": 0.0,
        "unknown": limits.unknown_logp,
        "foreign": limits.foreign_logp,
        "garbled": -np.inf if limits.sound else 0.0,
    }
    read = iter(heard)
    for i, some in enumerate(proposed):
        if some:
            scores = [p.logp + penalty[p.kind] + (next(read) if p.heard else 0.0) for p in some]
            found[i] = _merged(found[i], some, scores, context)
    return found


def _merged(
    spoken: Candidates, proposed: Sequence[Proposal], scores: Sequence[float], context: Context
) -> Candidates:
    """Syllables and other proposals together; what lies too far below the best is dropped, identity never."""
    ranks = [score + context.prior(p.symbol) for p, score in zip(proposed, scores, strict=True)]
    best = max(spoken.best, *ranks)
    floor = best - context.limits.margin
    kept = [i for i, p in enumerate(proposed) if ranks[i] >= floor or p.generator == "identity"]
    is_syllable = context.vocabulary.is_syllable
    if len(spoken.symbols) and any(is_syllable[proposed[i].symbol] for i in kept):
        spoken, kept = _without_doubles(spoken, proposed, scores, kept, context)
    if spoken.best < best:
        prior = context.priors.words[spoken.symbols]
        spoken = spoken.only((spoken.scores + prior >= floor) | (spoken.forms >= WRITTEN))
    if not kept:
        return spoken._replace(best=best)
    first = WRITTEN + len(spoken.written)
    return Candidates(
        np.concatenate([spoken.symbols, np.array([proposed[i].symbol for i in kept], np.int32)]),
        np.concatenate([spoken.scores, np.array([scores[i] for i in kept], np.float32)]),
        np.concatenate([spoken.forms, np.arange(first, first + len(kept), dtype=np.int32)]),
        (*spoken.written, *((proposed[i].surface, proposed[i].generator) for i in kept)),
        best,
    )


def _without_doubles(
    spoken: Candidates,
    proposed: Sequence[Proposal],
    scores: Sequence[float],
    kept: Sequence[int],
    context: Context,
) -> tuple[Candidates, list[int]]:
    """A lone letter is a syllable too: of two equal readings the likelier one stays."""
    words = context.vocabulary.model.words
    symbols = spoken.symbols.tolist()
    places = {apply_case(words[symbols[i]], f): i for i, f in enumerate(spoken.forms.tolist()) if f < WRITTEN}
    single = np.ones(len(symbols), np.bool_)
    left = []
    for i in kept:
        at = places.get(proposed[i].surface)
        if at is None or proposed[i].symbol != symbols[at]:
            left.append(i)
        elif scores[i] > spoken.scores[at]:
            left.append(i)
            single[at] = False
    return spoken.only(single), left
