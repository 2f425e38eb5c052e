"""Tasks in the form plans give them: what is to be done, then who leads it, then by when.

``a) Nhiệm vụ: …`` / ``b) Cơ quan thực hiện: - Đơn vị chủ trì: Sở X`` / ``c) Thời gian: …``, in any
numbering, with or without the first of the three. Who leads is said after what he leads, so a
section is read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnrestore.datatypes.notice import Kind, Node
from vnrestore.datatypes.record import Assignment
from vnrestore.segment.actors import actor_of
from vnrestore.segment.dates import find_deadlines
from vnrestore.segment.duties import first_verb
from vnrestore.segment.fold import fold

_LEADS = re.compile(
    r"(?:(?:co quan|don vi)(?:,? (?:don vi|to chuc))? (?:chu tri|thuc hien)(?: thuc hien| tham muu)?|"
    r"(?:phan cong |to chuc )?(?:chu tri|thuc hien)|trach nhiem thuc hien)\s*:\s*"
)
_HELPS = re.compile(r"(?:(?:co quan|don vi)(?: to chuc)? )?phoi hop(?: thuc hien)?\s*:")
_WHEN = re.compile(r"(?:thoi (?:gian|han)(?: (?:thuc hien|hoan thanh|trien khai))?|tien do|hoan thanh)\s*:")
_WHAT = re.compile(r"(?:nhiem vu|noi dung(?: thuc hien| cong viec)?|giai phap|cong viec)\s*:\s*")
_FIELDS = (_LEADS, _HELPS, _WHEN)
_ACTOR_LENGTH = 300


def is_field(node: Node) -> bool:
    """Whether an item says who leads, who helps or by when, and is no task of its own."""
    folded = fold(node.text)
    return any(pattern.match(folded) for pattern in _FIELDS)


def planned_tasks(section: Node, path: str, year: str) -> Iterator[Assignment]:
    """The tasks of a section that names below what it asks for who leads it; none of other sections."""
    leader = _leader(section)
    if not leader:
        return
    deadline = next(_deadlines(section, year), ("", ""))
    for node, marker in _asked(section, path):
        text = _without_label(node.text)
        actor = actor_of(text)[0] or leader
        own = deadline if deadline[0] else next(_deadlines_in(text, year), ("", ""))
        yield Assignment(marker, actor, text.rstrip(" ./;"), own[0], own[1], node.spans)


def _leader(section: Node) -> str:
    """Who leads, said by an item of the section or, where that only announces it, by one below it."""
    for child in section.children:
        if not _LEADS.match(fold(child.text)):
            continue
        for node in (child, *child.children):
            match = _LEADS.match(fold(node.text))
            named = node.text[match.end() :].strip(" .;") if match else ""
            if named:
                return _body_of(named.partition(";")[0].strip())
    return ""


def _body_of(named: str) -> str:
    """The body without what it does: ``Sở Nội vụ chủ trì tham mưu …``."""
    verb = first_verb(named, fold(named), 0, len(named))
    return (named[: verb.start()].strip(" ,") if verb else "") or named[:_ACTOR_LENGTH]


def _deadlines(section: Node, year: str) -> Iterator[tuple[str, str]]:
    for child in section.children:
        if _WHEN.match(fold(child.text)):
            yield from _deadlines_in(child.text, year)


def _deadlines_in(text: str, year: str) -> Iterator[tuple[str, str]]:
    for one in find_deadlines(text, year):
        yield one.value, one.text


def _asked(section: Node, path: str) -> Iterator[tuple[Node, str]]:
    """What the section asks for: its items of that name, or those before the leader, or its own text."""
    items = [child for child in section.children if not is_field(child)]
    labelled = [child for child in items if _WHAT.match(fold(child.text))]
    found = False
    for item in labelled or items:
        below = [node for node in item.children if not is_field(node)]
        marker = " › ".join(filter(None, (path, item.marker)))
        for node in below or [item]:
            if node.kind is not Kind.TABLE and _without_label(node.text):
                found = True
                yield node, " › ".join(filter(None, (marker, node.marker if below else "")))
    if not found and section.text:
        yield section, path


def _without_label(text: str) -> str:
    match = _WHAT.match(fold(text))
    return text[match.end() :] if match else text
