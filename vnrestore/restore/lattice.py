"""From passages to a word lattice.

Every stretch is an edge for each of its candidates; a long run that is no word is also cut in
two or more; short neighbouring chunks are also joined. "Change nothing" is always a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from threading import RLock
from types import MappingProxyType

import numpy as np
import regex
from numpy.typing import NDArray

from vnrestore.datatypes.lattice import WRITTEN, Candidates, Edges, Lattice, Pool
from vnrestore.datatypes.ragged import Ragged, rows_of
from vnrestore.restore.candidates import NO_SYLLABLES, identity, judge, proposals
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.notations import is_notation
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading
from vnrestore.restore.stretches import (
    BAR,
    BROKEN,
    JOINED,
    MERGE_LENGTH,
    PART_LENGTH,
    PROTECTED,
    SHORT_RUN,
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
GLUES = -3.0  # of a lost gap, from which runs that are too long for any word are several
PARTS = 8  # candidates of a part of such a run
MERGED = 6  # candidates of two chunks joined
CACHE_LIMIT = 10_000  # chunks or pieces remembered from text to text

Key = tuple[str, bool]  # a chunk's text, and whether it opens a line
_NUMBERED = regex.compile(r"[0-9]{2}|\p{L}{3}[0-9]$|^[0-9]\p{L}{2}")
_NO_SCORE = np.zeros(1, np.float32)
_WRITTEN_OUT = np.full(1, WRITTEN, np.int32)


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


class Sketchbook:
    """What no channel changes, remembered: stretches of chunks, proposals for pieces."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Start empty."""
        self.vocabulary = vocabulary
        self._sketches: dict[Key, Sketch] = {}
        self._proposals: dict[str, list[Proposal]] = {}

    def sketches(self, chunks: Sequence[Chunk], keys: Sequence[Key]) -> list[Sketch]:
        """The stretches of each chunk; ``keys`` are what tells chunks apart."""
        if len(self._sketches) > CACHE_LIMIT:
            self._sketches.clear()
        known = self._sketches
        for key, chunk in zip(keys, chunks, strict=True):
            if key not in known:
                known[key] = sketch(chunk, self.vocabulary)
        return [known[key] for key in keys]

    def proposals(self, piece: str) -> list[Proposal]:
        """The proposals for a piece."""
        found = self._proposals.get(piece)
        if found is None:
            if len(self._proposals) > CACHE_LIMIT:
                self._proposals.clear()
            found = self._proposals[piece] = proposals(piece, self.vocabulary)
        return found


class _Caches:
    """What a builder remembers: candidates by piece, plans by chunk, and both once more in flat arrays.

    Attributes:
        pieces, parts: the candidates of pieces, and of parts of those that may be several words.
        pool: candidates as they stand in lattices.
        whole: numbers in the pool of all candidates of pieces.
        merged, fixed, doubted: numbers of what else stands in lattices.
        plans: by chunk, numbers of lists of (start, end, number in the pool).
        rows: these lists.
    """

    def __init__(self, context: Context) -> None:
        own = context.own
        self.pieces: dict[str, Candidates] = {}
        self.parts: dict[str, Candidates] = {}
        self.pool = Pool(None if own is None else np.float32(context.limits.lm_weight) * own)
        self.whole: dict[str, int] = {}
        self.merged: dict[tuple[str, bool], int] = {}
        self.fixed: dict[tuple[int, str, str], int] = {}
        self.doubted: dict[tuple[int, float], int] = {}
        self.plans: dict[Key, int] = {}
        self.rows = Ragged(np.int32, np.int32, np.int64)

    def are_full(self) -> bool:
        """Whether it is time to forget."""
        return (
            max(len(self.pieces), len(self.parts), len(self.plans), len(self.pool.lists) // 4) > CACHE_LIMIT
        )


class LatticeBuilder:
    """Builds lattices under one context; candidates of pieces and plans of chunks are remembered."""

    def __init__(self, context: Context, book: Sketchbook) -> None:
        """Start with empty caches."""
        self.context = context
        self._book = book
        self._known = _Caches(context)
        self._lock = RLock()

    def candidates(self, piece: str) -> Candidates:
        """What a piece of the text may have been meant to be."""
        with self._lock:
            self.judge([piece])
            return self._known.pieces[piece]

    def judge(self, pieces: Iterable[str]) -> None:
        """Find the candidates of many pieces at once, which is cheaper than one by one."""
        with self._lock:
            known = self._known.pieces
            new = [piece for piece in dict.fromkeys(pieces) if piece not in known]
            if new:
                proposed = [self._book.proposals(piece) for piece in new]
                known.update(zip(new, judge(new, proposed, self.context), strict=True))

    def build(
        self, passages: list[list[Chunk]], settled: Mapping[int, list[Reading]] = MappingProxyType({})
    ) -> Lattice:
        """The lattice of all passages; build long texts in blocks, for memory's sake.

        Args:
            passages: what to read.
            settled: readings of chunks, by their offsets, that are not to be asked about again.
        """
        with self._lock:
            if self._known.are_full():
                self._known = _Caches(self.context)
            chunks = list(chain.from_iterable(passages))
            keys: list[Key] = [chunk[2:4] for chunk in chunks]
            sketches = self._book.sketches(chunks, keys)
            ends = [*accumulate(map(len, passages))]
            joints = self._joints(chunks, sketches, ends, settled)
            fresh = [i for i, chunk in enumerate(chunks) if chunk[0] not in settled]
            self._plan({keys[i]: sketches[i] for i in fresh if keys[i] not in self._known.plans}, joints)
            rows = self._rows(chunks, keys, fresh, joints, settled)
            return _lattice(chunks, ends, rows, self._known.pool)

    def _joints(
        self,
        chunks: Sequence[Chunk],
        sketches: Sequence[Sketch],
        ends: Sequence[int],
        settled: Mapping[int, list[Reading]],
    ) -> list[tuple[int, Joined, bool]]:
        """Neighbouring chunks, by the second one, that may be one word or (true) one document number."""
        sound, joins_numbers = self.context.limits.sound, self.context.limits.joins_numbers
        found: list[tuple[int, Joined, bool]] = []
        firsts = {0, *ends}
        for i, (left, right, one, other) in enumerate(
            zip(chunks, chunks[1:], sketches, sketches[1:], strict=False), start=1
        ):
            short = one.tail <= SHORT_RUN or other.head <= SHORT_RUN
            may_be_word = short and not sound and one.tail + other.head <= MERGE_LENGTH
            if not (may_be_word or one.opens_number) or i in firsts:
                continue
            if left.start in settled and right.start in settled:
                continue
            if may_be_word and (word := joined(left, right, one.last, other.first)) is not None:
                found.append((i, word, False))
            if one.opens_number:
                code = joined_code(left, right) or (joined_number(left, right) if joins_numbers else None)
                if code is not None:
                    found.append((i, code, True))
        return found

    def _plan(self, new: Mapping[Key, Sketch], joints: Sequence[tuple[int, Joined, bool]]) -> None:
        """Judge all new pieces in one batch, then what their parts might be, then plan the new chunks."""
        guard, glues = self.context.limits.guard, self.context.limits.split_logp > GLUES
        stretches = [
            (guard and found.guarded) or (glues and found.glued) or found.stretches for found in new.values()
        ]
        wanted = [[s for s in some if self._is_wanted(s)] for some in stretches]
        self.judge(chain((s.piece for some in wanted for s in some), (joint.piece for _, joint, _ in joints)))
        self._judge_parts(s.piece for some in stretches for s in some if self._is_suspect(s))
        plans = [[piece for s in some for piece in self._pieces_of(s)] for some in wanted]
        known = self._known
        if plans:
            known.plans.update(zip(new, range(len(known.plans), len(known.plans) + len(new)), strict=True))
            flat = np.array([*chain.from_iterable(plans)], np.int64).reshape(-1, 3)
            known.rows.extend([len(plan) for plan in plans], *flat.T)

    def _rows(
        self,
        chunks: Sequence[Chunk],
        keys: Sequence[Key],
        fresh: Sequence[int],
        joints: Sequence[tuple[int, Joined, bool]],
        settled: Mapping[int, list[Reading]],
    ) -> NDArray[np.int64]:
        """For each arm the chunk it ends in, its start and end, the number of its candidates: [4, arms]."""
        known = self._known
        begin, size = known.rows.spans(np.array([known.plans[keys[i]] for i in fresh], np.int64))
        at = rows_of(begin, size)
        start, end, number = (column[at] for column in known.rows.columns)
        chunk = np.array(fresh, np.int64).repeat(size)
        offset = np.array([c[0] for c in chunks], np.int64)[chunk]
        planned = np.array((chunk, start + offset, end + offset, number))
        for i in fresh:
            if chunks[i].doubt:
                inside = chunk == i
                doubted = [self._doubted(n, chunks[i].doubt) for n in planned[3, inside].tolist()]
                planned[3, inside] = doubted
        others = (
            [
                (i, r[0], r[1], self._only(r))
                for i, c in enumerate(chunks)
                if c[0] in settled
                for r in settled[c[0]]
            ]
            if len(fresh) < len(chunks)
            else []
        )
        others += ((i, j.start, j.end, self._merged(j.piece, is_code)) for i, j, is_code in joints)
        return np.concatenate([planned, np.array(others, np.int64).reshape(-1, 4).T], axis=1)

    def _judge_parts(self, pieces: Iterable[str]) -> None:
        apart = self.context.limits.split_logp > GLUES
        parts = [part for piece in pieces for _, _, part in _parts(piece, apart)]
        new = [part for part in dict.fromkeys(parts) if part not in self._known.parts]
        words = [part for part in new if not part.isdigit()]
        self._known.parts.update(
            zip(words, judge(words, [()] * len(words), self.context, PARTS), strict=True)
        )
        self._known.parts.update((part, self._number(part)) for part in new if part.isdigit())

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
            and self._known.pieces[stretch.piece].best < SUSPECT
            and (stretch.kind != PROTECTED or self.context.limits.split_logp > GLUES)
        )

    def _may_be_word(self, piece: str) -> bool:
        """Whether a number may be a word in digits: a short one is not protected, but for those of items."""
        return self.context.limits.digit_words and len(piece) > 2 and piece.isdigit()

    def _pieces_of(self, stretch: Stretch) -> list[tuple[int, int, int]]:
        """What a stretch may be: starts, ends, and numbers of candidates."""
        found = NO_SYLLABLES if stretch.kind == BAR else self._known.pieces[stretch.piece]
        whole = found
        if stretch.kind == PROTECTED and not self._may_be_word(stretch.piece):
            kept = [generator_of(found, form) in IN_NUMBERS for form in found.forms.tolist()]
            found = found.only(np.array(kept, np.bool_))
        elif stretch.kind in (JOINED, BROKEN):
            found = found.only(found.forms < WRITTEN)
        if stretch.gaps and self._may_repair(stretch):
            found = _with_gaps(found, stretch.gaps)
        number = self._whole(stretch.piece) if found is whole else self._known.pool.add(found)
        plan = [(stretch.start, stretch.end, number)]
        if self._is_suspect(stretch):
            plan += self._split(stretch.start, stretch.piece)
        return plan

    def _whole(self, piece: str) -> int:
        """The number of all candidates of a piece."""
        number = self._known.whole.get(piece)
        if number is None:
            number = self._known.whole[piece] = self._known.pool.add(self._known.pieces[piece])
        return number

    def _split(self, offset: int, piece: str) -> list[tuple[int, int, int]]:
        """The best ways to cut a run into words: every part on the best path through all cuts."""
        penalty = self.context.limits.split_logp
        best: list[tuple[float, int]] = [(0.0, -1)] + [(-1e9, -1)] * len(piece)
        for i, j, part in _parts(piece, penalty > GLUES):
            value = best[i][0] + penalty + self._known.parts[part].best
            best[j] = max(best[j], (value, i))
        chosen = []
        end = len(piece)
        while end > 0 and best[end][1] >= 0:
            chosen.append((best[end][1], end))
            end = best[end][1]
        found = []
        for i, j in chosen[::-1]:
            candidates = self._known.parts[piece[i:j]]
            if i:
                candidates = candidates.penalised(penalty, "split", " ")
            found.append((offset + i, offset + j, self._known.pool.add(candidates)))
        return found

    def _merged(self, piece: str, is_code: bool) -> int:
        """The number of the readings of two joined chunks, remembered."""
        number = self._known.merged.get((piece, is_code))
        if number is None:
            found = self._as_code(piece) if is_code else self._as_word(piece)
            number = self._known.merged[piece, is_code] = self._known.pool.add(found)
        return number

    def _as_code(self, piece: str) -> Candidates:
        """The document numbers and dates a piece may be."""
        found = self._known.pieces[piece]
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
        found = self._known.pieces[piece]
        kept = np.flatnonzero(self.context.vocabulary.is_syllable[found.symbols[:MERGED]])
        logp = np.float32(self.context.limits.merge_logp)
        return found._replace(
            symbols=found.symbols[kept],
            scores=found.scores[kept] + logp,
            forms=found.forms[kept],
            origin="merge",
        )

    def _only(self, reading: Reading) -> int:
        """The number of a reading that has no rival any more, remembered."""
        key = (reading[7], reading[2], reading[6])
        number = self._known.fixed.get(key)
        if number is None:
            symbol = np.array([key[0]], np.int32)
            number = self._known.fixed[key] = self._known.pool.add(
                Candidates(symbol, _NO_SCORE, _WRITTEN_OUT, (key[1:],))
            )
        return number

    def _doubted(self, number: int, doubt: float) -> int:
        """The number of these candidates with so much held against the observed piece itself, remembered."""
        found = self._known.doubted.get((number, doubt))
        if found is None:
            pool = self._known.pool
            found = self._known.doubted[number, doubt] = pool.add(_doubted(pool.lists[number], doubt))
        return found


def _lattice(chunks: Sequence[Chunk], ends: Sequence[int], arms: NDArray[np.int64], pool: Pool) -> Lattice:
    """The lattice of passages that end behind these chunks, whose nodes are offsets, those of each passage
    moved behind the passage before: where nothing ends, nothing begins."""
    sizes = np.diff([0, *ends])
    begins = np.array([c[0] for c in chunks], np.int64)
    stops = np.array([c[1] for c in chunks], np.int64)
    closing = sizes.cumsum() - 1
    opening = closing - sizes + 1
    length = stops[closing] - begins[opening]
    last = (length + 1).cumsum() - 1
    shift = (last - length - begins[opening]).repeat(sizes)
    follow = np.append(begins[1:], 0)  # what ends with a chunk leads to the next
    follow[closing] = stops[closing]
    chunk, start, end, number = arms
    target = np.where(end == stops[chunk], follow[chunk], end) + shift[chunk]
    rows = pool.rows()
    begin, size = rows.spans(number)
    symbol, score, form = rows.columns
    edges = Edges(
        (start + shift[chunk]).astype(np.int32),
        target.astype(np.int32),
        np.append(0, np.cumsum(size)).astype(np.int32),
        begin,
        symbol,
        score,
        (last - length).astype(np.int32),
        last.astype(np.int32),
    )
    return Lattice(edges, start.astype(np.int32), end.astype(np.int32), number, form, pool.lists)


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
            elif 1 < j - i < len(piece) and any(map(str.isalnum, part)):
                yield i, j, part


def _with_gaps(found: Candidates, gaps: tuple[Proposal, ...]) -> Candidates:
    first = WRITTEN + len(found.written)
    return found._replace(
        symbols=np.append(found.symbols, np.array([g.symbol for g in gaps], np.int32)),
        scores=np.append(found.scores, np.array([g.logp for g in gaps], np.float32)),
        forms=np.append(found.forms, np.arange(first, first + len(gaps), dtype=np.int32)),
        written=(*found.written, *((g.surface, g.generator) for g in gaps)),
    )
