"""One file: its bytes in, the bytes of its outputs and what the catalogue keeps out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from vnrestore.batch.job import Content, PageCount
from vnrestore.batch.outputs import Made, Restored, make_form
from vnrestore.datatypes.restoration import Restoration
from vnrestore.formats.reading import parse_document
from vnrestore.formats.record_table import record_to_dict
from vnrestore.pipeline import Restorer

PAGE_BREAK = "\f"


@dataclass(frozen=True, slots=True)
class Processed:
    """What one file became."""

    outputs: list[Made]
    content: Content


def process(data: bytes, name: str, forms: Sequence[str], restorer: Restorer) -> Processed:
    """Read, restore, segment and write one file, in memory.

    Raises:
        InputError: there is no text in it.
        EncodingError, UnknownFormatError: it cannot be read as text.
        MissingToolError: reading or writing it needs what is not installed.
    """
    document = parse_document(data, name)
    restoration = restorer.restore(document.text)
    restored = Restored(name, document, restoration)
    content = Content(
        format=document.format,
        pages=tuple(count_pages(restoration)),
        confidence=restoration.confidence,
        record=record_to_dict(restored.record),
        text=restoration.text,
        original=restoration.original,
    )
    return Processed([make_form(form, restored) for form in forms], content)


def count_pages(restoration: Restoration) -> list[PageCount]:
    """Words and changes page by page; pages without words are numbered but not listed.

    Form feeds part the pages, as in every text that vnrestore's formats give.
    """
    texts = restoration.original.split(PAGE_BREAK)
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
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
    sizes = ((number, len(text.split())) for number, text in enumerate(texts, start=1))
    return [PageCount(page, words, made[page], held[page], doubt[page]) for page, words in sizes if words]
