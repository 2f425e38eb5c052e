"""Whom a sentence tells to do something, and what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnrestore.segment.duties import (
    CONDITION,
    ORDER,
    ORDER_AFTER,
    ORDER_WITHIN,
    ORDERED,
    begins_body,
    first_verb,
    is_duty,
)
from vnrestore.segment.fold import fold

_STOP = re.compile(r"[.;](?=\s+(\w))")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]{1,3}|Tp|Th[sS])$")
_PARENTHESIS = re.compile(r"\([^()]{0,400}\)")
_LEAD = re.compile(r"trong (?:thang|quy|nam) [^,]{1,20},\s*")
_NAMES = re.compile(r"\s*(?:và )?[^\W\d_a-zà-öø-ÿ]")
_ANY_ORDER = re.compile(r"(?<= )(?:yeu cau|de nghi|giao)\s+(?=\S)")
_COMMA = re.compile(r"[,;]\s+")
_CONDITION_LENGTH = 700
_ACTOR_LENGTH = 600
# "các đơn vị thực hiện nhiệm vụ … có trách nhiệm …": what they do is said of them first.
_HAS_DUTY = re.compile(r"(?:thuc hien|cung cap) (?!va )[a-z0-9 ]{3,160}? (?P<duty>co trach nhiem)\b")


# "Các cơ quan được phân công chủ trì … có trách nhiệm …": what they are charged with is of their name.
_CHARGED = re.compile(r"[a-z0-9 ]{3,160}? (?P<duty>(?:co|chiu) trach nhiem)\b")


def sentences(text: str) -> Iterator[str]:
    """The sentences; a stop before a capital ends one.

    That of ``TP. Huế`` does not, nor a semicolon between names that wait for their verb
    (``Giám đốc Sở X; Chủ tịch các xã chịu trách nhiệm …``).
    """
    folded = masked(text)
    at = checked = 0
    verb = False
    for match in _STOP.finditer(text):
        verb = verb or first_verb(text, folded, checked, match.start()) is not None
        checked = match.start()
        waits = match[0] == ";" and not verb
        if waits or not match[1].isupper() or _ABBREVIATED.search(text, max(at, checked - 6), checked):
            continue
        sentence = text[at : match.end()].strip(" .;/")
        at, verb = match.end(), False
        if sentence:
            yield sentence
    if rest := text[at:].strip(" .;/"):
        yield rest


def masked(text: str) -> str:
    """Folded, with blanks for what stands in brackets: a verb there is not the sentence's."""
    return _PARENTHESIS.sub(lambda match: " " * len(match[0]), fold(text))


def actor_of(sentence: str) -> tuple[str, str]:
    """The body a sentence orders to do something, and what; ("", "") if it orders nobody."""
    folded = masked(sentence)
    order = ORDER.match(folded)
    lead = None if order else _LEAD.match(folded)
    ordering = None if order else ORDERED.match(folded)
    if ordering and begins_body(sentence, folded, 0) and begins_body(sentence, folded, ordering.end()):
        return _named(sentence, folded, ordering.end(), True)
    start = order.end() if order else lead.end() if lead else 0
    if order or begins_body(sentence, folded, start):
        return _named(sentence, folded, start, bool(order))
    order = ORDER_WITHIN.search(folded) or ORDER_AFTER.search(folded)
    if order:
        return _named(sentence, folded, order.end(), True)
    if CONDITION.match(folded):
        for comma in _COMMA.finditer(folded, 0, _CONDITION_LENGTH):
            if begins_body(sentence, folded, comma.end()):
                found = _named(sentence[comma.end() :], folded[comma.end() :], 0, False)
                if found[0]:
                    return found
    return "", ""


def ordered_last(sentence: str) -> tuple[str, str]:
    """The same for the last order within a sentence: ``… Sở Xây dựng đề nghị chủ đầu tư …``."""
    folded = masked(sentence)
    starts = [match.end() for match in _ANY_ORDER.finditer(folded)]
    return _named(sentence, folded, starts[-1], True) if starts else ("", "")


def _named(sentence: str, folded: str, start: int, ordered: bool) -> tuple[str, str]:
    """Who stands at ``start`` and what he is to do."""
    named = sentence[start : start + 1].isupper() or folded.startswith("cac ", start)
    if ordered and not (named or begins_body(sentence, folded, start)):
        return "", ""
    colon = sentence.find(":", start, start + _ACTOR_LENGTH)
    verb = first_verb(sentence, folded, start, start + _ACTOR_LENGTH)
    if colon >= 0 and not (
        verb and (verb.start() < colon or _lists_names(sentence[colon + 1 : verb.start()]))
    ):
        return sentence[start:colon].strip(" ,"), sentence[colon + 1 :].strip()
    duty = _HAS_DUTY.match(folded, verb.start()) if verb else None
    if verb and folded.endswith("duoc ", start, verb.start()):
        duty = _CHARGED.match(folded, verb.start()) or duty
    if duty:
        return sentence[start : duty.start("duty")].strip(" ,:;(-"), sentence[duty.start("duty") :].strip()
    if verb is None or not is_duty(verb, sentence, ordered):
        return "", ""
    return sentence[start : verb.start()].strip(" ,:;(-"), sentence[verb.start() :].strip()


def _lists_names(text: str) -> bool:
    """Whether this, between a colon and a verb, says which bodies: ``các Bộ: Công an, Tư pháp``."""
    names = text.split(",")
    return len(names) > 1 and all(_NAMES.match(name) for name in names)
