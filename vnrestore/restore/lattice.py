"""From passages to a word lattice.

Every chunk is cut into runs (letters and digits together, other characters one by one). A
run is an edge for each of its candidates; neighbouring runs joined by characters OCR prints
for letters (``S&``, ``tr'ng``) are one more piece; a long run that is no word is also cut in
two or more; short neighbouring chunks are also joined. "Change nothing" is always a path.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from vnrestore.datatypes.lattice import SILENT, Candidate, Lattice
from vnrestore.restore.candidates import propose
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.candidates.notations import is_notation
from vnrestore.restore.passages import Chunk
from vnrestore.restore.protect import LONGEST_WORD, is_protected

GAP_MARKS = frozenset(".-’'_:~*^`,;")
DIRT_LOGP = -3.0  # a mark stands where the gap between two words was
SPACED_LOGP = 1.0  # in garbled text a lost gap is likelier than a mark set without one
CODE_MERGE_LOGP = -2.0  # OCR cut a document number in two
SUSPECT = -14.0  # a run whose best reading is worse may be several words
MERGE_LENGTH = 8
PART_LENGTH = 7
CACHE_LIMIT = 6_000  # pieces or chunks remembered from text to text
CAPITALS_GLUED = 7
LETTERLIKE = frozenset("&¢§£¥€°|!$%@©®#*<>+=~^`'’‘\"”“\\_{}[]()<«»?")

_ENDS_WORD = regex.compile(r"(?:\p{L}{2}\)?|^\p{L}\))$")
_BEGINS_WORD = regex.compile(r"\p{L}{2}")
_CUT_CODE = regex.compile(r"[0-9]{1,5}/(?:[0-9]{4}/)?(?:\p{Lu}[\p{L}\-]*-|QH|NQ|UBTVQH)")
_CODE_REST = regex.compile(r"[\p{L}\p{N}\-]{1,10}")

_RUN = regex.compile(r"[\p{L}\p{M}\p{N}]+|([^\p{L}\p{M}\p{N}])\1*")


class Piece(NamedTuple):
    """A stretch of a chunk (relative offsets) and its candidates."""

    start: int
    end: int
    candidates: list[Candidate]


class LatticeBuilder:
    """Builds lattices under one context; plans of chunks are remembered."""

    def __init__(self, context: Context) -> None:
        """Start with empty caches."""
        self.context = context
        self._pieces: dict[str, list[Candidate]] = {}
        self._plans: dict[tuple[str, bool], list[Piece]] = {}

    def build(self, passages: list[list[Chunk]]) -> Lattice:
        """The lattice of all passages; build long texts in blocks, for memory's sake."""
        if len(self._pieces) > CACHE_LIMIT or len(self._plans) > CACHE_LIMIT:
            self._pieces.clear()
            self._plans.clear()
        self.context.scorer.trim()
        self._prepare(passages)
        lattice = Lattice([], [], [], [], [], [], [])
        for passage in passages:
            self._add_passage(lattice, passage)
        return lattice

    def _prepare(self, passages: list[list[Chunk]]) -> None:
        """Score all new pieces of the document in one batch."""
        longest = self.context.limits.longest
        wanted: set[str] = set()
        for passage in passages:
            for left, chunk in zip([None, *passage], passage, strict=False):
                if (chunk.text, chunk.opens_line) not in self._plans:
                    wanted.update(piece for _, _, piece in stretches(chunk))
                if left is not None and (joined := _joined(left, chunk)) is not None:
                    wanted.add(joined.piece)
        self.context.scorer.prepare(p for p in wanted if p not in self._pieces and len(p) <= longest)

    def candidates(self, piece: str) -> list[Candidate]:
        """The candidates of a piece, remembered."""
        known = self._pieces.get(piece)
        if known is None:
            if len(piece) <= self.context.limits.longest:
                self.context.scorer.prepare([piece])
            known = self._pieces[piece] = propose(piece, self.context)
        return known

    def _plan(self, chunk: Chunk) -> list[Piece]:
        key = (chunk.text, chunk.opens_line)
        plan = self._plans.get(key)
        if plan is None:
            plan = []
            for start, end, piece in stretches(chunk):
                whole = _RUN.fullmatch(piece) is not None
                found = self.candidates(piece)
                if is_protected(piece, chunk):
                    found = [c for c in found if c.generator in ("identity", "notation")]
                elif whole and not piece.isalnum():
                    found = found + self._gaps(piece, chunk.text[:start], chunk.text[end:])
                elif not whole and not self.context.limits.repair_gaps:
                    continue
                elif not whole:
                    found = [c for c in found if c.generator == "syllable"]
                plan.append(Piece(start, end, found))
                composed = len(piece) == end - start  # offsets inside the piece are those of the text
                if whole and composed and piece.isalnum() and self._is_suspect(piece, found):
                    plan += self._split(start, piece)
            self._plans[key] = plan
        return plan

    def _gaps(self, mark: str, before: str, after: str) -> list[Candidate]:
        """A mark between two words may be dirt in the gap, or a true mark whose gap was lost."""
        limits, model = self.context.limits, self.context.model
        if (
            not limits.repair_gaps
            or len(mark) > 1
            or not _ENDS_WORD.search(before)
            or not _BEGINS_WORD.match(after)
        ):
            return []
        found = []
        if mark in GAP_MARKS:
            found.append(Candidate(SILENT, " ", DIRT_LOGP, "gap"))
        if mark in ",;:)" or (mark == "." and after[0].isupper() and before[-1].islower()):
            found.append(Candidate(model.id(mark), mark + " ", SPACED_LOGP, "gap"))
        return found

    def _is_suspect(self, piece: str, found: list[Candidate]) -> bool:
        if not self.context.limits.repair_gaps or not 4 <= len(piece) <= LONGEST_WORD or piece.isdigit():
            return False
        if piece.isupper() and len(piece) < CAPITALS_GLUED:
            return False  # an abbreviation
        if self.context.words.knows(piece):
            return False
        return max(c.score + self.context.prior(c.symbol) for c in found) < SUSPECT

    def _split(self, offset: int, piece: str) -> list[Piece]:
        """The best ways to cut a run into words: every part on the best path through all cuts."""
        syllables = self.context.scorer.inventory.symbols
        parts: dict[tuple[int, int], list[Candidate]] = {}
        for i in range(len(piece)):
            for j in range(i + 1, min(i + PART_LENGTH, len(piece)) + 1):
                if 1 < j - i < len(piece) and not piece[i:j].isdigit():
                    parts[i, j] = [c for c in self.candidates(piece[i:j]) if c.symbol in syllables][:8]
        best: list[tuple[float, int]] = [(0.0, -1)]
        for j in range(1, len(piece) + 1):
            options = [
                (
                    best[i][0]
                    + self.context.limits.split_logp
                    + max(c.score + self.context.prior(c.symbol) for c in found),
                    i,
                )
                for (i, end), found in parts.items()
                if end == j and found
            ]
            best.append(max(options, default=(-1e9, -1)))
        chosen = []
        end = len(piece)
        while end > 0 and best[end][1] >= 0:
            chosen.append((best[end][1], end))
            end = best[end][1]
        return [
            Piece(offset + i, offset + j, [self._after_cut(c) if i else c for c in parts[i, j]])
            for i, j in chosen[::-1]
        ]

    def _merges(self, left: Chunk, right: Chunk) -> Iterator[tuple[Joined, list[Candidate]]]:
        """Two neighbouring chunks as one word, or as one document number."""
        if not self.context.limits.repair_gaps:
            return
        joined = _joined(left, right)
        if joined is not None:
            known = [c for c in self.candidates(joined.piece)[:6] if c.generator in ("syllable", "identity")]
            known = [c for c in known if c.symbol in self.context.scorer.inventory.symbols]
            yield joined, [_with(c, self.context.limits.merge_logp, "merge") for c in known]
        code = _joined_code(left, right)
        if code is not None:
            known = [
                c
                for c in self.candidates(code.piece)
                if c.generator == "notation" or is_notation(c.surface, self.context)
            ]
            yield code, [_with(c, CODE_MERGE_LOGP, "merge") for c in known]

    def _after_cut(self, candidate: Candidate) -> Candidate:
        return _with(
            candidate._replace(surface=" " + candidate.surface), self.context.limits.split_logp, "split"
        )

    def _add_passage(self, lattice: Lattice, passage: list[Chunk]) -> None:
        edges: list[tuple[int, int, int, int, list[Candidate]]] = []
        bounds: set[int] = set()
        follows = {left.end: right.start for left, right in pairwise(passage)}
        for chunk in passage:
            for piece in self._plan(chunk):
                start, end = chunk.start + piece.start, chunk.start + piece.end
                edges.append((start, follows.get(end, end), start, end, piece.candidates))
        for left, right in pairwise(passage):
            for joined, found in self._merges(left, right):
                edges.append(
                    (joined.start, follows.get(joined.end, joined.end), joined.start, joined.end, found)
                )
        for source, target, *_ in edges:
            bounds.update((source, target))
        base = lattice.last[-1] + 1 if lattice.last else 0
        number = {offset: base + i for i, offset in enumerate(sorted(bounds))}
        lattice.first.append(base)
        lattice.last.append(base + len(number) - 1)
        for source, target, start, end, found in edges:
            for candidate in found:
                lattice.sources.append(number[source])
                lattice.targets.append(number[target])
                lattice.starts.append(start)
                lattice.ends.append(end)
                lattice.candidates.append(candidate)


class Joined(NamedTuple):
    """The last run of one chunk and the first of the next, as one observed piece."""

    start: int
    end: int
    piece: str


def _joined(left: Chunk, right: Chunk) -> Joined | None:
    if right.start - left.end != 1 or right.opens_line:
        return None
    *_, last = _RUN.finditer(left.text)
    first = _RUN.match(right.text)
    assert first is not None
    a, b = last.group(), first.group()
    short = min(len(a), len(b)) <= 2 and len(a) + len(b) <= MERGE_LENGTH
    if not short or not (a + b).isalpha() or (a.isupper() and b.isupper() and min(len(a), len(b)) > 1):
        return None
    return Joined(left.start + last.start(), right.start + first.end(), a + b)


def _joined_code(left: Chunk, right: Chunk) -> Joined | None:
    cut = left.text.rstrip(".,")
    if right.opens_line or not _CUT_CODE.fullmatch(cut):
        return None
    rest = _CODE_REST.match(right.text)
    return None if rest is None else Joined(left.start, right.start + rest.end(), cut + rest.group())


def _with(candidate: Candidate, logp: float, generator: str) -> Candidate:
    return candidate._replace(score=candidate.score + logp, generator=generator)


def stretches(chunk: Chunk) -> list[tuple[int, int, str]]:
    """The pieces of a chunk: each run, and runs joined over letter-like marks."""
    text = chunk.text
    if is_protected(text, chunk):
        return [(0, len(text), text)]
    runs = [m.span() for m in _RUN.finditer(text)]
    found = [(a, b, unicodedata.normalize("NFC", text[a:b])) for a, b in runs]
    for i in range(len(runs)):
        for j in range(i + 1, min(i + 4, len(runs))):
            start, end = runs[i][0], runs[j][1]
            piece = unicodedata.normalize("NFC", text[start:end])
            if end - start <= PART_LENGTH + 1 and _may_be_one_word(piece, runs[i : j + 1], text):
                found.append((start, end, piece))
    return found


def _may_be_one_word(piece: str, runs: list[tuple[int, int]], text: str) -> bool:
    marks = [text[a:b] for a, b in runs if not text[a:b].isalnum()]
    if not marks or not any(c.isalpha() or c.isdigit() for c in piece):
        return False
    if piece[0].isupper() and piece[-2:].isupper() and not piece.isalpha() and any(m in "-./" for m in marks):
        return False  # abbreviations joined by a mark
    if piece[-1] in ")]}\"”’'" or piece[0] in "\"“‘'[{":
        return False
    return all(
        len(m) == 1 and (m in LETTERLIKE or (m in ".,;:-" and 0 < piece.find(m) < len(piece) - 1))
        for m in marks
    )
