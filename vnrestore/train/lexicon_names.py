"""Names in the corpus: of people, by the capitals of their words; of places, from the official lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from vnrestore.text.spelling import old_tone_placement
from vnrestore.text.syllable import is_syllable
from vnrestore.train.lexicon_counts import TokenizedCorpus
from vnrestore.train.lexicon_rows import CORPUS, LIST, Row

PROVINCES_BEFORE, PROVINCES_AFTER = "admin_units_pre2025_63tinh.tsv", "admin_units_2025_34tinh.tsv"
ADDRESSES = frozenset({"Ông", "Bà", "Anh", "Chị", "Cụ"})
LEVELS = {"tinh": 0, "huyen": 1, "xa": 2}
BEFORE, AFTER, BOTH, NOT = "before", "after", "both", "-"


class NameParts(NamedTuple):
    """Counts of the parts of full names of three and four words."""

    family: Counter[str]
    middle: Counter[str]
    given: Counter[str]


def count_names(corpus: TokenizedCorpus, families: set[str], names: Iterable[str]) -> NameParts:
    """Count the parts of names: runs of three or four capitalised words that start with a family name.

    A form of address at the start of a sentence, ``Ông Nguyễn Văn An``, does not belong to the run.
    """
    words = corpus.words
    title = np.array([w.istitle() and w.isalpha() and is_syllable(w.lower()) for w in words])
    family = np.array([w in families for w in words])
    address = np.array([w in ADDRESSES for w in words])
    parts = [np.zeros(len(words), np.int64) for _ in NameParts._fields]
    for text in (corpus.texts[name] for name in names):
        capital = np.concatenate([[False], title[text], [False] * 5])
        goes_on = capital[:-6] & ~np.concatenate([[False], address[text][:-1]])
        starts = np.flatnonzero(family[text] & capital[1:-5] & ~goes_on)
        for length in (3, 4):
            inside = np.all([capital[starts + 1 + k] for k in range(length)], axis=0)
            chosen = starts[inside & ~capital[starts + 1 + length]]
            np.add.at(parts[0], text[chosen], 1)
            np.add.at(parts[2], text[chosen + length - 1], 1)
            for k in range(1, length - 1):
                np.add.at(parts[1], text[chosen + k], 1)
    return NameParts(*(Counter({words[i]: int(part[i]) for i in np.flatnonzero(part)}) for part in parts))


def listed_names(path: Path) -> Counter[str]:
    """The names of a list with their counts; what is no Vietnamese syllable is a typing error."""
    found: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        name, number = line.split("\t")
        name = old_tone_placement(name)
        if name.istitle() and is_syllable(name.lower()):
            found[name] += int(number)
    return found


def name_rows(counted: Counter[str], listed: Counter[str], *, minimum: int, trusted: int) -> Iterator[Row]:
    """Names well attested in the corpus, and those of the list that the corpus has at all.

    Args:
        counted: counts in the corpus, which go into the rows.
        listed: counts in the list.
        minimum: count in the corpus a name needs that is not in the list.
        trusted: count in the list a name needs if the corpus has it less often than that.
    """
    for name in counted.keys() | listed.keys():
        if name in listed and (listed[name] >= trusted or counted[name] >= 2):
            yield Row(name, counted[name], LIST)
        elif counted[name] >= minimum:
            yield Row(name, counted[name], CORPUS)


def place_rows(corpus: TokenizedCorpus, lists: Path, names: Iterable[str]) -> Iterator[Row]:
    """Every name of an administrative unit, with its levels and when it was one on each.

    The units before and since 1 July 2025 are ``before`` and ``after``; names of nothing
    but digits are left out.
    """
    periods: dict[str, list[set[str]]] = {}
    for file, period in ((PROVINCES_BEFORE, BEFORE), (PROVINCES_AFTER, AFTER)):
        for line in (lists / file).read_text("utf-8").splitlines():
            level, _, _, name, *_ = line.split("\t")
            name = old_tone_placement(" ".join(name.split()).replace("’", "'"))
            if not name.isdigit():
                periods.setdefault(name, [set(), set(), set()])[LEVELS[level]].add(period)
    counts = corpus.phrase_counts(periods, names, cased=True)
    for name, sets in periods.items():
        extra = tuple(BOTH if len(found) == 2 else next(iter(found), NOT) for found in sets)
        yield Row(name, counts[name], LIST, extra)
