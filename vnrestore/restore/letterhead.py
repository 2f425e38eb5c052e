"""What is known to stand in the letterhead of a document, where no context tells it.

``S05: 2689/BC-SNV`` that begins a line is ``Số: 2689/BC-SNV``: where an S and digits stand alone they are a
code of some kind; before a document's number they are a label. ``NAM`` that begins a line (or stands
behind dirt there) is the end of the country's name if the line before ends in ``VIỆT``.
"""

from __future__ import annotations

import regex

from vnrestore.restore.looks import BARRED, find, pairs
from vnrestore.restore.reading import Reading

LABEL = "Số"
COUNTRY = ("VIỆT", "NAM")
NEAR = 3  # readings from the beginning of a line; two may be dirt
POSTERIOR = 0.95
_NUMBER = regex.compile(r"[0-9]{1,5}/(?:[0-9]{4}/)?[\p{L}\p{N}&]*\p{Lu}[\p{L}\p{N}&]*-?.*")
_MISREAD = regex.compile(r"(?!\p{N}+$)[S$§5%]\S{1,2}")


def mend_letterhead(text: str, chosen: list[list[Reading]]) -> list[list[Reading]]:
    """The readings with labels before documents' numbers, and the name of the country, put right.

    Args:
        text: the observed text.
        chosen: readings by passage, in text order.
    """
    found = list(chosen)
    for number, place in pairs(find(text, chosen, BARRED)):
        if place < 2 or not _NUMBER.fullmatch(chosen[number][place].surface):
            continue
        label, colon = chosen[number][place - 2 : place]
        if colon.surface.strip() == ":" and _is_misread_label(text, label):
            found[number] = list(found[number])
            found[number][place - 2] = label.instead(LABEL, POSTERIOR, "letterhead")
    for number, before in enumerate(chosen[:-1], 1):
        if before and before[-1].surface == COUNTRY[0]:
            found[number] = [_named(text, r) for r in found[number][:NEAR]] + found[number][NEAR:]
    return found


def _is_misread_label(text: str, label: Reading) -> bool:
    """Whether a reading at the beginning of a line looks as the label does where it was misread."""
    line = text[text.rfind("\n", 0, label.start) + 1 : label.start]
    return (
        not any(map(str.isalnum, line))
        and label.surface.lower() != LABEL.lower()
        and _MISREAD.fullmatch(text[label.start : label.end]) is not None
    )


def _named(text: str, reading: Reading) -> Reading:
    """What was printed just as the second word of the country's name, read so."""
    changed = text[reading.start : reading.end] == COUNTRY[1] != reading.surface
    return reading.instead(COUNTRY[1], POSTERIOR, "letterhead") if changed else reading
