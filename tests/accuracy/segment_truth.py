"""Comparing segmented documents with hand-made truth: kinds, numbers and line ranges.

The truth is our own annotation: labels and line numbers, never text. ``segments/*.tsv`` are of the
documents in ``../shared/dev/segments``, which the grammar was made on. ``segment_heldout/*.tsv`` are
of 18 documents drawn at random from ``../shared/corpus`` and annotated before anything was measured
on them; the grammar was then mended by what they showed. ``segment_unseen/*.tsv`` are of 9 more,
drawn and annotated after that. A file's name is the start of the SHA-1 of its document's text.
Run this file to see every difference:

    python tests/accuracy/segment_truth.py [--heldout|--unseen] [DOCUMENT …]
"""

from __future__ import annotations

import csv
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha1
from pathlib import Path

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import FIELD_LENGTHS
from vnrestore.segment import segment_text
from vnrestore.segment.metadata import extract_record

TRUTH = Path(__file__).parent / "segments"
SHARED = Path(__file__).parents[3] / "shared" / "dev" / "segments"
METADATA = Path(__file__).parent / "segment_metadata.tsv"
HELDOUT = Path(__file__).parent / "segment_heldout"
UNSEEN = Path(__file__).parent / "segment_unseen"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "official_documents.txt.xz"
SCORED = ("TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject")
_STRUCTURE = (Kind.BODY, Kind.RECIPIENTS, Kind.SIGNATURE, Kind.APPENDIX)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One node: its own text's first and last line (from 1), its kind and its number ("" without)."""

    first: int
    last: int
    kind: str
    number: str


@cache
def corpus_documents() -> dict[str, str]:
    """The corpus's documents by the first 16 digits of the SHA-1 of their text."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as file:
        texts = (text.strip("\n") for text in re.split(r"\n\s*\n", file.read()))
    return {sha1(text.encode(), usedforsecurity=False).hexdigest()[:16]: text for text in texts if text}


def document_text(name: str) -> str:
    """The text of an annotated document, which its truth's line numbers are of."""
    path = SHARED / f"{name}.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else corpus_documents()[name]


def truth_path(name: str) -> Path:
    """The annotation of a document of whichever set."""
    return next(path for folder in (TRUTH, HELDOUT, UNSEEN) if (path := folder / f"{name}.tsv").is_file())


def chosen_set(arguments: list[str]) -> tuple[Path, Path]:
    """The folder of the set a command line names, and the table of its records."""
    for folder in (HELDOUT, UNSEEN):
        if f"--{folder.name.removeprefix('segment_')}" in arguments:
            return folder, folder.with_name(f"{folder.name}_metadata.tsv")
    return TRUTH, METADATA


def read_truth(path: Path) -> list[Mark]:
    """The annotation of one document."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [Mark(int(row["first"]), int(row["last"]), row["kind"], row["number"]) for row in rows]


def marks_of(notice: Notice) -> list[Mark]:
    """The nodes of a segmented document, stamps on neighbouring lines made one as in the truth."""
    marks = [
        mark_of(node, notice.source) for node in notice.walk() if node.spans and node.kind not in _STRUCTURE
    ]
    return sorted(_merge_stamps(sorted(marks)))


def mark_of(node: Node, source: str) -> Mark:
    """The mark of one node."""
    lines = [number for span in node.spans for number in _lines(source, span.start, span.end)]
    return Mark(min(lines), max(lines), node.kind.value, ".".join(map(str, node.value)))


def _lines(source: str, start: int, end: int) -> tuple[int, int]:
    text = source[start:end]
    first = start + len(text) - len(text.lstrip())
    return source.count("\n", 0, first) + 1, source.count("\n", 0, start + len(text.rstrip())) + 1


def _merge_stamps(marks: Iterable[Mark]) -> Iterator[Mark]:
    run: Mark | None = None
    for mark in marks:
        if run and mark.kind == run.kind == "stamp":
            run = Mark(run.first, mark.last, "stamp", "")
            continue
        if run:
            yield run
        run = mark
    if run:
        yield run


def compare(truth: list[Mark], found: list[Mark]) -> tuple[int, Counter[Mark], Counter[Mark]]:
    """How many nodes agree, and the missing and the surplus ones."""
    wanted, got = Counter(truth), Counter(found)
    return sum((wanted & got).values()), wanted - got, got - wanted


def f1(agree: int, missing: int, surplus: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * agree / (2 * agree + missing + surplus) if agree else 0.0


def metadata_truth(path: Path = METADATA) -> dict[str, dict[str, str]]:
    """The fields of every document, read off it by hand; "?" is not scored.

    The subject is kept as a line number and a range of words on it, not as text.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return {row.pop("document"): row for row in csv.DictReader(file, delimiter="\t")}


def metadata_errors(row: dict[str, str], text: str, clean: str | None = None) -> list[tuple[str, str, str]]:
    """Field, truth and reading of each scored field that differs.

    Args:
        row: the truth.
        text: the text to draw the record from.
        clean: the text the truth's line numbers are of, if it is another.
    """
    record = extract_record(segment_text(text))
    wanted = {field: row[field] for field in SCORED if field != "Subject"}
    words = (clean or text).split("\n")[int(row["subject_line"]) - 1].split() if row["subject_line"] else []
    wanted["Subject"] = " ".join(
        words[int(row["first_word"] or 0) : int(row["last_word"]) if row["last_word"] else None]
    )
    limit = FIELD_LENGTHS["Subject"]
    if len(wanted["Subject"]) > limit:
        wanted["Subject"] = wanted["Subject"][: limit + 1].rsplit(" ", 1)[0]
    return [
        (field, value, record[field].value)
        for field, value in wanted.items()
        if value != "?" and value != record[field].value
    ]


def score(folder: Path, names: list[str], *, show: bool) -> tuple[Counter[str], dict[str, float]]:
    """Right, missing and surplus nodes of all documents of a folder, and F1 by document."""
    total = Counter[str]()
    each: dict[str, float] = {}
    for path in sorted(folder.glob("*.tsv")):
        if names and not path.stem.startswith(tuple(names)):
            continue
        marks = marks_of(segment_text(document_text(path.stem)))
        agree, missing, surplus = compare(read_truth(path), marks)
        total.update(agree=agree, missing=missing.total(), surplus=surplus.total())
        each[path.stem] = f1(agree, missing.total(), surplus.total())
        if show:
            print(f"{path.stem}  F1 {each[path.stem]:.4f}")
            for sign, differing in (("-", missing), ("+", surplus)):
                for mark in sorted(differing):
                    print(f"   {sign} {mark.first}-{mark.last} {mark.kind} {mark.number}")
    return total, each


def score_metadata(rows: dict[str, dict[str, str]]) -> tuple[int, list[tuple[str, str, str, str]]]:
    """How many fields are scored, and those that differ: document, field, truth, reading."""
    wrong = [
        (name, *error) for name, row in rows.items() for error in metadata_errors(row, document_text(name))
    ]
    return sum(1 for row in rows.values() for field in SCORED if row.get(field) != "?"), wrong


def main(arguments: list[str]) -> None:
    """Print differences and F1 of each document and of all."""
    folder, records = chosen_set(arguments)
    names = [name for name in arguments if not name.startswith("-")]
    total, _ = score(folder, names, show=True)
    rows = metadata_truth(records)
    scored, wrong = score_metadata(rows)
    for name, field, wanted, got in wrong:
        print(f"{name} {field}: {wanted!r} read {got!r}")
    print(f"metadata exact {1 - len(wrong) / scored:.4f} of {scored} fields")
    print(f"all  F1 {f1(total['agree'], total['missing'], total['surplus']):.4f}  {dict(total)}")


if __name__ == "__main__":
    main(sys.argv[1:])
