"""Pages to print of the annotated documents, and which words of them belong to which node.

The documents in ``../shared/dev/segments`` exist as clean text. To measure segmentation on text
that was really read by an OCR engine, each is set as its paper would be: header and footer in
two columns, kind, abstract and deciding body on lines of their own. ``ocrchannel`` prints and
reads the pages:

    python tests/accuracy/segment_pages.py IN.jsonl [--heldout|--unseen]  # write the pages' text
    OCRPYTHON -m ocrchannel run IN.jsonl -o OUT.jsonl --profiles light,seedlike,medium \\
        --one-profile --engines full:eng,tess:vie --workers 2
    python tests/accuracy/segment_scanned.py OUT.jsonl [--heldout|--unseen]  # restore, segment, compare

What stands where is taken from the truth, not from our reading; only lines that several nodes
share (``KT. CHỦ TỊCH PHÓ CHỦ TỊCH``) are cut as we cut them, and a document with such a line that
we misread is left out. Tables, stamps and what a website printed around a document are left out.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from segment_truth import TRUTH, Mark, chosen_set, document_text, mark_of, read_truth, truth_path

from vnrestore.datatypes.notice import SIGNATURE_KINDS, Kind, Node
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
    """The pages of one document; None where a line is shared and we cannot say what of it is whose."""
    source = document_text(name)
    lines = source.split("\n")
    notice = segment_text(source)
    marks = [mark for mark in read_truth(truth_path(name)) if Kind(mark.kind) not in _UNPRINTED]
    held = Counter(line for mark in marks for line in range(mark.first, mark.last + 1))
    read: dict[Mark, list[Node]] = defaultdict(list)
    for node in notice.walk():
        if node.spans and node.kind not in _STRUCTURE:
            read[mark_of(node, source)].append(node)
    texts: list[list[str]] = []
    for mark in marks:
        shared = any(held[line] > 1 for line in range(mark.first, mark.last + 1))
        if shared and not read[mark]:
            return None
        words = (
            [span.of(source) for span in read[mark].pop(0).spans]
            if shared
            else lines[mark.first - 1 : mark.last]
        )
        texts.append(_printed(Kind(mark.kind), words))
    return _set(marks, texts)


def _set(marks: list[Mark], texts: list[list[str]]) -> Pages:
    groups = {kind: [at for at, mark in enumerate(marks) if mark.kind == kind] for kind in Kind}

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
    signature = [at for at, mark in enumerate(marks) if mark.kind in SIGNATURE_KINDS]
    beside = {*header, *footer, *signature}
    signed = max((*footer, *signature), default=len(marks))
    rows: list[list[Cell]] = [*head]
    content = [at for at in range(len(marks)) if at not in beside]
    rows += _addressed([at for at in content if at < signed], texts, groups[Kind.ADDRESSEE])
    rows += [[[(-1, "")]], *_footer(texts, footer, signature)]
    attached = [[[(at, text)]] for at in content if at > signed for text in texts[at]]
    rows += [[[(-1, "")]], *attached] if attached else []
    return _laid_out(rows, marks)


def _printed(kind: Kind, words: list[str]) -> list[str]:
    """A node's text as it was printed: the motto on two lines, a quotation on its own."""
    text = " ".join(" ".join(words).split())
    if kind is Kind.MOTTO and "Độc lập" in text:
        at = text.index("Độc lập")
        return [text[:at].strip(), text[at:].strip()]
    if kind is Kind.QUOTE:
        return [" ".join(row.split()) for part in words for row in part.split("\n") if row.strip()]
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


def _laid_out(rows: list[list[Cell]], marks: list[Mark]) -> Pages:
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
            Printed(mark.kind, mark.number, tuple(spans[at])) for at, mark in enumerate(marks) if at in spans
        ),
    )


def documents(folder: Path = TRUTH) -> Iterator[tuple[str, Pages]]:
    """The documents that can be set, by name."""
    for path in sorted(folder.glob("*.tsv")):
        pages = pages_of(path.stem)
        if pages is not None and len(pages.text) <= LONGEST:
            yield path.stem, pages


def main(arguments: list[str]) -> None:
    """Write the pages for ocrchannel."""
    with Path(arguments[0]).open("w", encoding="utf-8") as file:
        for name, pages in documents(chosen_set(arguments)[0]):
            print(json.dumps({"doc_id": name, "text": pages.text}, ensure_ascii=False), file=file)
            print(f"{name}: {len(pages.text)} characters, {len(pages.nodes)} nodes")


if __name__ == "__main__":
    main(sys.argv[1:])
