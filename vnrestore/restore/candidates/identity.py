"""Change nothing: the piece stands for itself."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from vnrestore.datatypes.lattice import SILENT
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.protect import LONGEST_SYLLABLE, LONGEST_WORD
from vnrestore.text.casing import case_of
from vnrestore.text.spelling import old_tone_placement
from vnrestore.text.tokens import CODE, UNKNOWN, number_class, punctuation_symbol

LETTER_LOGP = -3.0  # a letter of a word the vocabulary does not know
DIGIT_LOGP = -2.31  # log(1/10)
USER_LOGP = -1.0  # the spelling of a word from a user's lexicon
LISTED_LOGP = -4.0  # that of a word in our lexicons which the language model does not know
MARK_LOGP = -7.0  # any other character inside a word
JUNK_LOGP = -6.0  # a mark that no typist sets; more likely part of a word
ABBREVIATION_LOGP = 3.0  # capitals without a vowel are no misread word: of 20 in notices 19 stand as printed
PRINTED = frozenset(",.;:()-/\"?!%–—−“”«»…+•*[]'_")


_ABBREVIATION = regex.compile("[BCDGHKLMNPQRSTVX]{3,10}")


def spelling_logp(word: str) -> float:
    """Log probability of the letters of a word outside the vocabulary, given that it is one."""
    return sum(LETTER_LOGP if c.isalpha() else DIGIT_LOGP if c.isdigit() else MARK_LOGP for c in word)


def code_logp(word: str) -> float:
    """Log probability of the characters of a number or document code, given its class."""
    return sum(DIGIT_LOGP if c.isdigit() else LETTER_LOGP if c.isalpha() else -1.0 for c in word)


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """The piece itself as a vocabulary word, a number, a code, punctuation or an unknown word."""
    model = vocabulary.model
    if not any(c.isalnum() for c in piece):
        marks = [s for s in map(punctuation_symbol, piece) if s is not None]
        symbol = model.id(marks[0]) if marks else SILENT
        yield Proposal(symbol, piece, 0.0 if piece[0] in PRINTED else JUNK_LOGP, "identity", heard=False)
        return
    word = old_tone_placement(piece.lower())
    if len(piece) <= LONGEST_SYLLABLE and word in vocabulary.inventory.index and case_of(piece) is not None:
        return  # the syllable generator scores it with the others
    heard = len(piece) <= LONGEST_WORD
    if word in model.ids:
        kind = "" if any(c.isupper() for c in piece) else "foreign"
        yield Proposal(model.ids[word], piece, 0.0, "identity", heard, kind)
        return
    number = number_class(piece)
    if number is None or (number == CODE and not _looks_like_code(piece)):
        yield _unknown(piece, vocabulary, heard)
    else:
        yield Proposal(model.id(number), piece, code_logp(piece), "identity", heard)


def _unknown(piece: str, vocabulary: Vocabulary, heard: bool) -> Proposal:
    """A word outside the language model, by its spelling; a user's word is known."""
    symbol = vocabulary.model.id(UNKNOWN)
    if vocabulary.words.is_user_word(piece):
        return Proposal(symbol, piece, USER_LOGP, "identity", heard)
    if vocabulary.words.knows(piece):
        return Proposal(symbol, piece, LISTED_LOGP, "identity", heard)
    logp = spelling_logp(piece) + (ABBREVIATION_LOGP if _ABBREVIATION.fullmatch(piece) else 0.0)
    return Proposal(symbol, piece, logp, "identity", heard, "unknown")


def _looks_like_code(piece: str) -> bool:
    """Capitals and digits, not a digit inside a lower-case word."""
    letters = [c for c in piece if c.isalpha()]
    return sum(c.isupper() for c in letters) * 2 >= len(letters)
