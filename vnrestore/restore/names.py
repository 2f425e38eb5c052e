"""Names of people, whom an n-gram model has never met: ``Lê bic Hải`` is Lê Đức Hải.

Whoever signs a notice is named in it once or twice, and in no corpus. But names are made of
few parts: a family name, middle names, a given name, each from a list that is soon exhausted.
A run of words with capitals is read as such a name if that explains it better than the
language model does, each word of the run being free to be any candidate of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, pairwise
from typing import NamedTuple

from vnrestore.language.lexicon import Entry, Lexicon
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.lattice import LatticeBuilder
from vnrestore.restore.looks import ALTERED, NAME, WORD, find
from vnrestore.restore.reading import Reading
from vnrestore.text.casing import TITLE, apply_case

NAME_LOGP = -2.0  # that a run of words with capitals is somebody's name
LENGTHS = (3, 4)  # words of a name
LINE = 5  # words of a line that may be a name and nothing else
STROKED = "bd"  # small letters that the Đ of a middle name is read as, in a signature that ends its line
STROKE = 3.0  # nats against another capital there
GAIN = 2.0  # nats by which a name must explain the run better

Roles = Mapping[int, float]


class PersonNames:
    """The parts of names, with natural-log relative frequencies, by language-model symbol."""

    def __init__(self, lexicon: Lexicon, model: NgramModel) -> None:
        """Count the lists."""
        self.family = _relative(lexicon.entries("family_names"), model)
        self.middle = _relative(lexicon.entries("middle_names"), model)
        self.given = _relative(lexicon.entries("given_names"), model)

    def roles(self, words: int) -> list[Roles]:
        """What each of so many words of a name is."""
        return [self.family, *[self.middle] * (words - 2), self.given]


def _relative(entries: Iterable[Entry], model: NgramModel) -> Roles:
    counts = {model.ids[e.word.lower()]: e.count for e in entries if e.count and e.word.lower() in model.ids}
    total = math.log(sum(counts.values()) or 1)
    return {symbol: math.log(count) - total for symbol, count in counts.items()}


class _Name(NamedTuple):
    """A run of readings and the name it may be."""

    start: int
    symbols: list[int]
    gain: float


def spell_names(
    text: str, chosen: Sequence[list[Reading]], names: PersonNames, builder: LatticeBuilder
) -> list[list[Reading]]:
    """The readings of all passages with people's names spelled as names are."""
    spelled = list(chosen)
    capitals = find(text, chosen, NAME, WORD | ALTERED)
    named = [i for i, places in capitals.items() if _may_hold_name(places, len(chosen[i]))]
    runs = [(i, *run) for i in named for run in _runs(text, chosen[i])]
    builder.judge(text[r.start : r.end] for i, first, last in runs for r in chosen[i][first:last])
    words = builder.context.vocabulary.model.words
    for number, first, last in runs:
        passage = chosen[number]
        run = passage[first:last]
        scores = [_scores(text[r.start : r.end], builder) for r in run]
        for heard in compress(scores, (text[r.start] in STROKED for r in run)):
            heard.update((s, logp - STROKE) for s, logp in heard.items() if words[s][0] != "đ")
        found = list(_names(passage, first, scores, names, builder))
        if found:
            best = max(found, key=lambda name: name.gain)
            if spelled[number] is passage:
                spelled[number] = list(passage)
            for i, symbol in enumerate(best.symbols, start=best.start):
                spelled[number][i] = _renamed(passage[i], symbol, best.gain, builder)
    return spelled


def _may_hold_name(capitals: Sequence[int], words: int) -> bool:
    """Whether words with capitals, by their places, are near each other or most of a passage."""
    near = any(b - a == 2 for a, b in pairwise(capitals)) or any(
        b - a == 2 for a, b in zip(capitals, capitals[2:], strict=False)
    )
    return near or len(capitals) >= max(words - 1, 2)


def _runs(text: str, passage: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """Stretches of words that may hold a name: all but one of a short line with capitals, or all of them."""
    capital = [not text[r[0]].islower() and _is_name(r[2]) for r in passage]
    for i in range(1, len(passage) - 1):
        if _is_stroked(text, passage, i, capital):
            capital[i] = True
    if capital.count(False) <= 1 < capital.count(True):
        words = [r for r in passage if r.symbol >= 0 and len(r.surface) > 1 and r.surface.isalpha()]
        if LENGTHS[0] <= len(words) <= LINE and len(words) == sum(r.symbol >= 0 for r in passage):
            capital = [r in words for r in passage]
    first = 0
    for i, reading in enumerate(passage):
        if capital[i] and (i == first or text[passage[i - 1][1] : reading[0]] == " "):
            continue
        if i - first >= LENGTHS[0]:
            yield first, i
        first = i if capital[i] else i + 1
    if len(passage) - first >= LENGTHS[0]:
        yield first, len(passage)


def _is_stroked(text: str, passage: Sequence[Reading], i: int, capital: Sequence[bool]) -> bool:
    """Whether a small word has the Đ of a name: the middle one, or the first behind an abbreviation.

    The name ends its line: ``Phạm bitc Minh``, ``Lưu: VT, VX. bang Minh Truong``.
    """
    start = passage[i].start
    if text[start] not in STROKED or not passage[i].surface.isalpha() or not capital[i + 1]:
        return False
    opens = text[start - 2 : start] == ". " and capital[i + 1 : i + 3] == [True, True]
    last = passage[i + 2 if opens else i + 1].end
    return (opens or capital[i - 1]) and text[last : last + 1] in "\n"


def _is_name(surface: str) -> bool:
    """Whether a word that has a capital, or may have had, is written as names are."""
    return len(surface) > 1 and surface.isalpha() and not surface.isupper()


def _scores(piece: str, builder: LatticeBuilder) -> dict[int, float]:
    """The words a piece may be a reading of, with natural-log P(piece | word)."""
    found = builder.candidates(piece)
    return dict(zip(found.symbols.tolist(), found.scores.tolist(), strict=True))


def _names(
    passage: Sequence[Reading],
    first: int,
    scores: Sequence[Mapping[int, float]],
    names: PersonNames,
    builder: LatticeBuilder,
) -> Iterator[_Name]:
    """Every part of a run that is better explained as a name."""
    model, weight = builder.context.vocabulary.model, builder.context.limits.lm_weight
    for size in LENGTHS:
        for at in range(len(scores) - size + 1):
            parts = scores[at : at + size]
            best = [
                _likeliest(heard, role, weight) for heard, role in zip(parts, names.roles(size), strict=True)
            ]
            if any(symbol is None for symbol, _ in best):
                continue
            name = [symbol for symbol, _ in best if symbol is not None]
            run = [r.symbol for r in passage[first + at : first + at + size]]
            if name == run or any(s not in heard for s, heard in zip(run, parts, strict=True)):
                continue
            said = sum(heard[s] for s, heard in zip(run, parts, strict=True))
            as_name = sum(value for _, value in best) + weight * NAME_LOGP
            roles = [role.get(s, -math.inf) for s, role in zip(run, names.roles(size), strict=True)]
            also_name = said + weight * (sum(roles) + NAME_LOGP)
            if as_name - also_name <= GAIN:
                continue
            before = [r.symbol for r in passage[: first + at] if r.symbol >= 0][-3:]
            as_words = said + weight * _spoken(before, run, model)
            gain = as_name - max(as_words, also_name)
            if gain > GAIN:
                yield _Name(first + at, name, gain)


def _likeliest(heard: Mapping[int, float], role: Roles, weight: float) -> tuple[int | None, float]:
    """The word that fits what was observed and the role best, None if none does."""
    fitting = [(value + weight * role[symbol], symbol) for symbol, value in heard.items() if symbol in role]
    if not fitting:
        return None, -math.inf
    value, symbol = max(fitting)
    return symbol, value


def _spoken(before: Sequence[int], run: Sequence[int], model: NgramModel) -> float:
    """Natural-log P(run | what stands before it in the passage)."""
    logps: list[float] = model.chain_logps([*before, *run])[len(before) :].tolist()
    return sum(logps)


def _renamed(reading: Reading, symbol: int, gain: float, builder: LatticeBuilder) -> Reading:
    surface = apply_case(builder.context.vocabulary.model.words[symbol], TITLE)
    if surface == reading.surface:
        return reading
    posterior = 1.0 / (1.0 + math.exp(-gain))  # calibrated with all others
    return reading.instead(surface, posterior, "name")._replace(symbol=symbol)
