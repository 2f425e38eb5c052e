"""Error rates of a text against a truth.

SER, the syllable error rate, ignores case and punctuation at the edges of tokens; WER, the
strict one, does not; CER counts characters, white space between tokens counted as one space.
All three are edit distances over the length of the truth, so they may exceed 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from vnrestore.evaluate.align import Aligned, align
from vnrestore.evaluate.normalise import alternatives, bare, normal


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of errors, and what they are counted over.

    Attributes:
        syllables: tokens of the truth that are more than punctuation.
        tokens: all tokens of the truth.
        characters: length of the normalised truth.
        syllable_errors: substituted, missing and surplus syllables.
        token_errors: the same over all tokens, case and punctuation counted.
        character_errors: Levenshtein distance of the normalised texts.
        errors: the syllables that are wrong, in order.
    """

    syllables: int
    tokens: int
    characters: int
    syllable_errors: int
    token_errors: int
    character_errors: int
    errors: tuple[Aligned, ...] = ()

    @property
    def ser(self) -> float:
        """Syllable error rate."""
        return self.syllable_errors / max(1, self.syllables)

    @property
    def wer(self) -> float:
        """Strict token error rate."""
        return self.token_errors / max(1, self.tokens)

    @property
    def cer(self) -> float:
        """Character error rate."""
        return self.character_errors / max(1, self.characters)


def score(truth: str, text: str) -> Scores:
    """The error rates of ``text``; ``truth`` may hold alternatives ``{a|b}``."""
    gold, tokens = truth.split(), text.split()
    syllables = syllables_of_truth(truth)
    errors = tuple(one for one in align(syllables, syllables_of(text), bare) if not one.right)
    gold_characters = normal(" ".join(alternatives(token)[0] for token in gold))
    return Scores(
        syllables=len(syllables),
        tokens=len(gold),
        characters=len(gold_characters),
        syllable_errors=len(errors),
        token_errors=sum(not one.right for one in align(gold, tokens, normal)),
        character_errors=Levenshtein.distance(gold_characters, normal(" ".join(tokens))),
        errors=errors,
    )


def total(scores: Sequence[Scores]) -> Scores:
    """The scores of several texts as one, so that long texts weigh more."""
    return Scores(
        syllables=sum(one.syllables for one in scores),
        tokens=sum(one.tokens for one in scores),
        characters=sum(one.characters for one in scores),
        syllable_errors=sum(one.syllable_errors for one in scores),
        token_errors=sum(one.token_errors for one in scores),
        character_errors=sum(one.character_errors for one in scores),
        errors=tuple(error for one in scores for error in one.errors),
    )


def syllables_of(text: str) -> list[str]:
    """The tokens of a text that are more than punctuation."""
    return [token for token in text.split() if bare(token)]


def syllables_of_truth(truth: str) -> list[str]:
    """The tokens of a truth of which at least one reading is more than punctuation."""
    return [token for token in truth.split() if any(bare(one) for one in alternatives(token))]
