"""A notice as JSON: a versioned schema that says where every part stands in the source."""

from __future__ import annotations

import json
from typing import Any

from vnrestore.datatypes.notice import Node, Notice

FORMAT = "vnrestore-notice"
VERSION = 1
"""Raised when a field is renamed, removed or changes its meaning; new fields don't raise it."""


def notice_to_dict(notice: Notice) -> dict[str, Any]:
    """The notice as plain lists and dicts, ready for :func:`json.dumps`.

    Spans are ``[start, end]`` in code points of the source. Fields that are empty for a node
    (marker, value, note, suggestion, children) are left out.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "length": len(notice.source),
        "title": notice.title,
        "parts": [_node(part) for part in notice.parts],
    }


def notice_to_json(notice: Notice, indent: int | None = 2) -> str:
    """The notice as JSON text, Vietnamese letters as themselves."""
    return json.dumps(notice_to_dict(notice), ensure_ascii=False, indent=indent) + "\n"


def _node(node: Node) -> dict[str, Any]:
    """One node; a loop instead of recursion, since nesting is as deep as the input makes it."""
    root: dict[str, Any] = {}
    work: list[tuple[Node, dict[str, Any]]] = [(node, root)]
    while work:
        current, target = work.pop()
        target["kind"] = current.kind.value
        target["text"] = current.text
        target["spans"] = [[span.start, span.end] for span in current.spans]
        if current.marker:
            target["marker"] = current.marker
        if current.value:
            target["value"] = list(current.value)
        if current.note:
            target["note"] = current.note
        if current.suggestion:
            target["suggestion"] = {"value": current.suggestion.value, "reason": current.suggestion.reason}
        if current.children:
            children: list[dict[str, Any]] = [{} for _ in current.children]
            target["children"] = children
            work.extend(zip(current.children, children, strict=True))
    return root
