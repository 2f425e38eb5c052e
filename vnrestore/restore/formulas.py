"""Standing formulas of notices, of which all words but one were read: the one that is left is known.

The country's motto (``Bắc lập - Tự do - Hạnh phúc``), a date in words (``Hà Nội, số 21 tháng 11 năm 2025``),
the kind of a document before its number (``Quy định số 90/QĐ-TTg``). A channel may find what was damaged
beyond reading too unlikely; what follows it says more than three words of context can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import regex

from vnrestore.language.lexicon import Lexicon
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.looks import BARRED, LISTED, find, pairs
from vnrestore.restore.reading import Reading

MOTTO = ("Độc", "lập", "Tự", "do", "Hạnh", "phúc")
MOTTO_WORDS = 4  # of six that must be read as they are
DATE = ("ngày", "tháng", "năm")
NUMBERS = ("0?[1-9]|[12][0-9]|3[01]", "0?[1-9]|1[0-2]", "(?:19|20)[0-9]{2}")  # one behind each
# Words that stand before a day as well: từ 01 tháng 7 năm 2025.
BEFORE_DAYS = frozenset(
    "từ đến tới qua và là hoặc hay mùng mồng sáng trưa chiều tối đêm hôm".split()  # noqa: SIM905
)
NUMBER_LABEL = "số"
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
        self._telling = frozenset(model.id(word) for word in (MOTTO[1], MOTTO[5], *DATE[1:]))

    def mend(self, text: str, chosen: list[list[Reading]]) -> list[list[Reading]]:
        """The readings of all passages with formulas as they are.

        Args:
            text: the observed text.
            chosen: readings by passage.
        """
        found = list(chosen)
        for number in find(text, chosen, LISTED, symbols=self._telling):
            passage = chosen[number]
            _apply(found, number, [*_mottos(passage), *_dates(text, passage)])
        for number, place in pairs(find(text, chosen, BARRED)):
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


def _mottos(passage: Sequence[Reading]) -> Iterator[Change]:
    places, words = _words(passage)
    for first in range(len(words) - len(MOTTO) + 1):
        odd = [i for i, word in enumerate(MOTTO) if words[first + i] != word]
        if not odd or len(odd) > len(MOTTO) - MOTTO_WORDS:
            continue
        if any(len(words[first + i]) > 1 and words[first + i].isupper() for i in odd):
            continue  # the name of an organ, in the place of what was lost
        yield from ((places[first + i], MOTTO[i]) for i in odd)


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
