"""What a posterior is worth: the decoder's own is too sure, most of all of what has no rival.

Two corrections, both measured by ``tests/accuracy/dev_report.py``. The model's scores err
together (a damaged word damages its neighbours' context too), so all odds are drawn towards
even by a temperature. And a word that stands for itself because no vocabulary has it wins
without a contest; it is right only if the engine copied every letter, which the channel knows.

What is decided inside a text is decided by these. What users see is weighed once more, with all
signs of doubt around a reading (:mod:`.certainty`).
"""

from __future__ import annotations

import math
from types import MappingProxyType

from vnrestore.kernels import compiled
from vnrestore.restore.candidates.context import Context
from vnrestore.restore.looks import KEPT, LETTER, LISTED, NOTED, RIVALLED, find, readings_at
from vnrestore.restore.protect import LONGEST_WORD
from vnrestore.restore.reading import Reading
from vnrestore.text.tokens import CODE, UNKNOWN

TEMPERATURE = 1.8
UNKNOWN_POWER = 2.0  # on the chance that every letter was copied
TRUST = MappingProxyType({"notation": 0.93, "word": 0.75})  # shares of such changes that are right
CODE_POWER = 0.3  # codes and lone letters have rules that check them


def calibrate(text: str, chosen: list[list[Reading]], context: Context) -> list[list[Reading]]:
    """The readings of all passages with posteriors as probable as they say."""
    classes = context.vocabulary.model.id(UNKNOWN), context.vocabulary.model.id(CODE)
    kinds = KEPT | LETTER, KEPT | LISTED, RIVALLED, NOTED  # there is nothing to correct in others
    places = find(text, chosen, *kinds, below=1.0, symbols=frozenset(classes))
    odd = readings_at(chosen, places)
    powers = {
        n: power
        for n, r in enumerate(odd)
        if r[6] == "identity"
        and (len(r[2]) == 1 or r[7] in classes)  # no other has any
        and (power := _power(r, classes, context))
    }
    pieces = [text[odd[n].start : odd[n].end][:LONGEST_WORD] for n in powers]
    copied = context.channel.word_logps([(piece, piece) for piece in pieces])
    doubts = [0.0] * len(odd)
    for (n, power), logp in zip(powers.items(), copied, strict=True):
        doubts[n] = power * logp
    found = list(chosen)
    calibrated = iter(_all_calibrated(odd, doubts))
    for i, some in places.items():
        found[i] = list(chosen[i])
        for k in some:
            found[i][k] = next(calibrated)
    return found


def _all_calibrated(readings: list[Reading], doubts: list[float]) -> list[Reading]:
    kernels = compiled()
    if kernels is not None:
        made: list[Reading] = kernels.calibrated(readings, doubts, dict(TRUST), Reading, TEMPERATURE)
        return made
    return list(map(_calibrated, readings, doubts))


def _calibrated(reading: Reading, doubt: float) -> Reading:
    start, end, surface, posterior, runner_up, rival, generator, symbol = reading
    if posterior < 1.0:
        posterior = _tempered(posterior)
    if doubt:
        posterior *= math.exp(doubt)
    if generator in TRUST:
        posterior *= TRUST[generator]
    rival = min(_tempered(rival), 1.0 - posterior) if rival else 0.0
    return tuple.__new__(Reading, (start, end, surface, posterior, runner_up, rival, generator, symbol))


def _power(reading: Reading, classes: tuple[int, int], context: Context) -> float:
    """On the chance that the channel copied the letters: of strange words, of codes and of lone letters."""
    surface, symbol = reading.surface, reading.symbol
    if reading.generator != "identity" or (len(surface) > 1 and symbol not in classes):
        return 0.0
    if not any(map(str.isalpha, surface)):
        return 0.0
    if symbol == classes[0]:
        return 0.0 if context.vocabulary.words.knows(surface) else UNKNOWN_POWER
    return CODE_POWER


def _tempered(p: float) -> float:
    """Odds to the power 1 / TEMPERATURE."""
    if not 0.0 < p < 1.0:
        return p
    odds = math.log(p) - math.log1p(-p)
    return 1.0 / (1.0 + math.exp(-odds / TEMPERATURE))
