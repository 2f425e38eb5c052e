"""Changing the instructions of PDF pages: marking what shows text, and taking it out again."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from vnrestore.formats.pdf_content import POSITIONS, SHOWS

MARK = "VnShow"
MARK_KEY = "I"

_TEXT_STATE = ("Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts")


def tagged(instructions: Sequence[Any], ids: Mapping[int, int]) -> bytes:
    """The instructions with every show wrapped in a mark that carries its id; ``ids`` is by index."""
    import pikepdf

    out: list[Any] = []
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    for index, instruction in enumerate(instructions):
        if index not in ids:
            out.append(instruction)
            continue
        properties = pikepdf.Dictionary({f"/{MARK_KEY}": ids[index]})
        operands = [pikepdf.Name(f"/{MARK}"), properties]
        out += [pikepdf.ContentStreamInstruction(operands, pikepdf.Operator("BDC")), instruction, end]
    return pikepdf.unparse_content_stream(out)


def without(instructions: Sequence[Any], gone: Container[int]) -> bytes:
    """The instructions without the shows at some indices; what only served them goes too."""
    import pikepdf

    kept: list[Any] = []
    for index, instruction in enumerate(instructions):
        if index in gone:
            kept += _instead(instruction)
        else:
            kept.append(instruction)
    return pikepdf.unparse_content_stream(_without_idle_state(_without_empty_text(kept)))


def _instead(show: Any) -> list[Any]:
    """What of a show must stay: ``'`` and ``"`` move to the next line and set spacing."""
    import pikepdf

    def instruction(operator: str, *operands: Any) -> Any:
        return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))

    operator = str(show.operator)
    if operator not in ("'", '"'):
        return []
    spacing = []
    if operator == '"' and len(show.operands) == 3:
        spacing = [instruction("Tw", show.operands[0]), instruction("Tc", show.operands[1])]
    return [*spacing, instruction("T*")]


def _without_empty_text(instructions: Sequence[Any]) -> list[Any]:
    """Text objects that show nothing any more lose their frame and positions, not their state."""
    out: list[Any] = []
    begin: int | None = None
    for instruction in instructions:
        operator = str(instruction.operator)
        out.append(instruction)
        if operator == "BT":
            begin = len(out) - 1
        elif operator in SHOWS:
            begin = None
        elif operator == "ET" and begin is not None:
            body = [one for one in out[begin + 1 : -1] if str(one.operator) not in POSITIONS]
            out[begin:] = body
            begin = None
    return out


def _without_idle_state(instructions: Sequence[Any]) -> list[Any]:
    """Drop text state that is set again, or never used: forms inherit it, so their drawing counts as use."""
    out: list[Any] = []
    due: set[str] = set()  # what a later instruction uses; walked backwards
    outside: list[set[str]] = []  # what is due after the Q that ends the part we are in
    for instruction in reversed(instructions):
        operator = str(instruction.operator)
        if operator in _TEXT_STATE:
            if operator not in due:
                continue
            due.discard(operator)
        elif operator in (*SHOWS, "Do", *POSITIONS):
            due.update(_TEXT_STATE)
        elif operator == "Q":
            outside.append(set(due))
        elif operator == "q" and outside:
            due |= outside.pop()
        out.append(instruction)
    return out[::-1]
