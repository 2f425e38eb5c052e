"""``python -m vnrestore.train lexicons``: the word lists of ``lexicons/`` from the corpus and public lists.

Rows that a hand wrote (source ``hand`` or ``never``) stay as they are; of a ``hand`` row
only a count of 0 is filled in. All others are made anew.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from vnrestore.text.spelling import old_tone_placement
from vnrestore.train.lexicon_counts import DOMAIN, GENERAL, TokenizedCorpus
from vnrestore.train.lexicon_names import count_names, listed_names, name_rows, place_rows
from vnrestore.train.lexicon_phrases import frequent_grams, phrases
from vnrestore.train.lexicon_rows import CORPUS, HAND, NEVER, Row, Sheet, merge, read_rows, write_rows
from vnrestore.train.lexicon_words import explained_abbreviations, foreign_rows, syllable_rows

SYLLABLES = Sheet("syllables", "Vietnamese syllables and their counts in the corpus, whatever their case.")
PHRASES = Sheet("phrases", "Set phrases of two to six syllables, counted in administrative and legal texts.")
KINDS = Sheet("kinds", "Kinds of documents and their abbreviations; - where none is used.", ("abbreviation",))
ORGANS = Sheet("organs", "Issuing bodies, offices and other organisations, counted whatever their case.")
POSITIONS = Sheet("positions", "Positions, ranks and titles of people, counted whatever their case.")
PLACES = Sheet(
    "places",
    "Administrative units; each level says when: before or after 1 July 2025, both, or - for never.",
    ("province", "district", "commune"),
)
ABBREVIATIONS = Sheet(
    "abbreviations", "Abbreviations; | separates expansions, likeliest first.", ("expansions",)
)
FAMILY = Sheet("family_names", "Family names, counted in full names of three and four words.")
MIDDLE = Sheet("middle_names", "Middle names, counted in full names of three and four words.")
GIVEN = Sheet("given_names", "Given names, counted in full names of three and four words.")
FOREIGN = Sheet("foreign", "Words that are not Vietnamese and stay as they are: names, brands, units, terms.")
PHRASE_TEXTS = ("official_documents", "codified_law", "gazette", "government_news")
EVERYWHERE = (*DOMAIN, *GENERAL)
# Where, and whether by case, rows of a hand are counted that state no count.
COUNTED: dict[Sheet, tuple[tuple[str, ...], bool]] = {
    PHRASES: (DOMAIN, False),
    KINDS: (DOMAIN, False),
    ORGANS: (DOMAIN, False),
    POSITIONS: (DOMAIN, False),
    PLACES: (DOMAIN, True),
    ABBREVIATIONS: (EVERYWHERE, True),
    FOREIGN: (EVERYWHERE, True),
}


def main(argv: list[str]) -> int:
    """Entry point; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m vnrestore.train lexicons", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--lists", type=Path, default=Path("../shared/lists"))
    parser.add_argument("--out", type=Path, default=Path("lexicons"))
    args = parser.parse_args(argv)
    started = time.monotonic()
    say = Reporter(started)
    corpus = TokenizedCorpus(args.corpus)
    say(f"{sum(map(len, corpus.texts.values()))} tokens, {len(corpus.words)} different")
    Builder(corpus, args.lists, args.out, say).build()
    return 0


class Reporter:
    """Says what is done and when, on standard error."""

    def __init__(self, started: float) -> None:
        """Times count from ``started``."""
        self._started = started

    def __call__(self, message: str) -> None:
        """Say one thing."""
        print(f"[{time.monotonic() - self._started:6.1f} s] {message}", file=sys.stderr, flush=True)


class Builder:
    """Makes all lexicons of one corpus."""

    def __init__(self, corpus: TokenizedCorpus, lists: Path, out: Path, say: Callable[[str], None]) -> None:
        """Nothing is read or written yet."""
        self.corpus, self.lists, self.out, self.say = corpus, lists, out, say
        dictionary = (lists / "words_pyvi.txt").read_text("utf-8").lower().splitlines()
        self.dictionary = {old_tone_placement(line.strip()) for line in dictionary}

    def build(self) -> None:
        """Write every file."""
        self.out.mkdir(parents=True, exist_ok=True)
        names = self._names()
        places = self._write(PLACES, place_rows(self.corpus, self.lists, DOMAIN))
        names |= {part.lower() for row in places for part in row.word.split()}
        known = {part for word in self.dictionary for part in word.split()}
        syllables = {row.word for row in self._write(SYLLABLES, syllable_rows(self.corpus, known, names))}
        self._write(PHRASES, self._phrases(syllables))
        for sheet in (KINDS, ORGANS, POSITIONS):
            self._write(sheet, ())
        abbreviations = self._write(ABBREVIATIONS, explained_abbreviations(self.corpus, minimum=4))
        by_hand = [
            row for row in read_rows(self.out / f"{FOREIGN.name}.tsv", FOREIGN) if row.source in (HAND, NEVER)
        ]
        barred = {row.word.lower() for row in (*abbreviations, *by_hand)}
        self._write(FOREIGN, foreign_rows(self.corpus, syllables, barred))

    def _phrases(self, syllables: set[str]) -> list[Row]:
        words = sorted(syllables)
        numbers = {word: i for i, word in enumerate(words)}
        table = np.array([numbers.get(word.lower(), -1) for word in self.corpus.words], np.int64)
        text = np.concatenate([table[self.corpus.texts[name]] for name in PHRASE_TEXTS])
        found = phrases(frequent_grams(text, len(words), minimum=30), words, self.dictionary)
        return [Row(" ".join(phrase.words), phrase.number, CORPUS) for phrase in found]

    def _names(self) -> set[str]:
        """Write the three files of people's names; returns all names in small letters."""
        listed = [
            listed_names(self.lists / f"names_{part}_counts.tsv") for part in ("surname", "middle", "given")
        ]
        counted = count_names(self.corpus, set(listed[0]), EVERYWHERE)
        # A family name is only counted if it is listed; the others are believed on their own.
        limits = ((1, 2), (300, 3), (200, 3))
        found: set[str] = set()
        for sheet, numbers, names, (minimum, trusted) in zip(
            (FAMILY, MIDDLE, GIVEN), counted, listed, limits, strict=True
        ):
            rows = self._write(sheet, name_rows(numbers, names, minimum=minimum, trusted=trusted))
            found |= {row.word.lower() for row in rows if row.source != NEVER}
        return found

    def _write(self, sheet: Sheet, mined: Iterable[Row]) -> list[Row]:
        path = self.out / f"{sheet.name}.tsv"
        rows = merge(mined, read_rows(path, sheet))
        missing = [row.word for row in rows if row.source == HAND and row.number == 0]
        if missing and sheet in COUNTED:
            texts, cased = COUNTED[sheet]
            counts = self.corpus.phrase_counts(missing, texts, cased=cased)
            rows = [row._replace(number=counts[row.word]) if row.word in counts else row for row in rows]
        write_rows(path, sheet, rows)
        self.say(f"{path}: {len(rows)} rows, {path.stat().st_size / 1000:.0f} kB")
        return rows
