"""Noise: specks, rules and stamps that an engine printed as marks. They stay, and are pointed out.

Only marks that stand alone between blanks are looked at, and only where the text was read badly enough
to be corrected. What a typist may set alone is no noise: dashes, bullets, operators, the stops of a
form, what may begin a line. Letters that nobody printed are doubtful words. Of the 36 such marks on the
development pages the truth has none (``tests/accuracy/dev_noise.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction

_ALONE = regex.compile(r"(?<!\S)[^\p{L}\p{M}\p{N}\s]{1,3}(?!\S)")
TYPED = frozenset("-–—−+×=/%&:;…→•▪◦●■□☐☑✓✔()·§€$£")  # one of these may be meant
OPENING = frozenset("*#>\"“'‘«[{")  # one of these may begin a line
_STOPS = regex.compile(r"([._])\1+")  # of a form, to be filled in


def find_noise(text: str, corrections: Sequence[Correction]) -> tuple[Span, ...]:
    """Where noise stands in a text, in order; none in a text that needed no correction.

    Args:
        text: the observed text.
        corrections: the changes made, in order; what they cover is no noise any more.
    """
    if not corrections:
        return ()
    covered = iter(corrections)
    one: Correction | None = next(covered)
    found = []
    for match in _ALONE.finditer(text):
        start, end = match.span()
        while one is not None and one.span.end <= start:
            one = next(covered, None)
        if (one is None or one.span.start >= end) and _is_nobodys(text, match.group(), start):
            found.append(Span(start, end))
    return tuple(found)


def _is_nobodys(text: str, marks: str, start: int) -> bool:
    """Whether no typist sets these marks alone there."""
    opens_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    return not (TYPED.intersection(marks) or _STOPS.fullmatch(marks) or (opens_line and marks[0] in OPENING))
