"""The assignments of documents, compared with hand-made truth: who, in which provision, by when.

The truth (``segment_tasks.tsv``) is our own annotation of 29 documents: decisions, resolutions,
conclusions, a directive, a plan, letters, a telegram. It holds line and word numbers, not text. A row stands
for a provision by which the document tells a named body, post or class of them to do something.
Rules of what is so, powers (who decides what), criteria, and lines that only announce the items
below them are none; clauses of execution are. ``segment_heldout_tasks.tsv`` and ``segment_unseen_tasks.tsv``
are the same for the other sets of ``segment_truth.py``; documents without a row there set no task.
Run this file to see every difference:

    python tests/accuracy/segment_tasks.py [--heldout|--unseen] [DOCUMENT …]
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from segment_truth import SHARED, TRUTH, chosen_set, document_text, f1

from vnrestore.datatypes.record import Assignment
from vnrestore.segment import segment_text
from vnrestore.segment.assignments import find_assignments

TASKS = Path(__file__).parent / "segment_tasks.tsv"
ROOT = Path(__file__).parents[2]
_EDGES = " ,:;.-("
Row = tuple[int, str, str]
"""First line of the provision, actor, deadline."""


def text_of(name: str) -> str:
    """A document of ours or one of ../shared."""
    own = ROOT / name if name.startswith("samples/") else ROOT / "tests" / name
    return own.read_text(encoding="utf-8") if "/" in name else document_text(name)


def read_tasks(folder: Path = TRUTH) -> dict[str, list[Row]]:
    """The truth by document; those of ../shared only where it is there."""
    found: dict[str, list[Row]] = defaultdict(list)
    path = TASKS if folder == TRUTH else folder.with_name(f"{folder.name}_tasks.tsv")
    if folder != TRUTH:
        found |= {truth.stem: [] for truth in sorted(folder.glob("*.tsv"))}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            name = row["document"]
            if "/" not in name and not SHARED.is_dir():
                continue
            lines = text_of(name).split("\n")
            words = " ".join(lines[int(row["actor_line"]) - 1 :]).split()
            actor = " ".join(words[int(row["first_word"]) - 1 : int(row["last_word"])])
            found[name].append((int(row["line"]), actor.strip(_EDGES), row["deadline"]))
    return found


def row_of(assignment: Assignment, text: str) -> Row:
    """What is compared of an assignment."""
    start = assignment.spans[0].start
    start += len(text[start:]) - len(text[start:].lstrip())
    return text.count("\n", 0, start) + 1, assignment.actor.strip(_EDGES), assignment.deadline


def compare(name: str, truth: list[Row]) -> tuple[int, Counter[Row], Counter[Row]]:
    """How many tasks agree, and the missing and the surplus ones."""
    text = text_of(name)
    got = Counter(row_of(one, text) for one in find_assignments(segment_text(text)))
    wanted = Counter(truth)
    return sum((wanted & got).values()), wanted - got, got - wanted


def main(arguments: list[str]) -> None:
    """Print differences, precision and recall."""
    total = Counter[str]()
    names = [name for name in arguments if not name.startswith("-")]
    for name, truth in read_tasks(chosen_set(arguments)[0]).items():
        if names and not name.startswith(tuple(names)):
            continue
        agree, missing, surplus = compare(name, truth)
        total.update(agree=agree, missing=missing.total(), surplus=surplus.total())
        print(f"{name}  right {agree} of {len(truth)}")
        for sign, rows in (("-", missing), ("+", surplus)):
            for line, actor, deadline in sorted(rows):
                print(f"   {sign} {line} {actor[:90]} {deadline}")
    right = total["agree"]
    print(
        f"precision {right / (right + total['surplus']):.3f} recall {right / (right + total['missing']):.3f} "
        f"F1 {f1(right, total['missing'], total['surplus']):.3f} {dict(total)}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
