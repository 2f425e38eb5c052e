"""Segmentation of text that OCR engines really read and vnrestore restored.

Input is what ``ocrchannel`` made of the pages of ``segment_pages.py`` (see there for the commands).
The pages of a document are joined by form feeds, restored and segmented. Which words of the
restored text are which of the printed ones is found by aligning them line by line; a node is
right if its kind and number are, and if the words it holds are those of the printed node but
for a fifth at most. A number that is misread counts as what is
suggested for it. Words the engine lost count for neither side, nodes it lost are missing.

    python tests/accuracy/segment_scanned.py OUT.jsonl [--heldout|--unseen] [--raw] [--keep=DIR] \\
        [-v] [DOCUMENT …]

``--keep`` puts the restored texts into a folder and takes them from there the next time;
``--raw`` segments what the engine read.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))
from segment_pages import Pages, documents
from segment_truth import (
    SCORED,
    chosen_set,
    document_text,
    f1,
    metadata_errors,
    metadata_truth,
)

from vnrestore.datatypes.notice import ASIDE_KINDS, Kind, Notice
from vnrestore.segment import segment_text
from vnrestore.segment.fold import fold

if TYPE_CHECKING:
    from vnrestore.pipeline import Restorer

SAME = 0.8

_STRUCTURE = (Kind.BODY, Kind.RECIPIENTS, Kind.SIGNATURE, Kind.APPENDIX)
Words = list[tuple[int, int]]


def words_of(text: str, start: int, end: int) -> Words:
    """Offsets of the words of ``text[start:end]``."""
    found: Words = []
    at = start
    for word in text[start:end].split():
        at = text.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    return found


def line_words(text: str, raw: str) -> list[Words]:
    """Offsets of the words of each line the engine read anything of; restoring may leave nothing there."""
    found = []
    at = 0
    for line, read in zip(text.split("\n"), raw.split("\n"), strict=True):
        if read.strip("\f \t\r"):
            found.append(words_of(text, at, at + len(line)))
        at += len(line) + 1
    return found


def printed_words(clean: str, pages: Pages, start: int, end: int) -> list[int | None]:
    """Where each word of a printed line starts in the pages' text; columns may be out of order."""
    free: dict[str, list[int]] = defaultdict(list)
    for at, until in reversed(words_of(pages.text, start, end)):
        free[pages.text[at:until]].append(at)
    places: list[int | None] = []
    for word in clean.split():
        places.append(free[word].pop() if free[word] else None)
    return places


def align(record: dict[str, Any], restored: str, shift: int, pages: Pages) -> Iterator[tuple[int, int]]:
    """Pairs (offset in the restored text, offset in the pages' text) of words of one page."""
    lines = line_words(restored, record["noisy"])
    for pair in record["lines"]:
        if not pair["noisy_ids"] or not pair["src"]:
            continue
        ours = [word for nth in pair["noisy_ids"] for word in lines[nth]]
        places = printed_words(pair["clean"], pages, *pair["src"])
        left = [fold(word) for word in pair["clean"].split()]
        right = [fold(restored[at:until]) for at, until in ours]
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            if tag in ("equal", "replace"):
                for i, j in zip(range(i1, i2), range(j1, j2), strict=False):
                    place = places[i]
                    if place is not None:
                        yield ours[j][0] + shift, place


def compare(notice: Notice, pages: Pages, where: dict[int, int]) -> tuple[int, list[str], list[str]]:
    """How many nodes are right, and what is missing and surplus (kind, number, first words)."""
    owner: dict[int, int] = {}
    for nth, node in enumerate(pages.nodes):
        for start, end in node.spans:
            owner |= {at: nth for at, _ in words_of(pages.text, start, end)}
    printed: dict[int, set[int]] = defaultdict(set)
    for place in where.values():
        if place in owner:
            printed[owner[place]].add(place)
    right = set()
    surplus = []
    for node in notice.walk():
        if node.kind in _STRUCTURE or not node.spans:
            continue
        held = {
            where[at]
            for span in node.spans
            for at, _ in words_of(notice.source, span.start, span.end)
            if at in where
        }
        if not held and node.kind in ASIDE_KINDS:
            continue
        of = Counter(owner[place] for place in held if place in owner)
        best = of.most_common(1)[0][0] if of else -1
        value = (*node.value[:-1], node.suggestion.value) if node.suggestion else node.value
        number = ".".join(map(str, value))
        if (
            best >= 0
            and best not in right
            and (pages.nodes[best].kind, pages.nodes[best].number) == (node.kind.value, number)
            and len(held & printed[best]) >= SAME * len(held | printed[best])
        ):
            right.add(best)
        elif node.kind is not Kind.STAMP or of:
            surplus.append(f"{node.kind.value} {number} | {node.text[:70]}")
    missing = [
        f"{node.kind} {node.number} | {pages.text[slice(*node.spans[0])][:70]}"
        for nth, node in enumerate(pages.nodes)
        if nth not in right
    ]
    return len(right), missing, surplus


def read_pages(path: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The records by document and engine, in the order of the pages."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            found[record["engine"], record["doc_id"]].append(record)
    return found


def restored_text(text: str, restorer: Restorer | None, kept: Path | None) -> str:
    """The text restored, from the file ``kept`` if it is there."""
    if kept is not None and kept.is_file():
        return kept.read_text(encoding="utf-8")
    restored = restorer.restore(text).text if restorer else text
    if kept is not None:
        kept.write_text(restored, encoding="utf-8", newline="")
    return restored


def word_places(records: list[dict[str, Any]], pages: Pages, restored: str) -> dict[int, int]:
    """Which printed word each word of the restored text is, both by where they start."""
    where: dict[int, int] = {}
    shift = 0
    for record, page in zip(records, restored.split("\f\n"), strict=True):
        where |= dict(align(record, page, shift, pages))
        shift += len(page) + 2
    return where


def main(arguments: list[str]) -> None:
    """Print node F1, metadata match and what was confused, a row a document and engine."""
    names = [name for name in arguments[1:] if not name.startswith("-")]
    folder = next((Path(name[7:]) for name in arguments if name.startswith("--keep=")), None)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    restorer = None if "--raw" in arguments else load_restorer()
    truth, records = chosen_set(arguments)
    pages = dict(documents(truth))
    rows = metadata_truth(records)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for (engine, name), records in sorted(read_pages(Path(arguments[0])).items()):
        if name not in pages or (names and not name.startswith(tuple(names))):
            continue
        kept = folder / f"{name}.{engine}.txt" if folder else None
        restored = restored_text("\f\n".join(record["noisy"] for record in records), restorer, kept)
        notice, where = segment_text(restored), word_places(records, pages[name], restored)
        right, missing, surplus = compare(notice, pages[name], where)
        wrong = metadata_errors(rows[name], notice.source, document_text(name))
        fields = sum(1 for field in SCORED if rows[name].get(field) != "?")
        lost = sum(1 for _, wanted, _ in wrong if not survives(wanted, restored))
        totals[engine].update(
            lost=lost,
            right=right,
            missing=len(missing),
            surplus=len(surplus),
            fields=fields,
            wrong=len(wrong),
            documents=1,
        )
        score = f1(right, len(missing), len(surplus))
        profile = records[0]["profile"]
        print(f"{engine} {name} {profile} F1 {score:.4f}  metadata wrong {[error[0] for error in wrong]}")
        if "-v" in arguments:
            _print_all(missing, surplus, wrong)
    for engine, total in totals.items():
        score = f1(total["right"], total["missing"], total["surplus"])
        exact = 1 - total["wrong"] / total["fields"]
        print(
            f"{engine}: {total['documents']} documents, node F1 {score:.4f}, metadata exact {exact:.4f}",
            total,
        )


def survives(value: str, restored: str) -> bool:
    """Whether all words of a field's value stand in the restored text, whatever their case and marks."""
    number, *parts = value.split("-") if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else [value]
    words = [number, *(str(int(part)) for part in parts)] if parts else re.findall(r"\w+", value.casefold())
    there = set(re.findall(r"\w+", restored[:4000].casefold()))
    there |= {word.lstrip("0") for word in there}
    return all(word in there for word in words)


def load_restorer() -> Restorer:
    """Loaded only where something is to be restored."""
    from vnrestore.pipeline import Restorer

    return Restorer()


def _print_all(missing: Iterable[str], surplus: Iterable[str], wrong: Iterable[tuple[str, str, str]]) -> None:
    for sign, rows in (("-", missing), ("+", surplus)):
        for row in rows:
            print(f"   {sign} {row}")
    for field, wanted, got in wrong:
        print(f"   {field}: {wanted!r} read {got!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
