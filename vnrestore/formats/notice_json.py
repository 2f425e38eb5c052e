"""A notice as JSON: a versioned schema that says where every part stands in the source."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import Mention, MentionKind
from vnrestore.formats.record_table import mentions_to_dicts

FORMAT = "vnrestore-notice"
VERSION = 1
"""Raised when a field is renamed, removed or changes its meaning; new fields don't raise it."""


_SPAN: dict[str, Any] = {
    "type": "array",
    "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}],
    "items": False,
    "minItems": 2,
    "description": "[start, end) in code points of the source",
}
_SUGGESTION: dict[str, Any] = {
    "type": "object",
    "description": "a number that would fit the neighbours better, with the reason",
    "properties": {"value": {"type": "integer"}, "reason": {"type": "string"}},
    "required": ["value", "reason"],
    "additionalProperties": False,
}
_NODE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"enum": [kind.value for kind in Kind]},
        "text": {"type": "string", "description": "own text, without marker and children"},
        "spans": {"type": "array", "items": {"$ref": "#/$defs/span"}},
        "marker": {"type": "string", "description": "number or sign as printed"},
        "value": {"type": "array", "items": {"type": "integer"}, "description": "1.2. is [1, 2]"},
        "note": {"type": "string", "description": "in brackets after a recipient"},
        "suggestion": {"$ref": "#/$defs/suggestion"},
        "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
    },
    "required": ["kind", "text", "spans"],
    "additionalProperties": False,
}
_MENTION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"enum": [kind.value for kind in MentionKind]},
        "text": {"type": "string", "description": "as printed, on one line"},
        "value": {
            "type": "string",
            "description": "normalised: Quyết định 06/QĐ-TTg, 2014-05-23, 2615000000000",
        },
        "span": {"$ref": "#/$defs/span"},
        "date": {"type": "string", "description": "of a document referred to, ISO 8601"},
        "target": {"type": "string", "description": "of a provision: the document it is of"},
    },
    "required": ["kind", "text", "value", "span"],
    "additionalProperties": False,
}


def notice_to_dict(notice: Notice, mentions: Iterable[Mention] | None = None) -> dict[str, Any]:
    """The notice as plain lists and dicts, ready for :func:`json.dumps`.

    ``mentions`` (references, dates, amounts of the text) are added where they are given.

    Spans are ``[start, end]`` in code points of the source. Fields that are empty for a node
    (marker, value, note, suggestion, children) are left out.
    """
    result = {
        "format": FORMAT,
        "version": VERSION,
        "length": len(notice.source),
        "title": notice.title,
        "parts": [_node(part) for part in notice.parts],
    }
    return result if mentions is None else result | {"mentions": mentions_to_dicts(mentions)}


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


def notice_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of :func:`notice_to_dict`; published as ``notice.schema.json``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "vnrestore notice",
        "description": "A Vietnamese administrative document taken apart; its spans cover the source.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "length": {"type": "integer", "minimum": 0, "description": "code points of the source"},
            "title": {"type": "string"},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/node"}},
            "mentions": {"type": "array", "items": {"$ref": "#/$defs/mention"}},
        },
        "required": ["format", "version", "length", "title", "parts"],
        "$defs": {"node": _NODE, "span": _SPAN, "suggestion": _SUGGESTION, "mention": _MENTION},
    }
