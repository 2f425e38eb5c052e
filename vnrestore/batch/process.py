"""One file: its bytes in, the bytes of its outputs and what the catalogue keeps out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from vnrestore.batch.job import Content, PageCount
from vnrestore.batch.outputs import Made, Restored, make_form
from vnrestore.datatypes.document import Document
from vnrestore.datatypes.restoration import Restoration
from vnrestore.formats.reading import parse_document
from vnrestore.formats.record_table import record_to_dict
from vnrestore.formats.sniff import sniff
from vnrestore.language.other_languages import load_languages
from vnrestore.language.resources import lexicon_folder
from vnrestore.pipeline import Restorer
from vnrestore.segment.dates import find_dates

if TYPE_CHECKING:
    from vnrestore.ocr.scan import Scan

PAGE_BREAK = "\f"
_BEGINNING = 5_000  # characters in which a document says what it is about
_EARLIEST, _LATEST = "1945", "2100"
_IMAGES = frozenset({"png", "jpeg", "tiff", "gif"})


@dataclass(frozen=True, slots=True)
class Processed:
    """What one file became."""

    outputs: list[Made]
    content: Content


class Processor:
    """Everything that is loaded once for many files.

    Args:
        restorer: the models.
        ocr: whether images, and PDFs without a text layer, are read by Tesseract.
        ocr_languages: its language packs joined by ``+``; None for the best there are.
    """

    def __init__(self, restorer: Restorer, ocr: bool = False, ocr_languages: str | None = None) -> None:
        """Load what is small."""
        self._restorer = restorer
        self._ocr = ocr
        self._ocr_languages = ocr_languages
        self._languages = load_languages(lexicon_folder())

    def process(self, data: bytes, name: str, forms: Sequence[str]) -> Processed:
        """Read, restore, segment and write one file, in memory.

        Raises:
            InputError: there is no text in it, or it is damaged.
            EncodingError, UnknownFormatError: it cannot be read as text.
            MissingToolError: reading or writing it needs what is not installed.
        """
        document, scan = self._read(data, name)
        restoration = self._restorer.restore(document.text, document.confidences())
        restored = Restored(name, document, restoration, self._languages, scan)
        content = Content(
            format=document.format,
            pages=tuple(count_pages(document, restoration)),
            confidence=restoration.confidence,
            record=record_to_dict(restored.record),
            dated=restored.record["IssuedDate"].value or first_day_in(restoration.text),
            text=restoration.text,
            original=restoration.original,
        )
        return Processed([make_form(form, restored) for form in forms], content)

    def _read(self, data: bytes, name: str) -> tuple[Document, Scan | None]:
        """The text of a file, and the scan it was read from if Tesseract read it."""
        kind = sniff(data) if self._ocr else ""
        if kind not in _IMAGES and (kind != "pdf" or _has_text(data, name)):
            return parse_document(data, name), None

        from vnrestore.ocr.scan import read_scan

        scan = read_scan(data, name, languages=self._ocr_languages)
        return scan.document, scan


def _has_text(data: bytes, name: str) -> bool:
    from vnrestore.formats.pdf_text import survey_pdf

    return bool(survey_pdf(data, name).lines)


def first_day_in(text: str) -> str:
    """The first plausible day that a text names, so that undated documents can be found by time.

    A notice without a header still says when the meeting was.
    """
    days = (mention.value for mention in find_dates(text[:_BEGINNING]))
    return next((day for day in days if _EARLIEST <= day < _LATEST), "")


def count_pages(document: Document, restoration: Restoration) -> list[PageCount]:
    """Words and changes page by page; pages without words are numbered but not listed."""
    text = restoration.original
    if document.pages:
        starts = [page.span.start for page in document.pages]
        sizes = [len(page.span.of(text).split()) for page in document.pages]
    else:
        pages = text.split(PAGE_BREAK)
        starts = list(accumulate((len(page) + 1 for page in pages[:-1]), initial=0))
        sizes = [len(page.split()) for page in pages]
    made, held = Counter[int](), Counter[int]()
    doubt: dict[int, float] = defaultdict(float)
    for one in restoration.corrections:
        page = bisect_right(starts, one.span.start)
        made[page] += 1
        doubt[page] += 1.0 - one.posterior
    for one in restoration.suggestions:
        page = bisect_right(starts, one.span.start)
        held[page] += 1
        doubt[page] += one.posterior
    numbered = enumerate(sizes, start=1)
    return [PageCount(page, words, made[page], held[page], doubt[page]) for page, words in numbered if words]
