"""The channel's trained tables: edits and readings of several OCR engines, and a few that need no training.

P(observed segment | intended character) of each engine is smoothed towards the character's
relatives (same letter, other tone; same bare letter) and a uniform floor, so that every
character any OCR can print has a probability.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnrestore.errors import ResourceError
from vnrestore.language.alphabet import Alphabet, Letters
from vnrestore.language.readings import Columns, Edit, Floats, ReadingTable, reading_table
from vnrestore.text.spelling import old_tone_placement, strip_marks
from vnrestore.text.syllable import parse, split_tone

FORMAT = 1
KAPPA_SAME = 4.0  # pseudo-counts of the backed-off estimates
KAPPA_TONE = 4.0
KAPPA_BARE = 3.0
WORD_SHARE = 0.4  # whole words were seen on fewer pages than their parts
UNIFORM = 1 / 250  # an OCR engine prints some 250 different characters
EDITS = 20_000  # remembered
FLATTEN = 0.6  # exponent that widens the pooled component for engines never seen
SURPRISE = 0.3  # share of that component's readings that are any character: no list of confusions is complete

# Components that need no training: text that was never garbled, text whose marks were
# dropped, an engine that gets the letter right and any mark wrong, and one that is led by
# the shapes of letters alone.
SYNTHETIC = ("clean", "stripped", "marks", "shapes")
SHAPE_SHARE = 0.5  # of the shapes component's readings that are look-alikes
MERGED_SHARE = 0.03  # probability that it merges two letters, for a weight of 1 in the list of look-alikes
UNREAD = "\u02cd"  # stands for a mark that an engine prints for what it cannot read
_MARKED = [c for c in map(chr, range(0xC0, 0x250)) if c.isalpha()] + [chr(c) for c in range(0x1EA0, 0x1EFA)]


@dataclass(frozen=True, slots=True)
class Rows:
    """Counts in long form: component number, row and column numbers, probability and count."""

    component: NDArray[np.int64]
    intended: NDArray[np.int64]
    observed: NDArray[np.int64]
    probability: Floats
    count: Floats


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a table [rows, columns] that any component fills.

    Attributes:
        flat: ``row * columns + column`` of each, ascending.
        column: the same without the row.
        start: [rows + 2] where each row begins; the last row is empty.
        of_count: for each of the counts in long form, the number of its cell.
    """

    flat: NDArray[np.int64]
    column: NDArray[np.int32]
    start: NDArray[np.int32]
    of_count: NDArray[np.int64]


def _cells(rows: NDArray[np.int64], columns: NDArray[np.int64], height: int, width: int) -> Cells:
    """The cells of counts at these rows and columns of a table [height, width]."""
    flat, of_count = np.unique(rows * width + columns, return_inverse=True)
    start = np.searchsorted(flat, np.arange(height + 2) * width).astype(np.int32)
    return Cells(flat, (flat % width).astype(np.int32), start, of_count)


@dataclass(frozen=True, slots=True)
class ChannelData:
    """Everything trained, before it is mixed for a document.

    Attributes:
        components: names of the engines.
        characters: intended character -> column.
        singles: observed "" or one character -> row of ``single``.
        single: smoothed P(observed | intended), [component, row, column].
        pooled: the trained components' together, widened, for engines never seen.
        segments: observed segment of two or three characters -> row.
        long: sparse P(segment | character), sorted by segment.
        long_cells: where it is not 0, [segments, characters].
        pairs: intended two characters -> number; ``merged`` are their one-character readings.
        merged_cells: their cells in a table [pairs + 1, kinds].
        kind: [rows of ``single`` + 1] characters numbered by what they may be merged from; the last
            number stands for all that are never.
        units: readings of whole onsets and rimes, as cased.
        words: readings of whole words.
        alphabet: numbers observed text by ``singles`` and ``segments``.
        letters: numbers intended text by ``characters`` and ``pairs``.
    """

    components: list[str]
    characters: dict[str, int]
    singles: dict[str, int]
    single: Floats
    pooled: Floats
    segments: dict[str, int]
    long: Rows
    long_cells: Cells
    pairs: dict[str, int]
    merged: Rows
    merged_cells: NDArray[np.int64]
    kind: NDArray[np.int32]
    units: ReadingTable
    words: ReadingTable
    alphabet: Alphabet
    letters: Letters
    _edits: dict[Edit, Floats] = field(default_factory=dict, repr=False)

    def edit_probabilities(self, edit: Edit) -> Floats:
        """P(edit) under each component alone, then under all pooled, [components + 1]; remembered."""
        found = self._edits.get(edit)
        if found is None:
            if len(self._edits) > EDITS:
                self._edits.clear()
            found = self._edits[edit] = self._edit_probabilities(edit)
        return found

    def _edit_probabilities(self, edit: Edit) -> Floats:
        intended, observed = edit
        column = self.characters.get(intended)
        floor = np.full(len(self.components), UNIFORM**2 * 1e-2, np.float32)
        if column is not None and observed in self.singles:
            floor = self.single[:, self.singles[observed], column]
        elif column is not None and observed in self.segments:
            rows = self.long
            hits = slice(
                *np.searchsorted(rows.observed, [self.segments[observed], self.segments[observed] + 1])
            )
            here = rows.intended[hits] == column
            floor[rows.component[hits][here]] += rows.probability[hits][here]
        elif len(observed) < 2:
            floor[:] = UNIFORM * 1e-3
        pooled = floor[: self.trained].mean() ** np.float32(FLATTEN) / 3
        return np.append(floor, pooled)

    def cell(self, edit: Edit) -> int:
        """Number of an edit of a known character: ``row * characters + column``.

        Rows are those of ``single``, behind them those of ``segments`` and one for all other segments.
        """
        intended, observed = edit
        row = self.singles.get(observed)
        if row is None:
            row = len(self.singles) + self.segments.get(observed, len(self.segments))
        return row * len(self.characters) + self.characters[intended]

    @property
    def trained(self) -> int:
        """How many components come from real engines; they are the first."""
        return len(self.components) - len(SYNTHETIC)


def unit_parts(word: str) -> tuple[str, str] | None:
    """Onset and rime of a syllable as it is written, None if the word is no syllable."""
    folded = old_tone_placement(word)
    parsed = parse(folded.lower())
    if parsed is None or len(folded) != len(parsed.onset) + len(parsed.rime):
        return None
    return folded[: len(parsed.onset)], folded[len(parsed.onset) :]


def load(folder: Path, lookalikes: Mapping[str, Mapping[str, float]]) -> ChannelData:
    """Read the tables written by ``python -m vnrestore.train channel``.

    Args:
        folder: where the tables lie.
        lookalikes: intended letter -> observed string -> weight, from ``lookalikes.tsv``.

    Raises:
        ResourceError: if a file is missing, malformed or of another format.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise ResourceError(f"{folder}: channel format {manifest['format']}, need {FORMAT}")
        edits = _read(folder / "edits.tsv")
        units = _read(folder / "units.tsv")
        words = _read(folder / "words.tsv")
        components = [*sorted(manifest["tokens"]), *SYNTHETIC]
        characters = sorted({c for name in (*edits.intended, *units.intended) for c in name})
        more = [("clean", c, c, 1e5) for c in characters]
        more += [("stripped", c, strip_marks(c), 1e5) for c in characters]
        more += _mark_confusions(characters)
        more += _shape_confusions(characters, lookalikes)
        more.append(("shapes", characters[0], UNREAD, 1e-6))
        table = _extended(edits, [(*row, 0.0) for row in more] + _merged_shapes(lookalikes))
        return _assemble(components, characters, table, units, words)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(f"{folder}: cannot load the channel: {error}") from error


def _read(path: Path) -> Columns:
    _, _, text = path.read_text("utf-8").partition("\n")
    fields = text.rstrip("\n").replace("\n", "\t").split("\t")
    if len(fields) != 5 * text.count("\n"):
        raise ResourceError(f"{path}: every line needs five columns")
    count, probability = (np.fromiter(map(float, fields[i::5]), np.float32) for i in (3, 4))
    return Columns(fields[0::5], fields[1::5], fields[2::5], count, probability)


def _extended(table: Columns, rows: list[tuple[str, str, str, float, float]]) -> Columns:
    """The table with rows of (component, intended, observed, count, probability) at its end."""
    component, intended, observed, count, probability = zip(*rows, strict=True)
    return Columns(
        [*table.component, *component],
        [*table.intended, *intended],
        [*table.observed, *observed],
        np.append(table.times, np.array(count, np.float32)),
        np.append(table.probability, np.array(probability, np.float32)),
    )


def _mark_confusions(characters: Sequence[str]) -> list[tuple[str, str, str, float]]:
    """Edit counts of an engine that prints the bare letter or the letter with any mark."""
    variants: dict[str, list[str]] = {}
    for char in _MARKED:
        variants.setdefault(strip_marks(char), []).append(char)
    rows = []
    for char in characters:
        bare = strip_marks(char)
        others = variants.get(bare, []) if bare.isalpha() else []
        counts = {bare: 50.0} | {other: 50.0 / len(others) for other in others}
        rows += [("marks", char, other, n) for other, n in counts.items()]
    return rows


def _shape_confusions(
    characters: Sequence[str], lookalikes: Mapping[str, Mapping[str, float]]
) -> list[tuple[str, str, str, float]]:
    """Edit counts of an engine that confuses look-alikes: a marked letter's own, or its bare letter's."""
    rows = []
    for char in characters:
        bare = strip_marks(char)
        weights = lookalikes.get(char) or lookalikes.get(split_tone(char)[0]) or lookalikes.get(bare) or {}
        total = sum(weights.values())
        for other, weight in weights.items():
            rows.append(("shapes", char, other, 100 * SHAPE_SHARE * weight / total))
        rows.append(("shapes", char, bare, 100 * (1 - SHAPE_SHARE if weights else 1.0)))
    return rows


def _merged_shapes(
    lookalikes: Mapping[str, Mapping[str, float]],
) -> list[tuple[str, str, str, float, float]]:
    """Two letters that look like one, as the shapes component reads them."""
    return [
        ("shapes", pair, one, weight, MERGED_SHARE * weight)
        for pair, weights in lookalikes.items()
        if len(pair) == 2
        for one, weight in weights.items()
    ]


def _rows(
    table: Columns, chosen: list[int], components: dict[str, int], left: dict[str, int], right: dict[str, int]
) -> Rows:
    return Rows(
        np.array([components[table.component[i]] for i in chosen], np.int64),
        np.array([left[table.intended[i]] for i in chosen], np.int64),
        np.array([right[table.observed[i]] for i in chosen], np.int64),
        table.probability[chosen],
        table.times[chosen],
    )


def _number(items: Iterable[str]) -> dict[str, int]:
    return {item: i for i, item in enumerate(sorted(set(items)))}


def _assemble(
    names: list[str], letters: list[str], edits: Columns, units: Columns, words: Columns
) -> ChannelData:
    components = {name: i for i, name in enumerate(names)}
    sizes = [(len(i), len(o)) for i, o in zip(edits.intended, edits.observed, strict=True)]
    one = [k for k, (i, o) in enumerate(sizes) if i == 1 and o <= 1]
    more = [k for k, (i, o) in enumerate(sizes) if i == 1 and o > 1]
    two = [k for k, (i, _) in enumerate(sizes) if i == 2]
    characters = _number(letters)
    singles = _number({"", *(c for o in edits.observed for c in o)})
    segments = _number(edits.observed[k] for k in more)
    pairs = _number(edits.intended[k] for k in two)
    short = _rows(edits, one, components, characters, singles)
    long = _rows(edits, more, components, characters, segments)
    single, long = _smooth(components, characters, singles, short, long)
    merged = _rows(edits, two, components, pairs, singles)
    kinds = np.unique(merged.observed)
    kind = np.full(len(singles) + 1, len(kinds), np.int32)
    kind[kinds] = np.arange(len(kinds))
    return ChannelData(
        names,
        characters,
        singles,
        single,
        _pool(single[: len(names) - len(SYNTHETIC)]),
        segments,
        long,
        _cells(long.observed, long.intended, len(segments), len(characters)),
        pairs,
        merged,
        merged.intended * (len(kinds) + 1) + kind[merged.observed],
        kind,
        reading_table(units, components),
        reading_table(words, components, WORD_SHARE),
        Alphabet(singles, segments),
        Letters(characters, pairs),
    )


def _pool(single: Floats) -> Floats:
    pooled = single.mean(axis=0) ** np.float32(FLATTEN)
    widened: Floats = (1 - SURPRISE) * pooled / pooled.sum(axis=0) + np.float32(SURPRISE * UNIFORM)
    return widened


def _smooth(
    components: dict[str, int], characters: dict[str, int], singles: dict[str, int], short: Rows, long: Rows
) -> tuple[Floats, Rows]:
    """Dirichlet back-off: a character, its letter with any tone, its bare letter, uniform."""
    shape = (len(components), len(singles), len(characters))
    counts = np.zeros(shape, np.float32)
    np.add.at(counts, (short.component, short.observed, short.intended), short.count)
    total = counts.sum(axis=1)
    np.add.at(total, (long.component, long.intended), long.count)
    smoothed = np.full(shape, UNIFORM, np.float32)
    for kappa, family in (
        (KAPPA_BARE, lambda c: strip_marks(c)),
        (KAPPA_TONE, lambda c: split_tone(c)[0]),
        (KAPPA_SAME, lambda c: c),
    ):
        groups = _number([family(c) for c in characters])
        member = np.array([groups[family(c)] for c in characters])
        order = np.argsort(member, kind="stable")
        starts = np.searchsorted(member[order], np.arange(len(groups)))
        pooled = np.add.reduceat(counts[:, :, order], starts, axis=2)[:, :, member]
        mass = np.add.reduceat(total[:, order], starts, axis=1)[:, None, member]
        smoothed = (pooled + kappa * smoothed) / (mass + kappa)
    probability = long.count / (total[long.component, long.intended] + KAPPA_SAME)
    by_segment = np.argsort(long.observed, kind="stable")
    rows = Rows(long.component, long.intended, long.observed, probability, long.count)
    return smoothed, Rows(*(getattr(rows, name)[by_segment] for name in rows.__slots__))
