"""What a mark on the page may be instead, by where it stands: the odds, before any context is asked.

Counted on 760,000 words of real OCR (``../shared/pairs`` and the channel's own pages): 19 of 20 full stops,
commas and colons that stand alone are dirt; of a hundred semicolons nine are read as colons, of a
hundred commas four as full stops; one word in 2,000 gets a full stop that is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vnrestore.restore.reading import Reading
from vnrestore.text.spelling import strip_marks
from vnrestore.text.syllable import is_syllable
from vnrestore.text.tokens import punctuation_symbol

Odds = Mapping[str, float]
"""Natural-log odds of other readings against the mark as it stands."""

ALONE: Odds = MappingProxyType({"": 3.0})
NOBODYS: Odds = MappingProxyType({"": 6.0})
DASH: Odds = MappingProxyType({"-": 11.0, "": 5.0})
LAST_DASH: Odds = MappingProxyType({"": -1.0})
INNER_DASH: Odds = MappingProxyType({"": -5.0})
LONE_LETTER: Odds = MappingProxyType({"": -3.0})
LONE_STROKE: Odds = MappingProxyType({"": -3.0, "1": -3.0})  # may be a one as well
NO_WORD: Odds = MappingProxyType({"": 2.0})
LEADING: Odds = MappingProxyType({"": 3.0})
GAP = -2.0  # a mark between two words is dirt in the gap
SILENT_GAP = 3.0  # the model does not hear it, and nobody sets it there
LOST_GAP = -2.0  # or has lost its gap
TRAILING: Mapping[str, Odds] = MappingProxyType(
    {
        ".": {"": -7.5, ",": -3.4},
        ",": {"": -8.3, ".": -6.0, ";": -4.8},
        ":": {"": -8.5, ";": -2.4, ".": -5.9},
        ";": {"": -9.5, ",": -6.4, ":": -5.4},
    }
)
DASH_BETWEEN: Odds = MappingProxyType({"": -6.0})  # whatever stands beside it
NONE: Odds = MappingProxyType({})

PLAIN = frozenset((".", ",", ":", ";", ".."))
OF_NOBODY = frozenset("_`´ˆ˜¬¡¦„~|")  # marks that no typist sets alone
OPERATORS = frozenset("+*/=^")
LONGEST_LINE = 400  # characters before and behind
BEFORE_NO_WORD = frozenset("«|<\\^~!°`„¬=†#})]*_")
AFTER_ONE_WORD = frozenset("})'‘’*°")  # and not alone
AT_LINE_START = frozenset("'‘’*°")  # where they may open a quotation or a note
IN_GAPS = frozenset("-.,:;'’‘_~*")
WORDS = frozenset("ởý")
NO_WORDS = frozenset("ãắằẳẵặẩẫậẹẻẽễệĩỉịõọỏỗộỡũụữựỵỷỹ")  # letters that are no words, in whatever case
LETTERS = frozenset("ˆ˜ˇ")  # accents without a letter, which count as letters elsewhere


def odds_of(text: str, passage: list[Reading], place: int) -> Odds:
    """The odds of other readings of a mark.

    Args:
        text: the observed text.
        passage: the readings around it.
        place: that of the mark, which reads as it stands.
    """
    start, end, piece = passage[place][:3]
    before, after = text[start - 1 : start], text[end : end + 1]
    if piece in TRAILING and before.isalnum() and not after.isalnum():
        return TRAILING[piece]  # as most do
    if piece.isalpha() and piece not in LETTERS:
        if piece.lower() in NO_WORDS:
            return NONE if before.strip() or after.strip() else NO_WORD
        line, _ = _line(text, start)
        if (
            before != " "
            or after.strip()
            or not any(map(str.isalnum, line))
            or not _among_words(passage, place)
        ):
            return NONE  # an item, part of a word, or of a formula
        if strip_marks(piece) in "lIi":
            return LONE_STROKE
        # A capital is a class, or part of a name; ở is a word of every page.
        return LONE_LETTER if piece.islower() and piece not in WORDS else NONE
    left, right = bool(before.strip()), bool(after.strip())
    if not (left and before.isalnum()) and not (right and after.isalnum()):
        chunk = _chunk(text, start, end)
        if not any(c.isalnum() and c not in LETTERS for c in chunk):
            return _alone(text, start, end, chunk)
    if not left and after.isalpha():
        if piece == "=" and not OPERATORS.isdisjoint(_chunk(text, start, end)[1:]):
            return NONE  # =a+b
        return LEADING if piece in PLAIN or piece in BEFORE_NO_WORD else NONE
    if left and not after.isalnum() and (before.isalnum() or before in ')”"%'):
        return TRAILING.get(piece, NONE)
    if piece in IN_GAPS and before.isalnum() and after.isalnum():
        return _between(piece, passage[place - 1].surface, passage[place + 1].surface)
    return NONE


def _alone(text: str, start: int, end: int, chunk: str) -> Odds:
    """The odds of a mark with no letter or digit beside it."""
    piece = text[start:end]
    before, behind = _line(text, start)
    opens_line = not any(map(str.isalnum, before))
    closes_line = not behind[end - start :].strip()
    if set(piece) <= OF_NOBODY:
        if "|" in piece and not ((before + behind).count("|") == 1 and (opens_line or closes_line)):
            return NONE  # a digit, or a rule of a table
        return DASH if opens_line and piece in "~¬" else NOBODYS
    if piece in PLAIN and set(chunk) <= PLAIN | OF_NOBODY:
        return ALONE
    if piece == "-" == chunk and not opens_line:
        return LAST_DASH if closes_line else INNER_DASH
    if piece == chunk and piece in AFTER_ONE_WORD and not (opens_line and piece in AT_LINE_START):
        return ALONE
    return NONE


def _between(piece: str, left: str, right: str) -> Odds:
    """The odds of a mark that touches a word on either side."""
    if not _is_word(left) or not (_is_word(right) or right[0].isdigit()):
        return NONE
    found = {}
    if is_syllable(left.lower()) and (right[0].isdigit() or is_syllable(right.lower())):
        found[" "] = GAP if punctuation_symbol(piece) else SILENT_GAP
    if piece in PLAIN:
        found[piece + " "] = LOST_GAP
    return found


def _among_words(passage: list[Reading], place: int) -> bool:
    """Whether the readings beside a letter are words or end a clause."""
    beside = passage[max(0, place - 1) : place] + passage[place + 1 : place + 2]
    return all(r.surface in PLAIN or _is_word(r.surface) or r.surface.isdigit() for r in beside)


def _is_word(surface: str) -> bool:
    """Whether this is a syllable or an abbreviation; ``gov`` and ``vn`` are neither."""
    return len(surface) > 1 and surface.isalpha() and (surface.isupper() or is_syllable(surface.lower()))


def _line(text: str, at: int) -> tuple[str, str]:
    """The line around a place: what is before it, and the rest; of a line without end what is near."""
    near = max(0, at - LONGEST_LINE)
    start = max(text.rfind("\n", near, at) + 1, near)
    end = text.find("\n", at, at + LONGEST_LINE)
    return text[start:at], text[at : end if end >= 0 else at + LONGEST_LINE]


def _chunk(text: str, start: int, end: int) -> str:
    """The run of characters without a blank around a place."""
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]
