"""When a number is one, and when it is a word that an engine printed in digits."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from vnrestore.restore.decide import keep_original
from vnrestore.restore.looks import ALTERED, NOTED, find
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading
from vnrestore.restore.regimes import unchanged

DIGIT_SHARE = (
    0.01  # of a text's words; Vietnamese models reach 0.004 on real scans, those of other languages 0.04
)
NUMBER_LENGTH = 3  # digits from which a number is one unless shown otherwise
SURE_WORD = 0.97

_MIXED = regex.compile(r"\p{Ll}[0-9]|[0-9]\p{Ll}")
_GLUED = regex.compile(r"([0-9]+)(\p{L}{2,})")  # khoản 1như sau
_ENGLISH = regex.compile(r"\bNo\b\.?\s*[0-9/]*$")  # Decree No. 82/2023/ND-CP
LONGEST_ENGLISH = 24  # characters of that
_TYPED = regex.compile(r"m[23]\P{L}*$|[-/]")  # units and document numbers


def prints_digits(parts: Iterable[Iterable[Chunk]]) -> bool:
    """Whether an engine prints digits for letters so often that whole words may look like numbers.

    Engines that know no words print ``151`` for ``là``; numbers are safe from change elsewhere.
    """
    texts = [chunk.text for passage in parts for chunk in passage]
    other = [text for text in texts if not text.isalpha()]
    words = len(texts) - len(other) + sum(any(map(str.isalpha, text)) for text in other)
    mixed = sum(_MIXED.search(text) is not None and not _TYPED.search(text) for text in other)
    return mixed > DIGIT_SHARE * words


def keep_numbers(text: str, chosen: list[list[Reading]], *, sound: bool) -> list[list[Reading]]:
    """The readings with numbers as they stand.

    That is where a word in their place is not all but certain, where an English sentence names a document,
    and, in a sound text, where a number was glued to a word.
    """

    def kept(reading: Reading) -> Reading:
        if _is_doubtful_word(text, reading) or _is_named_in_english(text, reading):
            return keep_original(text, reading)
        return _unglued(text, reading) if sound else reading

    found = list(chosen)
    for i, places in find(text, chosen, ALTERED, NOTED).items():
        found[i] = list(chosen[i])
        for k in places:
            found[i][k] = kept(found[i][k])
    return found


def _unglued(text: str, reading: Reading) -> Reading:
    """A word that swallowed the number before it, with that number: ``1như`` is ``1 như``."""
    glued = _GLUED.fullmatch(text, reading.start, reading.end)
    if glued is None or not reading.surface.isalpha() or len(glued[2]) < len(reading.surface):
        return reading  # unchanged, or the digits are letters of it: 1ại is lại
    return reading._replace(surface=f"{glued[1]} {reading.surface}", generator="split")


def _is_doubtful_word(text: str, reading: Reading) -> bool:
    """Whether a number was made a word, and may be one; one that counts headings was seen in their order."""
    return (
        reading.posterior < SURE_WORD
        and reading.generator != "enumeration"
        and reading.end - reading.start >= NUMBER_LENGTH
        and text[reading.start : reading.end].isdigit()
        and not unchanged(text, reading)
    )


def _is_named_in_english(text: str, reading: Reading) -> bool:
    """Whether a document number stands behind ``No.``, as in ``Decree No. 82/2023/ND-CP``."""
    if reading.generator not in ("notation", "word"):  # parts of a document's number
        return False
    return _ENGLISH.search(text, max(0, reading.start - LONGEST_ENGLISH), reading.start) is not None
