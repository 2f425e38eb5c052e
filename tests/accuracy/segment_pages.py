"""Pages to print of the annotated documents, and which words of them belong to which node.

The documents in ``../shared/dev/segments`` exist as clean text. To measure segmentation on text
that was really read by an OCR engine, each is set as its paper would be: header and footer in
two columns, kind, abstract and deciding body on lines of their own. ``ocrchannel`` prints and
reads the pages:

    python tests/accuracy/segment_pages.py IN.jsonl          # write the pages' text
    OCRPYTHON -m ocrchannel run IN.jsonl -o OUT.jsonl --profiles light,seedlike,medium \\
        --one-profile --engines full:eng,tess:vie --workers 2
    python tests/accuracy/segment_scanned.py OUT.jsonl       # restore, segment, compare

Tables, stamps and what a website printed around a document are left out.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from segment_truth import SHARED, TRUTH, Mark, mark_of, read_truth

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.segment import segment_text

LONGEST = 24_000
"""Documents with more characters than this without their tables are left out; others show their kinds."""
_BODIES = (Kind.PARENT_BODY, Kind.ISSUING_BODY)
_STRUCTURE = (Kind.BODY, Kind.RECIPIENTS, Kind.SIGNATURE, Kind.APPENDIX)
_UNPRINTED = (Kind.STAMP, Kind.PAGE_NUMBER, Kind.TABLE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A node on the pages.

    Attributes:
        kind: its kind, checked by hand.
        number: its number as in the truth.
        spans: where its words stand in the pages' text (pairs of offsets).
    """

    kind: str
    number: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of a document's pages for ocrchannel, one paragraph a line, and its nodes."""

    text: str
    nodes: tuple[Printed, ...]


Cell = list[tuple[int, str]]
"""Texts of one line or column cell, each with the number of its node."""


def pages_of(name: str) -> Pages | None:
    """The pages of one document; None where our reading is not the truth's (nothing to print by)."""
    source = (SHARED / f"{name}.txt").read_text(encoding="utf-8")
    notice = segment_text(source)
    truth = Counter(read_truth(TRUTH / f"{name}.tsv"))
    nodes: list[tuple[Node, Mark]] = []
    for node in notice.walk():
        if node.spans and node.kind not in (*_STRUCTURE, *_UNPRINTED):
            mark = mark_of(node, source)
            if not truth[mark]:
                return None
            nodes.append((node, mark))
    return _set(notice, nodes)


def _set(notice: Notice, nodes: list[tuple[Node, Mark]]) -> Pages:
    texts = [_printed(node, notice.source) for node, _ in nodes]
    groups = {kind: [at for at, (node, _) in enumerate(nodes) if node.kind is kind] for kind in Kind}

    def lines(*kinds: Kind) -> list[tuple[int, str]]:
        return [(at, text) for kind in kinds for at in groups[kind] for text in texts[at]]

    number = (Kind.NUMBER,) if groups[Kind.DOCUMENT_KIND] else (Kind.NUMBER, Kind.ABSTRACT)
    head = [
        *_columns(lines(*_BODIES), lines(Kind.MOTTO)),
        *_columns(lines(*number), lines(Kind.PLACE_DATE)),
        [[(-1, "")]],
    ]
    header = {at for kind in (*_BODIES, *number, Kind.MOTTO, Kind.PLACE_DATE) for at in groups[kind]}
    footer = [at for kind in (Kind.RECIPIENT, Kind.ARCHIVE) for at in groups[kind]]
    signature = [
        at
        for at, (node, _) in enumerate(nodes)
        if node.kind in (Kind.AUTHORITY, Kind.POSITION, Kind.SIGNED, Kind.SIGNER)
    ]
    tail = {*groups[Kind.APPENDIX_TITLE][:1]}
    first_attached = min(tail, default=len(nodes))
    beside = {*header, *footer, *signature}
    rows: list[list[Cell]] = [*head]
    content = [at for at in range(len(nodes)) if at not in beside]
    rows += _addressed([at for at in content if at < first_attached], texts, groups[Kind.ADDRESSEE])
    rows += [[[(-1, "")]], *_footer(texts, footer, signature)]
    attached = [[[(at, text)]] for at in content if at >= first_attached for text in texts[at]]
    rows += [[[(-1, "")]], *attached] if attached else []
    return _laid_out(rows, nodes)


def _printed(node: Node, source: str) -> list[str]:
    """A node's text as it was printed: the motto on two lines, a quotation on its own."""
    text = " ".join(" ".join(span.of(source) for span in node.spans).split())
    if node.kind is Kind.MOTTO and "Độc lập" in text:
        at = text.index("Độc lập")
        return [text[:at].strip(), text[at:].strip()]
    if node.kind is Kind.QUOTE:
        return [
            " ".join(row.split()) for span in node.spans for row in span.of(source).split("\n") if row.strip()
        ]
    return [text]


def _addressed(content: list[int], texts: list[list[str]], addressees: list[int]) -> Iterator[list[Cell]]:
    """The content line by line; a single addressee stands on the line of its heading."""
    joined = addressees[0] if len(addressees) == 1 else -1
    for at in content:
        if at + 1 == joined:
            yield [[(at, texts[at][0] + " "), (joined, texts[joined][0])]]
        elif at != joined:
            yield from ([[(at, text)]] for text in texts[at])


def _columns(left: list[tuple[int, str]], right: list[tuple[int, str]]) -> Iterator[list[Cell]]:
    for one, other in zip_longest(left, right):
        yield [[one or (-1, "")], [other or (-1, "")]]


def _footer(texts: list[list[str]], recipients: list[int], signature: list[int]) -> Iterator[list[Cell]]:
    lefts: list[tuple[int, str]] = [
        (-1, "Nơi nhận:"),
        *((at, text) for at in recipients for text in texts[at]),
    ]
    rights = [(at, text) for at in signature for text in texts[at]]
    if rights:
        gap = max(3, len(lefts) - len(rights))
        rights[-1:-1] = [(-1, "")] * gap
    return _columns(lefts if recipients else [], rights)


def _laid_out(rows: list[list[Cell]], nodes: list[tuple[Node, Mark]]) -> Pages:
    text = ""
    spans: dict[int, list[tuple[int, int]]] = {}
    for cells in rows:
        for column, cell in enumerate(cells):
            text += " || " if column else ""
            for at, printed in cell:
                if at >= 0:
                    spans.setdefault(at, []).append((len(text), len(text) + len(printed)))
                text += printed
        text += "\n"
    return Pages(
        text,
        tuple(
            Printed(mark.kind, mark.number, tuple(spans[at]))
            for at, (_, mark) in enumerate(nodes)
            if at in spans
        ),
    )


def documents() -> Iterator[tuple[str, Pages]]:
    """The documents that can be set, by name."""
    for path in sorted(TRUTH.glob("*.tsv")):
        pages = pages_of(path.stem)
        if pages is not None and len(pages.text) <= LONGEST:
            yield path.stem, pages


def main(target: str) -> None:
    """Write the pages for ocrchannel."""
    with Path(target).open("w", encoding="utf-8") as file:
        for name, pages in documents():
            print(json.dumps({"doc_id": name, "text": pages.text}, ensure_ascii=False), file=file)
            print(f"{name}: {len(pages.text)} characters, {len(pages.nodes)} nodes")


if __name__ == "__main__":
    main(sys.argv[1])
