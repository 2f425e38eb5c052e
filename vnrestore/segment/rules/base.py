"""What a rule is, and what it sees.

A rule looks at one piece of text (and at whether the piece before it broke off) and says
whether the piece begins a part of a certain kind. It carries lines it must match and near
misses it must not; a test runs them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece that begins a part.

    Attributes:
        kind: of which kind.
        length: how many characters of the piece's text are its marker, 0 without one.
        value: the marker as numbers, () without one.
        garbled: the marker was read through OCR errors; believe it only if it fits its run.
    """

    kind: Kind
    length: int = 0
    value: tuple[int, ...] = ()
    garbled: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the grammar.

    Attributes:
        name: for tables, tests and debugging.
        find: the hit, or None.
        matches: texts whose last line the rule must hit; lines above it are context.
        near_misses: texts whose last line it must not hit.
    """

    name: str
    find: Callable[[Piece], Hit | None]
    matches: tuple[str, ...]
    near_misses: tuple[str, ...]
