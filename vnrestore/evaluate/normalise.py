"""What does not count as a difference when texts are scored.

The rules are those of the project's reference scorer, to the letter: NFC, one tone
placement (``hoà`` = ``hòa``), one kind of quotation marks and dashes. A gold token may
hold alternatives, ``{a|b}``, of which any is right.
"""

from __future__ import annotations

import re
import unicodedata

_TRADITIONAL = {"oa": "òaóaõaỏaọa", "oe": "òeóeõeỏeọe", "uy": "ùyúyũyủyụy"}
_MODERN = {"oa": "oàoáoãoảoạ", "oe": "oèoéoẽoẻoẹ", "uy": "uỳuýuỹuỷuỵ"}


def _pairs(letters: str) -> list[str]:
    return [letters[at : at + 2] for at in range(0, len(letters), 2)]


_PLACEMENT = {
    modern: traditional
    for rime in _MODERN
    for modern, traditional in zip(_pairs(_MODERN[rime]), _pairs(_TRADITIONAL[rime]), strict=True)
}
# matches the rime of "hoà"; not of "quý" (the u belongs to the onset) nor of "hoàn" (a coda follows)
_OPEN_RIME = re.compile("(?<![qQ])(" + "|".join(_PLACEMENT) + ")(?![a-zA-Zà-ỹ])")
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
# matches the commas of ",an," ; not the inner dot of "nd.cp"
_EDGE_PUNCTUATION = re.compile(r"^[^\w]+|[^\w]+$")
# matches "{thỏa|thoả}"; not "thỏa"
_ALTERNATIVES = re.compile(r"\{([^}]*)\}")


def normal(text: str) -> str:
    """NFC, traditional tone placement, straight quotation marks and hyphens; case kept."""
    composed = unicodedata.normalize("NFC", text)
    return _OPEN_RIME.sub(lambda rime: _PLACEMENT[rime.group(1)], composed).translate(_TYPOGRAPHY)


def bare(token: str) -> str:
    """``normal`` in lower case and without punctuation at the edges; empty if nothing is left."""
    return _EDGE_PUNCTUATION.sub("", normal(token.lower()))


def alternatives(token: str) -> list[str]:
    """The readings a gold token allows, the preferred one first."""
    found = _ALTERNATIVES.search(token)
    if found is None:
        return [token]
    return [token[: found.start()] + reading + token[found.end() :] for reading in found.group(1).split("|")]
