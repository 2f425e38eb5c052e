"""What of a document goes into the full-text index."""

from __future__ import annotations

import unicodedata

from vnrestore.segment.fold import fold

_NO_MARKS = {2: " ", 3: " "}
"""Control characters that mark matches in snippets."""


def searchable(subject: str, text: str, original: str) -> tuple[str, str, str, str]:
    """Subject, text, text without diacritics, and what OCR read.

    All NFC, so that queries composed and decomposed meet them. FTS5's own folding keeps đ,
    so it is done here, code point for code point: an offset in the third is one in the second.
    """
    subject, text, original = (
        unicodedata.normalize("NFC", one).translate(_NO_MARKS) for one in (subject, text, original)
    )
    return subject, text, fold(text), original
