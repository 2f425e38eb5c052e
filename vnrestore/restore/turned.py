"""Lines that an engine read upside down: ``yuip`` for ``định``, ``ueq`` for ``bàn``.

Engines that guess which way a line stands guess wrong now and then, and print what the letters look
like when the line is turned, the last one first. Turned back it can be read like any other line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from itertools import chain, islice, pairwise
from types import MappingProxyType

import regex

from vnrestore.datatypes.lattice import SILENT
from vnrestore.restore.decide import keep_original, mean_posterior
from vnrestore.restore.reading import Reading
from vnrestore.text.spelling import strip_marks

KNOWN = 4000  # words to tell upright lines by
COMMON = 1500  # of these, whose turned shapes are known
LEAST = 2  # of these a turned line has so many
SHARE = 2.0  # and so many times more than of words as they are; no upright line of 8,000 garbled ones had
SHORTEST = 3  # letters; shorter words look like others
LEAST_POSTERIOR = 0.5  # mean of the words of a line

# What a character looks like upside down; s, 8 and S stand for g, which is much commoner than s.
_PAIRS = (("a", "e"), ("n", "u"), ("h", "y"), ("b", "q"), ("d", "p"), ("m", "w"), ("6", "9"), ("(", ")"))
_SHAPES = MappingProxyType(
    dict(_PAIRS)
    | {b: a for a, b in _PAIRS}
    | dict(zip("sS8KAXjJz'’‘`.,;:", "gggyyxii2,,,,'''", strict=False))
)
_TURN = str.maketrans(dict(_SHAPES))
_DIGITS = str.maketrans(dict(_SHAPES) | dict(zip("szo", "520", strict=True)))
_NUMBER = regex.compile(r"(?<!\S)(?=\S*(?:[0-9]\S|/|szoz))[szoItl0-9/.,]{2,}(?!\S)")  # szoz/60 is 09/2025
_LINE = regex.compile(r"\S(?:[^\n]*\S)?")
_WORD = regex.compile(r"\p{L}{3,}")

Line = tuple[int, int]


def turned(line: str) -> str:
    """A line as it looks upside down, as long as before; twice turned it is much the same again."""
    found = line.translate(_TURN)
    for number in _NUMBER.finditer(line):
        a, b = number.span()
        found = found[:a] + number.group().translate(_DIGITS) + found[b:]
    return found[::-1]


class TurnedLines:
    """Finds lines that stand upside down.

    Args:
        words: syllables, the commonest first.
        others: words of other languages and of programs, of which no shape is made.
    """

    def __init__(self, words: Iterable[str], others: Container[str]) -> None:
        """Know the shapes of common words, upright and turned."""
        bare = dict.fromkeys(map(strip_marks, islice(words, KNOWN)))
        known = [word for word in bare if len(word) >= SHORTEST]
        self._upright = frozenset(known)
        shapes = frozenset(map(turned, known[:COMMON])) - self._upright
        self._turned = frozenset(shape for shape in shapes if shape not in others)

    def find(self, text: str) -> list[Line]:
        """Where the lines begin and end that read as words only when they are turned."""
        if len(self._turned.intersection(text.lower().split())) < LEAST:  # as it is nearly always
            return []
        found: list[Line] = []
        for line in _LINE.finditer(text):
            some = [word.lower() for word in _WORD.findall(line.group())]
            odd = len(self._turned.intersection(some))
            if odd >= LEAST and odd > SHARE * sum(strip_marks(word) in self._upright for word in some):
                found.append(line.span())
        return found


def turned_back(text: str, lines: Sequence[Line]) -> str:
    """The text with these lines turned; offsets of the others stay as they are."""
    ends = [0, *chain.from_iterable(lines), len(text)]
    parts = [text[a:b] for a, b in pairwise(ends)]
    return "".join(turned(part) if i % 2 else part for i, part in enumerate(parts))


def whole_lines(text: str, lines: Sequence[Line], upright: str, chosen: Iterable[Reading]) -> list[Reading]:
    """The readings with one for each turned line, for its words stand the other way round.

    Args:
        text: the text.
        lines: its turned lines.
        upright: the text with these lines turned back.
        chosen: the readings of that.
    """
    inside: dict[Line, list[Reading]] = {line: [] for line in lines}
    kept: list[Reading] = []
    starts = [start for start, _ in lines]
    for reading in chosen:
        at = bisect_right(starts, reading.start) - 1
        if at >= 0 and reading.start < lines[at][1]:
            inside[lines[at]].append(reading)
        else:
            kept.append(reading)
    return sorted(kept + [_whole(text, line, upright, some) for line, some in inside.items()])


def _whole(text: str, line: Line, upright: str, some: list[Reading]) -> Reading:
    start, end = line
    surface, at = "", start
    for reading in some:
        surface += upright[at : reading.start] + reading.surface
        at = reading.end
    surface += upright[at:end]
    posterior = mean_posterior([some])
    whole = Reading(
        start, end, surface.strip(), posterior, text[start:end], 1.0 - posterior, "turned", SILENT
    )
    return whole if posterior >= LEAST_POSTERIOR else keep_original(text, whole)
