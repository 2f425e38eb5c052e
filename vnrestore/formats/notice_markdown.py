"""A notice as Markdown: headings for sections with something in them, lists for the rest."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import ASIDE_KINDS, UNNUMBERED_KINDS, Kind, Node, Notice

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LEADING = re.compile(r"^(\d+)([.)])|^([-+])(?=\s)")
_LISTED = frozenset({Kind.POINT, Kind.NUMBERED_ITEM, *UNNUMBERED_KINDS})
_HEADING_LENGTH = 240


def notice_to_markdown(notice: Notice) -> str:
    """The document in reading order; page numbers and stamps are left out.

    Signs that mean something in Markdown are escaped, so the text comes out as printed.
    """
    chunks: list[str] = []
    title = [_escape(notice.text_of(kind)) for kind in (Kind.DOCUMENT_KIND, Kind.ABSTRACT)]
    titled = False
    for part in notice.parts:
        if part.kind in (Kind.DOCUMENT_KIND, Kind.ABSTRACT):
            if not titled:
                chunks.append("# " + " — ".join(filter(None, title)))
                titled = True
        elif part.kind not in ASIDE_KINDS:
            _part(part, chunks)
    return "\n\n".join(chunks) + "\n" if chunks else ""


def _part(part: Node, chunks: list[str]) -> None:
    if part.kind in (Kind.BODY, Kind.APPENDIX):
        if part.kind is Kind.APPENDIX:
            chunks.append("---")
        _sections(part, chunks)
    elif part.kind in (Kind.RECIPIENTS, Kind.ADDRESSEES):
        heading = f"**{_escape(' '.join(filter(None, (part.marker, part.text)))) or 'Nơi nhận:'}**"
        chunks.append("\n".join([heading, "", *(f"- {_item(child)}" for child in part.children)]).rstrip())
    elif part.kind is Kind.SIGNATURE:
        chunks.append("  \n".join(f"**{_escape(child.text)}**" for child in part.children))
    elif part.kind in (Kind.MOTTO, Kind.ISSUING_BODY, Kind.PARENT_BODY, Kind.ENACTING_BODY):
        chunks.append(f"**{_escape(part.text)}**")
    else:
        chunks.append(_escape(part.text))


def _item(node: Node) -> str:
    note = f" *({_escape(node.note)})*" if node.note else ""
    return ("Lưu: " if node.kind is Kind.ARCHIVE else "") + _escape(node.text) + note


def _sections(root: Node, chunks: list[str]) -> None:
    work = [(child, 2, 0) for child in reversed(root.children)]
    while work:
        node, level, indent = work.pop()
        if node.kind in ASIDE_KINDS:
            continue
        listed = node.kind in _LISTED
        chunks.append(_section(node, level, indent))
        deeper = indent + 2 if listed else indent
        work.extend((child, level + (not listed), deeper) for child in reversed(node.children))


def _section(node: Node, level: int, indent: int) -> str:
    pad = " " * indent
    if node.kind is Kind.TABLE:
        return "\n".join(f"{pad}    {row}" for row in node.text.split("\n"))
    if node.kind is Kind.QUOTE:
        return "\n".join(f"{pad}> {_escape(row)}" for row in node.text.split("\n"))
    text = _escape(node.text)
    if node.kind is Kind.APPENDIX_TITLE:
        return f"## {text}"
    if not node.marker:
        return pad + text
    if node.kind in UNNUMBERED_KINDS:
        return f"{pad}- {text}"
    if node.kind in _LISTED:
        return f"{pad}- {_escape(node.marker)} {text}".rstrip()
    if node.children and len(node.text) <= _HEADING_LENGTH:
        return f"{'#' * min(level, 6)} {' '.join(filter(None, (node.marker, text)))}"
    return f"{pad}**{_escape(node.marker)}** {text}".rstrip()


def _escape(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _LEADING.sub(lambda match: match[0][:-1] + "\\" + match[0][-1], escaped)
