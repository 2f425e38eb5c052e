"""Restorations as tests dictate them, without a model."""

from __future__ import annotations

from pathlib import Path

from vnrestore.datatypes.document import Document, Span
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections
from vnrestore.formats.reading import parse_document
from vnrestore.formats.writing import rewrite_document

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def restoration(document: Document, changes: dict[str, str], posterior: float = 0.9) -> Restoration:
    """Each key, where it first stands in the text, becomes its value."""
    made = []
    for old, new in changes.items():
        start = document.text.index(old)
        made.append(Correction(Span(start, start + len(old)), old, new, posterior, None, 0.0, "test"))
    made.sort(key=lambda one: one.span)
    return Restoration(document.text, apply_corrections(document.text, made), tuple(made), (), 1.0)


def rewritten(data: bytes, changes: dict[str, str], posterior: float = 0.9, **options: bool) -> str:
    """A file after changes to its text."""
    document = parse_document(data, "file")
    return rewrite_document(document, restoration(document, changes, posterior), **options).decode()
