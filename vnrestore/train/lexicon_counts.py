"""The corpus as arrays of token numbers, and counts of words and phrases in it."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnrestore.text.spelling import old_tone_placement
from vnrestore.train.corpus import paragraphs

DOMAIN = (
    "official_documents", "codified_law", "gazette", "government_news", "legal_news", "land_law_qa"
)  # fmt: skip
GENERAL = ("news", "wiki_politics")
TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
END = "\n"
_BASE = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 4_000_000

Ids = NDArray[np.int32]


class TokenizedCorpus:
    """All texts, token by token; ``words[i]`` is how token number i is printed.

    Letters, digits and single marks are tokens; every paragraph ends in a line-end token.
    Tone marks stand in the old places.
    """

    def __init__(self, folder: Path, names: Iterable[str] = (*DOMAIN, *GENERAL)) -> None:
        """Read and number every text of ``folder``."""
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        raw = {name: _encode(folder / f"{name}.txt.xz", numbers) for name in names}
        printed: defaultdict[str, int] = defaultdict(count().__next__)
        table = np.array([printed[old_tone_placement(token)] for token in numbers], np.int32)
        self.texts = {name: table[ids] for name, ids in raw.items()}
        self.words = list(printed)
        self.numbers = dict(printed)
        folded: defaultdict[str, int] = defaultdict(count().__next__)
        self.fold = np.array([folded[word.lower()] for word in self.words], np.int32)
        self.folded_words = list(folded)
        self.folded_numbers = dict(folded)

    def counts(self, names: Iterable[str]) -> Counter[str]:
        """How often each token is printed so in the named texts."""
        totals = sum(np.bincount(self.texts[name], minlength=len(self.words)) for name in names)
        return Counter(dict(zip(self.words, np.asarray(totals).tolist(), strict=True)))

    def phrase_counts(self, phrases: Iterable[str], names: Iterable[str], *, cased: bool) -> Counter[str]:
        """How often each phrase occurs, token for token.

        Args:
            phrases: any text; spaces do not matter.
            names: the texts to count in.
            cased: whether case must agree.
        """
        numbers = self.numbers if cased else self.folded_numbers
        values = np.random.default_rng(5).integers(1, 2**63, len(numbers), dtype=np.uint64)
        wanted: defaultdict[int, dict[int, list[str]]] = defaultdict(dict)
        for phrase in set(phrases):
            tokens = TOKEN.findall(old_tone_placement(phrase if cased else phrase.lower()))
            if tokens and all(token in numbers for token in tokens):
                ids = np.array([numbers[token] for token in tokens], np.int32)
                key = int(_window_keys(values[ids], len(tokens))[0])
                wanted[len(tokens)].setdefault(key, []).append(phrase)
        found: Counter[str] = Counter()
        for text in (self.texts[name] for name in names):
            for chunk in _chunks(text if cased else self.fold[text], max(wanted, default=1) - 1):
                for size, group in wanted.items():
                    _add_hits(found, group, values[chunk], size)
        return found


def _encode(path: Path, numbers: defaultdict[str, int]) -> Ids:
    ids = array("i")
    number_of = numbers.__getitem__
    for paragraph in paragraphs(path):
        ids.extend(map(number_of, TOKEN.findall(paragraph)))
        ids.append(number_of(END))
    return np.frombuffer(ids, np.int32)


def _chunks(ids: Ids, overlap: int) -> Iterator[Ids]:
    """Pieces of an array; each but the last runs ``overlap`` tokens into the next."""
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK + overlap]


def _window_keys(values: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """A 64-bit key for every window of ``size`` tokens."""
    length = len(values) - size + 1
    keys = np.zeros(max(length, 0), np.uint64)
    for k in range(size):
        keys = keys * _BASE + values[k : k + length]
    return keys


def _add_hits(
    found: Counter[str], group: dict[int, list[str]], values: NDArray[np.uint64], size: int
) -> None:
    """Count windows that start before the overlap with the next chunk."""
    keys = _window_keys(values, size)[:_CHUNK]
    targets = np.array(sorted(group), np.uint64)
    at = np.searchsorted(targets, keys)
    at[at == len(targets)] = 0
    hits = np.bincount(at[targets[at] == keys], minlength=len(targets))
    for key, number in zip(targets.tolist(), hits.tolist(), strict=True):
        for phrase in group[key]:
            found[phrase] += number
