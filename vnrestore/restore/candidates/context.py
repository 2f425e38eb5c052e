"""The language under one channel, and the limits of the search for candidates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from vnrestore.language.channel import Channel
from vnrestore.language.readings import Floats
from vnrestore.language.syllable_scorer import SyllableScorer
from vnrestore.restore.alignment import Alignments
from vnrestore.restore.candidates.vocabulary import Priors, Vocabulary


class Limits(NamedTuple):
    """How many candidates a piece may have, how far below the best (nats), and how much the
    word's own frequency counts when they are ranked before the context is known."""

    candidates: int = 60
    margin: float = 20.0
    prior_weight: float = 1.0
    lm_weight: float = 1.2  # the channel's characters are not as independent as it takes them to be
    beam_width: int = 16  # hypotheses a node keeps
    merge_logp: float = -5.0  # OCR cut one word in two
    split_logp: float = -4.0  # OCR glued two words
    sound: bool = False  # the text was read in the right language: cut, glued and lost words are rare
    guard: bool = False  # things in programs and footnote marks stay as they are
    unknown_logp: float = -3.0  # a word outside the vocabulary, on top of its spelling
    joins_numbers: bool = True  # digits and bars that stand apart may be one number
    digit_words: bool = False  # the engine prints digits for letters: whole words may look like numbers
    broken: bool = False  # the engine prints brackets for parts of letters
    doubts_marks: bool = True  # punctuation may be dirt
    foreign_logp: float = -2.5  # a small-letter word that is in the vocabulary but no syllable


# The first reading, under a channel that fits nobody, only has to be right in the main.
FIRST_LIMITS = Limits(candidates=80, margin=20.0, lm_weight=1.0, beam_width=8)
# Sound text: what stands there is trusted, foreign and new words too.
TRUSTING_LIMITS = Limits(
    candidates=20,
    margin=12.0,
    prior_weight=0.6,
    lm_weight=1.0,
    sound=True,
    guard=True,
    unknown_logp=3.0,
    joins_numbers=False,
    doubts_marks=False,
    foreign_logp=0.0,
)
# Sound text that was found to need restoring.
MENDING_LIMITS = TRUSTING_LIMITS._replace(
    candidates=60, margin=18.0, lm_weight=1.1, unknown_logp=2.0, joins_numbers=True, doubts_marks=True
)


def closer(limits: Limits) -> Limits:
    """These limits for the last look at what is in doubt yet: rarer readings, and more hypotheses.

    One word in some fifty is worth that; for all of them it would cost twice the time.
    """
    return limits._replace(candidates=250, margin=25.0, beam_width=64)


@dataclass(slots=True)
class Context:
    """One channel's view of the language."""

    vocabulary: Vocabulary
    scorer: SyllableScorer
    limits: Limits = field(default_factory=Limits)
    own: Floats | None = None  # natural logs by which the text itself makes words likelier
    priors: Priors = field(init=False)
    alignments: Alignments = field(init=False, default_factory=Alignments)

    def __post_init__(self) -> None:
        """Look up the priors."""
        self.priors = self.vocabulary.priors(self.limits.prior_weight)

    @property
    def channel(self) -> Channel:
        """The channel of the scorer."""
        return self.scorer.channel

    def prior(self, symbol: int) -> float:
        """The frequency term of the ranking: weighted log P(word), 0 for silent edges."""
        return float(self.priors.words[symbol]) if symbol >= 0 else 0.0
