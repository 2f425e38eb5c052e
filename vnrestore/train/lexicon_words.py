"""Single words of the corpus: syllables, abbreviations that texts explain, and foreign words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from vnrestore.text.casing import UPPER, case_of
from vnrestore.text.spelling import strip_marks
from vnrestore.text.syllable import is_syllable
from vnrestore.train.lexicon_counts import DOMAIN, TokenizedCorpus
from vnrestore.train.lexicon_rows import CORPUS, Row

VOWELS = frozenset("aeiouy")
SKIPPED = frozenset({"và", "các", "của", "về", "cho", "trong", "theo", "ở", "tại", "với", "những"})
ALTERNATIVES = " | "
SEPARATORS = frozenset({"-", "–", ","})
ROMAN = frozenset("ivxlc")
# Short words in small letters look like garbled syllables; they must be common to be believed.
SHORT, SHORT_MINIMUM, SHORT_DOMAIN = 3, 100, 15


def folded_counts(counts: Counter[str]) -> Counter[str]:
    """The counts of words whatever their case."""
    folded: Counter[str] = Counter()
    for word, number in counts.items():
        folded[word.lower()] += number
    return folded


def syllable_rows(
    corpus: TokenizedCorpus, dictionary: set[str], names: set[str], *, minimum: int = 60, name: int = 10
) -> Iterator[Row]:
    """Well-formed syllables seen often enough to be no typing errors.

    Args:
        corpus: all texts; the count of a row is that in all of them.
        dictionary: syllables of dictionary words, believed from a count of 2.
        names: syllables of names of people and places, believed from a count of ``name``.
        minimum: count any other one needs; it also needs diacritics, or it may be foreign.
    """
    for word, number in folded_counts(corpus.counts(corpus.texts)).items():
        needed = 2 if word in dictionary else name if word in names else minimum
        trusted = word in dictionary or word in names or not word.isascii()
        if number >= needed and trusted and is_syllable(word):
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
        while (
            position >= 0
            and before[position] in SKIPPED | SEPARATORS
            and not _starts(before[position], letter)
        ):
            taken.append(before[position])
            position -= 1
        if position < 0 or not _starts(before[position], letter) or not is_syllable(before[position]):
            return ""
        taken.append(before[position])
        position -= 1
    return " ".join(reversed(taken)).replace(" ,", ",")


def _starts(word: str, letter: str) -> bool:
    """Whether a word starts with a letter or, Đ apart, with a marked form of it: Ủ is written U."""
    return word[0] == letter or (word[0] != "đ" and strip_marks(word[0]) == letter)


def foreign_rows(
    corpus: TokenizedCorpus, syllables: set[str], barred: set[str], *, minimum: int = 60, domain: int = 8
) -> Iterator[Row]:
    """Latin-script words that are not Vietnamese, in their most frequent case form.

    A word that is a Vietnamese syllable without its marks is none: texts that lost their
    marks are full of them. Words need several texts, for one is full of one writer's errors.

    Args:
        corpus: all texts; the count of a row is that in all of them, whatever the case.
        syllables: known syllables.
        barred: lower-case words that are not wanted, such as abbreviations.
        minimum: count a word needs in all texts.
        domain: count in the texts of the target domain that does as well.
    """
    stripped = {strip_marks(s) for s in syllables}
    barred = barred | syllables | stripped
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    inside: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for name in corpus.texts:
        counts = corpus.counts([name])
        for word, number in counts.items():
            if number and _is_foreign(lower := word.lower()) and lower not in barred:
                forms[lower][word] += number
        folded = folded_counts(counts)
        spread.update(word for word, number in folded.items() if number)
        inside.update(folded if name in DOMAIN else {})
    for lower, printed in forms.items():
        form, number = printed.most_common(1)[0][0], printed.total()
        enough = number >= minimum or inside[lower] >= domain
        if len(lower) <= SHORT and form == lower:
            enough = number >= SHORT_MINIMUM and inside[lower] >= SHORT_DOMAIN
        if enough and spread[lower] > 1 and not (form == lower and _is_glued(lower, stripped)):
            yield Row(form, number, CORPUS)


def _is_foreign(lower: str) -> bool:
    """A word of plain letters that could be pronounced; the others are abbreviations or glued words."""
    plain = lower.isascii() and lower.isalpha() and 2 <= len(lower) <= 20
    return plain and bool(VOWELS & set(lower)) and not set(lower) <= ROMAN


def _is_glued(word: str, stripped: set[str]) -> bool:
    """Several syllables that lost marks and spaces, each of three letters or more: ``dangcongsan``."""
    return word in stripped or any(
        word[:k] in stripped and _is_glued(word[k:], stripped) for k in range(3, min(len(word) - 2, 7))
    )
