"""Putting the corrections of a text back on the page: every new word gets its box.

A correction may change a word, split it, merge it with its neighbours, or make it vanish. Here
the old words are grouped by what happened to them together, and each group gets its new words:

- as many new words as old: each takes the place of its counterpart;
- one old, several new (split): the old box is divided in proportion to the characters, a gap of
  one character between the words;
- several old, one new (merge): the union of the boxes;
- otherwise the union of the boxes, divided like a split;
- no new word (noise removed): the group has no words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, TypeVar

import regex

from vnrestore.datatypes.document import Box, Document, Line, Span, Word, union_of
from vnrestore.datatypes.restoration import Correction, Restoration

_TOKEN = regex.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of the restored text on its page.

    Attributes:
        text: the word as it is now.
        box: where it stands, None if the old words have no boxes.
        confidence: in [0, 1]. Of a changed word the posterior of the correction (the least, if
            several touch it); of an unchanged one the OCR engine's own, or, where a likelier
            reading was only suggested, what the decoder gives the word as it stands; None if
            neither is known.
    """

    text: str
    box: Box | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Rewording:
    """Old words and what stands in their place now.

    Attributes:
        sources: the old words, with their ids, in order; never empty.
        words: the new ones, in order; none if the text vanished.
        changed: whether a correction touched the old words; if not, ``words`` repeats them.
    """

    sources: tuple[Word, ...]
    words: tuple[PlacedWord, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of the document and its restored words, in order."""

    line: Line
    rewordings: tuple[Rewording, ...]

    @property
    def words(self) -> tuple[PlacedWord, ...]:
        """The words that now stand on the line."""
        return tuple(word for one in self.rewordings for word in one.words if word.text)

    @property
    def text(self) -> str:
        """The line as it reads now."""
        return " ".join(word.text for word in self.words)

    @property
    def changed(self) -> bool:
        """Whether anything on the line is not as it was."""
        return any(one.changed for one in self.rewordings)


def place(document: Document, restoration: Restoration) -> tuple[PlacedLine, ...]:
    """The lines of the document in order, with the corrections made.

    Every word of the document is a source of exactly one rewording. A correction across a line
    end is divided word by word if it has as many words after as before; else all its new
    words go to the line it begins in.

    Raises:
        ValueError: the restoration is of another text.
    """
    if restoration.original != document.text:
        raise ValueError("the restoration is not of this document's text")
    edits = [edit for correction in restoration.corrections for edit in _edits(correction)]
    doubts = [_Doubt(one.span.start, one.span.end, _as_it_stands(one)) for one in restoration.suggestions]
    placed = []
    for line in document.lines():
        here = _within(edits, line.span)
        doubtful = _within(doubts, line.span)
        groups = _groups(document.text, line.words, here)
        rewordings = (_reword(document.text, line.words[a:b], found, doubtful) for a, b, found in groups)
        placed.append(PlacedLine(line, tuple(rewordings)))
    return tuple(placed)


class _Doubt(NamedTuple):
    """A stretch that stays although another reading is likelier, and how likely it is right."""

    start: int
    end: int
    posterior: float


class _Edit(NamedTuple):
    """A correction, or the part of one that concerns one line or one word."""

    start: int
    end: int
    text: str
    posterior: float


_Part = TypeVar("_Part", _Edit, _Doubt)


def _edits(correction: Correction) -> Iterator[_Edit]:
    """Word by word where the words can be paired, else line by line, all new words on the first."""
    start, old, new = correction.span.start, correction.original, correction.replacement
    before, after = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    if len(before) == len(after) > 1 and _edges(old) == _edges(new):
        for one, other in zip(before, after, strict=True):
            if one.group() != other.group():
                yield _Edit(start + one.start(), start + one.end(), other.group(), correction.posterior)
        return
    at = start
    for number, piece in enumerate(old.split("\n")):
        if piece or not number:
            text = new if number == 0 else ""
            yield _Edit(at, at + len(piece.rstrip("\f")), text, correction.posterior)
        at += len(piece) + 1


def _edges(text: str) -> tuple[bool, bool]:
    """Whether white space stands before and after."""
    return text[:1].isspace(), text[-1:].isspace()


def _within(parts: list[_Part], line: Span) -> list[_Part]:
    """The edits or doubts, sorted by where they start, that start on a line or at its end."""
    first = bisect_left(parts, line.start, key=lambda part: part.start)
    last = bisect_right(parts, line.end, key=lambda part: part.start)
    return parts[first:last]


def _groups(text: str, words: Sequence[Word], edits: Sequence[_Edit]) -> list[tuple[int, int, list[_Edit]]]:
    """Ranges of words that no edit parts, with the edits that touch them; together they are all words."""
    groups: list[tuple[int, int, list[_Edit]]] = []
    last = 0  # the group of the last word that has text: words without text part nothing
    for i, word in enumerate(words):
        touching = [edit for edit in edits if _touches(text, word.span, edit)]
        if groups and any(edit in groups[last][2] for edit in touching):
            first, _, known = groups[last]
            known += [edit for edit in touching if edit not in known]
            groups[last:] = [(first, i + 1, known)]
        else:
            groups.append((i, i + 1, touching))
            last = len(groups) - 1 if word.span else last
    for edit in edits:
        if edit.text.strip() and groups and not any(edit in known for _, _, known in groups):
            before = [k for k, (_, last, _) in enumerate(groups) if words[last - 1].span.end <= edit.start]
            groups[before[-1] if before else 0][2].append(edit)
            groups[before[-1] if before else 0][2].sort()
    return groups


def _touches(text: str, word: Span, edit: _Edit) -> bool:
    """Whether the edit overlaps the word, or glues something to it by removing the space beside it."""
    if not word:
        return False
    if edit.start < word.end and word.start < edit.end:
        return True
    if edit.end == word.start:
        before = edit.text[-1:] or text[max(edit.start - 1, 0) : edit.start]
        return bool(before) and not before.isspace()
    if edit.start == word.end:
        after = edit.text[:1] or text[edit.end : edit.end + 1]
        return bool(after) and not after.isspace()
    return False


def _reword(text: str, words: Sequence[Word], edits: Sequence[_Edit], doubts: Sequence[_Doubt]) -> Rewording:
    """What stands in the place of words that are changed, or not, together."""
    if not edits:
        (word,) = words
        stretch = word.span
        found = (one.posterior for one in doubts if one.start < stretch.end and stretch.start < one.end)
        sure = min(found, default=word.confidence)
        return Rewording((word,), (PlacedWord(stretch.of(text), word.box, sure),), False)
    at = min(words[0].span.start, edits[0].start)
    pieces: list[str] = []
    for edit in edits:
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    pieces.append(text[at : words[-1].span.end])
    new = _as_grouped(_TOKEN.findall("".join(pieces)), [word.span.of(text) for word in words])
    least = min(edit.posterior for edit in edits)
    boxes = _boxes([word.box for word in words], new)
    placed = tuple(PlacedWord(token, box, least) for token, box in zip(new, boxes, strict=True))
    return Rewording(tuple(words), placed, True)


def _as_grouped(new: list[str], old: Sequence[str]) -> list[str]:
    """New words put together like the old, where a format's word holds several: ``Hà Nội`` stays one."""
    counts = [len(one.split()) for one in old]
    if max(counts) == 1 or sum(counts) != len(new):
        return new
    ends = list(accumulate(counts))
    return [" ".join(new[end - count : end]) for end, count in zip(ends, counts, strict=True)]


def _boxes(old: Sequence[Box | None], new: Sequence[str]) -> list[Box | None]:
    """A box for each new word."""
    if len(old) == len(new):
        return list(old)
    return divide(union_of(old), [len(word) for word in new])


def divide(box: Box | None, lengths: Sequence[int]) -> list[Box | None]:
    """Parts of a box in proportion to the lengths of words, a gap of one character between them."""
    if box is None:
        return [None] * len(lengths)
    total = sum(lengths) + len(lengths) - 1
    starts = list(accumulate((length + 1 for length in lengths), initial=0))
    return [box.part(a / total, (a + n) / total) for a, n in zip(starts, lengths, strict=False)]


def _as_it_stands(suggestion: Correction) -> float:
    """The probability that the original is right after all."""
    if suggestion.runner_up == suggestion.original:
        return suggestion.runner_up_posterior
    rest = 1.0 - suggestion.posterior - suggestion.runner_up_posterior
    return max(min(rest, suggestion.runner_up_posterior), 0.0)
