"""Two columns that OCR read across: taken apart by where the words stand.

The header of a notice has the body on the left and the motto on the right, its footer the
recipients and the signature; engines print a piece of each on one line. Lines that have a
wide gap at the same place, and lines that keep to one side of it, are read side by side: all
of the left column, then all of the right. Tables (several gaps a line) and hanging numbers
(a narrow left column) stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from vnrestore.datatypes.document import Block, Box, Document, Line, Page, Word, union_of
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.formats.placing import PlacedLine, Rewording

WIDE_GAP = 1.5  # heights of a word; justified text seldom has such gaps, and never one above another
LEAST_GUTTER = 0.8  # heights that the gaps of all lines must have in common
LEAST_COLUMN = 0.15  # of the width of the print; a column is more than a number
NEAR = 3.5  # heights from the foot of one line to that of the next in the same columns
NEAR_ALONE = 1.0  # heights between a line and one that keeps to one side
LONE_GAP = 3.0  # heights that make a single line with a gap enough, among one-sided ones


@dataclass(slots=True)
class _Row:
    """A line and its words left and right of the gutter, as positions in the line."""

    line: Line
    left: list[int]
    right: list[int]


@dataclass(slots=True)
class _Run:
    """Lines that share a gutter."""

    start: float
    end: float
    rows: list[_Row] = field(default_factory=list)
    widest: float = 0.0  # the gap of the line it began with


def by_columns(document: Document) -> Document:
    """The document with columns that were read across put one after the other."""
    split = [_split(page) for page in document.pages]
    if all(len(runs) == 0 for runs in split):
        return document
    builder = DocumentBuilder()
    for page, runs in zip(document.pages, split, strict=True):
        builder.page(page.box, page.id)
        for block, parts in _parts(page, runs):
            builder.block(block.box, block.id)
            for line, positions in parts:
                whole = len(positions) == len(line.words)
                builder.line(line.box if whole else None, line.id)
                for i in positions:
                    word = line.words[i]
                    builder.word(word.span.of(document.text), word.box, word.confidence, word.id)
    built = builder.build(document.format, document.source, document.encodings)
    return replace(built, altered=document.altered)


def in_file_order(read: Document, placed: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines of ``by_columns(read)``, restored, as the lines they were in the file.

    Args:
        read: the document as the format's reader gives it.
        placed: the restored lines of the same document, taken apart, maybe converted.
    """
    where: list[tuple[int, int]] = []  # of each word in the new order: its line and position in the file
    numbers = {id(line): number for number, line in enumerate(read.lines())}
    for page in read.pages:
        for _, parts in _parts(page, _split(page)):
            where += [(numbers[id(line)], i) for line, positions in parts for i in positions]
    found: list[list[tuple[int, Rewording]]] = [[] for _ in numbers]
    at = 0
    for one in (one for line in placed for one in line.rewordings):
        number, position = where[at]
        found[number].append((position, one))
        at += len(one.sources)
    return [
        PlacedLine(line, tuple(one for _, one in sorted(ones, key=lambda pair: pair[0])))
        for line, ones in zip(read.lines(), found, strict=True)
    ]


_Parts = list[tuple[Line, Sequence[int]]]


def _parts(page: Page, runs: list[_Run]) -> Iterator[tuple[Block, _Parts]]:
    """The blocks of a page in their new order, with the words of each line that stay in them."""
    run_of = {id(row.line): run for run in runs for row in run.rows}
    done: set[int] = set()
    for block in page.blocks:
        current: _Parts = []
        for line in block.lines:
            run = run_of.get(id(line))
            if run is None:
                current.append((line, range(len(line.words))))
                continue
            if current:
                yield block, current
                current = []
            if id(run) not in done:
                done.add(id(run))
                sides = (
                    [(row.line, row.left) for row in run.rows],
                    [(row.line, row.right) for row in run.rows],
                )
                for side in sides:
                    yield replace(block, box=None), [(one, positions) for one, positions in side if positions]
        if current or not block.lines:
            yield block, current


def _split(page: Page) -> list[_Run]:
    """The runs of lines that stand in two columns."""
    height = median([word.box.height for line in page.lines for word in line.words if word.box] or [0.0])
    area = union_of(line.box for line in page.lines)
    if height <= 0 or area is None:
        return []
    runs: list[_Run] = []
    run: _Run | None = None
    before: list[Line] = []  # lines since the last run
    for line in page.lines:
        if not line.words or any(word.box is None for word in line.words):
            run, before = None, []
        elif run is None or not _extend(run, line, height):
            run = _begin(line, height)
            if run is None:
                before.append(line)
            else:
                _reach_back(run, before, height)
                runs.append(run)
                before = []
    return [run for run in runs if _is_sound(run, height, area)]


def _gaps(words: Sequence[Word], least: float) -> list[tuple[float, float, int]]:
    """The gaps of a line wider than ``least``: from, to, and the position of the word behind."""
    found = []
    boxes = [word.box for word in words]
    for i in range(1, len(boxes)):
        before, here = boxes[i - 1], boxes[i]
        if before is not None and here is not None and here.left - before.right > least:
            found.append((before.right, here.left, i))
    return found


def _begin(line: Line, height: float) -> _Run | None:
    gaps = _gaps(line.words, WIDE_GAP * height)
    if len(gaps) != 1:
        return None
    start, end, at = gaps[0]
    return _Run(start, end, [_row(line, at)], end - start)


def _extend(run: _Run, line: Line, height: float) -> bool:
    """Take a line into a run if it leaves the gutter free."""
    last = run.rows[-1].line.box
    if line.box is None or last is None or not 0 <= line.box.bottom - last.bottom <= NEAR * height:
        return False
    fit = _fit(run, line, height)
    if fit is None:
        if line.box.top - last.bottom > NEAR_ALONE * height:
            return False
        if line.box.right < (run.start + run.end) / 2:
            fit = max(run.start, line.box.right), run.end, len(line.words)
        else:
            fit = run.start, min(run.end, line.box.left), 0
        if fit[1] - fit[0] < LEAST_GUTTER * height:
            return False
    run.start, run.end = fit[0], fit[1]
    run.rows.append(_row(line, fit[2]))
    return True


def _fit(run: _Run, line: Line, height: float) -> tuple[float, float, int] | None:
    """Where the gutter is after a line that has words on both sides of it, and the first word behind."""
    least = LEAST_GUTTER * height
    fits = [(max(run.start, a), min(run.end, b), at) for a, b, at in _gaps(line.words, least)]
    best = max(fits, key=lambda fit: fit[1] - fit[0], default=None)
    return best if best is not None and best[1] - best[0] >= least else None


def _reach_back(run: _Run, before: list[Line], height: float) -> None:
    """Take in lines right above whose gap is not wide but at the same place: a long name before the motto."""
    while before:
        line, first = before.pop(), run.rows[0].line.box
        fit = _fit(run, line, height)
        if fit is None or line.box is None or first is None:
            return
        if not 0 <= first.bottom - line.box.bottom <= NEAR * height:
            return
        run.start, run.end = fit[0], fit[1]
        run.rows.insert(0, _row(line, fit[2]))


def _row(line: Line, at: int) -> _Row:
    return _Row(line, list(range(at)), list(range(at, len(line.words))))


def _is_sound(run: _Run, height: float, area: Box) -> bool:
    """Whether a run is two columns and nothing that only looks so."""
    both = sum(bool(row.left and row.right) for row in run.rows)
    left_only = any(not row.right for row in run.rows)
    right_only = any(not row.left for row in run.rows)
    if both < 2 and not (run.widest > LONE_GAP * height and left_only and right_only):
        return False
    for words in (
        [row.line.words[i] for row in run.rows for i in row.left],
        [row.line.words[i] for row in run.rows for i in row.right],
    ):
        column = union_of(word.box for word in words)
        if column is None or column.width < LEAST_COLUMN * area.width:
            return False
    return True
