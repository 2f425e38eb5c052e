"""Commas whose tail OCR lost: a full stop between two words of one sentence.

The language model is blind to case, so it cannot see what tells the two apart: a sentence
begins with a capital letter.
"""

from __future__ import annotations

from itertools import pairwise

from vnrestore.restore.reading import Reading
from vnrestore.text.syllable import is_syllable

COMMA_POSTERIOR = 0.9


def mend_commas(text: str, passage: list[Reading]) -> list[Reading]:
    """The readings of a passage with commas for the full stops that end no sentence."""
    mended = list(passage)
    for i, (word, mark) in enumerate(pairwise(passage)):
        follower = passage[i + 2] if i + 2 < len(passage) else None
        if (
            follower is not None
            and mark.surface == "."
            and word.end == mark.start
            and text[mark.end : follower.start] == " "
            and _runs_on(word.surface)
            and _runs_on(follower.surface)
        ):
            mended[i + 1] = mark.instead(",", COMMA_POSTERIOR, "comma")
    return mended


def _runs_on(word: str) -> bool:
    """Whether a word is a whole syllable in small letters, and no abbreviation."""
    return len(word) > 1 and word.islower() and is_syllable(word)
