"""Which passages are garbled and which are sound, and whether a sound text needs us at all.

A page may mix text that was never garbled, or read in the right language, with text that
was read in the wrong one. The first reading tells them apart: where the reading changes
little, the passage is sound and is read again under a channel that trusts what stands there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from vnrestore.language.channel_tables import ChannelData
from vnrestore.restore.reading import Reading

SOUND_SHARE = 0.6  # of a passage's words unchanged; garbled pages have 0.15 to 0.4, sound ones over 0.9
NEIGHBOURS = 12.0  # words the whole text adds to a passage's own
SURE = 0.999  # posterior of a change that may be made even in a text with few errors
SURE_RATE = 0.001  # such changes per word, and two at least, that show a text has been read at all
NAME = 0.25  # of a change to a word with a capital: names are often odd, and seldom misread
HARM_RATE = 0.007  # expected changes per word below which a sound text is left alone
HARM_WORDS = 300.0  # words added to the text's own, so that a short text needs clear evidence


def unchanged(text: str, reading: Reading) -> bool:
    """Whether a reading leaves its stretch as it is."""
    return unicodedata.normalize("NFC", text[reading.start : reading.end]) == reading.surface


def is_word(reading: Reading) -> bool:
    """Whether a reading says anything about the state of the text: numbers and marks do not."""
    return reading.symbol >= 0 and any(c.isalpha() for c in reading.surface)


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
    words = [[unchanged(text, r) for r in passage if is_word(r)] for passage in chosen]
    total = sum(map(len, words)) + sound_words
    share = (sum(map(sum, words)) + sound_words) / total if total else 1.0
    return [(sum(w) + NEIGHBOURS * share) / (len(w) + NEIGHBOURS) >= SOUND_SHARE for w in words]


def sound_weights(data: ChannelData) -> list[float]:
    """Mixture for sound text: mostly clean, the rest the engines that print Vietnamese."""
    fluent = [name.removesuffix("-bad").endswith("-vie") for name in data.components]
    weights = [0.3 / max(1, sum(fluent)) if f else 0.0 for f in fluent]
    weights[data.components.index("clean")] = 0.65
    weights[data.components.index("marks")] = 0.02
    weights[data.components.index("stripped")] = 0.02
    return [*weights, 0.01]


def sure_changes(text: str, chosen: Sequence[Sequence[Reading]]) -> set[int]:
    """Where the changes begin that a text with few errors still needs; none if a typist may have made them.

    Only marked letters tell, and no names: one without marks is a foreigner's, not an error.
    """
    words = [r for passage in chosen for r in passage if is_word(r)]
    sure = {
        r.start
        for r in words
        if r.posterior >= SURE
        and r.generator == "syllable"
        and not unchanged(text, r)
        and not text[r.start : r.end].isascii()
        and not is_capitalised(r)
    }
    return sure if len(sure) >= max(2.0, SURE_RATE * len(words)) else set()


def needs_restoring(text: str, chosen: Sequence[Sequence[Reading]]) -> bool:
    """Whether a sound text shows enough errors that ours are outnumbered."""
    words = [r for passage in chosen for r in passage if is_word(r)]
    changes = sum(
        max(2 * r.posterior - 1, 0.0) * (NAME if is_capitalised(r) else 1.0)
        for r in words
        if not unchanged(text, r)
    )
    return changes >= HARM_RATE * (len(words) + HARM_WORDS)
