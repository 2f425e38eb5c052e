"""Which passages are garbled and which are sound, and whether a sound text needs us at all.

A page may mix text that was never garbled, or read in the right language, with text that
was read in the wrong one. The first reading tells them apart: where the reading changes
little, the passage is sound and is read again under a channel that trusts what stands there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import regex

from vnrestore.language.channel_tables import ChannelData
from vnrestore.restore.looks import ALTERED, find, readings_at
from vnrestore.restore.reading import Reading

SOUND_SHARE = 0.6  # of a passage's words unchanged; garbled pages have 0.15 to 0.4, sound ones over 0.9
NEIGHBOURS = 12.0  # words the whole text adds to a passage's own
FEW = 2.0  # the same, for a passage that shows by its letters what language it was read in
OWN_LETTERS = frozenset("ăđĩũơư") | frozenset(map(chr, range(0x1EA0, 0x1EFA)))
OWN_SHARE = 0.25  # of the words; Vietnamese has 0.6, what the English model prints less than 0.01
SOME_OWN = 0.05  # the same of a paragraph, whose cells and short lines may have none
SURE = 0.999  # posterior of a change that may be made even in a text with few errors
SLIPS = 0.002  # misread words per token from which marks of a sound text may be misread too
TYPED_BY_NOBODY = frozenset(("gap", "number"))  # generators: a mark in a gap, letters in a number
SURE_RATE = 0.001  # such changes per word, and one at least, that show a text has been read at all
NAME = 0.25  # of a change to a word with a capital: names are often odd, and seldom misread
# Expected errors per word below which a sound text is left alone. Clean documents in the language of
# administration show 0.0012 at most (misprints), pages of the right-language OCR mostly over 0.0025;
# clean texts in an unusual language (poems, other spellings, many names) up to 0.0065.
HARM_RATE = 0.0025
UNUSUAL_HARM_RATE = 0.008
USUAL = -5.0  # mean log probability of a symbol from which a text is in the language the model knows
SAME_CHANGE = 2.0  # errors that one and the same change can show: a word we do not know comes back
HARM_WORDS = 300.0  # words added to the text's own, so that a short text needs clear evidence

_BLANK_LINE = regex.compile(r"\n[^\S\n]*\n")


def unchanged(text: str, reading: Reading) -> bool:
    """Whether a reading leaves its stretch as it is."""
    return text[reading.start : reading.end] == reading.surface


def is_word(reading: Reading) -> bool:
    """Whether a reading says anything about the state of the text: numbers and marks do not."""
    surface = reading[2]
    return reading[7] >= 0 and (surface.isalpha() or any(map(str.isalpha, surface)))


def is_capitalised(reading: Reading) -> bool:
    """Whether a reading is written as names are, with a capital and small letters."""
    return reading.surface[:1].isupper() and not reading.surface.isupper()


def sound_passages(text: str, chosen: Sequence[Sequence[Reading]], sound_words: int = 0) -> list[bool]:
    """For each passage, whether its text is sound: clean, foreign or read in the right language.

    Args:
        text: the whole text.
        chosen: a first reading of the passages in doubt.
        sound_words: how many words of the text are in passages known to be sound.
    """
    words = [[text[r[0] : r[1]] == r[2] for r in passage if is_word(r)] for passage in chosen]
    total = sum(map(len, words)) + sound_words
    share = (sum(map(sum, words)) + sound_words) / total if total else 1.0
    found: list[bool] = []
    for first, last in _paragraphs(text, chosen):
        same = list(chain.from_iterable(words[first:last]))
        speaks = _speaks(text[chosen[first][0].start : chosen[last - 1][-1].end], SOME_OWN)
        around = max(share, _share(same, share, FEW)) if speaks else share
        for passage, own in zip(chosen[first:last], words[first:last], strict=True):
            few = bool(own) and _speaks(text[passage[0].start : passage[-1].end])
            shares = [_share(own, around, words) for words in (NEIGHBOURS, FEW)[: 1 + few]]
            found.append(max(shares) >= SOUND_SHARE)
    return found


def _share(same: Sequence[bool], prior: float, words: float) -> float:
    """The share of what is the same, if so many words more are the same to the share of ``prior``."""
    return (sum(same) + words * prior) / (len(same) + words)


def _paragraphs(text: str, chosen: Sequence[Sequence[Reading]]) -> Iterator[tuple[int, int]]:
    """Runs of passages that no blank line parts, such as the cells of a table."""
    first = 0
    for i in range(1, len(chosen) + 1):
        if i == len(chosen) or _BLANK_LINE.search(text, chosen[i - 1][-1].end, chosen[i][0].start):
            yield first, i
            first = i


def _speaks(passage: str, least: float = OWN_SHARE) -> bool:
    """Whether a passage was read, if at all, by a Vietnamese engine: no other has its letters."""
    lowered = passage.lower()
    words = lowered.split()
    if OWN_LETTERS.isdisjoint(lowered):
        return not words
    return sum(not OWN_LETTERS.isdisjoint(word) for word in words) >= least * len(words)


def trusting_weights(data: ChannelData) -> list[float]:
    """Mixture for text that is sound until shown otherwise: clean, or printed by a Vietnamese engine."""
    return _sound_weights(data, clean=0.65, generic=0.001)


def mending_weights(data: ChannelData) -> list[float]:
    """Mixture for sound text that was found to need restoring."""
    return _sound_weights(data, clean=0.6, generic=0.1)


def _sound_weights(data: ChannelData, clean: float, generic: float, slips: float = 0.02) -> list[float]:
    fluent = [name.removesuffix("-bad").endswith("-vie") for name in data.components]
    left = 1.0 - clean - generic - 2 * slips
    weights = [left / max(1, sum(fluent)) if f else 0.0 for f in fluent]
    weights[data.components.index("clean")] = clean
    weights[data.components.index("marks")] = slips
    weights[data.components.index("stripped")] = slips
    return [*weights, generic]


def sure_changes(text: str, chosen: Sequence[list[Reading]], mean_logp: Callable[[], float]) -> set[int]:
    """Where the changes begin that a text with few errors still needs; none if a typist may have made them.

    Only marked letters tell, and no names: one without marks is a foreigner's, not an error. Text in
    an unusual language has words we do not know: there one change says nothing.

    Args:
        text: the text.
        chosen: its passages, read with trust.
        mean_logp: of a symbol after its predecessor, as it stands; asked for only where it matters.
    """
    slips = [r for r in _changed(text, chosen) if r[3] >= SURE and _is_slip(text, r) and is_evidence(r)]
    sure = {r.start for r in slips}
    if not sure or (len(sure) == 1 and not is_bar(slips[0]) and mean_logp() < USUAL):
        return set()
    words = sum(map(is_evidence, chain.from_iterable(chosen)))
    return sure if len(sure) >= SURE_RATE * words else set()


def shows_misreadings(text: str, chosen: Sequence[list[Reading]]) -> bool:
    """Whether letters of a sound text were misread; words only run together may be a converter's."""
    changed = _changed(text, chosen)
    slips = sum(r[3] for r in changed if r[6] == "syllable" and _is_slip(text, r) and is_word(r))
    return slips >= SLIPS * sum(map(len, chosen))


def is_evidence(reading: Reading) -> bool:
    """Whether a reading is a word, a number read from letters, or a mark taken for a gap or a bar."""
    return is_word(reading) or reading.generator in TYPED_BY_NOBODY or is_bar(reading)


def is_bar(reading: Reading) -> bool:
    """Whether something was read as the bar of ``b/c``."""
    return reading.surface == "/" and reading.generator == "mark"


def _is_slip(text: str, reading: Reading) -> bool:
    if unchanged(text, reading):
        return False
    original = text[reading.start : reading.end]
    if reading.generator in TYPED_BY_NOBODY or is_bar(reading):
        return True
    if reading.generator == "letter":
        return not original.isalnum()  # b/€
    marked = not original.isascii()
    return reading.generator == "syllable" and marked and not is_capitalised(reading)


def needs_restoring(text: str, chosen: Sequence[list[Reading]], mean_logp: Callable[[], float]) -> bool:
    """Whether a sound text shows enough errors that ours are outnumbered.

    Args:
        text: the text.
        chosen: its passages, read with trust.
        mean_logp: of a symbol after its predecessor, as it stands; asked for only where it matters.
    """
    changes: defaultdict[tuple[str, str], float] = defaultdict(float)
    for r in filter(is_evidence, _changed(text, chosen)):
        kind = text[r.start : r.end].lower(), r.surface.lower()
        changes[kind] += max(2 * r.posterior - 1, 0.0) * (NAME if is_capitalised(r) else 1.0)
    shown = sum(min(amount, SAME_CHANGE) for amount in changes.values())
    if shown < HARM_RATE * HARM_WORDS or shown >= UNUSUAL_HARM_RATE * (sum(map(len, chosen)) + HARM_WORDS):
        return shown > HARM_RATE * HARM_WORDS  # however many of the readings are words
    words = sum((r[7] >= 0 and r[2].isalpha()) or is_evidence(r) for passage in chosen for r in passage)
    usual, unusual = (rate * (words + HARM_WORDS) for rate in (HARM_RATE, UNUSUAL_HARM_RATE))
    return shown >= unusual or (shown >= usual and mean_logp() >= USUAL)


def _changed(text: str, chosen: Sequence[list[Reading]]) -> list[Reading]:
    """What does not read as it stands."""
    return readings_at(chosen, find(text, chosen, ALTERED))
