"""From labelled pieces to the notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from vnrestore.datatypes.notice import Kind, Node
from vnrestore.segment.blocks import Layout, continues, join_texts
from vnrestore.segment.labels import Label
from vnrestore.segment.lines import Piece, is_open
from vnrestore.segment.nesting import Block, Nester, merge_spans, node_of
from vnrestore.segment.rules import ground, lead_in

_ASIDE = (Kind.PAGE_NUMBER, Kind.STAMP)
_SIGNATURE = (Kind.AUTHORITY, Kind.POSITION, Kind.SIGNED, Kind.SIGNER)
_NOTE = re.compile(r"\s*\((?P<note>[^()]{1,60})\)\s*(?P<rest>[;.,]?)\s*$")
_SAME_BODY = re.compile(
    r"(?:tinh|thanh pho|huyen|quan|xa|phuong|thi xa|thi tran|va|dac khu|trung uong|viet nam|thuoc)\b"
)
_CLOSES = re.compile(
    r"(?:thua lenh|tren day la|nhan duoc |rat mong|tran trong|kinh (?:trinh|de nghi|moi|mong)|"
    r"(?:van phong|uy ban nhan dan|so|bo|cuc) .{0,80}(?:thong bao|tra loi|kinh de nghi)|"
    r"yeu cau .{0,200}(?:nghiem tuc|thuc hien|trien khai)|"
    r"de nghi .{0,200}(?:thuc hien|trien khai|quan tam)|"
    r"(?:chi thi|nghi quyet|ke hoach|quyet dinh|cong dien|thong bao) nay .{0,160}(?:ky|thong qua|thi hanh)|"
    r"trong qua trinh .{0,160}(?:vuong mac|phat sinh|kho khan))"
)


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
            nodes.append(node_of(Block(kind, [label.piece for label in members])))
    return nodes


def _bodies(pieces: Sequence[Piece]) -> list[Node]:
    names: list[list[Piece]] = []
    for piece in pieces:
        if names and (_SAME_BODY.match(piece.head) or is_open(names[-1][-1].text)):
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
    right = [label for label in labels if label.kind in _SIGNATURE]
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
    nodes += [node_of(Block(label.kind, [label.piece])) for label in labels if label.kind in _ASIDE]
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
            yield node_of(Block(kind, [label.piece for label in group]))


def content_blocks(labels: Sequence[Label], layout: Layout) -> list[Block]:
    """Labels joined to paragraphs, sections, tables; page numbers and stamps stay blocks of their own."""
    blocks: list[Block] = []
    current: Block | None = None
    interrupted = False
    for label in labels:
        if label.kind in _ASIDE:
            blocks.append(Block(label.kind, [label.piece]))
            interrupted = True
            continue
        if current is not None and _belongs(current, label, layout, interrupted):
            current.pieces.append(label.piece)
        else:
            current = Block(label.kind, [label.piece], label.hits)
            blocks.append(current)
        interrupted = False
    return blocks


def _belongs(current: Block, label: Label, layout: Layout, interrupted: bool) -> bool:
    if label.starts:
        return False
    if label.kind in (Kind.TABLE, Kind.QUOTE, Kind.APPENDIX_TITLE):
        return current.kind is label.kind
    if label.kind is not Kind.PARAGRAPH or current.kind in (Kind.TABLE, Kind.QUOTE, Kind.APPENDIX_TITLE):
        return False
    if current.kind in (Kind.PART, Kind.CHAPTER, Kind.DIVISION) and len(current.pieces) < 5:
        capitals = sum(map(str.isupper, label.piece.text)) > sum(map(str.islower, label.piece.text))
        return capitals or (
            len(current.pieces) == 1 and len(current.last.text) <= 14 and len(label.piece.text) <= 200
        )
    if current.kind is Kind.ARTICLE and len(current.last.text) <= 10:
        return (
            not ground.RULE.find(label.piece)
            and not label.piece.text.endswith((".", ";", ":"))
            and not label.piece.blanks
        )
    return continues(current.last, label.piece, layout, interrupted)


def opening(blocks: Sequence[Block]) -> tuple[list[Node], int]:
    """Grounds, preamble and lead-in at the start of the content, and how many blocks they take."""
    first = next((at for at, block in enumerate(blocks) if _opens_sections(block)), len(blocks))
    limit = first if first < len(blocks) else min(len(blocks), 12)
    announced = [at for at in range(limit) if _is_lead_in(blocks[at])]
    end = announced[-1] + 1 if announced else (first if first < len(blocks) else 0)
    grounds = 0
    while grounds < limit and (_is_ground(blocks[grounds]) or blocks[grounds].kind in _ASIDE):
        grounds += 1
    end = max(end, grounds)
    nodes = []
    for at, block in enumerate(blocks[:end]):
        if block.kind in (Kind.TABLE, Kind.QUOTE, *_ASIDE):
            kind = block.kind
        elif _is_ground(block) and at < grounds:
            kind = Kind.GROUND
        elif (announced and at == announced[-1]) or _is_lead_in(block):
            kind = Kind.LEAD_IN
        else:
            kind = Kind.PREAMBLE
        nodes.append(node_of(block, kind=kind))
    return nodes, end


def _opens_sections(block: Block) -> bool:
    """Whether numbered sections begin here; grounds may be set as a list with dashes."""
    return bool(block.hits) and not _is_ground(block)


def _is_ground(block: Block) -> bool:
    if not ground.RULE.find(block.pieces[0]):
        return False
    text = block.last.text
    return text.endswith((";", ",", ".")) and sum(len(piece.text) for piece in block.pieces) <= 900


def _is_lead_in(block: Block) -> bool:
    if block.kind is not Kind.PARAGRAPH:
        return False
    found = lead_in.RULE.find(block.pieces[0]) if len(block.pieces) == 1 else None
    return bool(found) or lead_in.announces(block.last.tail) or lead_in.enacts(block.pieces[0].head)


def closing_start(blocks: Sequence[Block]) -> int:
    """Index of the first closing paragraph, ``len(blocks)`` if the content ends otherwise."""
    at = len(blocks)
    while at > 0 and blocks[at - 1].kind in _ASIDE:
        at -= 1
    end = at
    while at > 0 and end - at < 3 and blocks[at - 1].kind is Kind.PARAGRAPH:
        block = blocks[at - 1]
        if not (
            _CLOSES.match(block.pieces[0].head) or (at == end and block.last.text.rstrip(" .").endswith("/"))
        ):
            break
        at -= 1
    return at if at < end else len(blocks)


def body_nodes(blocks: Sequence[Block]) -> tuple[Node, ...]:
    """The nested nodes of paragraphs, sections, tables and quotations."""
    nester = Nester()
    last = max((at for at, block in enumerate(blocks) if block.hits), default=-1)
    for at, block in enumerate(blocks):
        if block.hits and nester.section(block):
            continue
        kind = Kind.PARAGRAPH if block.hits else block.kind
        if block.kind in (Kind.TABLE, Kind.QUOTE):
            text = "\n".join(" ".join(piece.text.split()) for piece in block.pieces)
            nester.leaf(node_of(block, kind=kind, text=text))
        elif kind is Kind.PARAGRAPH and at > last >= 0:
            nester.final_leaf(node_of(block, kind=kind))
        else:
            nester.leaf(node_of(block, kind=kind))
    return nester.tree()
