"""Running text as the language model sees it: lower-case words, punctuation, number classes.

The same rules read the training corpus and the candidates of a lattice, so that both
speak of the same symbols. Words keep their diacritics and lose their case; numbers and
document codes, whose exact value no n-gram can learn, become classes.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from vnrestore.text.spelling import old_tone_placement

PADDING = "<pad>"
UNKNOWN = "<unk>"
BEGIN = "<s>"
END = "</s>"
SMALL_NUMBER = "<n>"  # one or two digits: days, months, sections, counts
YEAR = "<year>"
DATE = "<date>"  # 13/5/2014, 20-11
NUMBER = "<num>"
CODE = "<code>"  # 125/TB-VP, QĐ-TTg, QH15
CLASSES = (PADDING, UNKNOWN, BEGIN, END, SMALL_NUMBER, YEAR, DATE, NUMBER, CODE)

PUNCTUATION = frozenset(',.;:()-/"?!%')
_PUNCTUATION_FOLD = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "«": '"', "»": '"', "…": "."}
)

_SMALL = regex.compile(r"[0-9]{1,2}")
_YEAR = regex.compile(r"(?:19|20)[0-9]{2}")
_DATE = regex.compile(r"[0-9]{1,2}[/.\-][0-9]{1,2}(?:[/.\-][0-9]{2,4})?")
# Possessive: a long "12/12/12/…" that ends wrong is not tried again from every digit.
_NUMBER = regex.compile(r"[0-9]++(?:[.,:/x\-][0-9]++)*+%?")
# A notation without digits: capitals joined by hyphens or slashes, as in QĐ-UBND or TTr-BCT.
_NOTATION = regex.compile(r"\p{Lu}[\p{L}]{0,6}(?:[-/]\p{Lu}[\p{L}]{0,8})+")
_EDGE = regex.compile(r"^([^\p{L}\p{N}]*+)(.*?)([^\p{L}\p{N}%]*)$", regex.DOTALL)
_PIECE = regex.compile(r"[\p{L}\p{M}]+|[0-9]+|[^\p{L}\p{M}0-9]")


def number_class(core: str) -> str | None:
    """The class of a token without edge punctuation if it is a number or code, else None.

    A code is anything that mixes letters and digits, or a notation such as ``QĐ-TTg``;
    whether it *looks* garbled is for the channel to say, not for this function.
    """
    if _SMALL.fullmatch(core):
        return SMALL_NUMBER
    if _YEAR.fullmatch(core):
        return YEAR
    if _DATE.fullmatch(core):
        return DATE
    if _NUMBER.fullmatch(core):
        return NUMBER
    if any(c.isdigit() for c in core) or (
        _NOTATION.fullmatch(core) and core.count("-") + core.count("/") <= 4
    ):
        return CODE
    return None


def punctuation_symbol(char: str) -> str | None:
    """The model's symbol for one punctuation character, None for characters it ignores."""
    folded = char.translate(_PUNCTUATION_FOLD)
    return folded if folded in PUNCTUATION else None


def split_edges(chunk: str) -> tuple[str, str, str]:
    """Split a whitespace-free chunk into leading punctuation, core and trailing punctuation."""
    match = _EDGE.match(chunk)
    assert match is not None  # the pattern matches every string
    return match.group(1), match.group(2), match.group(3)


def model_tokens(chunk: str) -> Iterator[str]:
    """The model's symbols for one whitespace-free chunk of NFC text, in order."""
    lead, core, trail = split_edges(chunk)
    yield from filter(None, map(punctuation_symbol, lead))
    if core:
        symbol = number_class(core)
        if symbol is not None:
            yield symbol
        elif core.isalpha():
            yield old_tone_placement(core.lower())
        else:
            for piece in _PIECE.findall(core):
                if piece[0].isalpha():
                    yield old_tone_placement(piece.lower())
                elif (mark := punctuation_symbol(piece)) is not None:
                    yield mark
    yield from filter(None, map(punctuation_symbol, trail))
