"""From passages to a word lattice.

Every stretch is an edge for each of its candidates; a long run that is no word is also cut in
two or more; short neighbouring chunks are also joined. "Change nothing" is always a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from threading import RLock
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from vnrestore.datatypes.lattice import WRITTEN, Arm, Candidates, Lattice
from vnrestore.restore.candidates import NO_SYLLABLES, judge, proposals, syllables
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.notations import is_notation
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading
from vnrestore.restore.stretches import (
    BAR,
    JOINED,
    PART_LENGTH,
    PROTECTED,
    Joined,
    Sketch,
    Stretch,
    joined,
    joined_code,
    joined_number,
    sketch,
)
from vnrestore.text.casing import apply_case
from vnrestore.text.tokens import DATE

CODE_MERGE_LOGP = -2.0  # OCR cut a document number in two
SUSPECT = -14.0  # a run whose best reading is worse may be several words
IN_NUMBERS = frozenset(("identity", "notation", "date"))  # generators of what a protected piece may be
PARTS = 8  # candidates of a part of such a run
MERGED = 6  # candidates of two chunks joined
CACHE_LIMIT = 10_000  # chunks or pieces remembered from text to text

_NO_SCORE = np.zeros(1, np.float32)
_WRITTEN_OUT = np.full(1, WRITTEN, np.int32)


def written(candidates: Candidates, symbol: int, form: int, words: list[str]) -> str:
    """How a candidate is printed, by its symbol and form."""
    if form >= WRITTEN:
        return candidates.lead + candidates.written[form - WRITTEN][0]
    return candidates.lead + apply_case(words[symbol], form)


def generator_of(candidates: Candidates, form: int) -> str:
    """Name of the generator that proposed a candidate of this form."""
    return candidates.origin or (candidates.written[form - WRITTEN][1] if form >= WRITTEN else "syllable")


class Piece(NamedTuple):
    """A stretch of a chunk (relative offsets) and its candidates."""

    start: int
    end: int
    candidates: Candidates


class Sketchbook:
    """What no channel changes, remembered: stretches of chunks, proposals for pieces."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Start empty."""
        self.vocabulary = vocabulary
        self._sketches: dict[tuple[str, bool], Sketch] = {}
        self._proposals: dict[str, list[Proposal]] = {}

    def sketch(self, chunk: Chunk) -> Sketch:
        """The stretches of a chunk."""
        key = (chunk.text, chunk.opens_line)
        found = self._sketches.get(key)
        if found is None:
            if len(self._sketches) > CACHE_LIMIT:
                self._sketches.clear()
            found = self._sketches[key] = sketch(chunk, self.vocabulary)
        return found

    def proposals(self, piece: str) -> list[Proposal]:
        """The proposals for a piece."""
        found = self._proposals.get(piece)
        if found is None:
            if len(self._proposals) > CACHE_LIMIT:
                self._proposals.clear()
            found = self._proposals[piece] = proposals(piece, self.vocabulary)
        return found


class LatticeBuilder:
    """Builds lattices under one context; candidates of pieces and plans of chunks are remembered."""

    def __init__(self, context: Context, book: Sketchbook) -> None:
        """Start with empty caches."""
        self.context = context
        self._book = book
        self._pieces: dict[str, Candidates] = {}
        self._parts: dict[str, Candidates] = {}
        self._plans: dict[tuple[str, bool], list[Piece]] = {}
        self._fixed: dict[tuple[int, str, str], Candidates] = {}
        self._lock = RLock()

    def candidates(self, piece: str) -> Candidates:
        """What a piece of the text may have been meant to be."""
        with self._lock:
            self.judge([piece])
            return self._pieces[piece]

    def judge(self, pieces: Iterable[str]) -> None:
        """Find the candidates of many pieces at once, which is cheaper than one by one."""
        with self._lock:
            new = [piece for piece in dict.fromkeys(pieces) if piece not in self._pieces]
            if new:
                proposed = [self._book.proposals(piece) for piece in new]
                self._pieces.update(zip(new, judge(new, proposed, self.context), strict=True))

    def build(
        self, passages: list[list[Chunk]], settled: Mapping[int, list[Reading]] = MappingProxyType({})
    ) -> Lattice:
        """The lattice of all passages; build long texts in blocks, for memory's sake.

        Args:
            passages: what to read.
            settled: readings of chunks, by their offsets, that are not to be asked about again.
        """
        with self._lock:
            caches = (self._pieces, self._parts, self._plans, self._fixed)
            if any(len(cache) > CACHE_LIMIT for cache in caches):
                for cache in caches:
                    cache.clear()
            sketches = [[self._book.sketch(chunk) for chunk in passage] for passage in passages]
            joints = [
                self._joints(passage, found, settled)
                for passage, found in zip(passages, sketches, strict=True)
            ]
            self._plan(passages, sketches, joints, settled)
            lattice = Lattice(self.context.vocabulary.model.words, self.context.own)
            for passage, joint in zip(passages, joints, strict=True):
                self._add_passage(lattice, passage, joint, settled)
            return lattice

    def _joints(
        self, passage: list[Chunk], sketches: list[Sketch], settled: Mapping[int, list[Reading]]
    ) -> list[tuple[Joined, bool]]:
        """Neighbouring chunks that may be one word, or (true) one document number."""
        sound = self.context.limits.sound
        found: list[tuple[Joined, bool]] = []
        for (left, one), (right, other) in pairwise(zip(passage, sketches, strict=True)):
            if left.start in settled and right.start in settled:
                continue
            if not sound and (word := joined(left, right, one.last, other.first)) is not None:
                found.append((word, False))
            code = joined_code(left, right) or (None if sound else joined_number(left, right))
            if code is not None:
                found.append((code, True))
        return found

    def _plan(
        self,
        passages: list[list[Chunk]],
        sketches: list[list[Sketch]],
        joints: list[list[tuple[Joined, bool]]],
        settled: Mapping[int, list[Reading]],
    ) -> None:
        """Judge all new pieces in one batch, then what their parts might be, then plan the new chunks."""
        guard = self.context.limits.guard
        new = {
            (chunk.text, chunk.opens_line): (guard and found.guarded) or found.stretches
            for passage, some in zip(passages, sketches, strict=True)
            for chunk, found in zip(passage, some, strict=True)
            if (chunk.text, chunk.opens_line) not in self._plans and chunk.start not in settled
        }
        pieces = (s.piece for found in new.values() for s in found if self._is_wanted(s))
        self.judge(chain(pieces, (joint.piece for found in joints for joint, _ in found)))
        self._judge_parts(s.piece for found in new.values() for s in found if self._is_suspect(s))
        for key, found in new.items():
            self._plans[key] = [piece for s in found if self._is_wanted(s) for piece in self._pieces_of(s)]

    def _judge_parts(self, pieces: Iterable[str]) -> None:
        parts = [part for piece in pieces for _, _, part in _parts(piece)]
        new = [part for part in dict.fromkeys(parts) if part not in self._parts]
        self._parts.update(zip(new, syllables.propose(new, self.context, PARTS), strict=True))

    def _is_wanted(self, stretch: Stretch) -> bool:
        return stretch.kind not in (JOINED, BAR) or stretch.plain or not self.context.limits.sound

    def _may_repair(self, stretch: Stretch) -> bool:
        return stretch.plain or not self.context.limits.sound

    def _is_suspect(self, stretch: Stretch) -> bool:
        return stretch.divisible and self._may_repair(stretch) and self._pieces[stretch.piece].best < SUSPECT

    def _may_be_word(self, piece: str) -> bool:
        """Whether a number may be a word in digits: a short one is not protected, but for those of items."""
        return self.context.limits.digit_words and len(piece) > 2 and piece.isdigit()

    def _pieces_of(self, stretch: Stretch) -> list[Piece]:
        found = NO_SYLLABLES if stretch.kind == BAR else self._pieces[stretch.piece]
        if stretch.kind == PROTECTED and not self._may_be_word(stretch.piece):
            kept = [generator_of(found, form) in IN_NUMBERS for form in found.forms.tolist()]
            found = found.only(np.array(kept, np.bool_))
        elif stretch.kind == JOINED:
            found = found.only(found.forms < WRITTEN)
        if stretch.gaps and self._may_repair(stretch):
            found = _with_gaps(found, stretch.gaps)
        plan = [Piece(stretch.start, stretch.end, found)]
        if self._is_suspect(stretch):
            plan += self._split(stretch.start, stretch.piece)
        return plan

    def _split(self, offset: int, piece: str) -> list[Piece]:
        """The best ways to cut a run into words: every part on the best path through all cuts."""
        penalty = self.context.limits.split_logp
        best: list[tuple[float, int]] = [(0.0, -1)] + [(-1e9, -1)] * len(piece)
        for i, j, part in _parts(piece):
            value = best[i][0] + penalty + self._parts[part].best
            best[j] = max(best[j], (value, i))
        chosen = []
        end = len(piece)
        while end > 0 and best[end][1] >= 0:
            chosen.append((best[end][1], end))
            end = best[end][1]
        found = []
        for i, j in chosen[::-1]:
            candidates = self._parts[piece[i:j]]
            if i:
                candidates = candidates.penalised(penalty, "split", " ")
            found.append(Piece(offset + i, offset + j, candidates))
        return found

    def _merged(self, piece: str, is_code: bool) -> Candidates:
        """The readings of two joined chunks."""
        found = self._pieces[piece]
        if is_code:
            words, date = self.context.vocabulary.model.words, self.context.vocabulary.model.id(DATE)
            kept = [
                generator_of(found, form) == "notation"
                or symbol == date
                or is_notation(written(found, symbol, form, words), self.context.vocabulary)
                for symbol, form in zip(found.symbols.tolist(), found.forms.tolist(), strict=True)
            ]
            return found.only(np.array(kept, np.bool_)).penalised(CODE_MERGE_LOGP, "merge")
        spoken = self.context.vocabulary.is_syllable[found.symbols]
        spoken[MERGED:] = False
        return found.only(spoken).penalised(self.context.limits.merge_logp, "merge")

    def _add_passage(
        self,
        lattice: Lattice,
        passage: list[Chunk],
        joints: list[tuple[Joined, bool]],
        settled: Mapping[int, list[Reading]],
    ) -> None:
        base = lattice.last[-1] + 1 if lattice.last else 0
        lattice.first.append(base)
        lattice.last.append(base + passage[-1].end - passage[0].start)
        shift = base - passage[0].start  # nodes are offsets: where nothing ends, nothing begins
        follows = {left.end: right.start for left, right in pairwise(passage)}
        arms, plans = lattice.arms, self._plans
        for chunk in passage:
            at = chunk.start
            if at in settled:
                for r in settled[at]:
                    target = follows.get(r.end, r.end)
                    arms.append(Arm(r.start + shift, target + shift, r.start, r.end, self._only(r)))
                continue
            for piece in plans[chunk.text, chunk.opens_line]:
                start, end = at + piece.start, at + piece.end
                found = _doubted(piece.candidates, chunk.doubt) if chunk.doubt else piece.candidates
                arms.append(Arm(start + shift, follows.get(end, end) + shift, start, end, found))
        for joint, is_code in joints:
            start, end = joint.start, joint.end
            found = self._merged(joint.piece, is_code)
            arms.append(Arm(start + shift, follows.get(end, end) + shift, start, end, found))

    def _only(self, reading: Reading) -> Candidates:
        """A reading that has no rival any more, remembered."""
        key = (reading.symbol, reading.surface, reading.generator)
        found = self._fixed.get(key)
        if found is None:
            symbol = np.array([reading.symbol], np.int32)
            found = self._fixed[key] = Candidates(symbol, _NO_SCORE, _WRITTEN_OUT, (key[1:],))
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


def _parts(piece: str) -> Iterable[tuple[int, int, str]]:
    """All parts of a run that may be a word of their own, by their ends."""
    for i in range(len(piece)):
        for j in range(i + 2, min(i + PART_LENGTH, len(piece)) + 1):
            part = piece[i:j]
            if j - i < len(piece) and not part.isdigit() and any(map(str.isalnum, part)):
                yield i, j, part


def _with_gaps(found: Candidates, gaps: tuple[Proposal, ...]) -> Candidates:
    first = WRITTEN + len(found.written)
    return found._replace(
        symbols=np.append(found.symbols, np.array([g.symbol for g in gaps], np.int32)),
        scores=np.append(found.scores, np.array([g.logp for g in gaps], np.float32)),
        forms=np.append(found.forms, np.arange(first, first + len(gaps), dtype=np.int32)),
        written=(*found.written, *((g.surface, g.generator) for g in gaps)),
    )
