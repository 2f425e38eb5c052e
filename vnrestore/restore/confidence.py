"""What a posterior is worth: the decoder's own is too sure, most of all of what has no rival.

Two corrections, both measured by ``tests/accuracy/dev_report.py``. The model's scores err
together (a damaged word damages its neighbours' context too), so all odds are drawn towards
even by a temperature. And a word that stands for itself because no vocabulary has it wins
without a contest; it is right only if the engine copied every letter, which the channel knows.
"""

from __future__ import annotations

import math
from types import MappingProxyType

from vnrestore.restore.candidates.context import Context
from vnrestore.restore.protect import LONGEST_WORD
from vnrestore.restore.reading import Reading
from vnrestore.text.tokens import CODE, UNKNOWN

TEMPERATURE = 1.8
UNKNOWN_POWER = 2.0  # on the chance that every letter was copied
TRUST = MappingProxyType({"notation": 0.93, "word": 0.75})  # shares of such changes that are right
CODE_POWER = 0.3  # codes and lone letters have rules that check them


def calibrate(text: str, chosen: list[list[Reading]], context: Context) -> list[list[Reading]]:
    """The readings of all passages with posteriors as probable as they say."""
    powers = [[_power(reading, context) for reading in passage] for passage in chosen]
    copied = iter(
        context.channel.word_logps(
            [
                (piece, piece)
                for passage, some in zip(chosen, powers, strict=True)
                for r, power in zip(passage, some, strict=True)
                if power and (piece := text[r.start : r.end][:LONGEST_WORD])
            ]
        )
    )
    return [
        [
            _calibrated(r, power * next(copied) if power else 0.0)
            for r, power in zip(passage, some, strict=True)
        ]
        for passage, some in zip(chosen, powers, strict=True)
    ]


def _calibrated(reading: Reading, doubt: float) -> Reading:
    start, end, surface, posterior, runner_up, rival, generator, symbol = reading
    posterior = _tempered(posterior) * math.exp(doubt) * TRUST.get(generator, 1.0)
    rival = min(_tempered(rival), 1.0 - posterior)
    return Reading(start, end, surface, posterior, runner_up, rival, generator, symbol)


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
