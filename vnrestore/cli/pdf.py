"""What the commands do with PDFs: which form the result has, and what is said about it."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import PurePath
from typing import TYPE_CHECKING

from vnrestore.cli.complain import complain
from vnrestore.cli.files import STANDARD, shown_name
from vnrestore.errors import UsageError

if TYPE_CHECKING:
    from vnrestore.datatypes.document import Document
    from vnrestore.datatypes.restoration import Restoration

SUFFIXES = {
    ".txt": "txt",
    ".json": "json",
    ".docx": "docx",
    ".hocr": "hocr",
    ".html": "hocr",
    ".htm": "hocr",
    ".pdf": "pdf",
}
"""The form a name asks for."""


def form_by_name(output: str | None) -> str | None:
    """The form that the name after ``-o`` asks for, None if it says nothing."""
    return None if output is None else SUFFIXES.get(PurePath(output).suffix.lower())


def refuse_on_terminal(form: str, output: str | None) -> None:
    """Binary forms need a file or a pipe.

    Raises:
        UsageError: the result would be written to a terminal.
    """
    if form not in ("pdf", "docx") or output not in (None, STANDARD):
        return
    if sys.stdout is not None and sys.stdout.isatty():
        what = "a PDF" if form == "pdf" else "a Word file"
        raise UsageError(f"{what} is nothing for a terminal: name one with -o OUT.{form}")


def settle_form(options: Namespace) -> None:
    """Let ``-o notes.txt`` mean ``--to txt`` for a PDF; without a telling name the result is a PDF."""
    if options.to is None and not options.json and not options.diff:
        form = form_by_name(options.output)
        options.to = None if form == "pdf" else form
        if options.to is None:
            refuse_on_terminal("pdf", options.output)


def fixed_pdf(options: Namespace, document: Document, restoration: Restoration) -> bytes:
    """The PDF with its invisible layer corrected; says what was done and what was not."""
    from vnrestore.formats.pdf_fix import fix_pdf
    from vnrestore.formats.placing import place

    name = shown_name(options.file)
    fixed = fix_pdf(document, place(document, restoration), name)
    if not options.quiet:
        for note in fixed.notes:
            complain(f"{name}: {note}")
    if options.verbose:
        complain(f"{name}: text layer replaced on {len(fixed.pages)} pages")
    return fixed.data
