"""Why one word of a text was changed, or was not: the readings it was given, and the decision."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Restoration
from vnrestore.pipeline import BEAM_MARGIN, Restorer
from vnrestore.restore.decode import Beam, decode
from vnrestore.restore.explain import Option, options_at
from vnrestore.restore.lattice import LatticeBuilder
from vnrestore.restore.passages import Chunk, passages
from vnrestore.restore.protect import is_protected
from vnrestore.restore.reading import Reading
from vnrestore.restore.windows import Before, Window, whole
from vnrestore.text.composition import compose


@dataclass(frozen=True, slots=True)
class Stage:
    """One time the passage was read.

    Attributes:
        regime: ``broad`` (any engine), ``learned`` (this text's own engine) or ``sound`` (what stands
            there is trusted).
        language_weight: factor on the language model's logs when paths were compared.
        settled: whether the reading before was so sure that nothing else was asked.
        options: the readings at the place, likeliest first.
    """

    regime: str
    language_weight: float
    settled: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that decided about one token.

    Attributes:
        span: the token, a run of characters without a blank.
        token: its characters.
        stages: the times its passage was read, in order; the last decides.
        corrections: what was changed in it.
        suggestions: what was considered and left.
        restored: how it came out.
        reason: why it was changed or not, in a sentence.
    """

    span: Span
    token: str
    stages: tuple[Stage, ...]
    corrections: tuple[Correction, ...]
    suggestions: tuple[Correction, ...]
    restored: str
    reason: str


class Tracer(Restorer):
    """A restorer that remembers how it read one place of one text; not for several threads."""

    _target: tuple[str, Chunk] | None = None
    _stages: tuple[Stage, ...] = ()

    def trace(self, text: str, at: int) -> Explanation | None:
        """Restore the text and explain the token at offset ``at``; None if a blank stands there.

        Spans are of the text in NFC.
        """
        composed = compose(text)
        if composed.offsets is not None:  # the same place in the text that is read
            text, at = composed.text, bisect_right(composed.offsets, at) - 1
        chunk = _chunk_at(text, at)
        if chunk is None:
            return None
        self._target, self._stages = (text, chunk), ()
        restoration = self.restore(text)
        self._target = None
        inside = [c for c in restoration.corrections if _touches(c.span, chunk)]
        held = [s for s in restoration.suggestions if _touches(s.span, chunk)]
        foreign = any(self._foreign(text, [p for p in passages(text) if chunk in p]))
        return Explanation(
            Span(chunk.start, chunk.end),
            chunk.text,
            self._stages,
            tuple(inside),
            tuple(held),
            _image(restoration, chunk),
            _reason(self._stages, inside, held, chunk, foreign, self.min_posterior),
        )

    def _read(
        self,
        text: str,
        parts: list[list[Chunk]],
        builder: LatticeBuilder,
        before: Before | None = None,
    ) -> list[list[Reading]]:
        if self._target is not None and self._target[0] == text:
            chunk = self._target[1]
            if before is None:
                every = [Window(passage) for passage in parts]
            else:
                every = [whole(*some) for some in zip(parts, *before, strict=True)]
            found = [self._stage(window, builder, chunk) for window in every if chunk in window.chunks]
            self._stages = (*self._stages, *found)
        return super()._read(text, parts, builder, before)

    def _stage(self, passage: Window, builder: LatticeBuilder, chunk: Chunk) -> Stage:
        """The passage read by itself: passages share no nodes, so nothing is different from the whole."""
        limits = builder.context.limits
        lattice = builder.build([passage.chunks], passage.settled)
        beam = Beam(width=limits.beam_width, margin=BEAM_MARGIN)
        decoding = decode(lattice.edges, self._model, beam, lm_weight=limits.lm_weight)
        regime = {id(self._broad): "broad", id(self._sound): "sound"}.get(id(builder), "learned")
        options = options_at(lattice, decoding, builder.context, chunk.start, chunk.end)
        return Stage(regime, limits.lm_weight, chunk.start in passage.settled, tuple(options))


def _chunk_at(text: str, at: int) -> Chunk | None:
    return next((c for p in passages(text) for c in p if c.start <= at < c.end), None)


def _touches(span: Span, chunk: Chunk) -> bool:
    return span.start < chunk.end and chunk.start < span.end


def _image(restoration: Restoration, chunk: Chunk) -> str:
    """The restored text of a token, with what neighbours it was joined to."""
    pieces: list[str] = []
    at = chunk.start
    for one in restoration.corrections:
        if _touches(one.span, chunk):
            pieces += (restoration.original[at : one.span.start], one.replacement)
            at = one.span.end
    return "".join([*pieces, restoration.original[at : max(at, chunk.end)]])


WHOLE_TEXT = MappingProxyType(
    {
        "name": "read as part of a person's name",
        "repeat": "spelled as the same number is elsewhere in the text",
        "letterhead": "it is what stands in this place of a letterhead",
        "formula": "a standing formula has this word here",
        "enumeration": "it has its place in a sequence of list items",
        "punctuation": "the mark fits what stands around it better",
        "stray": "a quotation mark without a partner",
        "turned": "the line was read upside down",
        "spelling": "the spelling that was asked for",
    }
)
"""Why the whole text changed what the best path had, by the generator of the correction."""


def _reason(
    stages: Sequence[Stage],
    corrections: Sequence[Correction],
    suggestions: Sequence[Correction],
    chunk: Chunk,
    foreign: bool,
    least: float,
) -> str:
    if corrections:
        low = min(c.posterior for c in corrections)
        seen = [WHOLE_TEXT[c.generator] for c in corrections if c.generator in WHOLE_TEXT]
        told = f"changed: the probability of being right, {low:.3f}, is at least {least:g}"
        return "; ".join([told, *dict.fromkeys(seen)])
    if is_protected(chunk.text, chunk):
        return "not changed: numbers, dates, amounts, addresses and codes are never touched"
    if foreign:
        return "not changed: the passage is in another language"
    if suggestions and (high := max(s.posterior for s in suggestions)) < least:
        return f"not changed: the best other reading has probability {high:.3f}, less than {least:g}"
    last = stages[-1] if stages else None
    wanted = last is not None and any(
        o.chosen and o.surface != chunk.text[o.start - chunk.start : o.end - chunk.start]
        for o in last.options
    )
    if not wanted:
        return "not changed: what stands there is the likeliest reading"
    if last is not None and last.regime == "sound":
        return "not changed: the text is sound, and shows no more errors than restoring it would make"
    return "not changed: a number is a word only where that is all but certain"


def explanation_to_dict(explanation: Explanation, top: int) -> dict[str, Any]:
    """The explanation in JSON types, with ``top`` readings of each stage."""
    return {
        "schema": "vnrestore/explanation/1",
        "start": explanation.span.start,
        "end": explanation.span.end,
        "token": explanation.token,
        "restored": explanation.restored,
        "reason": explanation.reason,
        "stages": [
            {
                "regime": stage.regime,
                "language_weight": stage.language_weight,
                "settled": stage.settled,
                "readings": [_rounded(option) for option in stage.options[:top]],
            }
            for stage in explanation.stages
        ],
    }


def _rounded(option: Option) -> dict[str, Any]:
    return {
        key: round(value, 6) if isinstance(value, float) else value for key, value in option._asdict().items()
    }


_REGIMES = {
    "broad": "read with a channel that fits any engine",
    "learned": "read with the channel learned from this text",
    "sound": "read with trust in what stands there",
}
_HEAD = ("", "reading", "for", "generator", "channel", "language", "ahead", "posterior")


def explanation_to_text(explanation: Explanation, top: int) -> str:
    """The explanation for a person: a table for each time the passage was read, and the decision."""
    lines = [f"{explanation.token} -> {explanation.restored}", explanation.reason, ""]
    for number, stage in enumerate(explanation.stages, start=1):
        lines.append(f"{number}. {_REGIMES[stage.regime]} (language model x {stage.language_weight:g})")
        if stage.settled:
            lines.append("   settled by the reading before")
        rows = [_HEAD, *(_row(option, explanation) for option in stage.options[:top])]
        widths = [max(len(row[i]) for row in rows) for i in range(len(_HEAD))]
        for row in rows:
            cells = [
                cell.ljust(width) if i < 4 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            lines.append("   " + "  ".join(cells).rstrip())
        left = len(stage.options) - top
        lines += [f"   and {left} less likely ones", ""] if left > 0 else [""]
    lines.append(
        "Channel, language and ahead are natural logs; the posterior counts all paths, before calibration."
    )
    return "\n".join(lines) + "\n"


def _row(option: Option, explanation: Explanation) -> tuple[str, ...]:
    start = explanation.span.start
    inside = explanation.token[max(option.start - start, 0) : max(option.end - start, 0)]
    return (
        "*" if option.chosen else "",
        option.surface.replace(" ", "␣"),
        inside,
        option.generator,
        f"{option.channel_logp:.2f}",
        f"{option.language_logp:.2f}",
        f"{option.ahead_logp:.2f}",
        f"{option.posterior:.4f}",
    )
