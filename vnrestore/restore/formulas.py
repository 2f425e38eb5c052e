"""Standing formulas of notices, of which all words but one were read: the one that is left is known.

The country's name and motto (``Bắc lập - Tự do - Hạnh phúc``), a date in words (``Hà Nội, số 21 tháng 11 năm
2025``), the kind of a document before its number (``Quy định số 90/QĐ-TTg``), the clerks among the recipients
(``Lưu: VÌ``), articles and clauses, whose numbers are Arabic (``Điều I``). A channel may find what was
damaged beyond reading too unlikely; what follows it says more than three words of context can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import regex

from vnrestore.language.lexicon import Lexicon
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.looks import BARRED, LISTED, find, pairs
from vnrestore.restore.reading import Reading
from vnrestore.text.spelling import old_tone_placement

COUNTRY = ("CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM")
MOTTO = ("Độc", "lập", "Tự", "do", "Hạnh", "phúc")
MOST_ODD = 2  # words of these that may have been misread
DATE = ("ngày", "tháng", "năm")
NUMBERS = ("0?[1-9]|[12][0-9]|3[01]", "0?[1-9]|1[0-2]", "(?:19|20)[0-9]{2}")  # one behind each
# Words that stand before a day as well: từ 01 tháng 7 năm 2025.
BEFORE_DAYS = frozenset(
    "từ đến tới qua và là hoặc hay mùng mồng sáng trưa chiều tối đêm hôm".split()  # noqa: SIM905
)
NUMBER_LABEL = "số"
CLERKS = "VT"  # văn thư, who keep a copy
KEPT_BY = "lưu"
NUMBERED = ("điều", "khoản")
STROKES = frozenset("Il|")
_LOST_T = regex.compile(r"V[IÌÍỊĨl1!ÊE7Ť]l?|V[iìíịĩ]")
_LETTERS = regex.compile("[IVX]{2,}|[VX]")
OF_THE_PARTY = ("quy", "định")  # whose numbers are 41-QĐ/TW
POSTERIOR = 0.95
_NOTATION = regex.compile(r"[0-9]{1,5}/(?:(?:19|20)[0-9]{2}/)?(\p{L}+)-\p{L}.*")

Change = tuple[int, str]
"""Number of a reading in its passage, and the word it should be."""


class Formulas:
    """Puts the odd words of formulas right.

    Args:
        lexicon: has the kinds of documents, with their abbreviations.
        model: the language model.
    """

    def __init__(self, lexicon: Lexicon, model: NgramModel) -> None:
        """Look up the words to look for."""
        names = ((entry.extra[0], entry.word.split()) for entry in lexicon.entries("kinds"))
        self._kinds = {short: (words[0], words[1]) for short, words in names if len(words) == 2}
        telling = (COUNTRY[2].lower(), MOTTO[1], MOTTO[5], *DATE[1:], KEPT_BY, *NUMBERED)
        self._telling = frozenset(map(model.id, telling))

    def mend(self, text: str, chosen: list[list[Reading]], *, sound: bool) -> list[list[Reading]]:
        """The readings of all passages with formulas as they are.

        Args:
            text: the observed text.
            chosen: readings by passage.
            sound: whether the text needed little: then a document's kind is what the paper says.
        """
        found = list(chosen)
        numbers: list[tuple[int, int, str]] = []
        for number in find(text, chosen, LISTED, symbols=self._telling):
            passage = chosen[number]
            mottos = (*_motto(passage, COUNTRY), *_motto(passage, MOTTO))
            _apply(found, number, [*mottos, *_dates(text, passage), *_clerks(passage)])
            numbers.extend((number, *change) for change in _numbered(passage))
        if not any(_LETTERS.fullmatch(word) for _, _, word in numbers) and any(
            w.isdigit() for _, _, w in numbers
        ):
            for number, place, word in numbers:
                _apply(found, number, [(place, "1")] if word in STROKES else [])
        for number, place in pairs({} if sound else find(text, chosen, BARRED)):
            _apply(found, number, _kind(found[number], place, self._kinds))
        return found


def _apply(found: list[list[Reading]], number: int, changes: Sequence[Change]) -> None:
    """Make the changes to a passage; a gap that was lost before a word stays found."""
    if changes:
        found[number] = list(found[number])
    for place, word in changes:
        reading = found[number][place]
        gap = reading.surface[: -len(reading.surface.lstrip()) or None]
        found[number][place] = reading.instead(gap + word, POSTERIOR, "formula")


def _words(passage: Sequence[Reading]) -> tuple[list[int], list[str]]:
    """The places of all readings but punctuation, and the words themselves."""
    places = [i for i, r in enumerate(passage) if any(map(str.isalnum, r.surface))]
    return places, [passage[i].surface.strip() for i in places]


def _motto(passage: Sequence[Reading], motto: Sequence[str]) -> Iterator[Change]:
    places, words = _words(passage)
    for first in range(len(words) - len(motto) + 1):
        odd = [i for i, word in enumerate(motto) if old_tone_placement(words[first + i]) != word]
        behind = words[first + len(motto) :][:1]
        if not odd or len(odd) > MOST_ODD or behind == [motto[-1]]:
            continue
        ends = [words[first + i] for i in odd if i in (0, len(motto) - 1)]
        if any(len(word) > 1 and word.isupper() for word in ends):
            continue  # the name of an organ, in the place of what was lost
        yield from ((places[first + i], motto[i]) for i in odd)


def _clerks(passage: Sequence[Reading]) -> Iterator[Change]:
    places, words = _words(passage)
    for i, (before, word) in enumerate(pairwise(words), 1):
        if before.lower() == KEPT_BY and _LOST_T.fullmatch(word):
            yield places[i], CLERKS


def _numbered(passage: Sequence[Reading]) -> Iterator[Change]:
    """What stands behind the label of an article or a clause."""
    return (
        (place, passage[place].surface)
        for place in range(1, len(passage))
        if passage[place - 1].surface.lower() in NUMBERED
    )


def _dates(text: str, passage: Sequence[Reading]) -> Iterator[Change]:
    places, words = _words(passage)
    for first in range(len(words) - 2 * len(DATE) + 1):
        some = [word.lower() for word in words[first : first + 2 * len(DATE)]]
        if not all(map(regex.fullmatch, NUMBERS, some[1::2])):
            continue
        odd = [i for i, word in enumerate(DATE) if some[2 * i] != word]
        if len(odd) == 1 and (odd[0] or _may_be_day(text, passage[places[first]])):
            yield places[first + 2 * odd[0]], DATE[odd[0]]


def _may_be_day(text: str, reading: Reading) -> bool:
    """Whether a word before a date was misread, as far as it goes."""
    word = reading.surface.strip().lower()
    return text[reading.start : reading.end] != reading.surface and word.isalpha() and word not in BEFORE_DAYS


def _kind(passage: Sequence[Reading], place: int, kinds: Mapping[str, tuple[str, str]]) -> list[Change]:
    """The word of a kind's name that does not agree with the number behind it."""
    match = _NOTATION.fullmatch(passage[place].surface)
    kind = kinds.get(match.group(1)) if match is not None else None
    if kind is None or place < 3 or passage[place - 1].surface.lower() != NUMBER_LABEL:
        return []
    first, second = (r.surface.strip() for r in passage[place - 3 : place - 1])
    name = first.lower(), second.lower()
    if not (first.isalnum() and second.isalnum()) or (name in kinds.values() and name != OF_THE_PARTY):
        return []
    if name[0] != kind[0] and name[1] == kind[1]:
        return [
            (place - 3, kind[0].upper() if len(second) > 1 and second.isupper() else kind[0].capitalize())
        ]
    if name[0] == kind[0] and name[1] != kind[1]:
        return [(place - 2, kind[1].upper() if len(first) > 1 and first.isupper() else kind[1])]
    return []
