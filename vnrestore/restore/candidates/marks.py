"""Punctuation: OCR loses the tail of a semicolon, and takes commas for quotation marks."""

from __future__ import annotations

from collections.abc import Iterable

from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary

LOW_QUOTE = "\u201a"
LOST_TAIL_LOGP = -4.5  # some engines read one in six as a colon, real scans none


def propose(piece: str, vocabulary: Vocabulary) -> Iterable[Proposal]:
    """A semicolon where a colon was read, a comma where an engine printed a German quotation mark."""
    if piece == ":":
        yield Proposal(vocabulary.model.id(";"), ";", LOST_TAIL_LOGP, "mark", heard=False, kind="garbled")
    elif piece == LOW_QUOTE:
        yield Proposal(vocabulary.model.id(","), ",", 0.0, "mark", heard=False, kind="garbled")
