"""Change nothing: the piece stands for itself."""

from __future__ import annotations

from collections.abc import Iterable

from vnrestore.datatypes.lattice import SILENT, Candidate
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.protect import LONGEST_WORD
from vnrestore.text.casing import case_of
from vnrestore.text.spelling import old_tone_placement
from vnrestore.text.tokens import CODE, UNKNOWN, number_class, punctuation_symbol

LETTER_LOGP = -3.0  # a letter of a word the vocabulary does not know
DIGIT_LOGP = -2.31  # log(1/10)
USER_LOGP = -1.0  # the spelling of a word from a user's lexicon
LISTED_LOGP = -4.0  # that of a word in our lexicons which the language model does not know
MARK_LOGP = -7.0  # any other character inside a word
JUNK_LOGP = -6.0  # a mark that no typist sets; more likely part of a word
PRINTED = frozenset(",.;:()-/\"?!%–—−“”«»…+•*[]'_")


def spelling_logp(word: str) -> float:
    """Log probability of the letters of a word outside the vocabulary, given that it is one."""
    return sum(LETTER_LOGP if c.isalpha() else DIGIT_LOGP if c.isdigit() else MARK_LOGP for c in word)


def code_logp(word: str) -> float:
    """Log probability of the characters of a number or document code, given its class."""
    return sum(DIGIT_LOGP if c.isdigit() else LETTER_LOGP if c.isalpha() else -1.0 for c in word)


def propose(piece: str, context: Context) -> Iterable[Candidate]:
    """The piece itself as a vocabulary word, a number, a code, punctuation or an unknown word."""
    model = context.model
    if not any(c.isalnum() for c in piece):
        marks = [s for s in map(punctuation_symbol, piece) if s is not None]
        symbol = model.id(marks[0]) if marks else SILENT
        yield Candidate(symbol, piece, 0.0 if piece[0] in PRINTED else JUNK_LOGP, "identity")
        return
    word = old_tone_placement(piece.lower())
    if (
        word in context.scorer.inventory.index
        and len(piece) <= context.limits.longest
        and case_of(piece) is not None
    ):
        return  # the syllable generator scores it with the others
    read = context.channel.word_logp(piece, piece) if len(piece) <= LONGEST_WORD else 0.0
    if word in model.ids:
        foreign = 0.0 if any(c.isupper() for c in piece) else context.limits.foreign_logp
        yield Candidate(model.ids[word], piece, read + foreign, "identity")
        return
    kind = number_class(piece)
    if kind is None or (kind == CODE and not _looks_like_code(piece)):
        yield Candidate(model.id(UNKNOWN), piece, read + _spelled(piece, context), "identity")
    else:
        yield Candidate(model.id(kind), piece, read + code_logp(piece), "identity")


def _spelled(piece: str, context: Context) -> float:
    """The spelling of an unknown word; a user's word is known."""
    if context.words.is_user_word(piece):
        return USER_LOGP
    if context.words.knows(piece):
        return LISTED_LOGP
    return spelling_logp(piece) + context.limits.unknown_logp


def _looks_like_code(piece: str) -> bool:
    """Capitals and digits, not a digit inside a lower-case word."""
    letters = [c for c in piece if c.isalpha()]
    return sum(c.isupper() for c in letters) * 2 >= len(letters)
