"""Roman numerals of headings: ``1.`` ``IL`` ``111.`` before capitals is I., II., III.; ``Phụ lục 11`` is II.

An engine takes the strokes of a numeral for ones, small Ls or an H, and a full stop for the foot of an L.
Headings in capitals are read as a sequence; they count in Roman numerals (of sixteen in official
documents, fifteen), and so do chapters, parts and appendices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import regex

from vnrestore.restore.looks import LABEL, find, pairs
from vnrestore.restore.reading import Reading
from vnrestore.restore.sequences import follow

UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = tuple(ten + one for ten in ("", "X") for one in UNITS if ten + one)
ARABIC = tuple(map(str, range(1, len(ROMAN) + 1)))
ORDER_LOGPS = (math.log(0.94), math.log(0.06))
HEADING_POSTERIOR = 0.9
LATE_LOGP = math.log(0.1)  # the first heading of a page is none of the first of its document
MARKS = ".,:)"
LEAST_CAPITALS = 2  # words
CAPITAL_SHARE = 0.9  # of the letters: an L may have been read as a small one
MISREAD_LOGP = math.log(0.1)  # a stroke, or two, are read as another letter
AGAIN_LOGP = math.log(0.7)  # so is the next
EXTRA_LOGP = math.log(0.002)  # a stroke is lost or read twice
LOOKALIKES = MappingProxyType({"I": "l1|iíÍ!]LTtf", "V": "vYy", "X": "xKk"})
DOUBLE = "HUuh"  # two strokes
FOOTED = "Ll"  # a full stop, joined to the stroke before it
# Words before a numeral (looks.py finds them), with the share of them before Roman ones.
LABELS = MappingProxyType(
    {"chương": 0.98, "phần": 0.8, "lục": 0.86, "hạng": 0.95, "quý": 0.96, "loại": 0.47, "cấp": 0.38}
)
WORDY = frozenset(("hạng", "quý", "loại", "cấp"))  # words follow these as well, and small numerals only
OPENS_SMALL = "IVTH"  # how one of these begins, or is misread
LARGE_LOGP = math.log(0.05)  # a number of several digits, rather than one digit, counts appendices
_STROKES = r"[IVXLHl1|iíÍ!\]]"
_NUMERAL = regex.compile(
    rf"^[^\p{{L}}\p{{N}}\n]{{0,4}}((?:(?=.?[\p{{L}}\p{{N}}]){_STROKES}{{1,6}}|1?[1-9])[.,:)]?)(?=[^\S\n]+(\S[^\n]*))",
    regex.MULTILINE,
)
_MISREAD = regex.compile(rf"(?=.{{2}}|H)(?:{_STROKES}|[Ttf]){{1,6}}")
_WORD = regex.compile(r"\p{L}{2,}")


class _Numeral(NamedTuple):
    """A numeral: where it begins and ends in the text, and the mark behind it."""

    start: int
    end: int
    mark: str


def number_headings(text: str, chosen: list[list[Reading]]) -> list[list[Reading]]:
    """The readings with the numerals of headings, chapters, parts and appendices put right.

    Args:
        text: the observed text.
        chosen: readings by passage.
    """
    numerals = list(_before_capitals(text, chosen))
    changed: dict[int, tuple[int, str]] = {}
    observed = [text[n.start : n.end] for n in numerals]
    if any(one not in ROMAN for one in observed):
        orders = follow(observed, (ROMAN, ARABIC), _heard, ORDER_LOGPS, late_logp=LATE_LOGP)
        for numeral, one, true in zip(numerals, observed, orders, strict=True):
            foot = not numeral.mark and one != true and one[-1] in FOOTED
            changed[numeral.start] = numeral.end, true + "." * foot
    for reading, share in _labelled(text, chosen):
        roman = _labelled_numeral(text[reading.start : reading.end], share)
        if roman is not None:
            changed[reading.start] = reading.end, roman
    return [_renumbered(passage, changed) for passage in chosen] if changed else chosen


def _heard(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Natural log P(observed | numeral) of (numeral, observed) pairs."""
    return [logp_of(numeral, observed) for numeral, observed in pairs]


@lru_cache(maxsize=4096)
def logp_of(numeral: str, observed: str, *, again: bool = False) -> float:
    """Natural log P(observed | numeral), stroke by stroke.

    Args:
        numeral: a Roman numeral, or digits.
        observed: as it stands, without the mark behind it.
        again: whether the stroke before was misread; so is the next, likely.
    """
    if not numeral or not observed:
        return 0.0 if numeral == observed else EXTRA_LOGP * (len(numeral) + len(observed))
    if numeral.isdigit():
        return 0.0 if numeral == observed else -math.inf
    first, one = numeral[0], observed[0]
    ways = [EXTRA_LOGP + logp_of(numeral[1:], observed, again=again)]
    if first == one:
        ways.append(logp_of(numeral[1:], observed[1:]))
    elif one in LOOKALIKES.get(first, ""):
        ways.append((AGAIN_LOGP if again else MISREAD_LOGP) + logp_of(numeral[1:], observed[1:], again=True))
    if one in DOUBLE and numeral.startswith("II"):
        ways.append(MISREAD_LOGP + logp_of(numeral[2:], observed[1:], again=True))
    if one in FOOTED and len(observed) == 1:
        ways.append(MISREAD_LOGP + EXTRA_LOGP * len(numeral))
    return max(ways)


def _before_capitals(text: str, chosen: list[list[Reading]]) -> Iterator[_Numeral]:
    """The numerals before capitals at the beginnings of lines."""
    lines = [m for m in _NUMERAL.finditer(text) if _in_capitals(m.group(2))]
    if not lines:
        return
    read = {r.start: r for passage in chosen for r in passage}
    for line in lines:
        start, end = line.span(1)
        mark = text[end - 1] if text[end - 1] in MARKS else ""
        last = read.get(end - 1)
        if start in read and (not mark or (last is not None and last.surface in MARKS)):
            yield _Numeral(start, end - len(mark), mark)


def _in_capitals(line: str) -> bool:
    words = _WORD.findall(line)
    letters = "".join(words)
    capitals = sum(map(str.isupper, letters))
    return sum(map(str.isupper, words)) >= LEAST_CAPITALS and capitals >= CAPITAL_SHARE * len(letters)


def _labelled(text: str, chosen: list[list[Reading]]) -> Iterator[tuple[Reading, float]]:
    """Readings behind a chapter, a part or an appendix that may be Roman numerals; how often they are."""
    for number, place in pairs(find(text, chosen, LABEL)):
        label, *behind = chosen[number][place : place + 2]
        for reading in behind:
            piece = text[reading.start : reading.end]
            word = label.surface.lower()
            likely = word not in WORDY or piece[0] in OPENS_SMALL
            if likely and _MISREAD.fullmatch(piece) and piece not in ROMAN:
                yield reading, LABELS[word]


def _labelled_numeral(observed: str, share: float) -> str | None:
    """The likeliest Roman numeral, None if a number is likelier."""
    logps = [logp_of(numeral, observed) for numeral in ROMAN]
    best = max(logps)
    if observed.isdigit() and math.log(share) + best <= math.log(1 - share) + LARGE_LOGP:
        return None
    return ROMAN[logps.index(best)]


def _renumbered(passage: list[Reading], changed: Mapping[int, tuple[int, str]]) -> list[Reading]:
    """The readings with numerals in the place of what was read in theirs."""
    if not any(r.start in changed for r in passage):
        return passage
    found: list[Reading] = []
    until = -1
    for reading in passage:
        if reading.start < until:
            continue  # a part of the numeral
        end, numeral = changed.get(reading.start, (0, reading.surface))
        if numeral != reading.surface and reading.end <= end:
            reading = reading.instead(numeral, HEADING_POSTERIOR, "enumeration")._replace(end=end)
            until = end
        found.append(reading)
    return found
