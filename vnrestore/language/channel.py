"""The noisy channel: how likely an intended text was to be read as the observed one.

Data are expected edit counts of several OCR engines (components). A :class:`Channel` is
one mixture of them: a table P(observed segment | intended character), smoothed towards the
character's relatives (same letter, other tone; same bare letter) and a uniform floor, so
that every character any OCR can print has a probability. Readings of whole onsets and
rimes come on top with Witten-Bell interpolation.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnrestore.errors import ResourceError
from vnrestore.text.spelling import old_tone_placement, strip_marks
from vnrestore.text.syllable import parse, split_tone

FORMAT = 1
MAX_SEGMENT = 3  # observed characters one intended character can become
KAPPA_SAME = 4.0  # pseudo-counts of the backed-off estimates
KAPPA_TONE = 4.0
KAPPA_BARE = 3.0
UNIFORM = 1 / 250  # an OCR engine prints some 250 different characters
STRAY = 0.004  # an extra character read beside the right one
KAPPA_EDIT = 30.0  # pseudo-counts of the prior when a document teaches its own engine
KAPPA_UNIT = 6.0
FLATTEN = 0.6  # exponent that widens the pooled component for engines never seen

# Components that need no training: text that was never garbled, text whose marks were
# dropped, an engine that gets the letter right and any mark wrong, and one that is led by
# the shapes of letters alone.
SYNTHETIC = ("clean", "stripped", "marks", "shapes")
SHAPE_SHARE = 0.5  # of the shapes component's readings that are look-alikes
_MARKED = [c for c in map(chr, range(0xC0, 0x250)) if c.isalpha()] + [chr(c) for c in range(0x1EA0, 0x1EFA)]

Floats = NDArray[np.float32]
Edit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Counts in long form: component number, row and column numbers, probability and count."""

    component: NDArray[np.int64]
    intended: NDArray[np.int64]
    observed: NDArray[np.int64]
    probability: Floats
    count: Floats


@dataclass(frozen=True, slots=True)
class ChannelData:
    """Everything trained, before it is mixed for a document.

    Attributes:
        components: names of the engines.
        characters: intended character -> column.
        singles: observed "" or one character -> row of ``single``.
        single: smoothed P(observed | intended), [component, row, column].
        segments: observed segment of two or three characters -> row.
        long: sparse P(segment | character).
        pairs: intended two characters -> number; ``merged`` are their one-character readings.
        units: intended onset or rime, as cased -> number.
        readings: observed string -> slice of ``unit_rows``, which are grouped by it.
        backoff: [component, unit] the share left to single characters.
    """

    components: list[str]
    characters: dict[str, int]
    singles: dict[str, int]
    single: Floats
    segments: dict[str, int]
    long: Rows
    pairs: dict[str, int]
    merged: Rows
    units: dict[str, int]
    readings: dict[str, slice]
    unit_rows: Rows
    backoff: Floats

    def edit_probabilities(self, edit: Edit) -> Floats:
        """P(edit) under each component alone, then under all pooled, [components + 1]."""
        intended, observed = edit
        column = self.characters.get(intended)
        floor = np.full(len(self.components), UNIFORM**2 * 1e-2, np.float32)
        if column is not None and observed in self.singles:
            floor = self.single[:, self.singles[observed], column]
        elif column is not None and observed in self.segments:
            rows = self.long
            hits = np.flatnonzero((rows.observed == self.segments[observed]) & (rows.intended == column))
            floor[rows.component[hits]] += rows.probability[hits]
        elif len(observed) < 2:
            floor[:] = UNIFORM * 1e-3
        pooled = floor[: self.trained].mean() ** np.float32(FLATTEN) / 3
        return np.append(floor, pooled)

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
        components = [*sorted(manifest["tokens"]), *SYNTHETIC]
        characters = sorted({c for row in edits + units for c in row[1]})
        edits += [["clean", c, c, "100000", "1"] for c in characters]
        edits += [["stripped", c, strip_marks(c), "100000", "1"] for c in characters]
        edits += _mark_confusions(characters)
        edits += _shape_confusions(characters, lookalikes)
        return _assemble(components, edits, units)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(f"{folder}: cannot load the channel: {error}") from error


def _read(path: Path) -> list[list[str]]:
    rows = [line.split("\t") for line in path.read_text("utf-8").split("\n")[1:-1]]
    if any(len(row) != 5 for row in rows):
        raise ResourceError(f"{path}: every line needs five columns")
    return rows


def _mark_confusions(characters: Sequence[str]) -> list[list[str]]:
    """Edit counts of an engine that prints the bare letter or the letter with any mark."""
    variants: dict[str, list[str]] = {}
    for char in _MARKED:
        variants.setdefault(strip_marks(char), []).append(char)
    rows = []
    for char in characters:
        bare = strip_marks(char)
        others = variants.get(bare, []) if bare.isalpha() else []
        counts = {bare: 50.0} | {other: 50.0 / len(others) for other in others}
        rows += [["marks", char, other, str(n), "0"] for other, n in counts.items()]
    return rows


def _shape_confusions(
    characters: Sequence[str], lookalikes: Mapping[str, Mapping[str, float]]
) -> list[list[str]]:
    """Edit counts of an engine that confuses look-alikes: a marked letter's own, or its bare letter's."""
    rows = []
    for char in characters:
        bare = strip_marks(char)
        weights = lookalikes.get(char) or lookalikes.get(split_tone(char)[0]) or lookalikes.get(bare) or {}
        total = sum(weights.values())
        for other, weight in weights.items():
            rows.append(["shapes", char, other, str(100 * SHAPE_SHARE * weight / total), "0"])
        rows.append(["shapes", char, bare, str(100 * (1 - SHAPE_SHARE if weights else 1.0)), "0"])
    return rows


def _rows(table: list[list[str]], components: dict[str, int], left: dict[str, int], right: dict[str, int]) -> Rows:
    return Rows(
        np.array([components[r[0]] for r in table], np.int64),
        np.array([left[r[1]] for r in table], np.int64),
        np.array([right[r[2]] for r in table], np.int64),
        np.array([float(r[4]) for r in table], np.float32),
        np.array([float(r[3]) for r in table], np.float32),
    )


def _number(items: Sequence[str]) -> dict[str, int]:
    return {item: i for i, item in enumerate(sorted(set(items)))}


def _assemble(names: list[str], edits: list[list[str]], units: list[list[str]]) -> ChannelData:
    components = {name: i for i, name in enumerate(names)}
    one = [r for r in edits if len(r[1]) == 1 and len(r[2]) <= 1]
    more = [r for r in edits if len(r[1]) == 1 and len(r[2]) > 1]
    two = [r for r in edits if len(r[1]) == 2]
    characters = _number([c for r in edits + units for c in r[1]])
    singles = _number(["", *(r[2] for r in one), *(c for r in edits for c in r[2])])
    segments = _number([r[2] for r in more])
    pairs = _number([r[1] for r in two])
    unit_ids = _number([r[1] for r in units])
    units = sorted(units, key=lambda r: r[2])
    readings: dict[str, slice] = {}
    for i, row in enumerate(units):
        begun = readings.get(row[2])
        readings[row[2]] = slice(begun.start if begun else i, i + 1)
    single, long = _smooth(components, characters, singles, segments, one, more)
    unit_rows = _rows(units, components, unit_ids, {o: 0 for o in readings})
    backoff, unit_rows = _witten_bell(unit_rows, len(names), len(unit_ids))
    merged = _rows(two, components, pairs, singles)
    return ChannelData(
        names, characters, singles, single, segments, long, pairs, merged, unit_ids, readings, unit_rows, backoff
    )


def _smooth(
    components: dict[str, int],
    characters: dict[str, int],
    singles: dict[str, int],
    segments: dict[str, int],
    one: list[list[str]],
    more: list[list[str]],
) -> tuple[Floats, Rows]:
    """Dirichlet back-off: a character, its letter with any tone, its bare letter, uniform."""
    shape = (len(components), len(singles), len(characters))
    rows = _rows(one, components, characters, singles)
    counts = np.zeros(shape, np.float32)
    np.add.at(counts, (rows.component, rows.observed, rows.intended), rows.count)
    total = counts.sum(axis=1)
    long = _rows(more, components, characters, segments)
    np.add.at(total, (long.component, long.intended), long.count)
    smoothed = np.full(shape, UNIFORM, np.float32)
    for kappa, family in (
        (KAPPA_BARE, lambda c: strip_marks(c)),
        (KAPPA_TONE, lambda c: split_tone(c)[0]),
        (KAPPA_SAME, lambda c: c),
    ):
        groups = _number([family(c) for c in characters])
        member = np.array([groups[family(c)] for c in characters])
        pooled = np.zeros((*shape[:2], len(groups)), np.float32)
        mass = np.zeros((shape[0], len(groups)), np.float32)
        for column, group in enumerate(member):
            pooled[:, :, group] += counts[:, :, column]
            mass[:, group] += total[:, column]
        weight = mass[:, None, member]
        smoothed = (pooled[:, :, member] + kappa * smoothed) / (weight + kappa)
    probability = long.count / (total[long.component, long.intended] + KAPPA_SAME)
    return smoothed, Rows(long.component, long.intended, long.observed, probability, long.count)


def _witten_bell(rows: Rows, components: int, units: int) -> tuple[Floats, Rows]:
    types = np.zeros((components, units), np.float32)
    tokens = np.zeros((components, units), np.float32)
    np.add.at(types, (rows.component, rows.intended), 1)
    np.add.at(tokens, (rows.component, rows.intended), rows.count)
    kappa = types + 1
    backoff = kappa / (tokens + kappa)
    probability = rows.count / (tokens + kappa)[rows.component, rows.intended]
    return backoff, Rows(rows.component, rows.intended, rows.observed, probability, rows.count)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document itself shows of its engine: counts of readings taken to be certain."""

    edits: Mapping[Edit, float]
    units: Mapping[Edit, float]


class Channel:
    """One mixture of the components, ready to score.

    Args:
        data: the trained tables.
        weights: mixture weights of the components, then of the *generic* component: all
            trained ones pooled and flattened, for engines never seen. They sum to 1.
        evidence: readings seen in the document to be restored; the mixture is their prior.
    """

    def __init__(self, data: ChannelData, weights: Sequence[float], evidence: Evidence | None = None) -> None:
        """Mix the tables once; look-ups are then plain indexing."""
        self.data = data
        self.weights = tuple(weights)
        *known, generic = weights
        share = np.array(known, np.float32)
        trained = data.trained
        pooled = data.single[:trained].mean(axis=0) ** np.float32(FLATTEN)
        pooled /= pooled.sum(axis=0)
        self._single = np.tensordot(share, data.single, axes=1) + np.float32(generic) * pooled
        blend = share.copy()
        blend[:trained] += np.float32(generic / trained)
        self._long = np.zeros((len(data.segments), len(data.characters)), np.float32)
        rows = data.long
        np.add.at(self._long, (rows.observed, rows.intended), rows.probability * blend[rows.component])
        rows = data.merged
        self._merged = np.zeros((len(data.singles), len(data.pairs)), np.float32)
        np.add.at(self._merged, (rows.observed, rows.intended), rows.probability * blend[rows.component])
        self._blend = blend
        self.unit_backoff = np.tensordot(blend, data.backoff, axes=1)
        self._floor = np.full(len(data.characters), UNIFORM * 1e-3, np.float32)
        self._vectors: dict[str, Floats] = {}
        self._seen: dict[str, dict[int, float]] = {}
        self._unit_share = np.ones(len(data.units), np.float32)
        if evidence is not None:
            self._learn(evidence)
        nothing = np.zeros((1, len(data.characters)), np.float32)
        self._single = np.concatenate([self._single, self._floor[None]])  # the last row: a character never seen
        self._long = np.concatenate([self._long, nothing])

    def _learn(self, evidence: Evidence) -> None:
        """Posterior means under a Dirichlet prior centred on the mixture."""
        data = self.data
        totals: Counter[str] = Counter()
        for (intended, _), n in evidence.edits.items():
            totals[intended] += n  # type: ignore[assignment]
        for intended, total in totals.items():
            column = data.characters.get(intended)
            if column is not None:
                shrink = KAPPA_EDIT / (KAPPA_EDIT + total)
                self._single[:, column] *= shrink
                self._long[:, column] *= shrink
        for (intended, observed), n in evidence.edits.items():
            column = data.characters.get(intended)
            if column is None:
                continue
            share = n / (KAPPA_EDIT + totals[intended])
            if observed in data.singles:
                self._single[data.singles[observed], column] += share
            elif observed in data.segments:
                self._long[data.segments[observed], column] += share
        units: Counter[str] = Counter()
        for (unit, _), n in evidence.units.items():
            units[unit] += n  # type: ignore[assignment]
        for unit, total in units.items():
            if unit in data.units:
                self._unit_share[data.units[unit]] = KAPPA_UNIT / (KAPPA_UNIT + total)
        for (unit, observed), n in evidence.units.items():
            if unit in data.units:
                readings = self._seen.setdefault(observed, {})
                readings[data.units[unit]] = n / (KAPPA_UNIT + units[unit])
        self.unit_backoff = self.unit_backoff * self._unit_share

    def segment(self, observed: str) -> Floats:
        """P(observed segment | each intended character), [characters]; up to three observed ones."""
        row = self.data.singles.get(observed)
        if row is not None:
            return self._single[row]
        if len(observed) < 2:
            return self._floor
        vector = self._vectors.get(observed)
        if vector is None:
            vector = self.segment_table([observed], len(observed))[0, 0, : len(self.data.characters)]
            self._vectors[observed] = vector
        return vector

    def segment_table(self, observed: Sequence[str], length: int) -> Floats:
        """P(segment of ``length`` characters from each position | character) for strings of one size.

        Returns:
            Array [strings, positions, characters + 1]; the last column is for characters
            outside the alphabet.
        """
        size = len(observed[0])
        places = size + 1 - length
        table = np.full((len(observed), places, len(self.data.characters) + 1), 1e-7, np.float32)
        inside = table[:, :, :-1]
        if length == 0:
            inside[:] = self._single[self.data.singles[""]]
            return table
        unknown = len(self._single) - 1
        rows = np.array([[self.data.singles.get(c, unknown) for c in o] for o in observed], np.int64)
        single = self._single
        if length == 1:
            inside[:] = single[rows]
            return table
        nothing = len(self._long) - 1
        get = self.data.segments.get
        known = np.array([[get(o[j : j + length], nothing) for j in range(places)] for o in observed], np.int64)
        inside[:] = self._long[known]
        inside += np.float32(UNIFORM**2 * 1e-2)
        if length == 2:
            inside += (single[rows[:, :-1]] + single[rows[:, 1:]]) * np.float32(STRAY * UNIFORM * 10)
        return table

    def merged_table(self, observed: Sequence[str]) -> Floats:
        """P(the character at each position | intended pair) for strings of one size,
        [strings, positions, pairs + 1]; the last column is zero."""
        nothing = len(self._merged)
        padded = np.zeros((nothing + 1, len(self.data.pairs) + 1), np.float32)
        padded[:-1, :-1] = self._merged
        rows = np.array([[self.data.singles.get(c, nothing) for c in o] for o in observed], np.int64)
        return padded[rows]

    def merged(self, observed: str) -> Floats | None:
        """P(one observed character | each intended pair), [pairs]; None if it never merges."""
        row = self.data.singles.get(observed)
        return None if row is None else self._merged[row]

    def unit_readings(self, observed: str) -> tuple[NDArray[np.int64], Floats]:
        """Units known to be read as this whole string, and the mixed probabilities (may repeat)."""
        where = self.data.readings.get(observed, slice(0, 0))
        rows = self.data.unit_rows
        numbers = rows.intended[where]
        values = rows.probability[where] * self._blend[rows.component[where]] * self._unit_share[numbers]
        seen = self._seen.get(observed)
        if seen is None:
            return numbers, values
        more = np.array(list(seen), np.int64), np.array(list(seen.values()), np.float32)
        return np.concatenate([numbers, more[0]]), np.concatenate([values, more[1]])

    def align(self, intended: str, observed: str) -> list[Edit]:
        """The most probable cutting of a pair into one-character edits; empty if there is none."""
        rows, columns = len(intended), len(observed)
        column = [self.data.characters.get(c) for c in intended]
        if any(c is None for c in column):
            return []
        best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (1.0, 0)}
        for i in range(rows):
            for j in range(columns + 1):
                if (i, j) not in best:
                    continue
                for b in range(min(MAX_SEGMENT, columns - j) + 1):
                    value = best[i, j][0] * float(self.segment(observed[j : j + b])[column[i]])
                    if value > best.get((i + 1, j + b), (0.0, 0))[0]:
                        best[i + 1, j + b] = (value, b)
        if (rows, columns) not in best:
            return []
        path = []
        j = columns
        for i in range(rows, 0, -1):
            b = best[i, j][1]
            path.append((intended[i - 1], observed[j - b : j]))
            j -= b
        return path[::-1]

    def word_logp(self, intended: str, observed: str) -> float:
        """Natural-log P(observed | intended) for any two strings, by single characters alone."""
        rows, columns = len(intended), len(observed)
        table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        table[0][0] = 1.0
        column = [self.data.characters.get(c) for c in intended]
        vectors = {
            (j, b): self.segment(observed[j : j + b])
            for j in range(columns + 1)
            for b in range(min(MAX_SEGMENT, columns - j) + 1)
        }
        for i in range(rows):
            at = column[i]
            for j in range(columns + 1):
                here = table[i][j]
                if here <= 0.0:
                    continue
                for b in range(min(MAX_SEGMENT, columns - j) + 1):
                    if at is not None:
                        p = float(vectors[j, b][at])
                    else:  # a character outside the alphabet is copied or lost
                        p = 0.9 if observed[j : j + b] == intended[i] else UNIFORM * 1e-3
                    table[i + 1][j + b] += here * p
                pair = self.data.pairs.get(intended[i : i + 2])
                if pair is not None and j < columns:
                    merged = self.merged(observed[j])
                    if merged is not None:
                        table[i + 2][j + 1] += here * float(merged[pair])
        return float(np.log(max(table[rows][columns], 1e-300)))
