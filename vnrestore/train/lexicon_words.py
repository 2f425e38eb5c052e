"""Single words of the corpus: syllables, abbreviations that texts explain, and foreign words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from vnrestore.text.casing import UPPER, case_of
from vnrestore.text.spelling import strip_marks
from vnrestore.text.syllable import is_syllable
from vnrestore.train.lexicon_counts import DOMAIN, GENERAL, TokenizedCorpus
from vnrestore.train.lexicon_rows import CORPUS, Row

VOWELS = frozenset("aeiouy")
SKIPPED = frozenset("và các của về cho trong theo ở tại với những".split())
ALTERNATIVES = " | "
SEPARATORS = frozenset({"-", "–", ","})


def folded_counts(counts: Counter[str]) -> Counter[str]:
    """The counts of words whatever their case."""
    folded: Counter[str] = Counter()
    for word, number in counts.items():
        folded[word.lower()] += number
    return folded


def syllable_rows(corpus: TokenizedCorpus, dictionary: set[str], *, minimum: int, domain: int) -> Iterator[Row]:
    """Well-formed syllables seen often enough to be no typing errors.

    Args:
        corpus: all texts; the count of a row is that in all of them.
        dictionary: syllables of dictionary words, believed from a count of 2.
        minimum: count another one needs in all texts.
        domain: count in the texts of the target domain that does as well.
    """
    inside = folded_counts(corpus.counts(DOMAIN))
    overall = inside + folded_counts(corpus.counts(GENERAL))
    for word, number in overall.items():
        enough = number >= minimum or inside[word] >= domain or (number >= 2 and word in dictionary)
        if enough and is_syllable(word):
            yield Row(word, number, CORPUS)


def explained_abbreviations(corpus: TokenizedCorpus, *, minimum: int) -> Iterator[Row]:
    """Abbreviations that texts explain: ``hội đồng nhân dân (HĐND)``, with their explanations.

    The initials of the explanation must spell the abbreviation, unimportant words left out.
    """
    words = corpus.words
    capitals = np.array([2 <= len(w) <= 9 and w.isalpha() and case_of(w) == UPPER for w in words])
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    totals = corpus.counts(corpus.texts)
    for text in corpus.texts.values():
        inner = text[1:-1]
        around = (text[:-2] == corpus.numbers["("]) & (text[2:] == corpus.numbers[")"])
        for at in np.flatnonzero(around & capitals[inner]) + 1:
            before = [words[i].lower() for i in text[max(at - 13, 0) : at - 1]]
            expansion = initials_expansion(words[text[at]], before)
            if expansion:
                found[words[text[at]]][expansion] += 1
    for short, expansions in found.items():
        top = expansions.most_common(1)[0][1]
        good = [e for e, n in expansions.most_common() if n >= minimum and n * 4 >= top]
        if good:
            yield Row(short, totals[short], CORPUS, (ALTERNATIVES.join(good),))


def initials_expansion(short: str, before: list[str]) -> str:
    """The words at the end of ``before`` whose initials spell ``short``, empty if they do not."""
    taken: list[str] = []
    position = len(before) - 1
    for letter in reversed(short.lower()):
        while position >= 0 and before[position][0] != letter and before[position] in SKIPPED | SEPARATORS:
            taken.append(before[position])
            position -= 1
        if position < 0 or before[position][0] != letter or not is_syllable(before[position]):
            return ""
        taken.append(before[position])
        position -= 1
    return " ".join(reversed(taken)).replace(" ,", ",")


def foreign_rows(
    corpus: TokenizedCorpus, syllables: set[str], barred: set[str], *, minimum: int, domain: int
) -> Iterator[Row]:
    """Latin-script words that are not Vietnamese, in their most frequent case form.

    A word that is a Vietnamese syllable without its marks is none: texts that lost their
    marks are full of them. Words need several texts, for one is full of one writer's errors.

    Args:
        corpus: all texts; the count of a row is that in all of them.
        syllables: known syllables.
        barred: lower-case forms of abbreviations, which have a lexicon of their own.
        minimum: count a word needs in all texts.
        domain: count in the texts of the target domain that does as well.
    """
    stripped = {strip_marks(s) for s in syllables}
    each = {name: corpus.counts([name]) for name in corpus.texts}
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    inside: Counter[str] = Counter()
    spread: defaultdict[str, set[str]] = defaultdict(set)
    for name, counts in each.items():
        for word, number in counts.items():
            lower = word.lower()
            if number and len(word) > 1 and _is_foreign(lower) and lower not in barred:
                forms[lower][word] += number
                inside[lower] += number if name in DOMAIN else 0
                spread[lower].add(name)
    for lower, counts in forms.items():
        number = counts.total()
        enough = number >= minimum or inside[lower] >= domain
        if enough and len(spread[lower]) > 1 and lower not in syllables and lower not in stripped:
            yield Row(counts.most_common(1)[0][0], number, CORPUS)


def _is_foreign(lower: str) -> bool:
    """A word of plain letters that could be pronounced; the others are abbreviations or glued words."""
    return lower.isascii() and lower.isalpha() and bool(VOWELS & set(lower)) and len(lower) <= 20
