"""A restored text in one spelling throughout: ``hòa`` or ``hoà``, ``kỹ`` or ``kĩ``; only where somebody asks.

Both are right, and a document's own habit is kept unless an archive wants its texts alike. ``old`` is how
most official documents write: tone marks on the first vowel of oa, oe, uy, and final i or y as is usual of
the word there. ``new`` is how school books write (rules of 1984): tone marks on the second vowel, final i
but for ``quy``. Words with a capital keep their i or y: they may be names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, get_args

import regex

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Restoration
from vnrestore.errors import UsageError
from vnrestore.language.ngram import NgramModel
from vnrestore.text.spelling import final_i_and_y, new_tone_placement, old_tone_placement

Spelling = Literal["kept", "old", "new"]
SPELLINGS: tuple[Spelling, ...] = get_args(Spelling)
_WORD = regex.compile(r"\p{L}+")
_REACH = 3  # words before and behind that say which of two spellings a word has


def check_spelling(spelling: str) -> None:
    """Whether there is such a spelling.

    Raises:
        UsageError: there is not.
    """
    if spelling not in SPELLINGS:
        raise UsageError(f"no such spelling: {spelling!r}; there are {', '.join(SPELLINGS)}")


def respell(restoration: Restoration, spelling: Spelling, model: NgramModel) -> Restoration:
    """The restoration in one spelling.

    Words respelled that were not corrected are corrections of their own, with the generator ``spelling``
    and posterior 1.0: they are not what was printed but what was asked for. Suggestions stay.

    Args:
        restoration: of a text in NFC.
        spelling: ``kept`` changes nothing.
        model: tells which of two spellings a word has in official documents.
    """
    if spelling == "kept":
        return restoration
    text = _respelled(restoration.text, spelling, model)
    if text == restoration.text:
        return restoration
    return replace(restoration, text=text, corrections=tuple(_corrections(restoration, text)))


def _respelled(text: str, spelling: Spelling, model: NgramModel) -> str:
    """The text in one spelling, of the same length."""
    text = old_tone_placement(text) if spelling == "old" else new_tone_placement(text)
    return "".join(_line(line, spelling, model) for line in text.splitlines(keepends=True))


def _line(line: str, spelling: Spelling, model: NgramModel) -> str:
    """A line with the final i or y of its words as the spelling has it."""
    words = list(_WORD.finditer(line))
    letters = list(line)
    for place, match in enumerate(words):
        twins = final_i_and_y(match.group())
        if twins is None or not _is_vietnamese(line, words, place):
            continue
        wanted = twins[not _wants_i(words, place, twins, spelling, model)]
        letters[match.start() : match.end()] = wanted
    return "".join(letters)


def _is_vietnamese(line: str, words: list[regex.Match[str]], place: int) -> bool:
    """Whether a word or one beside it has letters that English lacks, which has ``my`` and ``hi``."""
    own = words[place]
    before = [w for w in words[max(place - 1, 0) : place] if line[w.end() : own.start()].isspace()]
    behind = [w for w in words[place + 1 : place + 2] if line[own.end() : w.start()].isspace()]
    return any(not word.group().isascii() for word in (*before, own, *behind))


def _wants_i(
    words: list[regex.Match[str]],
    place: int,
    twins: tuple[str, str],
    spelling: Spelling,
    model: NgramModel,
) -> bool:
    if spelling == "new":
        return not twins[0].startswith("q")
    around = [old_tone_placement(match.group().lower()) for match in words]
    before = [model.id(word) for word in around[max(place - _REACH, 0) : place]]
    behind = [model.id(word) for word in around[place + 1 : place + 1 + _REACH]]
    with_i, with_y = (
        float(model.chain_logps([*before, model.id(twin), *behind])[len(before) :].sum()) for twin in twins
    )
    return with_i > with_y


def _corrections(restoration: Restoration, text: str) -> Iterator[Correction]:
    """The corrections that lead to another text of the same length."""
    done = shift = 0  # in the original; from there to the restored text
    for one in restoration.corrections:
        yield from _between(restoration, text, done, one.span.start, shift)
        at = one.span.start + shift
        replacement = text[at : at + len(one.replacement)]
        if replacement != one.original:
            yield replace(one, replacement=replacement)
        done = one.span.end
        shift += len(one.replacement) - len(one.original)
    yield from _between(restoration, text, done, len(restoration.original), shift)


def _between(restoration: Restoration, text: str, start: int, end: int, shift: int) -> Iterator[Correction]:
    """Corrections of the words in an uncorrected stretch that are spelled otherwise in ``text``."""
    for match in _WORD.finditer(restoration.original, start, end):
        first, last = match.span()
        other = text[first + shift : last + shift]
        if other != match.group():
            yield Correction(Span(first, last), match.group(), other, 1.0, None, 0.0, "spelling")
