"""The Vietnamese syllable: onset, rime (glide, nucleus, coda) and tone.

Used to tell a possible syllable from a garbled or foreign token. The inventory is that of
the written standard language; source: Đoàn Thiện Thuật, "Ngữ âm tiếng Việt" (1977).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
_OPEN = "a e ê i o ô ơ u ư y ia ua ưa ai ay ây ao au âu eo êu iu iêu yêu oi ôi ơi ui ưi uôi ươi ưu ươu "
_GLIDE = "oa oai oay oao oe oeo uê uơ uy uya uây uyu uêu oă "
_NASAL = (
    "am ăm âm em êm im om ôm ơm um iêm yêm uôm ươm an ăn ân en ên in on ôn ơn un iên yên uôn ươn "
    "oan oăn oen uân uên uyn uyên oam oăm ang ăng âng eng ong ông ung ưng iêng yêng uông ương oang oăng uâng "
    "oong anh ênh inh oanh uynh uênh ynh "
)
_STOP = (
    "ap ăp âp ep êp ip op ôp ơp up iêp ươp oap at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt "
    "uât uêt uyt uyêt oet ac ăc âc ec oc ôc uc ưc iêc uôc ươc oac oăc ooc uych ach êch ich oach uêch ych "
)
RIMES = frozenset((_OPEN + _GLIDE + _NASAL + _STOP).split())
# Where syllables of the Central Highlands' names begin.
CLUSTERS = frozenset(("kr", "kl", "pr", "pl", "br", "bl", "dr", "đr", "gr", "gl", "hr", "cr"))
LONGEST = 7  # nghiêng
FOREIGN = frozenset("fjwz0123456789.-'")
STOP_RIMES = frozenset(_STOP.split())
TONES = {"": "", "\u0300": "huyền", "\u0301": "sắc", "\u0309": "hỏi", "\u0303": "ngã", "\u0323": "nặng"}


class Syllable(NamedTuple):
    """A parsed syllable; ``rime`` carries no tone, ``tone`` is a combining mark or empty."""

    onset: str
    rime: str
    tone: str


def split_tone(word: str) -> tuple[str, str]:
    """Take the tone marks off a word: ``(word without, marks)``, NFC, other diacritics kept."""
    marks = ""
    kept = []
    for char in unicodedata.normalize("NFD", word):
        if char in TONES:
            marks += char
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)), marks


def parse(word: str) -> Syllable | None:
    """Parse one lower-case word, None if it is no possible Vietnamese syllable.

    Stop-final syllables must bear sắc or nặng, as the orthography demands.
    """
    return _parse(word) if len(word) <= LONGEST else None


@lru_cache(maxsize=1 << 16)  # more than all syllables; garbled words are without end
def _parse(word: str) -> Syllable | None:
    if not FOREIGN.isdisjoint(word):
        return None
    bare, tone = split_tone(word)
    if len(tone) > 1 or not bare:
        return None
    for length in (3, 2, 1, 0):
        onset, rime = bare[:length], bare[length:]
        if onset not in ONSETS or len(onset) != length:
            continue
        if onset == "gi" and rime not in RIMES:
            continue
        if onset == "qu":
            if rime not in RIMES and "u" + rime not in RIMES:
                continue
        elif rime not in RIMES:
            if bare in ("gi", "gin", "giêng", "giêt"):
                onset, rime = "g", bare[1:]
            else:
                continue
        if rime in STOP_RIMES and tone not in ("\u0301", "\u0323"):
            return None
        return Syllable(onset, rime, tone)
    return None


def parse_highland(word: str) -> Syllable | None:
    """Parse a syllable of the Central Highlands' names as notices print them: ``đắk``, ``krông``, ``plông``.

    They end in k, or begin with two consonants; some of them have marks, and only those are taken.
    """
    if len(word) > LONGEST or word.isascii():
        return None
    bare, tone = split_tone(word)
    if len(tone) > 1:
        return None
    length = 2 if bare[:2] in CLUSTERS or bare[:2] in ONSETS else 1 if bare[:1] in ONSETS else 0
    onset, rime = bare[:length], bare[length:]
    known = rime in RIMES or (rime[-1:] == "k" and rime[:-1] + "c" in RIMES)
    return Syllable(onset, rime, tone) if known and (onset in CLUSTERS or rime[-1:] == "k") else None


def is_syllable(word: str) -> bool:
    """Whether a lower-case word could be a Vietnamese syllable."""
    return parse(word) is not None


def is_glued(word: str, syllables: Container[str]) -> bool:
    """Whether a word is two syllables that were run together, as in ``sửdụng``.

    Both have marks on them, one a tone: ``rôma`` and ``bêtông`` are words.
    """
    for at in range(2, len(word) - 1):
        one, other = word[:at], word[at:]
        if not (one.isascii() or other.isascii()) and one in syllables and other in syllables:
            return any(split_tone(half)[1] for half in (one, other))
    return False
