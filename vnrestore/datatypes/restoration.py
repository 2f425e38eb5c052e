"""What restoring a text yields: the text, and every change with its reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vnrestore.datatypes.document import Span


@dataclass(frozen=True, slots=True)
class Correction:
    """One change to the original text, or one that was considered and left as a suggestion.

    Attributes:
        span: where in the original text (code points, half-open).
        original: the characters of the original at ``span``.
        replacement: what stands there in the restored text.
        posterior: probability in [0, 1] that ``replacement`` is what was printed: what the decoder made
            of its rivals, and all signs that none of them is right, measured on pages whose truth is known.
        runner_up: the best different reading, or None where there was no other.
        runner_up_posterior: its probability, 0.0 where there was none.
        generator: name of the candidate generator that proposed ``replacement``.
    """

    span: Span
    original: str
    replacement: str
    posterior: float
    runner_up: str | None
    runner_up_posterior: float
    generator: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that was left as it stands and may be wrong; nothing better is known.

    Attributes:
        span: where in the original text (code points, half-open).
        posterior: probability in [0, 1] that it is what was printed.
    """

    span: Span
    posterior: float


@dataclass(frozen=True, slots=True)
class Restoration:
    """A restored text with everything needed to check or undo it.

    Attributes:
        original: the text as given.
        text: the restored text; equals ``apply_corrections(original, corrections)``.
        corrections: the changes made, in order, not overlapping.
        suggestions: changes that were likely but not certain enough to make.
        confidence: mean posterior of the chosen readings over all word tokens, in [0, 1].
        doubts: words left as they stand that may be wrong, in order; neither corrections nor suggestions.
        noise: where marks stand in the original that nobody printed, in order; they stay in ``text``.
    """

    original: str
    text: str
    corrections: tuple[Correction, ...]
    suggestions: tuple[Correction, ...]
    confidence: float
    doubts: tuple[Doubt, ...] = ()
    noise: tuple[Span, ...] = ()


def apply_corrections(original: str, corrections: Iterable[Correction]) -> str:
    """Rebuild the restored text from the original.

    Raises:
        ValueError: if corrections overlap, are out of order or do not fit ``original``.
    """
    pieces: list[str] = []
    at = 0
    for correction in corrections:
        start, end = correction.span.start, correction.span.end
        if start < at or original[start:end] != correction.original:
            raise ValueError(f"correction does not fit the text at {start}")
        pieces += (original[at:start], correction.replacement)
        at = end
    pieces.append(original[at:])
    return "".join(pieces)
