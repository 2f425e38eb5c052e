"""A piece and what the scanners say it is."""

from __future__ import annotations

from dataclasses import dataclass

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit


@dataclass(frozen=True, slots=True)
class Label:
    """What one piece is.

    Attributes:
        piece: the piece.
        kind: of the node it belongs to; PARAGRAPH for anything that begins no part.
        hits: the ways to read its marker, most likely first, () without one.
        starts: whether the piece begins a new node even after one of the same kind.
    """

    piece: Piece
    kind: Kind
    hits: tuple[Hit, ...] = ()
    starts: bool = False
