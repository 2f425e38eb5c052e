"""Known words that are not syllables: abbreviations, foreign words and names, user words."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from vnrestore.restore.candidates.identity import LISTED_LOGP, USER_LOGP
from vnrestore.restore.candidates.numbers import is_roman
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.restore.protect import LONGEST_WORD
from vnrestore.text.casing import apply_case, case_of
from vnrestore.text.tokens import UNKNOWN

DOUBLED = regex.compile("ĐÐ|ÐĐ?")  # the Vietnamese model's, with an Icelandic Ð


_NUMBERED = regex.compile("(?<=[A-ZĐ]{2})[2-469]+$")  # the room of HCC2, no letter's look-alike


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """Words of the word list near the piece, in the case the piece shows."""
    if not any(map(str.isalpha, piece)) or len(piece) > LONGEST_WORD:
        return
    if len(piece) > 2 and is_roman(piece):
        return
    numbered = _NUMBERED.search(piece)
    for word in vocabulary.words.near(DOUBLED.sub("Đ", piece)):
        surface = word.surface
        if surface == surface.lower() and (pattern := case_of(piece)) is not None:
            surface = apply_case(surface, pattern)
        if surface == piece or (numbered and numbered[0] not in surface):
            continue
        if word.user:
            yield Proposal(word.symbol, surface, USER_LOGP, "user")
        else:
            listed = LISTED_LOGP if word.symbol == vocabulary.model.id(UNKNOWN) else 0.0
            yield Proposal(word.symbol, surface, listed, "word")
