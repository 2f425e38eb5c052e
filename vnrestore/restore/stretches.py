"""The stretches of a chunk that may be read as one word, whatever the channel.

Every chunk is cut into runs (letters and digits together, other characters one by one);
neighbouring runs joined by characters OCR prints for letters (``S&``, ``tr'ng``) are one more
stretch; short runs of neighbouring chunks may be one word that OCR cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import NamedTuple

import regex

from vnrestore.restore.candidates import dates, notations
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.gaps import GAP_MARKS, RULE, gaps_of, is_dirt, is_rule
from vnrestore.restore.joints import MERGE_LENGTH
from vnrestore.restore.passages import Chunk
from vnrestore.restore.protect import LONGEST_CHUNK, LONGEST_WORD, is_guarded, is_protected
from vnrestore.text.tokens import split_edges

PART_LENGTH = 7
JOINABLE = PART_LENGTH + 1, 4  # characters and runs of a word with marks in it
LONGEST_HORNED, MOST_RUNS = 11, 6  # of one whose horns are marks: phu’o’ng, tru'c‘yng
CAPITALS_GLUED = 5
LONGEST_GLUED = 100  # characters of words that were run together
LEAST_DIGITS = 2  # of a document number or a date that is to be told by its digits
LETTERLIKE = frozenset("&¢§£¥€°|!$%@©®#*<>+=~^`'’‘\"”“\\_{}[]()<«»?")
BAR_LOGP = -3.0  # a bar between two letters was read as this letter
CLOSED_BAR_LOGP = 3.0  # the same before a bracket: (để b/c)
WORD, MARK, JOINED, BROKEN, PROTECTED, BAR = "word", "mark", "joined", "broken", "protected", "bar"

_HORNS = regex.compile("[uoUOcCnirtl1]['’‘`]")
_SLASHED = regex.compile(r"[bBVvPDĐđp][il1I|íìjJtfr][cCvVhe]")
_DOTTED = regex.compile(r"(?<!\p{L})[bB][^\p{L}\p{N}\s/()](?=[cC€©]\))")
_HALVED = regex.compile(r"\p{L}.*[f'’‘?\"]\)")  # nobody types this
_RUN = regex.compile(r"[\p{L}\p{M}\p{N}]+|([^\p{L}\p{M}\p{N}])\1*")
ENDS_IN_GLUED_Y = regex.compile(r"(?i)\p{L}[oóòơôeéèê0][yý]$")  # no rime ends so: y tế, ý kiến lost its gap


class Stretch(NamedTuple):
    """A stretch of a chunk.

    Attributes:
        start, end: offsets into the chunk.
        piece: its characters.
        kind: one of ``word``, ``mark``, ``joined``, ``broken``, ``protected`` and ``bar``.
        gaps: readings of a mark as part of the gap between two words; of a bar as such.
        divisible: whether it may be several words that OCR glued.
        plain: whether such a repair is called for even in text that is sound otherwise.
    """

    start: int
    end: int
    piece: str
    kind: str
    gaps: tuple[Proposal, ...] = ()
    divisible: bool = False
    plain: bool = False


class Sketch(NamedTuple):
    """A chunk's stretches, and its first and last runs (offset, text), which a neighbour may complete.

    ``guarded`` are the stretches in text that is mostly sound, if others: such as must not change there.
    ``glued`` are those of a chunk too long for a word, where engines lose gaps.
    ``head`` and ``tail`` are the lengths of these runs, too long for a part of a word if they are no letters;
    ``opens_number`` says that it may be the first part of a number: a digit comes first or only marks.
    """

    stretches: tuple[Stretch, ...]
    first: tuple[int, str]
    last: tuple[int, str]
    guarded: tuple[Stretch, ...] = ()
    glued: tuple[Stretch, ...] = ()
    head: int = 0
    tail: int = 0
    opens_number: bool = False


def sketch(chunk: Chunk, vocabulary: Vocabulary) -> Sketch:
    """Cut a chunk into stretches."""
    text = chunk.text
    if len(text) > LONGEST_CHUNK:  # too long to be cut up even
        return _sketch(text, [Stretch(0, len(text), text, PROTECTED)], (0, text), (0, text))
    runs = [m.span() for m in _RUN.finditer(text)]
    first, last = (runs[0][1], text[: runs[0][1]]), (runs[-1][0], text[runs[-1][0] :])
    if is_protected(text, chunk) or _is_misread_number(text, vocabulary):
        glued = _cut(runs, chunk, vocabulary) if _is_glued(text, chunk) else []
        return _sketch(text, _kept(text), first, last, glued=tuple(glued))
    guarded = tuple(_kept(text)) if is_guarded(chunk, vocabulary.is_word) else ()
    return _sketch(text, _cut(runs, chunk, vocabulary), first, last, guarded)


def _cut(runs: list[tuple[int, int]], chunk: Chunk, vocabulary: Vocabulary) -> list[Stretch]:
    """Every run, and neighbouring runs that may be one word."""
    text = chunk.text
    found = [_whole(a, b, chunk, vocabulary) for a, b in runs]
    found += (s for a, b in runs for s in _slashed(a, text[a:b], vocabulary, closed=text[b : b + 1] == ")"))
    found += (_bar(m.end() - 1, m[0][1], vocabulary, closed=True) for m in _DOTTED.finditer(text))
    found += (s for left, right in pairwise(runs) for s in _two_marks(left, right, text, vocabulary))
    for i in range(len(runs)):
        for j in range(i + 1, min(i + MOST_RUNS, len(runs))):
            start, end = runs[i][0], runs[j][1]
            longest, most = (LONGEST_HORNED, MOST_RUNS) if _HORNS.search(text, start, end) else JOINABLE
            if end - start <= longest and j - i < most:
                piece = text[start:end]
                if _may_be_one_word(piece, runs[i : j + 1], text):
                    kind = BROKEN if piece[-1] == ")" and not _HALVED.fullmatch(piece) else JOINED
                    found.append(
                        Stretch(start, end, piece, PROTECTED if is_protected(piece, chunk) else kind)
                    )
    return found


def _sketch(
    text: str,
    stretches: list[Stretch],
    first: tuple[int, str],
    last: tuple[int, str],
    guarded: tuple[Stretch, ...] = (),
    glued: tuple[Stretch, ...] = (),
) -> Sketch:
    opens_number = not split_edges(text)[1][:1].strip("0123456789")
    head, tail = (len(run) if run.isalpha() else MERGE_LENGTH + 1 for _, run in (first, last))
    return Sketch(tuple(stretches), first, last, guarded, glued, head, tail, opens_number)


def _is_misread_number(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a chunk is a document number or a date whose bars were read as something else."""
    if sum(map(str.isdigit, text)) < LEAST_DIGITS:
        return False
    core = split_edges(text)[1]
    return any(
        p.surface != core for p in chain(notations.propose(core, vocabulary), dates.propose(core, vocabulary))
    )


def _kept(text: str) -> list[Stretch]:
    """A protected chunk in one piece, and the punctuation around it, which the model hears by itself."""
    lead, core, trail = split_edges(text)
    core += trail[:1] if trail[:1] == "-" else ""  # of a document number that is cut there
    start, end = len(lead), len(lead) + len(core)
    runs = [m.span() for m in _RUN.finditer(text)]
    inside = [(a, b) for a, b in runs if b > start and a < end]
    spans = [(a, b) for a, b in runs if b <= start or a >= end]
    if inside:
        spans.append((inside[0][0], inside[-1][1]))
    return [Stretch(a, b, text[a:b], PROTECTED) for a, b in spans]


def _whole(start: int, end: int, chunk: Chunk, vocabulary: Vocabulary) -> Stretch:
    piece = chunk.text[start:end]
    if is_protected(piece, chunk):
        return Stretch(start, end, piece, PROTECTED, (), piece.isalnum() and _is_glued(piece, chunk))
    if not piece.isalnum():
        before, after = chunk.text[:start], chunk.text[end:]
        gaps = gaps_of(piece, before, after, vocabulary)
        if is_rule(piece, before, after):
            return Stretch(start, end, piece, MARK, (RULE,))
        return Stretch(
            start, end, piece, MARK, gaps, False, bool(gaps) and is_dirt(piece, before, after, vocabulary)
        )
    return Stretch(start, end, piece, WORD, (), _is_divisible(piece, vocabulary), not piece.isascii())


def _slashed(start: int, piece: str, vocabulary: Vocabulary, *, closed: bool) -> Iterator[Stretch]:
    """The letters of ``b/c``, ``V/v`` or ``Đ/c`` whose bar was read as a third letter."""
    if _SLASHED.fullmatch(piece):
        yield Stretch(start, start + 1, piece[0], WORD)
        yield _bar(start + 1, piece[1], vocabulary, closed=closed)
        yield Stretch(start + 2, start + 3, piece[2], WORD)


def _bar(start: int, observed: str, vocabulary: Vocabulary, *, closed: bool) -> Stretch:
    """A character as the bar between two letters."""
    bar = Proposal(
        vocabulary.model.id("/"), "/", CLOSED_BAR_LOGP if closed else BAR_LOGP, "mark", heard=False
    )
    return Stretch(start, start + 1, observed, BAR, (bar,), plain=closed)


def _two_marks(
    left: tuple[int, int], right: tuple[int, int], text: str, vocabulary: Vocabulary
) -> Iterator[Stretch]:
    """Two different marks between two words, of which one is dirt, or both."""
    start, end = left[0], right[1]
    before, piece, after = text[:start], text[start:end], text[end:]
    if len(piece) == 2 and GAP_MARKS.issuperset(piece):
        gaps = tuple(dict.fromkeys(gap for mark in piece for gap in gaps_of(mark, before, after, vocabulary)))
        if gaps:
            yield Stretch(start, end, piece, MARK, gaps)


def _is_divisible(piece: str, vocabulary: Vocabulary) -> bool:
    if ENDS_IN_GLUED_Y.search(piece):
        return True
    if not 4 <= len(piece) <= LONGEST_WORD or piece.isdigit():
        return False
    if piece.isupper() and len(piece) < CAPITALS_GLUED:
        return False  # an abbreviation
    return not vocabulary.words.knows(piece)


def _is_glued(piece: str, chunk: Chunk) -> bool:
    """Whether a chunk or a run of it is protected only because no word is so long."""
    return LONGEST_WORD < len(piece) <= LONGEST_GLUED and not is_protected("", chunk)


def _is_broken(piece: str, text: str) -> bool:
    """Whether a bracket nobody opened may be the right half of a letter: ``cc')`` for có, ``t?)`` for tổ."""
    return piece[-1] == ")" and len(piece) > 2 and "(" not in text and text.startswith(piece)


def _may_be_one_word(piece: str, runs: list[tuple[int, int]], text: str) -> bool:
    marks = [text[a:b] for a, b in runs if not text[a:b].isalnum()]
    if not marks or not any(c.isalpha() or c.isdigit() for c in piece):
        return False
    if piece[0].isupper() and piece[-2:].isupper() and not piece.isalpha() and any(m in "-./" for m in marks):
        return False  # abbreviations joined by a mark
    if (piece[-1] in ']}"”' or (piece[-1] == ")" and not _is_broken(piece, text))) or piece[0] in "\"“‘'[{":
        return False
    if piece[-1] in "’'" and any(c in "‘'’" for c in text[: text.rindex(piece[-1])]):
        return False  # it closes a quotation
    return all(
        len(m) == 1 and (m in LETTERLIKE or (m in ".,;:-" and 0 < piece.find(m) < len(piece) - 1))
        for m in marks
    )
