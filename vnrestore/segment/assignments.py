"""Who is told to do what, by when: the table readers of conclusions look for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import Assignment
from vnrestore.segment.dates import find_dates, find_deadlines
from vnrestore.segment.duties import INTRODUCES, ORDER, ORDER_WITHIN, RULE, begins_body, first_verb, is_duty
from vnrestore.segment.fold import fold

_STOP = re.compile(r"[.;](?=\s+(\w))")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]{1,3}|Tp|Th[sS])$")
_PARENTHESIS = re.compile(r"\([^()]{0,400}\)")
_LEAD = re.compile(r"trong (?:thang|quy|nam) [^,]{1,20},\s*")
_NAMES = re.compile(r"\s*(?:và )?[^\W\d_a-zà-öø-ÿ]")
_TASK_KINDS = frozenset(
    (
        Kind.ARTICLE,
        Kind.CLAUSE,
        Kind.SUBCLAUSE,
        Kind.POINT,
        Kind.NUMBERED_ITEM,
        Kind.DASH,
        Kind.PLUS,
        Kind.PARAGRAPH,
    )
)
_ACTOR_LENGTH = 400
_OWNER_LENGTH = 220


def find_assignments(notice: Notice) -> list[Assignment]:
    """The tasks a document sets, in reading order.

    A sentence sets a task if it orders somebody (``Giao Sở X …``, ``Yêu cầu các đơn vị …``) or
    begins with a body and a verb of duty (``Sở X chủ trì …``). Below a heading that is only the
    name of a body each item is a task of that body.
    """
    year = _year(notice)
    found: list[Assignment] = []
    for part in notice.parts:
        if part.kind in (Kind.BODY, Kind.CLOSING):
            work = [(child, "", "") for child in reversed(part.children or (part,))]
            while work:
                node, path, owner = work.pop()
                here = " › ".join(filter(None, (path, node.marker)))
                own = _owner(node)
                found += _tasks(node, here, owner, year)
                work.extend((child, here, own or owner) for child in reversed(node.children))
    return found


def _year(notice: Notice) -> str:
    """The document's year, from its date or else from the first date of its opening."""
    dated = re.search(r"(?:19|20)\d\d", notice.text_of(Kind.PLACE_DATE))
    if dated:
        return dated[0]
    opening = " ".join(node.text for node in (*notice.preamble, *notice.all(Kind.LEAD_IN)))
    return next((mention.value[:4] for mention in find_dates(opening)), "")


def _owner(node: Node) -> str:
    """The body a heading names, if it names one and nothing else."""
    text = re.sub(r"^(?:Giao|Đề nghị|Yêu cầu|Đối với)\s+", "", node.text.rstrip(" :.;"))
    folded = _masked(text)
    if (
        not node.children
        or len(text) > _OWNER_LENGTH
        or RULE.search(folded)
        or not begins_body(text, folded + " ", 0)
    ):
        return ""
    verb = first_verb(text, folded, 0, len(folded))
    return text[: verb.start()].rstrip(" ,:") if verb else text


def _tasks(node: Node, path: str, owner: str, year: str) -> Iterator[Assignment]:
    if node.kind not in _TASK_KINDS and node.kind is not Kind.CLOSING:
        return
    if node.children and _owner(node) and not first_verb(node.text, _masked(node.text), 0, len(node.text)):
        return
    owned = (
        owner and node.kind is not Kind.PARAGRAPH and not any(_actor(one)[0] for one in _sentences(node.text))
    )
    for sentence in [node.text] if owned else _sentences(node.text):
        actor, task = (owner, sentence) if owned else _actor(sentence)
        if actor and task and not (node.children and INTRODUCES.match(fold(task))):
            deadline = next(iter(find_deadlines(sentence, year)), None)
            yield Assignment(
                path,
                actor,
                task.rstrip(" ./;"),
                deadline.value if deadline else "",
                deadline.text if deadline else "",
                node.spans,
            )


def _sentences(text: str) -> Iterator[str]:
    """The sentences; a stop before a capital ends one.

    That of ``TP. Huế`` does not, nor a semicolon between names that wait for their verb
    (``Giám đốc Sở X; Chủ tịch các xã chịu trách nhiệm …``).
    """
    masked = _masked(text)
    at = checked = 0
    verb = False
    for match in _STOP.finditer(text):
        verb = verb or first_verb(text, masked, checked, match.start()) is not None
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


def _masked(text: str) -> str:
    """Folded, with blanks for what stands in brackets: a verb there is not the sentence's."""
    return _PARENTHESIS.sub(lambda match: " " * len(match[0]), fold(text))


def _actor(sentence: str) -> tuple[str, str]:
    """The body a sentence orders to do something, and what; ("", "") if it orders nobody."""
    folded = _masked(sentence)
    order = ORDER.match(folded)
    lead = None if order else _LEAD.match(folded)
    start = order.end() if order else lead.end() if lead else 0
    if not order and not begins_body(sentence, folded, start):
        order = ORDER_WITHIN.search(folded)
        if order is None:
            return "", ""
        start = order.end()
    named = sentence[start].isupper() or folded.startswith("cac ", start)
    if order and not (named or begins_body(sentence, folded, start)):
        return "", ""
    colon = sentence.find(":", start, start + _ACTOR_LENGTH)
    verb = first_verb(sentence, folded, start, start + _ACTOR_LENGTH)
    if colon >= 0 and not (
        verb and (verb.start() < colon or _lists_names(sentence[colon + 1 : verb.start()]))
    ):
        return sentence[start:colon].strip(" ,"), sentence[colon + 1 :].strip()
    if verb is None or not is_duty(verb, sentence, bool(order)):
        return "", ""
    return sentence[start : verb.start()].strip(" ,:;(-"), sentence[verb.start() :].strip()


def _lists_names(text: str) -> bool:
    """Whether this, between a colon and a verb, says which bodies: ``các Bộ: Công an, Tư pháp``."""
    names = text.split(",")
    return len(names) > 1 and all(_NAMES.match(name) for name in names)
