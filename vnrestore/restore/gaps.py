"""Marks between two words: dirt in the gap, or true marks whose gap was lost."""

from __future__ import annotations

import regex

from vnrestore.datatypes.lattice import SILENT
from vnrestore.restore.candidates.marks import LOW_QUOTE
from vnrestore.restore.candidates.proposal import Proposal
from vnrestore.restore.candidates.vocabulary import Vocabulary
from vnrestore.text.spelling import old_tone_placement
from vnrestore.text.tokens import punctuation_symbol

GAP_MARKS = frozenset(".-’‘'_:~*^`,;\\")
DIRT = frozenset(".'’_~*^`")  # of these, those that never stand between two words of Vietnamese
DIRT_LOGP = -3.0  # a mark stands where the gap between two words was
RULE = Proposal(SILENT, "", 1.0, "gap", heard=False)
LONGEST_RULE = 3  # longer ones are blanks of a form
SPACED_LOGP = 1.0  # in garbled text a lost gap is likelier than a mark set without one
LEAST_NAMED = 5  # letters beside a dash whose gaps were lost: Độc lập-Tự do, but not Wi-Fi

AMPERSAND = Proposal(SILENT, "&", 0.0, "identity", heard=False)  # of GD&ĐT
_ENDS_IN_CAPITALS = regex.compile(r"\p{Lu}{2}$")
_BEGINS_WITH_CAPITALS = regex.compile(r"\p{Lu}{2}")
_LABEL = regex.compile(r"[Ss$][^\s:]{1,2}")  # Số
_NUMBER = regex.compile(r"[0-9]+/")
_ENDS_WORD = regex.compile(r"(?:[\p{L}\p{N}]\p{L}\)?|^\p{L}\)|\p{L}[\p{L}\p{N}]*\p{N})$")
_OPENS_ITEM = regex.compile(r"\P{L}*(?:\p{N}{1,2}[.)]|\p{L}\)|(?:KT|TL|TM|TUQ)\.)")  # or a signature
_LAST_WORD = regex.compile(r"[\p{L}\p{M}]+$")
_FIRST_WORD = regex.compile(r"[\p{L}\p{M}]+")
_LONG_WORD = regex.compile(r"\p{L}{3}")  # not the end of don't or they're
_BEGINS_WORD = regex.compile(r"\p{L}[\p{L}\p{N}]|\p{N}{1,2}\p{L}")
_ENDS_NAME = regex.compile(r"(?<!\p{L})\p{L}{1,6}\p{Ll}$")
_BEGINS_NAME = regex.compile(r"\p{Lu}\p{L}{1,6}(?!\p{L})")


def gaps_of(mark: str, before: str, after: str, vocabulary: Vocabulary) -> tuple[Proposal, ...]:
    """A mark between two words may be dirt in the gap, or a true mark whose gap was lost."""
    if len(mark) > 1:
        return ()
    if mark == "&" and _ENDS_IN_CAPITALS.search(before) and _BEGINS_WITH_CAPITALS.match(after):
        return (AMPERSAND,)
    if mark == ":" and _LABEL.fullmatch(before) and _NUMBER.match(after):
        return (_spaced(mark, vocabulary),)
    if not _BEGINS_WORD.match(after):
        return ()
    if mark in ".)" and after[0].isupper() and _OPENS_ITEM.fullmatch(before + mark):
        return (_spaced(mark, vocabulary),)
    if not _ENDS_WORD.search(before):
        return ()
    found = []
    if mark in GAP_MARKS and not (mark == "-" and _joins_abbreviations(before, after)):
        silent = mark in DIRT and punctuation_symbol(mark) is None and _LONG_WORD.match(after)
        # The model hears nothing of a silent mark: nobody else objects to it.
        logp = SPACED_LOGP if silent else DIRT_LOGP
        found.append(Proposal(SILENT, " ", logp, "gap", heard=False))
    if mark in ",;:)" + LOW_QUOTE or (mark == "." and after[0].isupper() and before[-1].islower()):
        found.append(_spaced(mark.replace(LOW_QUOTE, ","), vocabulary))
    left, right = _ENDS_NAME.search(before), _BEGINS_NAME.match(after)
    if mark in "-–—" and left and right and len(left.group()) + len(right.group()) >= LEAST_NAMED:
        found.append(Proposal(vocabulary.model.id("-"), f" {mark} ", SPACED_LOGP, "gap", heard=False))
    return tuple(found)


def _joins_abbreviations(before: str, after: str) -> bool:
    """Whether a hyphen stands where one is typed: behind an abbreviation, before another or a name."""
    left = _LAST_WORD.search(before)
    return left is not None and left.group().isupper() and after[0].isupper()


def _spaced(mark: str, vocabulary: Vocabulary) -> Proposal:
    """A mark with the gap behind it."""
    return Proposal(vocabulary.model.id(mark), mark + " ", SPACED_LOGP, "gap", heard=False)


def is_rule(mark: str, before: str, after: str) -> bool:
    """Whether a mark is a piece of a ruled line that touches the word beside it."""
    beside = after[:1] if not before else before[-1:] if not after else ""
    return set(mark) == {"_"} and len(mark) <= LONGEST_RULE and beside.isalnum()


def is_dirt(mark: str, before: str, after: str, vocabulary: Vocabulary) -> bool:
    """Whether nobody would type this mark here: between two syllables, one of them with its marks on."""
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if mark not in DIRT or left is None or right is None or not right.group().islower():
        return False
    words = [left.group(), right.group()]
    index = vocabulary.inventory.index
    return not all(map(str.isascii, words)) and all(old_tone_placement(w.lower()) in index for w in words)
