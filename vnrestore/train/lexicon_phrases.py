"""Words and set phrases of two to six syllables, found by how strongly their syllables attract each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST = 6
# Association that a phrase outside the dictionary needs, by its number of syllables.
STRONG = {2: 0.33, 3: 0.36, 4: 0.38, 5: 0.43, 6: 0.47}
WEAK = 0.02
# Function words: a phrase neither begins nor ends with one, unless a dictionary has it.
_FUNCTION_WORDS = """
    và của các những cho trong với về tại theo từ được bị do là có khi để này đó thì mà hoặc không
    đã sẽ đang phải cần một hai ba bốn năm sáu bảy tám chín mười nếu trên dưới sau trước ngoài đến
    bằng như vào ra lên xuống rằng nên còn cũng vẫn chỉ rất quá lại nhưng vì tuy dù đối ở đây kia ấy
    nào gì ai mỗi từng mọi quy khoản điều điểm số ngày tháng hay thuộc giữa qua cùng hơn kể chưa sao
    thế bởi ông bà anh chị
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


Gram = tuple[int, ...]


class Phrase(NamedTuple):
    """A phrase, its count, and its association: the least normalised PMI over its cuts."""

    words: tuple[str, ...]
    number: int
    association: float


class Grams(NamedTuple):
    """All frequent n-grams of one length: their words' ids [grams, n] and their counts."""

    ids: NDArray[np.int64]
    numbers: NDArray[np.int64]


def frequent_grams(text: NDArray[np.int64], size: int, *, minimum: int) -> list[Grams]:
    """Frequent n-grams of 1..LONGEST + 1 syllables.

    An n-gram can only be frequent if both its halves of n-1 words are, so each order looks
    only where the last found something.

    Args:
        text: syllable numbers below ``size``, -1 where a phrase cannot run on.
        minimum: least count.
    """
    unigrams = np.bincount(text[text >= 0], minlength=size)
    orders = [Grams(np.arange(size, dtype=np.int64)[:, None], unigrams)]
    here = np.where((text >= 0) & (unigrams[text] >= minimum), text, -1)
    for n in range(2, LONGEST + 2):
        at = np.flatnonzero(
            (here[:-1] >= 0) & (here[1:] >= 0) & (np.arange(len(here) - 1) < len(text) - n + 1)
        )
        keys = here[at] * size + text[at + n - 1]
        found, numbers = np.unique(keys, return_counts=True)
        found, numbers = found[numbers >= minimum], numbers[numbers >= minimum]
        place = np.searchsorted(found, keys)
        place[place == len(found)] = 0
        hit = found[place] == keys if len(found) else np.zeros(len(keys), bool)
        here = np.full(len(text), -1, np.int64)
        here[at[hit]] = place[hit]
        before = orders[-1].ids
        orders.append(Grams(np.column_stack([before[found // size], found % size]), numbers))
    return orders


def phrases(orders: list[Grams], words: list[str], dictionary: Iterable[str]) -> list[Phrase]:
    """The n-grams that are set phrases.

    A phrase in ``dictionary`` needs an association of WEAK, any other one of STRONG, content
    words at both ends, diacritics, and a life of its own: it must not mostly occur as part of
    one longer n-gram, nor cut a word of the dictionary in two at its edge.
    """
    known = set(dictionary)
    numbers = {
        tuple(gram): number
        for order in orders
        for gram, number in zip(order.ids.tolist(), order.numbers.tolist(), strict=True)
    }
    total = int(orders[0].numbers.sum())
    parts = _parts(orders, words, known)
    found = []
    for order in orders[1:LONGEST]:
        for gram, number in zip(map(tuple, order.ids.tolist()), order.numbers.tolist(), strict=True):
            spelled = tuple(words[i] for i in gram)
            listed = " ".join(spelled) in known
            if not listed and (gram in parts or not _is_presentable(spelled)):
                continue
            association = _association(gram, number, numbers, total)
            if association >= (WEAK if listed else STRONG[len(gram)]):
                found.append(Phrase(spelled, number, association))
    return found


def _is_presentable(spelled: tuple[str, ...]) -> bool:
    """Content words at both ends, and not a text that lost its diacritics."""
    return not ({spelled[0], spelled[-1]} & FUNCTION_WORDS) and not "".join(spelled).isascii()


def _association(gram: Gram, number: int, numbers: dict[Gram, int], total: int) -> float:
    """Least normalised pointwise mutual information (Bouma 2009) over the places to cut the phrase."""
    together = np.log(number / total)
    return min(
        float((together - np.log(numbers[gram[:k]] / total) - np.log(numbers[gram[k:]] / total)) / -together)
        for k in range(1, len(gram))
    )


def _parts(orders: list[Grams], words: list[str], known: set[str]) -> set[Gram]:
    """The n-grams that are fragments: of one longer n-gram in three of four cases, or, in one of
    four, of longer ones that complete a word of the dictionary at the edge."""
    parts: set[Gram] = set()
    for shorter, longer in pairwise(orders[1:]):
        numbers = dict(zip(map(tuple, shorter.ids.tolist()), shorter.numbers.tolist(), strict=True))
        left: Counter[Gram] = Counter()
        right: Counter[Gram] = Counter()
        for gram, number in zip(map(tuple, longer.ids.tolist()), longer.numbers.tolist(), strict=True):
            for part, cut, sums in ((gram[1:], gram[:2], left), (gram[:-1], gram[-2:], right)):
                if number > 0.75 * numbers[part]:
                    parts.add(part)
                if f"{words[cut[0]]} {words[cut[1]]}" in known:
                    sums[part] += number
        parts.update(gram for gram, number in numbers.items() if max(left[gram], right[gram]) > 0.25 * number)
    return parts
