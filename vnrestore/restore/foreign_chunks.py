"""What a chunk of text says by itself about being English, code or a formula, and how likely it is as such.

A word is weak evidence if garbled Vietnamese may look the same: a syllable without its marks, or what
engines are known to print for one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import regex

from vnrestore.language.english import LETTER_LOGP, STRANGE_LOGP, EnglishModel
from vnrestore.restore.candidates.identity import DIGIT_LOGP
from vnrestore.restore.protect import LONGEST_CHUNK
from vnrestore.text.keys import stripped_key

COPIED_LOGP = -0.6  # that a word was read as it stands, and was none of Vietnamese
CODE_WORD_LOGP = -6.0
NAME_LOGP = -1.5  # that a thing in code has no known name, besides its letters
MARK_LOGP = -2.5  # each mark in code
ODD_LOGP = -8.0  # a chunk that is neither English nor code, besides its characters
CACHE_LIMIT = 20_000  # chunks remembered
# What a chunk says by itself.
NONE, WEAK, STRONG, NUMBER, COMPOUND = b"-.#0c"

_WORD = regex.compile(r"\p{L}+(?:['’]\p{L}+)*")
_NUMBER = regex.compile(r"\(?[0-9]+(?:[.,/:][0-9]+)*[%.,;:)]*")  # matches "2014", "(0,5);"; not "d6i"
_ENGLISH = regex.compile(  # matches "don't", "(Ltd.", "p.m."; not "x=1"
    r"[(\[\"'“‘]*(?:(?:[A-Za-z]\.)+|[A-Za-z]+(?:['’-][A-Za-z]+)*)[)\]\"'”’.,;:!?]*"
)
_PUNCTUATION = regex.compile(r"[.,;:!?–—-]")
_CODE = regex.compile(  # matches "a_name(1,5);", "-c", "&&"; not "d6i_"
    r"(?:[A-Za-z]+[0-9]*(?:_[A-Za-z]{2,}[0-9]*)*|[0-9]+(?:[.,][0-9]+)*|[=+*/<>|&;:,.()\[\]{}\"'“”‘’!?%@~$-])+"
)
_OPERATOR = regex.compile(r"[=!<>+]?=|>>|<<|&&|\|\||->|=>")  # matches "="; not "+", which opens items too
_SIGN = regex.compile(r"[+*/<>]")
_CALL = regex.compile(r"\P{L}*([A-Za-z]+)\([^().]")  # matches "f(x)", "print(s"; not "(x)", "l(.)"
_COMPOUND = regex.compile(r"[A-Za-z0-9][./:=(@_][A-Za-z0-9\"]|^-[A-Za-z]|^[\"']")  # matches "a.sql", "-c"
_CLAUSE_END = regex.compile(r"[.;:!?,]\P{L}*$")
CLAUSE_TAIL = 8  # characters at the end of a chunk that may end a clause


class ForeignChunks:
    """Looks at chunks, and remembers them.

    Args:
        english: words and pairs of words of English.
        code_words: what stands in code by name.
        syllables: those of Vietnamese.
        printed: what engines are known to print for them.
    """

    def __init__(
        self,
        english: EnglishModel,
        code_words: frozenset[str],
        syllables: Collection[str],
        printed: Collection[str] = (),
    ) -> None:
        """Take the models."""
        self._english = english
        self._code_words = code_words
        self._syllables = syllables
        self._printed = printed
        self._classes: dict[str, int] = {}

    @cached_property
    def _bare(self) -> frozenset[str]:
        """Syllables without their marks."""
        return frozenset(map(stripped_key, self._syllables))

    @cached_property
    def _garbled(self) -> frozenset[str]:
        """What a garbled syllable may look like."""
        return self._bare.union(word.lower() for word in self._printed)

    def class_of(self, chunk: str) -> int:
        """What a chunk says by itself."""
        found = self._classes.get(chunk)
        if found is None:
            if len(self._classes) > CACHE_LIMIT:
                self._classes.clear()
            found = self._classes[chunk] = self._classify(chunk)
        return found

    def classes_of(self, chunks: Sequence[str]) -> bytes:
        """What each of some chunks says by itself."""
        found = list(map(self._classes.get, chunks))
        return bytes(map(self.class_of, chunks) if None in found else found)  # type: ignore[arg-type]

    def _classify(self, chunk: str) -> int:
        if len(chunk) > LONGEST_CHUNK:
            return NONE
        if _NUMBER.fullmatch(chunk):
            return NUMBER
        if _OPERATOR.fullmatch(chunk) or self._calls(chunk):
            return STRONG
        words = words_of(chunk)
        if not (words or _SIGN.fullmatch(chunk)) or not all(map(self._is_known, words)):
            return COMPOUND if _CODE.fullmatch(chunk) and _COMPOUND.search(chunk) else NONE
        return WEAK if all(len(word) == 1 or word in self._garbled for word in words) else STRONG

    def _calls(self, chunk: str) -> bool:
        """Whether a chunk begins with something that is called, ``f(x)``, ``print(summary(m))``."""
        call = _CALL.match(chunk)
        return call is not None and self._is_known(call[1].lower())

    def _is_known(self, word: str) -> bool:
        return len(word) == 1 or word in self._english.ids or word in self._code_words

    def logps(self, chunk: str, before: str | None, marks: float) -> tuple[float, float]:
        """Log probabilities of a chunk as English, after the word before it, and as code."""
        odd = ODD_LOGP + STRANGE_LOGP + LETTER_LOGP * len(chunk)
        if len(chunk) > LONGEST_CHUNK:
            return odd, odd
        words = words_of(chunk)
        letters = sum(map(str.isalnum, chunk))
        english = code = odd
        if _ENGLISH.fullmatch(chunk):
            english = marks
            for word in words:
                english += COPIED_LOGP + self._english.logp(word, before)
                before = word
        if _CODE.fullmatch(chunk):
            code = MARK_LOGP * (len(chunk) - letters) + DIGIT_LOGP * sum(map(str.isdigit, chunk))
            code += sum(COPIED_LOGP + self._code_logp(word) for word in words)
        return english, code

    def _code_logp(self, word: str) -> float:
        if word in self._code_words:
            return CODE_WORD_LOGP
        return NAME_LOGP + LETTER_LOGP * len(word)

    def is_english(self, chunk: str) -> bool:
        """Whether all words of a chunk are words of English, longer than a letter."""
        words = words_of(chunk)
        return bool(words) and all(len(word) > 1 and word in self._english.ids for word in words)

    def is_telling(self, chunk: str) -> bool:
        """Whether a chunk shows by itself that it is code."""
        if _OPERATOR.fullmatch(chunk) or self._calls(chunk):
            return True
        words = words_of(chunk)
        return any(word in self._code_words and word not in self._bare for word in words)

    def is_formula(self, chunks: Sequence[str]) -> bool:
        """Whether chunks are a formula: a sign of equality, and beside it nothing longer than a letter
        but functions by their names."""
        return any(map(_OPERATOR.fullmatch, chunks)) and all(
            _OPERATOR.fullmatch(chunk)
            or _SIGN.fullmatch(chunk)
            or is_neutral(chunk)
            or all(len(word) == 1 or word in self._code_words for word in words_of(chunk))
            for chunk in chunks
        )


def words_of(chunk: str) -> list[str]:
    """The words of a chunk, in small letters."""
    return _WORD.findall(chunk.lower())


def ends_clause(chunk: str) -> bool:
    """Whether a clause ends with a chunk."""
    return _CLAUSE_END.search(chunk[-CLAUSE_TAIL:]) is not None


def is_neutral(chunk: str) -> bool:
    """Whether a chunk is the same in any language: a number or a mark."""
    return _NUMBER.fullmatch(chunk) is not None or _PUNCTUATION.fullmatch(chunk) is not None


def is_plain(chunk: str) -> bool:
    """Whether a chunk is written as English is."""
    return _ENGLISH.fullmatch(chunk) is not None or is_neutral(chunk)


def is_word(chunk: str) -> bool:
    """Whether a chunk is a word of plain letters and the marks around it."""
    return _ENGLISH.fullmatch(chunk) is not None
