"""Marks that an engine prints for letters it cannot read: ``_`` of ocrad and gocr, ``~``, ``^``, ``?``.

Where words are full of such a mark it is no mark but a letter nobody could read, or several run
together: ``do_`` is ``doanh``, ``nghi_p`` is ``nghiệp``. It is masked by a stand-in that counts as a
letter everywhere, so that words are cut, joined and scored as words, and a channel is told to expect it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import regex

from vnrestore.language.channel import CellCounts, Evidence
from vnrestore.language.channel_tables import UNREAD, ChannelData
from vnrestore.language.inventory import SyllableInventory
from vnrestore.language.readings import Edit, as_seen
from vnrestore.restore.reading import Reading
from vnrestore.text.spelling import strip_marks

SHARE = 0.02  # of the words: with one mark between their letters; no other engine reaches 0.005
SECOND_SHARE = 0.004  # of an engine that has such a mark already
LEAST_WORDS = 30
LONGEST_WORD = 8  # characters of a syllable and what stands around it; names in programs are longer
LONGEST = 3  # longer runs are blanks of a form, or a ruled line
MARKED, PLAIN, LOST = (
    6.0,
    2.0,
    1.5,
)  # pseudo-counts: a marked letter, a plain one is not read; it left no trace
WHOLE = 0.05  # the same for a rime of which only a mark is left, or a mark behind its first letter

_WORD = regex.compile(r"\S*\p{L}\S*")
_MARK = "[_~^?#*%÷¤¬�]"
_INSIDE = regex.compile(rf"(?<=\p{{L}}){_MARK}(?=\p{{L}})")
_BESIDE = regex.compile(rf"(?<=\p{{L}}){_MARK}|{_MARK}(?=\p{{L}})")


def reject_marks(text: str) -> str:
    """The marks that stand for letters nobody could read, none in most texts."""
    if _INSIDE.search(text) is None:
        return ""
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return ""
    words = [word for word in words if len(word) <= LONGEST_WORD]
    least = SHARE * len(words)
    if max(_counts(words, _INSIDE).values(), default=0) < least:
        return ""
    seen = _counts(words, _BESIDE)
    return "".join(sorted(mark for mark, n in seen.items() if n >= SECOND_SHARE * len(words)))


def _counts(words: list[str], pattern: regex.Pattern[str]) -> Counter[str]:
    """In how many words each mark is found."""
    return Counter(mark for word in words for mark in set(pattern.findall(word)))


def masked(text: str, marks: str) -> str:
    """The text with a stand-in for every such mark that touches a letter, or stands for a word between two.

    Offsets stay as they are.
    """
    some = f"[{regex.escape(marks)}]"
    run = regex.compile(rf"(?<!{some}){some}{{1,{LONGEST}}}(?!{some})")
    alone = regex.compile(rf"(?<=\p{{L}}{{2}}[.,;]? ){some}(?= \p{{L}}{{2}})")

    def stand_in(match: regex.Match[str]) -> str:
        beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        return UNREAD * len(match.group()) if any(map(str.isalpha, beside)) else match.group()

    return alone.sub(UNREAD, run.sub(stand_in, text))


def unmasked(text: str, chosen: Iterable[Reading]) -> list[Reading]:
    """The readings with the marks back where a word stayed unread."""

    def back(surface: str, reading: Reading) -> str:
        if UNREAD not in surface:
            return surface
        original = text[reading.start : reading.end]
        if len(surface) != len(original):
            return surface.replace(UNREAD, "")
        return "".join(o if c == UNREAD else c for c, o in zip(surface, original, strict=True))

    return [
        r._replace(
            surface=back(r.surface, r),
            runner_up=None if r.runner_up is None else back(r.runner_up, r),
        )
        for r in chosen
    ]


def expecting_rejects(data: ChannelData, inventory: SyllableInventory) -> Evidence:
    """What to expect of an engine that leaves letters unread, whichever letters they are."""
    edits: dict[Edit, float] = {}
    for char in filter(str.isalpha, data.characters):
        edits[char, UNREAD] = PLAIN if char == strip_marks(char) else MARKED
        edits[char, ""] = LOST
    cells = {data.cell(edit): n for edit, n in edits.items()}
    units: dict[Edit, float] = {}
    for rime in inventory.rime_spellings():
        if len(rime) > 1:
            units[rime, UNREAD] = WHOLE
        if len(rime) > 2:
            units[rime, rime[0] + UNREAD] = units[rime, strip_marks(rime[0]) + UNREAD] = WHOLE
    numbers = np.array(sorted(cells), np.int64)
    counts = np.array([cells[number] for number in numbers.tolist()], np.float32)
    seen = as_seen((inventory.unit_numbers[rime], observed, n) for (rime, observed), n in units.items())
    return Evidence(CellCounts(numbers, counts), seen, as_seen(()))
