"""Short syllables whose onset and rime were read as one letter: ``w`` for ``vụ``, ``m`` for ``tư``.

The syllable generator cuts what it sees between onset and rime, so that a letter made of both is
out of its sight.
"""

from __future__ import annotations

from collections.abc import Iterable

from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.text.casing import LOWER, apply_case, case_of
from vnrestore.text.spelling import strip_marks

LONGEST = 4  # characters; longer words keep enough of themselves to be found


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """Syllables that are the piece once one of its letters is taken for two."""
    if len(piece) > LONGEST:
        return
    for word in vocabulary.inventory.blends.get(strip_marks(piece.lower()), ()):
        for surface in sorted({word, apply_case(word, case_of(piece) or LOWER)}):
            yield Proposal(vocabulary.model.ids[word], surface, 0.0, "syllable")
