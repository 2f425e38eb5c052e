"""What a posterior is worth: the decoder's own is too sure, most of all of what has no rival.

Two corrections, both measured by ``tests/accuracy/dev_report.py``. The model's scores err
together (a damaged word damages its neighbours' context too), so all odds are drawn towards
even by a temperature. And a word that stands for itself because no vocabulary has it wins
without a contest; it is right only if the engine copied every letter, which the channel knows.
"""

from __future__ import annotations

import math
import unicodedata

from vnrestore.restore.candidates.context import Context
from vnrestore.restore.decide import Reading
from vnrestore.restore.protect import LONGEST_WORD
from vnrestore.text.tokens import CODE, UNKNOWN

TEMPERATURE = 1.5
UNKNOWN_POWER = 2.0  # on the chance that every letter was copied
CODE_POWER = 0.3  # codes and lone letters have rules that check them


def calibrate(text: str, passage: list[Reading], context: Context) -> list[Reading]:
    """The readings of a passage with posteriors as probable as they say."""
    return [_calibrated(text, reading, context) for reading in passage]


def _calibrated(text: str, reading: Reading, context: Context) -> Reading:
    posterior = _tempered(reading.posterior)
    power = _power(reading, context)
    if power:
        piece = unicodedata.normalize("NFC", text[reading.start : reading.end])[:LONGEST_WORD]
        posterior *= math.exp(power * context.channel.word_logp(piece, piece))
    rival = min(_tempered(reading.runner_up_posterior), 1.0 - posterior)
    return reading._replace(posterior=posterior, runner_up_posterior=rival)


def _power(reading: Reading, context: Context) -> float:
    surface = reading.surface
    if reading.generator != "identity" or not any(c.isalpha() for c in surface):
        return 0.0
    if reading.symbol == context.vocabulary.model.id(UNKNOWN):
        return 0.0 if context.vocabulary.words.knows(surface) else UNKNOWN_POWER
    return CODE_POWER if reading.symbol == context.vocabulary.model.id(CODE) or len(surface) == 1 else 0.0


def _tempered(p: float) -> float:
    """Odds to the power 1 / TEMPERATURE."""
    if not 0.0 < p < 1.0:
        return p
    odds = math.log(p) - math.log1p(-p)
    return 1.0 / (1.0 + math.exp(-odds / TEMPERATURE))
