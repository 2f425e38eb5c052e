"""Which readings a step has to look at, told by what they look like.

Each step behind the search looks for readings of some kind: short words in capitals, numbers with a bar,
what was changed. Most readings are none of these. One pass in C over all of them finds those that are;
what a surface looks like is remembered by the surface, since most words come back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from types import MappingProxyType

from vnrestore.kernels import compiled
from vnrestore.restore.protect import LONGEST_SYLLABLE
from vnrestore.restore.reading import Reading

SHORT = 3  # letters
LONGEST_MARK = 2  # more dots or rules are those of a form
REMEMBERED = 50_000  # surfaces
LABELS = frozenset(("chương", "phần", "lục", "hạng", "quý", "loại", "cấp"))  # a numeral may follow

# Of the surface (the kernel knows these by their bits, below 2^16).
LETTERS, LETTER, LONE_CAPITAL, LOUD, QUIET, WORD, NAME, MARK, BARRED, LABEL, LONG, DIGITS = (
    1 << i for i in range(12)
)
# Of the generator (below 2^24).
SPELLED, KEPT, NOTED, MERGED, PLAIN = (1 << i for i in range(16, 21))
MADE = 1 << 23  # by any generator but that of what stands there
# Of the reading.
CHANGED, SAME, RIVALLED, OVERTAKEN, LISTED, ODD = (1 << i for i in range(24, 30))

ALTERED = MADE | CHANGED  # as CHANGED, but what is kept need not be compared

_KINDS = MappingProxyType(
    {
        "syllable": SPELLED | PLAIN | MADE,
        "merge": SPELLED | MERGED | MADE,
        "identity": KEPT | PLAIN,
        "notation": NOTED | MADE,
        "word": NOTED | MADE,
    }
)
_NONE: frozenset[int] = frozenset()

Places = dict[int, list[int]]
"""Numbers of readings by that of their passage, both ascending; passages without any are left out."""


class _Looks(dict[str, int]):
    """What surfaces look like, remembered."""

    def __missing__(self, surface: str) -> int:
        if len(self) > REMEMBERED:
            self.clear()
        found = self[surface] = _look(surface)
        return found


@cache
def _known() -> tuple[_Looks, dict[str, int]]:
    """What surfaces and generators look like; shared, as it depends on nothing else."""
    return _Looks(), dict(_KINDS)


def find(
    text: str,
    chosen: Sequence[list[Reading]],
    *wanted: int,
    below: float = 0.0,
    symbols: frozenset[int] = _NONE,
) -> Places:
    """The places of the readings that look like any of some kinds.

    Args:
        text: the observed text.
        chosen: readings by passage.
        wanted: kinds, each a sum of the flags above, all of which a reading must show.
        below: readings with a lower posterior are found, too.
        symbols: language-model symbols that are ``LISTED``.
    """
    looks, kinds = _known()
    kernels = compiled()
    if kernels is not None:
        places: Places = kernels.looks(text, list(chosen), looks, kinds, symbols, wanted, below)
        return places
    found = (
        [
            k
            for k, r in enumerate(passage)
            if r[3] < below
            or any(
                (looks[r[2]] | kinds.get(r[6], MADE) | _shown(text, r, symbols)) & kind == kind
                for kind in wanted
            )
        ]
        for passage in chosen
    )
    return {i: some for i, some in enumerate(found) if some}


def count_words(text: str, chosen: Sequence[list[Reading]], least: float) -> dict[tuple[str, str], int]:
    """How often which word of letters is read, and from what, (surface, observed), as they come in the text.

    Only of words that no generator but the plain ones proposed, with a posterior from ``least`` on.
    """
    looks, kinds = _known()
    kernels = compiled()
    if kernels is not None:
        counts: dict[tuple[str, str], int] = kernels.tally(
            text, list(chosen), looks, kinds, LETTERS | PLAIN, least
        )
        return counts
    return dict(
        Counter(
            (r[2], text[r[0] : r[1]])
            for r in chain.from_iterable(chosen)
            if r[3] >= least and kinds.get(r[6], 0) & PLAIN and looks[r[2]] & LETTERS
        )
    )


def count_symbols(chosen: Sequence[list[Reading]], least: float) -> dict[int, int]:
    """How often which symbol is read, of words of letters with a posterior from ``least`` on."""
    looks, kinds = _known()
    kernels = compiled()
    if kernels is not None:
        counts: dict[int, int] = kernels.tally(None, list(chosen), looks, kinds, LETTERS, least)
        return counts
    readings = chain.from_iterable(chosen)
    return dict(Counter(r[7] for r in readings if r[3] >= least and looks[r[2]] & LETTERS))


def pairs(places: Places) -> Iterator[tuple[int, int]]:
    """The places one by one, as numbers of a passage and of a reading in it."""
    return ((i, k) for i, some in places.items() for k in some)


def readings_at(chosen: Sequence[list[Reading]], places: Places) -> list[Reading]:
    """The readings at some places, in order."""
    return [chosen[i][k] for i, k in pairs(places)]


def _look(surface: str) -> int:
    """The flags of a surface."""
    size, letters, upper = len(surface), surface.isalpha(), surface.isupper()
    word = size > 1 and letters and not upper
    return (
        LETTERS * letters
        | LETTER * (size == 1 and letters)
        | LONE_CAPITAL * (size == 1 and upper)
        | LOUD * (1 < size <= SHORT and upper)
        | QUIET * (1 < size <= SHORT and not upper and surface[0].isupper())
        | WORD * word
        | NAME * (word and not surface.islower())
        | MARK * (size == 1 or (size == LONGEST_MARK and not surface.isalnum()))
        | BARRED * ("/" in surface)
        | LABEL * (surface.lower() in LABELS)
        | LONG * (size > LONGEST_SYLLABLE)
        | DIGITS * surface.isdigit()
    )


def _shown(text: str, reading: Reading, symbols: frozenset[int]) -> int:
    """The flags of a reading but for its surface and its generator."""
    observed = text[reading[0] : reading[1]]
    return (
        (SAME if observed == reading[2] else CHANGED)
        | ODD * (len(observed) < 2 or not (observed.isascii() and observed.isalpha()))
        | RIVALLED * (reading[5] != 0.0)
        | OVERTAKEN * (reading[5] > reading[3])
        | LISTED * (reading[7] in symbols)
    )
