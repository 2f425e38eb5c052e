"""Which lines of a text are in an old encoding, and in which.

Each line is read in every encoding, and the readings are compared as Vietnamese: a word counts
its log frequency as a syllable. The text as it stands competes as proper Unicode and as OCR
output, in which any word may stand; so garbled Unicode, whose é and ã look like codes too, is
not taken for an old encoding unless nearly all of it becomes real words.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import regex

from vnrestore.text.legacy.convert import (
    DECOMPOSED,
    EIGHT_BIT,
    MOJIBAKE,
    VIQR,
    eight_bit_characters,
    is_decomposed,
    to_unicode,
)
from vnrestore.text.legacy.viqr import LOOKS_LIKE_VIQR

AS_IT_IS = ""
"""The encoding of text that needs no conversion."""

# Natural logs of the probability of a word that is no known syllable.
_PLAIN_LOGP = -15.0  # of ASCII letters: a name, an abbreviation
_STRANGE_LOGP = -20.0  # with other letters
_LETTER_LOGP = -9.0  # one letter: a list item, an initial
_ABBREVIATION, _CAPITALS_LOGP = 5, -12.0  # so many capitals: QĐ, HĐND
_SIGN_LOGP = -8.0  # a sign that no text has inside words
_OCR_PLAIN_LOGP, _OCR_STRANGE_LOGP = -10.0, -13.0  # anything an OCR engine may print
_LINE_MARGIN = 8.0  # nats by which a line must read better to be evidence by itself
_STAY_MARGIN = 4.0  # nats by which a line must read worse in all encodings to speak against them
_TEXT_MARGIN = 12.0  # nats in all lines together before an encoding is believed to be used
_SOLE_PRIOR = 25.0  # log odds where no line of the text speaks for leaving it as it is
_LEAST_SHARE = (
    0.5  # of an encoding's lines to those that could be in it and are not: garbled text has some by chance
)
_LEAST_CONFIDENCE = 0.9  # below, a text that is Unicode stays as it is
_TEMPER = 4.0  # words of a line are no independent witnesses: margins count a quarter

# matches "hoat", "Thong,", "(va)"; not "KTTH", "388/NQ-CP", "a)"
_WORD = regex.compile(r"[^\w\s]*[A-Za-z]?[a-z]+[a-z][^\w\s]*")
_CODE = regex.compile(r"[\p{Lu}\p{N}\p{P}]*[/.\-\p{N}][\p{Lu}\p{N}\p{P}]*")  # matches "2025/QĐ-UB"; not "Số"
_MARKED = regex.compile(r"(?![A-Za-z])\p{L}")  # matches "é"; not "e", "“"
_BLANK = regex.compile(r"[ \t\r\v\f]+")  # no control characters, no no-break space: letters in some encodings
_RUN = regex.compile(r"[^\W\d_]+")
_USUAL = r"\w\s\p{P}ºª°²³½¼¾×÷±€$£+=<>^~`|©®™\u00ad"
_QUEER = r"¡¿§¶·«»¨¯¸´¬¤¦¢¥®©\u00ad"  # usual between words, letters of old encodings inside them
_SIGNS = regex.compile(
    rf"[^{_USUAL}]|[{_QUEER}](?=\w)|(?<=\w)[{_QUEER}]"
)  # matches the · of "x·"; not of "a · b"


class Found(NamedTuple):
    """An encoding used in a text.

    Attributes:
        encoding: its name.
        confidence: probability in [0, 1] that the lines are in this one and no other.
        lines: how many lines were.
    """

    encoding: str
    confidence: float
    lines: int


class Detector:
    """Tells encodings apart.

    Args:
        counts: how often each syllable, in small letters, stands in a corpus.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Turn counts into log frequencies."""
        total = math.log(sum(counts.values()) + len(counts) or 1)
        self._logp = {word: math.log(count + 1) - total for word, count in counts.items()}

    def detect(self, lines: Sequence[str], foreign: Sequence[bool] = ()) -> tuple[list[str], list[Found]]:
        """The encoding of each line, and what is used in all, the commonest first.

        Args:
            lines: the text; 8-bit characters shown as Windows-1252 or Latin-1.
            foreign: of each line, whether its bytes were no Unicode, so that something it must be.
        """
        foreign = foreign or [False] * len(lines)
        scores = [self._scores(line, bool(alien)) for line, alien in zip(lines, foreign, strict=True)]
        used = _used(scores)
        chosen = [_choice(one, used) for one in scores]
        weak = {one.encoding for one in _found(chosen, scores) if one.confidence < _LEAST_CONFIDENCE}
        for i, line in enumerate(lines):
            if chosen[i] in weak and not foreign[i]:
                chosen[i] = AS_IT_IS
            if not chosen[i] and is_decomposed(line):
                chosen[i] = DECOMPOSED
        return chosen, _found(chosen, scores)

    def convert(self, line: str, encoding: str) -> str:
        """What a line says that is in an encoding ``detect`` named; :data:`AS_IT_IS` leaves it."""
        return to_unicode(line, encoding, self._syllable_logp) if encoding else line

    def _scores(self, line: str, foreign: bool) -> dict[str, float]:
        """Log odds of a line in each encoding it could be in, against itself as it is.

        Empty if it can only be as it is; without an entry for that if it can not.
        """
        scores = {}
        before = _BLANK.split(line)
        for encoding in candidates(line, foreign):
            after = _BLANK.split(self.convert(line, encoding))
            if len(after) == len(before) and after != before:
                scores[encoding] = sum(map(self._gain, before, after))
        if scores and not foreign:
            scores[AS_IT_IS] = 0.0
        return scores

    def _gain(self, before: str, after: str) -> float:
        """What one word adds to the odds; numbers, codes and abbreviations are the same in every encoding."""
        if before == after and not _WORD.fullmatch(before):
            return 0.0
        gain = self._word_logp(after) - self._garbled_logp(before)
        return max(gain, 0.0) if _CODE.fullmatch(after) else gain

    def _syllable_logp(self, word: str) -> float:
        return self._logp.get(word, _STRANGE_LOGP)

    def _word_logp(self, word: str) -> float:
        """A word of Vietnamese text, punctuation and all."""
        score = _SIGN_LOGP * len(_SIGNS.findall(word))
        for run in _RUN.findall(word):
            known = self._logp.get(run.lower())
            if known is not None:
                score += known
            elif len(run) == 1:
                score += _LETTER_LOGP
            elif run.isupper() and len(run) <= _ABBREVIATION:
                score += _CAPITALS_LOGP
            else:
                score += _PLAIN_LOGP if run.isascii() else _STRANGE_LOGP
        return score

    def _garbled_logp(self, word: str) -> float:
        """A word as it stands: Vietnamese, or whatever OCR made of it."""
        runs = max(len(_RUN.findall(word)), 1)
        return max(self._word_logp(word), runs * (_OCR_PLAIN_LOGP if word.isascii() else _OCR_STRANGE_LOGP))


def candidates(line: str, foreign: bool = False) -> tuple[str, ...]:
    """The old encodings whose characters a line could be made of; none for most lines of Unicode text."""
    found: tuple[str, ...] = ()
    if foreign:
        found = EIGHT_BIT
    elif not line.isascii() and eight_bit_characters().issuperset(line):
        found = (*EIGHT_BIT, MOJIBAKE)
    if not foreign and LOOKS_LIKE_VIQR.search(line) and not _MARKED.search(line):
        found += (VIQR,)
    return found


def _used(scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Encodings that enough lines speak for, and the log odds that a line of this text is in each."""
    evidence: dict[str, float] = defaultdict(float)
    lines: dict[str, int] = defaultdict(int)
    for one in scores:
        best, margin = _best(one)
        least = _LINE_MARGIN if best else _STAY_MARGIN
        if one and (margin >= least if AS_IT_IS in one else one[best] > 0):
            lines[best] += 1
            evidence[best] += margin if AS_IT_IS in one else max(margin, _TEXT_MARGIN)
    return {
        encoding: math.log((lines[encoding] + 1) / (lines[AS_IT_IS] + 1)) if lines[AS_IT_IS] else _SOLE_PRIOR
        for encoding, sum_ in evidence.items()
        if encoding and sum_ >= _TEXT_MARGIN and lines[encoding] >= _LEAST_SHARE * lines[AS_IT_IS]
    }


def _best(scores: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest encoding of a line, and by how much against as it is, else against the next."""
    if not scores:
        return AS_IT_IS, 0.0
    best = max(scores, key=lambda encoding: scores[encoding])
    rest = [score for encoding, score in scores.items() if encoding != best]
    rival = max(rest, default=0.0) if best == AS_IT_IS else scores.get(AS_IT_IS, max(rest, default=0.0))
    return best, scores[best] - rival


def _choice(scores: Mapping[str, float], used: Mapping[str, float]) -> str:
    here = {encoding: scores[encoding] + prior for encoding, prior in used.items() if encoding in scores}
    if AS_IT_IS in scores:
        here[AS_IT_IS] = 0.0
    return max(here, key=lambda encoding: here[encoding], default=AS_IT_IS)


def _found(chosen: Sequence[str], scores: Sequence[Mapping[str, float]]) -> list[Found]:
    lines: dict[str, list[int]] = defaultdict(list)
    for i, encoding in enumerate(chosen):
        if encoding:
            lines[encoding].append(i)
    found = []
    for encoding, where in lines.items():
        rivals: dict[str, float] = defaultdict(float)
        for i in where:
            own = scores[i].get(encoding, 0.0)
            for rival, score in scores[i].items():
                if rival != encoding:
                    rivals[rival] += (score - own) / _TEMPER
        odds = sum(math.exp(min(margin, 50.0)) for margin in rivals.values())
        found.append(Found(encoding, 1.0 / (1.0 + odds), len(where)))
    return sorted(found, key=lambda one: (-one.lines, one.encoding))
