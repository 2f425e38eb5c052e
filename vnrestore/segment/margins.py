"""The nodes of header and footer from their labelled pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from vnrestore.datatypes.notice import ASIDE_KINDS, SIGNATURE_KINDS, Kind, Node
from vnrestore.segment.block import Block, merge_spans, node_of
from vnrestore.segment.blocks import join_texts
from vnrestore.segment.labels import Label
from vnrestore.segment.lines import Piece, is_open
from vnrestore.segment.rules.issuing_body import SAME_BODY, names_body

_STAMPED = re.compile(r"^(?:[^\w“\"(]+|[a-z])\s+(?=[^\W\d_])")
"""What the edge of a stamp left before a title."""
_NOTE = re.compile(r"\s*\((?P<note>[^()]{1,60})\)\s*(?P<rest>[;.,]?)\s*$")


def header_nodes(labels: Sequence[Label]) -> list[Node]:
    """The nodes of the header, one a part; addressees under one node."""
    nodes: list[Node] = []
    groups: dict[Kind, list[Label]] = {}
    for label in labels:
        groups.setdefault(label.kind, []).append(label)
    for kind, members in groups.items():
        if kind is Kind.ISSUING_BODY:
            nodes += _bodies([label.piece for label in members])
        elif kind in (Kind.ADDRESSEES, Kind.STAMP):
            if kind is Kind.STAMP:
                nodes += [node_of(Block(kind, [label.piece])) for label in members]
            else:
                nodes.append(_addressees(members, groups.get(Kind.ADDRESSEE, [])))
        elif kind is not Kind.ADDRESSEE or Kind.ADDRESSEES not in groups:
            node = node_of(Block(kind, [label.piece for label in members]))
            nodes.append(replace(node, text=_STAMPED.sub("", node.text)) if kind is Kind.ABSTRACT else node)
    return nodes


def _bodies(pieces: Sequence[Piece]) -> list[Node]:
    names: list[list[Piece]] = []
    for piece in pieces:
        named = names_body(piece.head) and not SAME_BODY.match(piece.head)
        if names and (not named or is_open(names[-1][-1].text)):
            names[-1].append(piece)
        else:
            names.append([piece])
    parents = [node_of(Block(Kind.PARENT_BODY, name)) for name in names[:-1]]
    return [*parents, node_of(Block(Kind.ISSUING_BODY, names[-1]))]


def _addressees(heading: Sequence[Label], items: Sequence[Label]) -> Node:
    first = heading[0]
    length = first.hits[0].length if first.hits else 0
    own = node_of(Block(Kind.ADDRESSEES, [label.piece for label in heading]), length)
    children = []
    for group in _split_starts(items):
        node = node_of(Block(Kind.ADDRESSEE, [label.piece for label in group]))
        children.append(replace(node, text=node.text.lstrip("-–—~+•* ").rstrip(";")))
    return replace(own, children=tuple(children))


def _split_starts(labels: Sequence[Label]) -> list[list[Label]]:
    groups: list[list[Label]] = []
    for label in labels:
        if label.starts or not groups:
            groups.append([label])
        else:
            groups[-1].append(label)
    return groups


def footer_nodes(labels: Sequence[Label]) -> list[Node]:
    """Recipients with the archive line, and the signature block."""
    nodes: list[Node] = []
    left = [label for label in labels if label.kind in (Kind.RECIPIENTS, Kind.RECIPIENT, Kind.ARCHIVE)]
    right = [label for label in labels if label.kind in SIGNATURE_KINDS]
    if left:
        heading = [label for label in left if label.kind is Kind.RECIPIENTS]
        own = tuple(label.piece.span for label in heading)
        items = [
            _recipient(group)
            for group in _split_starts([label for label in left if label.kind is not Kind.RECIPIENTS])
        ]
        text = join_texts([label.piece.text for label in heading])
        nodes.append(Node(Kind.RECIPIENTS, text, merge_spans(own), tuple(items)))
    if right:
        nodes.append(Node(Kind.SIGNATURE, "", (), tuple(_signature(right))))
    nodes += [node_of(Block(label.kind, [label.piece])) for label in labels if label.kind in ASIDE_KINDS]
    return nodes


def _recipient(group: Sequence[Label]) -> Node:
    length = group[0].hits[0].length if group[0].hits else 0
    kind = Kind.ARCHIVE if group[0].kind is Kind.ARCHIVE else Kind.RECIPIENT
    node = node_of(Block(kind, [label.piece for label in group]), length)
    note = _NOTE.search(node.text)
    text = node.text[: note.start()] if note and kind is Kind.RECIPIENT else node.text
    if kind is Kind.ARCHIVE:
        return replace(node, text=text.rstrip(". "), marker="")
    return replace(node, text=text.rstrip(";., "), marker="", note=note["note"].strip() if note else "")


def _signature(labels: Sequence[Label]) -> Iterable[Node]:
    for kind, members in groupby(labels, key=lambda label: label.kind):
        for group in _split_starts(list(members)):
            length = group[0].hits[0].length if group[0].hits and kind is Kind.SIGNER else 0
            yield replace(node_of(Block(kind, [label.piece for label in group]), length), marker="")
