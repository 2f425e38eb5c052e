"""Who is told to do what, by when: the table readers of conclusions look for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import Assignment
from vnrestore.segment.actors import actor_of, masked, ordered_last, sentences
from vnrestore.segment.dates import find_dates, find_deadlines
from vnrestore.segment.duties import (
    DEADLINE_ONLY,
    INTRODUCES,
    NO_TASKS,
    UNOWNED,
    begins_body,
    first_verb,
    states_rule,
)
from vnrestore.segment.fold import fold
from vnrestore.segment.plans import is_field, planned_tasks

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
        Kind.CLOSING,
    )
)
_OWNER_LENGTH = 220
_AIMS = re.compile(r"(?:muc dich(?:,? (?:va )?yeu cau)?|yeu cau|quan diem|muc tieu)\W*$")
"""Headings of sections that say what is wanted; who is told to do it stands elsewhere."""
_RULE_KINDS = re.compile(r"(?:nghi dinh|thong tu|luat|bo luat|phap lenh|quy che|quy dinh|dieu le)")
_SCOPE = re.compile(
    r"(?:pham vi|doi tuong|giai thich|nguyen tac|phan cap|phan quyen|uy quyen|tham quyen|vi tri|chuc nang|"
    r"tieu chi|dieu kien|co cau|so luong)\b"
)
_HEADING = 160
_EXECUTION = re.compile(
    r"trach nhiem|to chuc thuc hien|thi hanh|hieu luc|chuyen tiep|thuc hien quy|"
    r"khen thuong|kiem tra|giam sat|bao cao"
)
_EXECUTES = re.compile(
    r"chiu trach nhiem (?:thi hanh|thuc hien|to chuc)|(?:^|[.;] )(?:giao|yeu cau|de nghi) "
)


def find_assignments(notice: Notice) -> list[Assignment]:
    """The tasks a document sets, in reading order.

    A sentence sets a task if it orders somebody (``Giao Sở X …``, ``Yêu cầu các đơn vị …``) or
    begins with a body and a verb of duty (``Sở X chủ trì …``). Below a heading that is only the
    name of a body, and below a task of one body, each item is a task of that body, unless the
    section is one of aims, criteria or results.
    """
    year = document_year(notice)
    found: list[Assignment] = []
    announced = _announced(notice)
    rules = _makes_rules(notice)
    for part in notice.parts:
        if part.kind in (Kind.BODY, Kind.CLOSING):
            owner = announced if part.kind is Kind.BODY else ""
            work = [(child, "", owner) for child in reversed(part.children or (part,))]
            while work:
                node, path, owner = work.pop()
                here = " › ".join(filter(None, (path, node.marker)))
                planned = list(planned_tasks(node, here, year))
                if planned:
                    found += planned
                    continue
                if _is_rule(node, rules) or (node.children and _AIMS.match(fold(node.text))):
                    continue
                tasks = list(_tasks(node, here, owner, year))
                _set_deadline(found, node, owner, year)
                found += tasks
                below = _owner(node) or (tasks[-1].actor if len(tasks) == 1 else owner)
                below = _NOBODY if owner == _NOBODY or _sets_none(node) else below
                work.extend((child, here, below) for child in reversed(node.children))
    return found


def _makes_rules(notice: Notice) -> bool:
    """Whether a document is of a kind that says what holds: a decree, a circular, a law."""
    kind = notice.first(Kind.DOCUMENT_KIND)
    return bool(kind and _RULE_KINDS.match(fold(kind.text)))


def _is_rule(node: Node, everywhere: bool) -> bool:
    """Whether an article says what holds: one on scope or powers, or ``everywhere`` any but on execution."""
    if node.kind is not Kind.ARTICLE:
        return False
    heading = fold(node.text)
    if not everywhere:
        return _SCOPE.match(heading) is not None
    return not (_EXECUTION.search(heading[:_HEADING]) or _EXECUTES.search(heading))


def _announced(notice: Notice) -> str:
    """Whom the lead-in orders to do what follows: ``… đề nghị các chủ đầu tư thực hiện một số việc sau:``."""
    lead_in = notice.lead_in
    if lead_in is None or not lead_in.text.endswith(":"):
        return ""
    *_, last = sentences(lead_in.text.rstrip(":"))
    actor, task = ordered_last(last)
    return actor if task and INTRODUCES.match(fold(task)) else ""


_NOBODY = "-"
"""The owner of what stands in a section of criteria."""


def _sets_none(node: Node) -> bool:
    return bool(node.marker and node.children and NO_TASKS.match(fold(node.text[:40])))


def _set_deadline(found: list[Assignment], node: Node, owner: str, year: str) -> None:
    """A paragraph that only says by when is of the task above it."""
    if found and owner == found[-1].actor and not found[-1].deadline and DEADLINE_ONLY.match(fold(node.text)):
        deadline = next(iter(find_deadlines(node.text, year)), None)
        if deadline:
            found[-1] = replace(found[-1], deadline=deadline.value, deadline_text=deadline.text)


def document_year(notice: Notice) -> str:
    """The document's year, from its date or else from the first date of its opening."""
    dated = re.search(r"(?:19|20)\d\d", notice.text_of(Kind.PLACE_DATE))
    if dated:
        return dated[0]
    opening = " ".join(node.text for node in (*notice.preamble, *notice.all(Kind.LEAD_IN)))
    return next((mention.value[:4] for mention in find_dates(opening)), "")


def _owner(node: Node) -> str:
    """The body a heading names, if it names one and nothing else."""
    text = re.sub(r"^(?:Giao|Đề nghị|Yêu cầu|Đối với)\s+", "", node.text.rstrip(" :.;"))
    folded = masked(text)
    if (
        not node.children
        or len(text) > _OWNER_LENGTH
        or states_rule(text, folded, len(folded))
        or not begins_body(text, folded + " ", 0)
    ):
        return ""
    verb = first_verb(text, folded, 0, len(folded))
    return text[: verb.start()].rstrip(" ,:") if verb else text


def _tasks(node: Node, path: str, owner: str, year: str) -> Iterator[Assignment]:
    if node.kind not in _TASK_KINDS or is_field(node):
        return
    if node.children and _owner(node) and not first_verb(node.text, masked(node.text), 0, len(node.text)):
        return
    owned = _is_owned(node, owner)
    for sentence in [node.text] if owned else sentences(node.text):
        actor, task = (owner, sentence) if owned else actor_of(sentence)
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


def _is_owned(node: Node, owner: str) -> bool:
    """Whether an item, or a paragraph that begins with what to do, is a task of the body above it."""
    folded = fold(node.text)
    if (
        owner in ("", _NOBODY)
        or UNOWNED.match(folded)
        or any(actor_of(one)[0] for one in sentences(node.text))
    ):
        return False
    if node.kind is not Kind.PARAGRAPH:
        return True
    verb = first_verb(" " + node.text[:1].lower() + node.text[1:], " " + folded, 0, 40)
    return node.text[:1].isupper() and verb is not None and verb.start() == 1
