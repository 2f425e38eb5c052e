"""The forms a restored file can be written in, one function each, in an ordered table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vnrestore.datatypes.document import Document
from vnrestore.datatypes.notice import Notice
from vnrestore.datatypes.record import ArchiveRecord
from vnrestore.datatypes.restoration import Restoration
from vnrestore.errors import MissingToolError, UsageError
from vnrestore.formats.plain import encode
from vnrestore.segment import segment_text
from vnrestore.segment.metadata import extract_record
from vnrestore.text.hygiene import find_hidden

if TYPE_CHECKING:
    from vnrestore.ocr.scan import Scan


class Restored:
    """One file with everything outputs are made of; parts nobody asks for are not computed."""

    def __init__(
        self,
        name: str,
        document: Document,
        restoration: Restoration,
        languages: Mapping[str, frozenset[str]],
        scan: Scan | None = None,
    ) -> None:
        """Hold what was read, from which scan if Tesseract read it, and what it was restored to."""
        self.name = name
        self.document = document
        self.restoration = restoration
        self.scan = scan
        self._languages = languages

    @cached_property
    def language(self) -> str | None:
        """The other language that the text is in, None if it is Vietnamese."""
        from vnrestore.language.other_languages import other_language

        return other_language(self.restoration.original, self._languages)

    @cached_property
    def notice(self) -> Notice:
        """The restored text, taken apart."""
        return segment_text(self.restoration.text)

    @cached_property
    def record(self) -> ArchiveRecord:
        """The archive's record."""
        return extract_record(self.notice, len(self.document.pages) or None)


@dataclass(frozen=True, slots=True)
class Made:
    """One output: the form it is of, the ending of its file, and its bytes."""

    form: str
    suffix: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """A form of output: the ending of its files and who makes it."""

    suffix: str
    make: Callable[[Restored], bytes]


def _text(restored: Restored) -> bytes:
    return encode(restored.restoration.text)


def _json(restored: Restored) -> bytes:
    from vnrestore.formats.notice_json import notice_to_dict
    from vnrestore.formats.restoration_json import encodings_to_list, restoration_to_json

    hidden = find_hidden(restored.restoration.original)
    facts = {
        "format": restored.document.format,
        "encodings": encodings_to_list(restored.document.encodings),
        "other_language": restored.language,
        "hidden": [{"start": one.start, "name": one.name} for one in hidden],
    }
    return encode(restoration_to_json(restored.restoration, notice_to_dict(restored.notice), facts))


def _markdown(restored: Restored) -> bytes:
    from vnrestore.formats.notice_markdown import notice_to_markdown

    return encode(notice_to_markdown(restored.notice))


def _docx(restored: Restored) -> bytes:
    from vnrestore.formats.notice_docx import notice_to_docx

    return notice_to_docx(restored.notice)


def _akn(restored: Restored) -> bytes:
    from vnrestore.formats.notice_akn import notice_to_akn

    return encode(notice_to_akn(restored.notice, restored.record))


def _html(restored: Restored) -> bytes:
    from vnrestore.report.html import html

    return encode(html(restored.restoration, restored.name))


def _same(restored: Restored) -> bytes:
    from vnrestore.formats.placing import place
    from vnrestore.formats.writing import rewrite_document

    if restored.scan is not None:
        from vnrestore.ocr.searchable import searchable_pdf

        placed = place(restored.document, restored.restoration)
        return searchable_pdf(restored.scan, placed, restored.name)[0]
    if restored.document.format == "pdf":
        from vnrestore.formats.pdf_fix import fix_pdf

        return fix_pdf(restored.document, place(restored.document, restored.restoration), restored.name).data
    return rewrite_document(restored.document, restored.restoration)


SAME = "same"

FORMS: dict[str, Form] = {
    SAME: Form(".txt", _same),
    "txt": Form(".txt", _text),
    "json": Form(".json", _json),
    "md": Form(".md", _markdown),
    "docx": Form(".docx", _docx),
    "akn": Form(".akn.xml", _akn),
    "html": Form(".html", _html),
}
"""What ``--to`` can name; ``same`` is the format that the file came in, of scans a searchable PDF."""

_SCAN = ".pdf"
_SAME_SUFFIXES = {"hocr": ".hocr", "alto": ".alto.xml", "page": ".page.xml", "pdf": ".pdf"}

SUFFIXES = tuple(dict.fromkeys([*(form.suffix for form in FORMS.values()), *_SAME_SUFFIXES.values(), _SCAN]))
"""All there are. None ends another: so outputs of files with different bases never meet."""


def make_form(name: str, restored: Restored) -> Made:
    """One output of a file."""
    form = FORMS[name]
    suffix = form.suffix
    if name == SAME:
        own = _SAME_SUFFIXES.get(restored.document.format, form.suffix)
        suffix = own if restored.scan is None else _SCAN
    return Made(name, suffix, form.make(restored))


def check_forms(names: Sequence[str]) -> tuple[str, ...]:
    """The names of ``--to``, in the table's order, each once.

    Raises:
        UsageError: there is none, or one is not in the table.
        MissingToolError: a form needs a package that is not installed.
    """
    unknown = [name for name in names if name not in FORMS]
    if unknown or not names:
        raise UsageError(f"--to: {', '.join(unknown) or 'nothing'}: must be of {', '.join(FORMS)}")
    if "docx" in names:
        try:
            import docx  # noqa: F401
        except ImportError as error:
            raise MissingToolError("--to docx needs python-docx: pip install 'vnrestore[docx]'") from error
    return tuple(name for name in FORMS if name in names)
