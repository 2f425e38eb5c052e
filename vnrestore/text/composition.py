"""Composing decomposed text (NFD from macOS, some PDF layers) without losing positions.

Everything after this reads NFC, in which a letter with its marks is one code point. Spans of the
composed text lead back to the text as it was given, so that corrections fit that text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections

# A character and all that may compose with it: marks, and the vowels and finals of a Hangul syllable.
# matches "ô" decomposed, one letter and its mark; not two letters
_SEGMENT = regex.compile(r"[\s\S][\p{M}\u1160-\u11FF]*")


@dataclass(frozen=True, slots=True)
class Composition:
    """A text in NFC and the way back.

    Attributes:
        text: the text in NFC.
        offsets: for each code point of ``text``, and its end, the offset in the text as given; None where
            the text was NFC already and every offset is its own.
    """

    text: str
    offsets: tuple[int, ...] | None

    def offset(self, at: int) -> int:
        """The offset in the text as given of an offset in ``text``."""
        return at if self.offsets is None else self.offsets[at]

    def span(self, span: Span) -> Span:
        """The span in the text as given of one in ``text``."""
        return Span(self.offset(span.start), self.offset(span.end))


def compose(text: str) -> Composition:
    """The text in NFC; nothing is computed or copied for one that is NFC already."""
    if unicodedata.is_normalized("NFC", text):
        return Composition(text, None)
    pieces: list[str] = []
    offsets: list[int] = []
    for match in _SEGMENT.finditer(text):
        segment = unicodedata.normalize("NFC", match.group())
        pieces.append(segment)
        start, end = match.span()
        # What does not compose stays behind its letter: the last code points correspond to the last.
        offsets += (
            [start, *range(end - len(segment) + 1, end)]
            if len(segment) <= end - start
            else ([start] * (len(segment) - (end - start)) + list(range(start, end)))
        )
    return Composition("".join(pieces), (*offsets, len(text)))


def as_given(restoration: Restoration, given: str, composition: Composition) -> Restoration:
    """The restoration of a composed text as one of the text as it was given.

    What is corrected comes out composed, the rest stays as it stood.
    """
    if composition.offsets is None:
        return restoration
    corrections = tuple(_moved(restoration.corrections, given, composition))
    return replace(
        restoration,
        original=given,
        text=apply_corrections(given, corrections),
        corrections=corrections,
        suggestions=tuple(_moved(restoration.suggestions, given, composition)),
        doubts=tuple(replace(one, span=composition.span(one.span)) for one in restoration.doubts),
        noise=tuple(map(composition.span, restoration.noise)),
    )


def _moved(corrections: Iterable[Correction], given: str, composition: Composition) -> Iterable[Correction]:
    for one in corrections:
        span = composition.span(one.span)
        yield replace(one, span=span, original=span.of(given))
