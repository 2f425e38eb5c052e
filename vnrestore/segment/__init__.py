"""Segmentation: a text, restored or clean, taken apart into the parts of a document.

``segment_text`` is pure and total: any text gives a notice, and the notice's spans cover it.
"""

from __future__ import annotations

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.segment.block import node_of
from vnrestore.segment.blocks import Layout, measure_layout
from vnrestore.segment.body import body_nodes, closing_start, content_blocks, join_grounds, opening
from vnrestore.segment.content import scan_content
from vnrestore.segment.footer import scan_footer
from vnrestore.segment.header import scan_header
from vnrestore.segment.labels import Label
from vnrestore.segment.lines import Piece, split_pieces
from vnrestore.segment.margins import footer_nodes, header_nodes
from vnrestore.segment.rules import STRAY_RULES, first_hit

__all__ = ["segment_text"]

_FIRST_PAGE = 60
"""Lines a first page has at most."""


def segment_text(text: str) -> Notice:
    """Take a document apart.

    Time is linear in the length of the text; nothing is raised for any text.

    Args:
        text: restored or clean text with the line breaks of the page. Unrestored text works
            as far as its markers can be read.

    Returns:
        The notice; its nodes' spans laid end to end are the whole text.
    """
    pieces = split_pieces(text)
    if not pieces:
        blank = (Node(Kind.STAMP, "", (Span(0, len(text)),)),) if text else ()
        return Notice(text, blank)
    layout = measure_layout(pieces)
    head, at = scan_header(text, pieces)
    content, at = scan_content(text, pieces, at, layout, attached=False)
    head, content = _with_strays(head, content)
    foot, at = scan_footer(text, pieces, at)
    parts = header_nodes(head) + _content_parts(content, layout) + footer_nodes(foot)
    return Notice(text, tuple(parts + _attached(text, pieces, at, layout)))


def _with_strays(head: list[Label], content: list[Label]) -> tuple[list[Label], list[Label]]:
    """Header and content, the lines of the right column that OCR printed below the left one moved.

    Only what the header lacks is looked for, and only on the first page.
    """
    wanted = {Kind.MOTTO, Kind.NUMBER, Kind.PLACE_DATE} - {label.kind for label in head}
    strays: dict[int, Label] = {}
    for at, label in enumerate(content[:_FIRST_PAGE]):
        hit = first_hit(STRAY_RULES, label.piece) if label.kind is Kind.PARAGRAPH else None
        if hit and hit.kind in wanted and label.piece.text[0].isupper() and not label.piece.gap:
            strays[at] = Label(label.piece, hit.kind, (), starts=True)
            wanted -= {hit.kind} - {Kind.MOTTO}
    rest = [label for at, label in enumerate(content) if at not in strays]
    return [*head, *strays.values()], rest


def _content_parts(labels: list[Label], layout: Layout) -> list[Node]:
    blocks = join_grounds(content_blocks(labels, layout))
    parts, start = opening(blocks)
    end = max(closing_start(blocks), start)
    body = body_nodes(blocks[start:end])
    if body:
        parts.append(Node(Kind.BODY, "", (), body))
    parts += [
        node_of(block, kind=Kind.CLOSING if block.kind is Kind.PARAGRAPH else None) for block in blocks[end:]
    ]
    return parts


def _attached(text: str, pieces: list[Piece], start: int, layout: Layout) -> list[Node]:
    """What follows the footer: one node an appendix, each with its title and its sections."""
    if start >= len(pieces):
        return []
    labels, _ = scan_content(text, pieces, start, layout, attached=True)
    groups: list[list[Label]] = [[]]
    for label in labels:
        if label.kind is Kind.APPENDIX_TITLE and label.starts and groups[-1]:
            groups.append([])
        groups[-1].append(label)
    nodes: list[Node] = []
    for group in groups:
        if all(label.kind in (Kind.STAMP, Kind.PAGE_NUMBER) for label in group):
            nodes += [Node(label.kind, label.piece.text, (label.piece.span,)) for label in group]
        else:
            nodes.append(Node(Kind.APPENDIX, "", (), body_nodes(content_blocks(group, layout))))
    return nodes
