"""The content: from labelled lines to paragraphs, sections, and what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from vnrestore.datatypes.notice import ASIDE_KINDS, UNNUMBERED_KINDS, Kind, Node
from vnrestore.segment.block import Block, node_of
from vnrestore.segment.blocks import Layout, continues
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.headings import settle_headings
from vnrestore.segment.labels import Label
from vnrestore.segment.lost_numbers import settle_lost_numbers
from vnrestore.segment.nesting import Nester
from vnrestore.segment.rules import ground, lead_in

_SPECK = re.compile(r"(?<=[.;,])\s+[^\w\s]{1,2}$")
_OPENING = 30
"""Grounds stand within this many blocks."""
_CLOSES = re.compile(
    r"(?:thua lenh|tren day la|nhan duoc |rat mong|tran trong|kinh (?:trinh|de nghi|moi|mong)|"
    r"(?:van phong|uy ban nhan dan|so|bo|cuc) .{0,80}(?:thong bao|tra loi|kinh de nghi)|"
    r"yeu cau .{0,200}(?:nghiem tuc|thuc hien|trien khai)|"
    r"de nghi .{0,200}(?:thuc hien|trien khai|quan tam)|"
    r"(?:chi thi|nghi quyet|ke hoach|quyet dinh|cong dien|thong bao) nay .{0,160}"
    r"(?:ky|thong qua|thi hanh|hieu luc)|"
    r"trong qua trinh .{0,160}(?:vuong mac|phat sinh|kho khan))"
)


_ENDS = re.compile(r"(?:nghi quyet nay (?:da )?duoc |tren day la |thua lenh )")
"""How a paragraph that ends the content begins; it is one of its own also below a full line."""


def content_blocks(labels: Sequence[Label], layout: Layout) -> list[Block]:
    """Labels joined to paragraphs, sections, tables; page numbers and stamps stay blocks of their own."""
    blocks: list[Block] = []
    current: Block | None = None
    interrupted = False
    for label in labels:
        if label.kind in ASIDE_KINDS:
            blocks.append(Block(label.kind, [label.piece]))
            interrupted = True
            continue
        if current is not None and _belongs(current, label, layout, interrupted):
            current.pieces.append(label.piece)
        else:
            current = Block(label.kind, [label.piece], label.hits)
            blocks.append(current)
        interrupted = False
    settle_lost_numbers(blocks)
    return blocks


def _belongs(current: Block, label: Label, layout: Layout, interrupted: bool) -> bool:
    if label.starts:
        return False
    if label.kind in (Kind.TABLE, Kind.QUOTE, Kind.APPENDIX_TITLE):
        return current.kind is label.kind
    if label.kind is not Kind.PARAGRAPH or current.kind in (Kind.TABLE, Kind.QUOTE, Kind.APPENDIX_TITLE):
        return False
    torn = current.last.text[-1].isalnum() and label.piece.text.endswith((";", ","))
    if torn and ground.RULE.find(current.pieces[0]) and not ground.RULE.find(label.piece):
        return True
    if current.kind in (Kind.PART, Kind.CHAPTER, Kind.DIVISION) and len(current.pieces) < 5:
        capitals = sum(map(str.isupper, label.piece.text)) > sum(map(str.islower, label.piece.text))
        return capitals or (
            len(current.pieces) == 1 and len(current.last.text) <= 14 and len(label.piece.text) <= 200
        )
    if current.kind is Kind.ARTICLE and len(current.last.text) <= 10:
        return not label.piece.blanks
    if ground.RULE.find(label.piece) and current.last.text.endswith((";", ",", ".", ":")):
        return False
    if ground.begins(label.piece.text) and ground.RULE.find(current.pieces[0]):
        return False
    enacting = lead_in.enacts(label.piece.head) and current.last.text.endswith((".", ";"))
    if enacting and ground.RULE.find(current.pieces[0]):
        return False
    if (
        current.kind in (Kind.ROMAN, Kind.LETTERED)
        and is_capitals(current.last.text)
        and len(current.pieces) < 5
    ):
        heads = is_capitals(label.piece.text) and not current.last.text.endswith((".", ":", ";"))
        return heads or continues(current.last, label.piece, layout, interrupted)
    if _ENDS.match(label.piece.head) and current.last.text.endswith((".", "/")):
        return False
    return continues(current.last, label.piece, layout, interrupted)


def join_grounds(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks; what stands between two grounds at the start is the end of the first of them."""
    joined: list[Block] = []
    leading = True
    for block, below in zip_longest(blocks, blocks[1:]):
        leading = leading and (_is_ground(block) or block.kind in (Kind.PARAGRAPH, *ASIDE_KINDS))
        torn = leading and below is not None and _is_ground(below) and bool(joined) and _is_ground(joined[-1])
        if torn and block.kind is Kind.PARAGRAPH and not _is_ground(block) and block.last.text.endswith(";"):
            joined[-1].pieces.extend(block.pieces)
        else:
            joined.append(block)
    return joined


def opening(blocks: Sequence[Block]) -> tuple[list[Node], int]:
    """Grounds, preamble and lead-in at the start of the content, and how many blocks they take."""
    last_ground = max((at for at, block in enumerate(blocks[:_OPENING]) if _is_ground(block)), default=-1)
    first = next(
        (at for at, block in enumerate(blocks) if _opens_sections(block, at < last_ground)), len(blocks)
    )
    limit = first if first < len(blocks) else min(len(blocks), 12)
    announced = [at for at in range(limit) if _is_lead_in(blocks[at])]
    end = announced[-1] + 1 if announced else (first if first < len(blocks) else 0)
    grounds = _grounds(blocks[:limit])
    if announced and grounds and announced[0] < min(grounds):
        grounds = set()  # "… có ý kiến như sau:" / "Căn cứ khoản 2 …": the answer's own reasons
    end = max([end, *(at + 1 for at in grounds)])
    nodes = []
    for at, block in enumerate(blocks[:end]):
        if block.kind in (Kind.TABLE, Kind.QUOTE, *ASIDE_KINDS):
            kind = block.kind
        elif at in grounds:
            kind = Kind.GROUND
        elif (announced and at == announced[-1]) or _is_lead_in(block):
            kind = Kind.LEAD_IN
        else:
            kind = Kind.PREAMBLE
        nodes.append(node_of(block, kind=kind))
    return nodes, end


def _grounds(blocks: Sequence[Block]) -> set[int]:
    """Which blocks are legal grounds; one that ends like a sentence is one only next to another."""
    found = {at for at, block in enumerate(blocks) if _may_be_ground(block)}
    listed = {at for at in found if _SPECK.sub("", blocks[at].last.text).endswith((";", ","))}
    return {
        at for at in found if at in listed or {at - 1, at + 1} & found or (at == 0 and _is_ground(blocks[0]))
    }


def _opens_sections(block: Block, among_grounds: bool) -> bool:
    """Whether sections begin here; grounds may be set as a list with dashes, among specks read as such."""
    if among_grounds and all(hit.kind in UNNUMBERED_KINDS for hit in block.hits):
        return False
    return bool(block.hits) and not _is_ground(block)


def _may_be_ground(block: Block) -> bool:
    length = sum(len(piece.text) for piece in block.pieces)
    return bool(ground.RULE.find(block.pieces[0])) and length <= 900


def _is_ground(block: Block) -> bool:
    return _may_be_ground(block) and _SPECK.sub("", block.last.text).endswith((";", ",", "."))


def _is_lead_in(block: Block) -> bool:
    if block.kind is not Kind.PARAGRAPH:
        return False
    found = lead_in.RULE.find(block.pieces[0]) if len(block.pieces) == 1 else None
    return bool(found) or lead_in.announces(block.last.tail) or lead_in.enacts(block.pieces[0].head)


def closing_start(blocks: Sequence[Block]) -> int:
    """Index of the first closing paragraph, ``len(blocks)`` if the content ends otherwise."""
    at = len(blocks)
    while at > 0 and blocks[at - 1].kind in ASIDE_KINDS:
        at -= 1
    end = at
    bare = at > 1 and blocks[at - 2].kind is Kind.ARTICLE
    while at > 0 and end - at < 3 and blocks[at - 1].kind is Kind.PARAGRAPH:
        block = blocks[at - 1]
        if not (
            _CLOSES.match(block.pieces[0].head)
            or (at == end and not bare and block.last.text.rstrip(" .").endswith("/"))
        ):
            break
        at -= 1
    return at if at < end else len(blocks)


def body_nodes(blocks: Sequence[Block]) -> tuple[Node, ...]:
    """The nested nodes of paragraphs, sections, tables and quotations."""
    settle_headings(blocks)
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
