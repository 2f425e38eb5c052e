"""Signs that a reading is wrong which its posterior does not know.

A posterior weighs the readings that were proposed. It does not see that the right one may not be
among them, that the line is damaged, that the word hangs on a stray mark, or that a number has no
form a number has. These signs are read off all readings of a text at once, as arrays.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections import Counter
from collections.abc import Container, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from vnrestore.kernels import compiled
from vnrestore.language.ngram import NgramModel
from vnrestore.restore.reading import Reading
from vnrestore.text.tokens import BEGIN, CLASSES, CODE, END, UNKNOWN

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Columns = dict[str, Floats]

SIGNS = (
    "odds",  # log odds of the posterior
    "word_surprise",  # -log P(word | three before)
    "next_surprise",  # of the word behind it
    "ahead_surprise",  # the greatest of the three behind it
    "letters",  # of the word as read
    "repeats",  # log of one and how often the word is read in the text
    "changed_letters",  # share of letters, marks aside, that are other than those that stand there
    "length_change",  # characters more or fewer than stand there
    "unknown",  # no word that the model knows
    "code",  # a number with letters, an abbreviation with a bar
    "odd_code",  # ... of no known form
    "glued_left",  # a mark stands between it and a letter before, without a blank
    "glued_right",
    "at_bar",  # hyphen or slash beside it
    "odd_marks",  # characters near it that no office types
    "line_doubt",  # mean of 1 - posterior of the line
    "page_doubt",  # of the text
    "near_doubt",  # sum over four words on either side
    "kept",  # as it stands
    "kept_garbled",  # ... times the share of words that were changed
)
"""Names of the columns."""

NEAR = 4  # readings on either side whose doubt counts
AROUND = 15  # characters on either side whose oddness counts
_POINTS = 0x2040  # code points from here on are one to us
_ALNUM, _BLANK, _USUAL, _UPPER, _BAR, _OPENING, _CLOSING = (1 << i for i in range(7))
_USUAL_MARKS = ',.;:()-/"%–“”…'
_LETTERS = 28  # a to z, digits, all others
_OTHER, _DIGIT = 27, 26
_NEWLINE = ord("\n")

_NUMBERED = regex.compile(r"(?:[0-9]{1,6}/(?:[0-9]{4}/)?)?(\p{L}.*?)[0-9]*")


class _Tables(NamedTuple):
    """By code point: what it is, bit by bit; which letter without marks."""

    kinds: NDArray[np.uint8]
    letters: NDArray[np.uint8]


@cache
def _tables() -> _Tables:
    kinds = np.zeros(_POINTS + 1, np.uint8)
    letters = np.full(_POINTS + 1, _OTHER, np.uint8)
    kinds[_POINTS] = _ALNUM  # other scripts are no marks
    for point, char in enumerate(map(chr, range(_POINTS))):
        kinds[point] = (
            _ALNUM * char.isalnum()
            | _BLANK * char.isspace()
            | _USUAL * (char in _USUAL_MARKS)
            | _UPPER * (char.isupper() or char.isdigit())
            | _BAR * (char in "-/")
            | _OPENING * (char == "(")
            | _CLOSING * (char == ")")
        )
        if char.isdigit():
            letters[point] = _DIGIT
        elif char.isalpha():
            base = "d" if char in "đĐ" else unicodedata.normalize("NFD", char)[0].lower()
            letters[point] = ord(base) - ord("a") if "a" <= base <= "z" else _OTHER
    return _Tables(kinds, letters)


class _Columns(NamedTuple):
    """The readings as arrays."""

    start: Ints
    end: Ints
    symbol: Ints
    posterior: Floats
    kept: Flags
    surfaces: tuple[str, ...]


class Signs(NamedTuple):
    """What :meth:`SignReader.read` found.

    Attributes:
        words: which readings are words with letters; all others are not judged.
        values: [signs, readings], in the order of :data:`SIGNS`.
    """

    words: Flags
    values: Floats


class SignReader:
    """Reads the signs of a text's readings.

    Args:
        model: the language model.
        notations: of document numbers.
    """

    def __init__(self, model: NgramModel, notations: Container[str]) -> None:
        """Know which symbols are words."""
        self._model = model
        self._notations = notations
        self._spelled = np.array([any(map(str.isalpha, word)) for word in model.words])
        numbers = [model.ids[symbol] for symbol in CLASSES if symbol in model.ids]
        self._spelled[numbers] = False
        self._symbols = model.ids[END], model.ids[UNKNOWN], model.ids[CODE], len(CLASSES)
        self._spelled[[*self._symbols[1:3]]] = True

    def read(self, text: str, chosen: list[Reading]) -> Signs:
        """The signs of all readings of a text.

        Args:
            text: the observed text.
            chosen: what its stretches were read as, in text order; at least one.
        """
        values = np.zeros((len(SIGNS), len(chosen)))
        words = np.zeros(len(chosen), np.bool_)
        sign = dict(zip(SIGNS, values, strict=True))
        points, tables = _points(text), _tables()
        kernels = compiled()
        if kernels is not None:
            cells, parameters, steps = self._model.kernel_arguments()
            arrays = (*cells, points, *tables, self._spelled, words, values)
            kernels.signs(chosen, arrays, *parameters, steps, self._symbols)
        else:
            words[:] = self._columns(sign, np.minimum(points, _POINTS), chosen)
        inside = sign["odds"].clip(1e-7, 1.0 - 1e-7)
        sign["odds"][:] = np.log(inside / (1.0 - inside))
        self._of_codes(sign, chosen)
        _of_repeats(sign, chosen)
        return Signs(words, values)

    def _columns(self, sign: Columns, points: NDArray[np.uint32], chosen: Sequence[Reading]) -> Flags:
        """What the kernel does."""
        start, end, surfaces, posterior, _, _, generators, symbol = zip(*chosen, strict=True)
        begins, ends, symbols = (np.array(array("q", column)) for column in (start, end, symbol))
        kept = np.array([generator == "identity" for generator in generators])
        c = _Columns(begins, ends, symbols, np.array(array("d", posterior)), kept, surfaces)
        kind = _tables().kinds[points]
        newlines = (points == _NEWLINE).cumsum()
        line = newlines[np.minimum(c.start, len(points) - 1)]
        words: Flags = self._spelled[c.symbol] & (c.symbol >= 0)
        _of_letters(sign, points, c, words)
        _of_posteriors(sign, c, line)
        _of_language(sign, c, kind, line, self._model)
        _of_marks(sign, c, kind)
        _, unknown, code, classes = self._symbols
        known = c.symbol * (c.symbol >= classes)
        sign["repeats"][:] = np.bincount(known)[known] * (known > 0)
        sign["unknown"][:] = c.symbol == unknown
        sign["code"][:] = c.symbol == code
        return words

    def _of_codes(self, sign: Columns, chosen: Sequence[Reading]) -> None:
        for i in sign["code"].nonzero()[0].tolist():
            form = _NUMBERED.fullmatch(chosen[i].surface)
            sign["odd_code"][i] = form is None or form.group(1) not in self._notations


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _of_letters(sign: Columns, points: NDArray[np.uint32], c: _Columns, words: Flags) -> None:
    """How long each word is and how far from what stands there."""
    length = c.end - c.start
    letters = sign["letters"]
    letters[:] = length
    sign["kept"][:] = c.kept
    changed = (words & ~c.kept).nonzero()[0]
    sign["kept_garbled"][:] = c.kept * (len(changed) / max(1, words.sum()))
    if not len(changed):
        return
    surfaces = [c.surfaces[i] for i in changed.tolist()]
    size = np.array(array("q", map(len, surfaces)))
    letters[changed] = size
    sign["length_change"][changed] = np.abs(size - length[changed])
    read = np.minimum(_points("".join(surfaces)), _POINTS)
    bags = _bags(read, size.cumsum() - size, size) - _bags(points, c.start[changed], length[changed])
    sign["changed_letters"][changed] = np.maximum(bags, 0).sum(1) / size.clip(1)


def _bags(points: NDArray[np.uint32], start: Ints, size: Ints) -> Ints:
    """How often each letter stands in some stretches, [stretches, letters]."""
    at = np.arange(size.sum()) + (start - (size.cumsum() - size)).repeat(size)
    cells = np.arange(0, len(size) * _LETTERS, _LETTERS).repeat(size) + _tables().letters[points[at]]
    return np.bincount(cells, minlength=len(size) * _LETTERS).reshape(-1, _LETTERS)


def _of_posteriors(sign: Columns, c: _Columns, line: Ints) -> None:
    sign["odds"][:] = c.posterior
    is_word = c.symbol >= 0
    doubt = (1.0 - c.posterior) * is_word
    total = np.bincount(line, doubt) / np.bincount(line, is_word).clip(1.0)
    sign["line_doubt"][:] = total[line]
    sums = np.zeros(len(doubt) + 2 * NEAR + 1)
    sums[NEAR + 1 : len(doubt) + NEAR + 1] = doubt.cumsum()
    sums[len(doubt) + NEAR + 1 :] = sums[len(doubt) + NEAR]
    sign["page_doubt"][:] = sums[-1] / max(1, is_word.sum())
    sign["near_doubt"][:] = sums[2 * NEAR + 1 :] - sums[: len(doubt)] - doubt


def _of_language(sign: Columns, c: _Columns, kind: NDArray[np.uint8], line: Ints, model: NgramModel) -> None:
    """What the language model makes of the words as they were chosen, paragraph by paragraph."""
    spoken = (c.symbol >= 0).nonzero()[0]
    if not len(spoken):
        return
    breaks = np.diff(line[spoken])
    at = breaks.nonzero()[0]
    after = spoken[at + 1]
    upper = kind[np.minimum(c.start[after], len(kind) - 1)] & _UPPER > 0
    opens = at[(breaks[at] > 1) | upper] + 1
    place = np.zeros(len(spoken), np.int64)
    place[opens] = 2
    place = place.cumsum()
    place += np.arange(len(spoken))
    begin, end = model.ids[BEGIN], model.ids[END]
    chain = np.full(place[-1] + 2, end)
    chain[place] = c.symbol[spoken]
    chain[place[opens] - 1] = begin
    surprise = np.zeros(len(chain) + 2)
    surprise[:-2] = -model.chain_logps(chain)
    sign["word_surprise"][spoken] = surprise[place]
    behind = surprise[place + 1]
    sign["next_surprise"][spoken] = behind
    further = np.maximum(surprise[place + 2], surprise[place + 3])
    sign["ahead_surprise"][spoken] = np.maximum(behind, further)


def _of_repeats(sign: Columns, chosen: Sequence[Reading]) -> None:
    """Words of the model were counted by their symbols; all others are by what they look like."""
    times = sign["repeats"]
    strange = (times == 0.0).nonzero()[0].tolist()
    surfaces = [chosen[i][2] for i in strange]
    counts = Counter(surfaces)
    times[strange] = [counts[surface] for surface in surfaces]
    np.log1p(times, out=times)


def _of_marks(sign: Columns, c: _Columns, kind: NDArray[np.uint8]) -> None:
    """Marks that touch a word or stand near it."""
    padded = np.full(len(kind) + 4, _BLANK, np.uint8)
    padded[2:-2] = kind
    before, behind = padded[c.start + 1], padded[c.end + 2]
    left = before & (_ALNUM | _BLANK | _BAR | _OPENING) == 0
    right = behind & (_ALNUM | _BLANK | _BAR | _CLOSING) == 0
    sign["glued_left"][:] = left & (padded[c.start] & _ALNUM > 0)
    sign["glued_right"][:] = right & (padded[c.end + 3] & _ALNUM > 0)
    sign["at_bar"][:] = (before | behind) & _BAR > 0
    odd = np.zeros(len(kind) + 1, np.int64)
    (kind & (_ALNUM | _BLANK | _USUAL) == 0).cumsum(out=odd[1:])
    last = np.minimum(c.end + AROUND, len(kind))
    sign["odd_marks"][:] = odd[last] - odd[np.maximum(c.start - AROUND, 0)]
