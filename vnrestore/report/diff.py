"""What a restoration changed, as a unified diff without context: readable, and a valid patch.

In a terminal the changed words stand out in colour; without colour the output can be fed
to ``patch`` or ``git apply --unidiff-zero``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vnrestore.datatypes.restoration import Restoration
from vnrestore.report.pieces import Row, rows

_RED, _GREEN, _CYAN, _BOLD, _RESET = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"
_NO_LINE_END = "\\ No newline at end of file\n"

Marked = Sequence[tuple[str, bool]]
"""Stretches of text, each with whether it was changed."""


def diff(restoration: Restoration, name: str, *, colour: bool = False) -> str:
    """The changed lines, before and after; the empty string if nothing changed."""
    hunks = "".join(_hunks(rows(restoration), colour))
    if not hunks:
        return ""
    return _paint(f"--- {name}\n", _BOLD, colour) + _paint(f"+++ {name}\n", _BOLD, colour) + hunks


def _hunks(all_rows: Sequence[Row], colour: bool) -> Iterator[str]:
    old_line = new_line = 1
    for row in all_rows:
        old = "".join(piece.original for piece in row)
        new = "".join(piece.restored for piece in row)
        old_count, new_count = _line_count(old), _line_count(new)
        if old != new:
            yield _paint(
                f"@@ -{_range(old_line, old_count)} +{_range(new_line, new_count)} @@\n", _CYAN, colour
            )
            before = [(piece.original, piece.correction is not None) for piece in row]
            after = [(piece.restored, piece.correction is not None) for piece in row]
            yield from _side("-", before, _RED if colour else "")
            yield from _side("+", after, _GREEN if colour else "")
        old_line += old_count
        new_line += new_count


def _line_count(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n") and text != "")


def _range(line: int, count: int) -> str:
    if count == 0:
        return f"{line - 1},0"
    return str(line) if count == 1 else f"{line},{count}"


def _side(sign: str, marked: Marked, colour: str) -> Iterator[str]:
    """One side of a hunk, a line at a time; ``colour`` is empty for none."""
    text = "".join(stretch for stretch, _ in marked)
    for stretches in _split(marked)[: _line_count(text)]:
        body = "".join(
            f"{_BOLD}{part}{_RESET}{colour}" if changed and colour else part for part, changed in stretches
        )
        yield f"{colour}{sign}{body}{_RESET}\n" if colour else f"{sign}{body}\n"
    if text and not text.endswith("\n"):
        yield _NO_LINE_END


def _split(marked: Marked) -> list[list[tuple[str, bool]]]:
    """The stretches of each line without the line ends; an empty line after a final line end."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, changed in marked:
        head, *further = text.split("\n")
        lines[-1].append((head, changed))
        lines += [[(part, changed)] for part in further]
    return lines


def _paint(text: str, code: str, colour: bool) -> str:
    return f"{code}{text.removesuffix(chr(10))}{_RESET}\n" if colour else text
