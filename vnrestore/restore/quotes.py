"""Specks that were read as quotation marks: ``khoản ‘này`` has no quotation in it.

A true one opens and closes. A mark that touches a word on one side only and has no partner
is dirt, as long as it could not open a quotation that runs over several paragraphs.
"""

from __future__ import annotations

from vnrestore.restore.looks import MARK, find, pairs
from vnrestore.restore.reading import Reading

SINGLE = frozenset("‘’'`´")
DOUBLE = frozenset('“”"„')
OPENING = "([{"
NEAR = 300  # characters a quotation in single marks may span
STRAY_POSTERIOR = 0.9


def drop_stray_quotes(text: str, chosen: list[list[Reading]]) -> list[list[Reading]]:
    """The readings of garbled passages without quotation marks that have no partner."""
    opened: dict[bool, list[Reading]] = {True: [], False: []}
    stray: set[int] = set()
    for number, place in pairs(find(text, chosen, MARK)):
        reading = chosen[number][place]
        if reading.surface not in SINGLE and reading.surface not in DOUBLE:
            continue
        single, side = reading.surface in SINGLE, _side(text, reading)
        if side > 0:
            opened[single].append(reading)
            if single or place:
                stray.add(reading.start)
        elif side < 0:
            partner = opened[single].pop() if opened[single] else None
            if partner is None or (single and reading.start - partner.start > NEAR):
                stray.add(reading.start)
            else:
                stray.discard(partner.start)
    if not stray:
        return chosen
    return [
        [r.instead("", STRAY_POSTERIOR, "stray") if r.start in stray else r for r in passage]
        for passage in chosen
    ]


def _side(text: str, reading: Reading) -> int:
    """1 if a mark touches only the word that follows it, -1 if only what goes before, else 0."""
    before, after = text[max(0, reading.start - 1) : reading.start], text[reading.end : reading.end + 1]
    return after.isalnum() - (not before.isspace() and before not in OPENING)
