"""A block of the content, before it has its place in the tree, and the node it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.notice import Kind, Node
from vnrestore.segment.blocks import join_texts
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit


@dataclass(slots=True)
class Block:
    """A paragraph, or a section's own text: pieces that belong together.

    Attributes:
        kind: of the node it becomes.
        pieces: in reading order.
        hits: the ways to read its marker, () for a paragraph.
        extra: spans that stand in the middle of it but are no text of it.
    """

    kind: Kind
    pieces: list[Piece]
    hits: tuple[Hit, ...] = ()
    children: list[Block] = field(default_factory=list)

    @property
    def last(self) -> Piece:
        """The piece it ends with so far."""
        return self.pieces[-1]


def node_of(block: Block, length: int = 0, kind: Kind | None = None, text: str | None = None) -> Node:
    """The node of a block without children; ``length`` characters of its text are the marker."""
    texts = [piece.text for piece in block.pieces]
    marker = " ".join(texts[0][:length].split())
    texts[0] = texts[0][length:]
    spans = tuple(piece.span for piece in block.pieces)
    return Node(
        kind or block.kind, join_texts(texts) if text is None else text, merge_spans(spans), marker=marker
    )


def merge_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbouring spans made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and merged[-1].end == span.start:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)
