"""What chunks may be read as, planned once and remembered: their stretches, each with its candidates.

A long run that is no word is also cut in two or more; chunks that may be one word are judged as such.
Plans are numbers of rows in flat arrays, from which lattices are put together without copying.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np
import regex

from vnrestore.datatypes.lattice import WRITTEN, Candidates, Pool
from vnrestore.datatypes.ragged import Ragged
from vnrestore.language.inventory import Ints
from vnrestore.restore.candidates import NO_SYLLABLES, identity, judge
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.notations import is_notation
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.reading import Reading
from vnrestore.restore.sketchbook import CACHE_LIMIT, Shelf, Sketchbook
from vnrestore.restore.stretches import (
    BAR,
    BROKEN,
    ENDS_IN_GLUED_Y,
    JOINED,
    PART_LENGTH,
    PROTECTED,
    Stretch,
)
from vnrestore.restore.written import generator_of, written
from vnrestore.text.tokens import DATE

CODE_MERGE_LOGP = -2.0  # OCR cut a document number in two
SUSPECT = -14.0  # a run whose best reading is worse may be several words
IN_NUMBERS = frozenset(("identity", "notation", "date"))  # generators of what a protected piece may be
GLUES = -3.0  # of a lost gap, from which runs that are too long for any word are several
PARTS = 8  # candidates of a part of such a run
MERGED = 6  # candidates of two chunks joined

_NUMBERED = regex.compile(r"[0-9]{2}|\p{L}{3}[0-9]$|^[0-9]\p{L}{2}")
_NO_SCORE = np.zeros(1, np.float32)
_WRITTEN_OUT = np.full(1, WRITTEN, np.int32)


class Planner:
    """Candidates by piece, plans by chunk, and both once more in flat arrays; under one context.

    Attributes:
        context: channel, vocabulary and limits.
        pieces, parts: the candidates of pieces, and of parts of those that may be several words.
        pool: candidates as they stand in lattices.
        rows: plans, which are lists of (start, end, number in the pool).
    """

    def __init__(self, context: Context, book: Sketchbook) -> None:
        """Start with nothing planned."""
        self.context = context
        self._book = book
        own = context.own
        self.pieces: dict[str, Candidates] = {}
        self.parts: dict[str, Candidates] = {}
        self.pool = Pool(None if own is None else np.float32(context.limits.lm_weight) * own)
        self._whole_lists: dict[str, int] = {}
        self._merged: dict[tuple[str, bool], int] = {}
        self._fixed: dict[tuple[int, str, str], int] = {}
        self._doubted: dict[tuple[int, float], int] = {}
        self._shelf = Shelf()
        self._plan_of = np.zeros(0, np.int64)  # by numbers of the shelf, -1 for none
        self.rows = Ragged(np.int32, np.int32, np.int64)

    def are_full(self) -> bool:
        """Whether it is time to forget."""
        return max(len(self.pieces), len(self.parts), len(self.rows), len(self.pool.lists) // 4) > CACHE_LIMIT

    def judge(self, pieces: Iterable[str]) -> None:
        """Find the candidates of many pieces at once, which is cheaper than one by one."""
        new = [piece for piece in dict.fromkeys(pieces) if piece not in self.pieces]
        if new:
            proposed = [self._book.proposals(piece) for piece in new]
            self.pieces.update(zip(new, judge(new, proposed, self.context), strict=True))

    def plan(self, shelf: Shelf, sketched: Ints, joined: Iterable[str]) -> Ints:
        """The numbers of the plans of chunks.

        All new pieces are judged in one batch, then what their parts might be, then the new chunks planned.

        Args:
            shelf: has the chunks' sketches.
            sketched: their numbers there.
            joined: more pieces to be judged.
        """
        self._turn_to(shelf)
        unplanned = list(dict.fromkeys(sketched[self._plan_of[sketched] < 0].tolist()))
        new = [shelf.sketches[number] for number in unplanned]
        guard, glues = self.context.limits.guard, self.context.limits.split_logp > GLUES
        stretches = [(guard and found.guarded) or (glues and found.glued) or found.stretches for found in new]
        wanted = [[s for s in some if self._is_wanted(s)] for some in stretches]
        self.judge(chain((s.piece for some in wanted for s in some), joined))
        self._judge_parts(s.piece for some in stretches for s in some if self._is_suspect(s))
        plans = [[piece for s in some for piece in self._pieces_of(s)] for some in wanted]
        if plans:
            self._plan_of[unplanned] = range(len(self.rows), len(self.rows) + len(new))
            flat = np.array([*chain.from_iterable(plans)], np.int64).reshape(-1, 3)
            self.rows.extend([len(plan) for plan in plans], *flat.T)
        return self._plan_of[sketched]

    def _turn_to(self, shelf: Shelf) -> None:
        """Have room for the plans of all of a shelf; what another shelf numbered is forgotten."""
        known = self._plan_of[: len(self._plan_of) if shelf is self._shelf else 0]
        need = len(shelf.sketches)
        if need > len(known):
            self._shelf = shelf
            self._plan_of = np.full(2 * need, -1)
            self._plan_of[: len(known)] = known

    def _judge_parts(self, pieces: Iterable[str]) -> None:
        apart = self.context.limits.split_logp > GLUES
        parts = [part for piece in pieces for _, _, part in _parts(piece, apart)]
        new = [part for part in dict.fromkeys(parts) if part not in self.parts]
        words = [part for part in new if not part.isdigit()]
        self.parts.update(zip(words, judge(words, [()] * len(words), self.context, PARTS), strict=True))
        self.parts.update((part, self._number(part)) for part in new if part.isdigit())

    def _number(self, digits: str) -> Candidates:
        """A number that was glued to a word: it stands as it is."""
        (proposal,) = identity.propose(digits, self.context.vocabulary)
        return Candidates(
            np.array([proposal.symbol], np.int32),
            np.array([proposal.logp], np.float32),
            _WRITTEN_OUT,
            ((digits, "identity"),),
            proposal.logp + self.context.prior(proposal.symbol),
        )

    def _is_wanted(self, stretch: Stretch) -> bool:
        if stretch.kind == BROKEN and not self.context.limits.broken:
            return False
        return stretch.kind not in (JOINED, BAR) or stretch.plain or not self.context.limits.sound

    def _may_repair(self, stretch: Stretch) -> bool:
        return stretch.plain or not self.context.limits.sound

    def _is_suspect(self, stretch: Stretch) -> bool:
        return (
            stretch.divisible
            and self._may_repair(stretch)
            and (
                self.pieces[stretch.piece].best < SUSPECT or ENDS_IN_GLUED_Y.search(stretch.piece) is not None
            )
            and (stretch.kind != PROTECTED or self.context.limits.split_logp > GLUES)
        )

    def _may_be_word(self, piece: str) -> bool:
        """Whether a number may be a word in digits: a short one is not protected, but for those of items."""
        return self.context.limits.digit_words and len(piece) > 2 and piece.isdigit()

    def _pieces_of(self, stretch: Stretch) -> list[tuple[int, int, int]]:
        """What a stretch may be: starts, ends, and numbers of candidates."""
        found = NO_SYLLABLES if stretch.kind == BAR else self.pieces[stretch.piece]
        whole = found
        if stretch.kind == PROTECTED and not self._may_be_word(stretch.piece):
            kept = [generator_of(found, form) in IN_NUMBERS for form in found.forms.tolist()]
            found = found.only(np.array(kept, np.bool_))
        elif stretch.kind in (JOINED, BROKEN):
            found = found.only(found.forms < WRITTEN)
        if stretch.gaps and self._may_repair(stretch):
            found = _with_gaps(found, stretch.gaps)
        number = self._whole(stretch.piece) if found is whole else self.pool.add(found)
        plan = [(stretch.start, stretch.end, number)]
        if self._is_suspect(stretch):
            plan += self._split(stretch.start, stretch.piece)
        return plan

    def _whole(self, piece: str) -> int:
        """The number of all candidates of a piece."""
        number = self._whole_lists.get(piece)
        if number is None:
            number = self._whole_lists[piece] = self.pool.add(self.pieces[piece])
        return number

    def _split(self, offset: int, piece: str) -> list[tuple[int, int, int]]:
        """The best ways to cut a run into words: every part on the best path through all cuts."""
        penalty = self.context.limits.split_logp
        best: list[tuple[float, int]] = [(0.0, -1)] + [(-1e9, -1)] * len(piece)
        for i, j, part in _parts(piece, penalty > GLUES):
            value = best[i][0] + penalty + self.parts[part].best
            best[j] = max(best[j], (value, i))
        chosen = []
        end = len(piece)
        while end > 0 and best[end][1] >= 0:
            chosen.append((best[end][1], end))
            end = best[end][1]
        found = []
        for i, j in chosen[::-1]:
            candidates = self.parts[piece[i:j]]
            if i:
                candidates = candidates.penalised(penalty, "split", " ")
            found.append((offset + i, offset + j, self.pool.add(candidates)))
        return found

    def merged(self, piece: str, is_code: bool) -> int:
        """The number of the readings of two joined chunks, remembered."""
        number = self._merged.get((piece, is_code))
        if number is None:
            found = self._as_code(piece) if is_code else self._as_word(piece)
            number = self._merged[piece, is_code] = self.pool.add(found)
        return number

    def _as_code(self, piece: str) -> Candidates:
        """The document numbers and dates a piece may be."""
        found = self.pieces[piece]
        words, date = self.context.vocabulary.model.words, self.context.vocabulary.model.id(DATE)
        kept = [
            generator_of(found, form) == "notation"
            or symbol == date
            or is_notation(written(found, symbol, form, words)[0], self.context.vocabulary)
            for symbol, form in zip(found.symbols.tolist(), found.forms.tolist(), strict=True)
        ]
        return found.only(np.array(kept, np.bool_)).penalised(CODE_MERGE_LOGP, "merge")

    def _as_word(self, piece: str) -> Candidates:
        """The syllables a piece may be."""
        found = self.pieces[piece]
        kept = np.flatnonzero(self.context.vocabulary.is_syllable[found.symbols[:MERGED]])
        logp = np.float32(self.context.limits.merge_logp)
        return found._replace(
            symbols=found.symbols[kept],
            scores=found.scores[kept] + logp,
            forms=found.forms[kept],
            origin="merge",
        )

    def only(self, reading: Reading) -> int:
        """The number of a reading that has no rival any more, remembered."""
        key = (reading[7], reading[2], reading[6])
        number = self._fixed.get(key)
        if number is None:
            symbol = np.array([key[0]], np.int32)
            number = self._fixed[key] = self.pool.add(Candidates(symbol, _NO_SCORE, _WRITTEN_OUT, (key[1:],)))
        return number

    def doubted(self, plan: int, doubt: float) -> int:
        """This plan with so much held against the observed pieces themselves, remembered."""
        found = self._doubted.get((plan, doubt))
        if found is None:
            first, last = self.rows.bounds[plan : plan + 2].tolist()
            start, end, number = (column[first:last].copy() for column in self.rows.columns)
            doubted = [self.pool.add(_doubted(self.pool.lists[n], doubt)) for n in number.tolist()]
            found = self._doubted[plan, doubt] = len(self.rows)
            self.rows.extend([len(doubted)], start, end, np.array(doubted, np.int64))
        return found


def _doubted(found: Candidates, doubt: float) -> Candidates:
    """The candidates with so much held against the observed piece itself."""
    own = [
        form
        for form in range(WRITTEN, WRITTEN + len(found.written))
        if generator_of(found, form) == "identity"
    ]
    return found._replace(
        scores=found.scores - np.isin(found.forms, own).astype(np.float32) * np.float32(doubt)
    )


def _parts(piece: str, numbers_apart: bool) -> Iterable[tuple[int, int, str]]:
    """All parts of a run that may be a word of their own, by their ends.

    Args:
        piece: the run.
        numbers_apart: whether numbers are glued to words: then none is taken for letters.
    """
    lone_y = ENDS_IN_GLUED_Y.search(piece) is not None
    for i in range(len(piece)):
        for j in range(i + 1, min(i + PART_LENGTH, len(piece)) + 1):
            part = piece[i:j]
            if part.isdigit():  # a whole number, but for the digit of s6: số
                before = piece[max(0, i - 2) : i]
                whole = not before[-1:].isdigit() or (numbers_apart and before[:1].isalpha())
                if j - i < len(piece) and whole and not piece[j : j + 1].isdigit():
                    yield i, j, part
            elif numbers_apart and _NUMBERED.search(part):
                continue
            elif (1 < j - i < len(piece) or (lone_y and i == len(piece) - 1)) and any(map(str.isalnum, part)):
                yield i, j, part


def _with_gaps(found: Candidates, gaps: tuple[Proposal, ...]) -> Candidates:
    first = WRITTEN + len(found.written)
    return found._replace(
        symbols=np.append(found.symbols, np.array([g.symbol for g in gaps], np.int32)),
        scores=np.append(found.scores, np.array([g.logp for g in gaps], np.float32)),
        forms=np.append(found.forms, np.arange(first, first + len(gaps), dtype=np.int32)),
        written=(*found.written, *((g.surface, g.generator) for g in gaps)),
    )
