"""Candidates: what an observed piece of text may have been meant to be.

One generator a file. Those in :data:`GENERATORS` are pure functions of the piece and the
vocabulary, and their proposals are judged by the channel afterwards; the syllables, of which
there are thousands for every piece, are proposed and judged in one go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import WRITTEN, Candidates
from vnrestore.language.inventory import Ints
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


class Judged(NamedTuple):
    """Proposals for some pieces, one piece's behind the other's.

    Attributes:
        proposals: the proposals.
        piece, symbols: the piece and the symbol of each.
        scores: natural log of the channel probability, with the prior.
        ranks: the same with the word's own frequency.
    """

    proposals: list[Proposal]
    piece: Ints
    symbols: Ints
    scores: NDArray[np.float64]
    ranks: NDArray[np.float64]


def judge(
    pieces: Sequence[str], proposed: Sequence[Sequence[Proposal]], context: Context, limit: int | None = None
) -> list[Candidates]:
    """All candidates of each piece under the context's channel, syllables first, pruned to its limits.

    What lies too far below the best of a piece is dropped, but never the piece itself.

    Args:
        pieces: observed strings.
        proposed: the proposals of each.
        context: channel and limits.
        limit: how many syllables at most, if not as many as the context says.
    """
    if not pieces:
        return []
    spoken = syllables.propose(pieces, context, limit or context.limits.candidates)
    judged = _judged(pieces, proposed, context)
    best = spoken.best.copy()
    np.maximum.at(best, judged.piece, judged.ranks)
    floor = best - context.limits.margin
    shown = spoken.scores + context.priors.words[spoken.symbols] >= floor.astype(np.float32)[spoken.piece]
    shown |= (spoken.forms >= WRITTEN) | (spoken.best >= best)[spoken.piece]
    identity = np.array([p.generator == "identity" for p in judged.proposals], np.bool_)
    kept = identity | (judged.ranks >= floor[judged.piece])
    _drop_doubles(spoken, shown, judged, kept, context)
    return _candidates(pieces, spoken, shown, judged, np.flatnonzero(kept), best)


def _judged(pieces: Sequence[str], proposed: Sequence[Sequence[Proposal]], context: Context) -> Judged:
    """The proposals, with what the channel says of them."""
    limits = context.limits
    penalty = {
        "": 0.0,
        "unknown": limits.unknown_logp,
        "foreign": limits.foreign_logp,
        "misheard": 0.0 if limits.doubts_marks else -np.inf,
        "garbled": -np.inf if limits.sound else 0.0,
    }
    flat = list(chain.from_iterable(proposed))
    piece = np.repeat(np.arange(len(pieces)), list(map(len, proposed)))
    scores = np.array([p.logp + penalty[p.kind] for p in flat], np.float64)
    heard = [i for i, p in enumerate(flat) if p.heard]
    scores[heard] += context.channel.word_logps(
        [(flat[i].surface, pieces[at]) for i, at in zip(heard, piece[heard].tolist(), strict=True)]
    )
    symbols = np.array([p.symbol for p in flat], np.int64)
    ranks = scores + np.where(symbols >= 0, context.priors.words[symbols], np.float32(0))
    return Judged(flat, piece, symbols, scores, ranks)


def _drop_doubles(
    spoken: syllables.Spoken,
    shown: NDArray[np.bool_],
    judged: Judged,
    kept: NDArray[np.bool_],
    context: Context,
) -> None:
    """A lone letter is a syllable too: of two equal readings the likelier one stays."""
    spelled = kept & (judged.symbols >= 0) & context.vocabulary.is_syllable[judged.symbols]
    doubled: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for i in np.flatnonzero(spelled).tolist():
        doubled[int(judged.piece[i]), int(judged.symbols[i])].append(i)
    if not doubled:
        return
    words = context.vocabulary.model.words
    asked = np.zeros(len(words), np.bool_)
    asked[judged.symbols[spelled]] = True
    rows = np.flatnonzero(asked[spoken.symbols] & (spoken.forms < WRITTEN))
    columns = (column[rows].tolist() for column in (spoken.piece, spoken.symbols, spoken.forms))
    for at, piece, symbol, form in zip(rows.tolist(), *columns, strict=True):
        for i in doubled.get((piece, symbol), ()):
            if apply_case(words[symbol], form) == judged.proposals[i].surface:
                likelier = np.float32(judged.scores[i]) > spoken.scores[at]
                (shown if likelier else kept)[at if likelier else i] = False


def _candidates(
    pieces: Sequence[str],
    spoken: syllables.Spoken,
    shown: NDArray[np.bool_],
    judged: Judged,
    kept: Ints,
    best: NDArray[np.float64],
) -> list[Candidates]:
    """The candidates of each piece: syllables that are shown, and behind them proposals that are kept."""
    written: list[list[tuple[str, str]]] = [
        [(piece, "identity")] if itself else []
        for piece, itself in zip(pieces, spoken.itself.tolist(), strict=True)
    ]
    forms = []
    for i, at in zip(kept.tolist(), judged.piece[kept].tolist(), strict=True):
        forms.append(WRITTEN + len(written[at]))
        written[at].append((judged.proposals[i].surface, judged.proposals[i].generator))
    piece, symbols, scores, form = syllables.side_by_side(
        (spoken.piece[shown], spoken.symbols[shown], spoken.scores[shown], spoken.forms[shown]),
        (
            judged.piece[kept],
            judged.symbols[kept].astype(np.int32),
            judged.scores[kept].astype(np.float32),
            np.array(forms, np.int32),
        ),
    )
    bounds = np.searchsorted(piece, np.arange(len(pieces) + 1)).tolist()
    return [
        Candidates(symbols[a:b], scores[a:b], form[a:b], tuple(some), highest)
        for (a, b), some, highest in zip(pairwise(bounds), written, best.tolist(), strict=True)
    ]
