"""How sure the OCR engine was of its words, and what that is worth.

An engine of the right language knows where it may be wrong: such a word may change more easily.
One of another language is as sure of its errors as of the rest, so little is made of it there.
"""

from __future__ import annotations

from collections.abc import Iterable

TRUSTED = 0.9  # confidence that says nothing either way
SLOPE = 8.0  # nats for a confidence of nothing against one of all
MOST = 3.0


def doubts_of(confidences: Iterable[tuple[int, float]]) -> dict[int, float]:
    """Doubt (nats) by the offset of a word, from (offset, confidence in [0, 1])."""
    found = {}
    for offset, confidence in confidences:
        doubt = min(SLOPE * (TRUSTED - confidence), MOST)
        if doubt > 0.0:
            found[offset] = doubt
    return found
