"""A notice as re-flowed plain text: one paragraph a line, or wrapped to a width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from vnrestore.datatypes.notice import ASIDE_KINDS, Kind, Node, Notice

_CENTRED = frozenset({Kind.MOTTO, Kind.DOCUMENT_KIND, Kind.ABSTRACT, Kind.ENACTING_BODY, Kind.APPENDIX_TITLE})
_LISTED = frozenset({Kind.RECIPIENT, Kind.ADDRESSEE})


def notice_to_text(notice: Notice, width: int | None = None) -> str:
    """The document's text in reading order, its columns one after the other.

    Page numbers and stamps are left out: they are not of the document.

    Args:
        notice: what to write.
        width: characters a line, None for one line a paragraph.
    """
    lines: list[str] = []
    for part in notice.parts:
        if part.kind in ASIDE_KINDS:
            continue
        block = [line for node in part.walk() for line in _lines(node, width)]
        tight = part.kind is Kind.GROUND and lines[-2:-1] and lines[-2].startswith("Căn cứ")
        if tight:
            lines.pop()
        lines += [*block, ""] if block else []
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def _lines(node: Node, width: int | None) -> Iterator[str]:
    if node.kind in ASIDE_KINDS:
        return
    note = f" ({node.note})" if node.note else ""
    for at, row in enumerate(node.text.split("\n")):
        sign = "-" if node.kind in _LISTED else "- Lưu:" if node.kind is Kind.ARCHIVE else node.marker
        text = " ".join(filter(None, (sign if at == 0 else "", row))) + note
        if not text:
            continue
        if width is None or node.kind is Kind.TABLE:
            yield text
        elif node.kind in _CENTRED:
            yield from (line.center(width).rstrip() for line in textwrap.wrap(text, width))
        else:
            yield from textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
