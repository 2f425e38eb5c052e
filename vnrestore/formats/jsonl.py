"""JSON lines: many texts in one file, one object a line, whatever else the objects carry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from vnrestore.errors import UnknownFormatError
from vnrestore.formats.limits import check_text


def parse_jsonl(content: str, name: str) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file; blank lines are skipped.

    Raises:
        UnknownFormatError: a line is no JSON object with a string under ``text``.
        InputError: one of the texts is too long (``limits.LARGEST_TEXT``).
    """
    records: list[dict[str, Any]] = []
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnknownFormatError(f"{name}: line {number} is not JSON") from error
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise UnknownFormatError(f'{name}: line {number} is no object with a string under "text"')
        check_text(record["text"], f"{name}: line {number}")
        records.append(record)
    return records


def format_jsonl(records: Iterable[Mapping[str, Any]]) -> str:
    """One object a line, with a line end after the last."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
