"""Roman or Arabic: which of the two a ``1.`` or ``I.`` before a heading in capitals was.

OCR reads the one as the other. The next heading in capitals tells: ``II.`` follows ``I.``, and
``2.`` follows ``1.``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.block import Block
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.rules.base import Hit

_EITHER = (Kind.ROMAN, Kind.CLAUSE)


def settle_headings(blocks: Sequence[Block]) -> None:
    """Drop the hits that the next heading in capitals speaks against, in place."""
    headings = [block for block in blocks if any(_heads(block))]
    for block, below in pairwise(headings):
        firsts = {hit.kind for hit in _heads(block) if hit.value == (1,)}
        if firsts != set(_EITHER):
            continue
        seconds = [hit for hit in _heads(below) if hit.value == (2,)]
        plain = [hit for hit in seconds if not hit.garbled] or seconds
        if len(plain) == 1:
            kind = plain[0].kind
            block.hits = tuple(hit for hit in block.hits if hit.kind is kind or hit.kind not in _EITHER)


def _heads(block: Block) -> Iterator[Hit]:
    """The Roman and Arabic readings of a block that is a heading in capitals."""
    text = block.pieces[0].text
    for hit in block.hits:
        if hit.kind in _EITHER and is_capitals(text[hit.length :]):
            yield hit
