"""Old encodings in files: bytes that are no Unicode, and Unicode that only shows another font's codes.

What is found is converted line by line and said in ``Document.encodings``; proper Unicode is
never touched. Text that OCR read with the wrong language and a program saved as Windows-1252
is told by its words: without their marks they are Vietnamese.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import regex

from vnrestore.datatypes.document import Document, Encoding
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.language.lexicon import Lexicon
from vnrestore.text.keys import stripped_key
from vnrestore.text.legacy.convert import DECOMPOSED, is_decomposed, to_unicode
from vnrestore.text.legacy.detect import AS_IT_IS, Detector, candidates
from vnrestore.text.legacy.tables import shown

WINDOWS_1252 = "Windows-1252"
_LEAST_WORDS, _LEAST_SHARE = 8, 0.6  # of words in small ASCII letters: Vietnamese ones among them
_UNDEFINED = frozenset(map(chr, (0x81, 0x8D, 0x8F, 0x90, 0x9D)))  # codes that Windows-1252 lacks
_SMALL_WORD = regex.compile(r"(?<!\S)[a-z]{2,7}(?!\S)")


class Converted(NamedTuple):
    """Lines as they read in Unicode, and the encodings they were in, the commonest first."""

    lines: list[str]
    encodings: tuple[Encoding, ...]


def convert_lines(lines: Sequence[str]) -> Converted:
    """Lines of Unicode text that may hold the codes of an old font, as PDF text layers do.

    As many lines come back, white space where it was.
    """
    if not any(candidates(line) or is_decomposed(line) for line in lines):
        return Converted(list(lines), ())
    return _converted(lines, [False] * len(lines))


def convert_document(document: Document) -> Document:
    """The document with lines in old encodings converted; itself if there are none."""
    texts = [line.span.of(document.text) for line in document.lines()]
    converted = convert_lines(texts)
    if not converted.encodings:
        return document
    following = iter(zip(texts, converted.lines, strict=True))
    builder = DocumentBuilder()
    for page in document.pages:
        builder.page(page.box, page.id)
        for block in page.blocks:
            builder.block(block.box, block.id)
            for line in block.lines:
                builder.line(line.box, line.id)
                before, after = next(following)
                shift = [word.span.start - line.span.start for word in line.words]
                words = _words(before, after, [word.span.of(document.text) for word in line.words], shift)
                for word, text in zip(line.words, words, strict=True):
                    builder.word(text, word.box, word.confidence, word.id)
    built = builder.build(document.format, document.source, converted.encodings)
    return replace(built, altered=True)


def _words(before: str, after: str, words: list[str], starts: list[int]) -> list[str]:
    """The converted words of a line: those of the converted line where they can be counted off."""
    new = after.split(" ")
    if before == after or len(new) != before.count(" ") + 1:
        return words if before == after else [convert_lines([word]).lines[0] for word in words]
    found = []
    for word, start in zip(words, starts, strict=True):
        first = before.count(" ", 0, start)
        found.append(" ".join(new[first : first + word.count(" ") + 1]) if word else "")
    return found


def convert_bytes(data: bytes) -> Converted | None:
    """The text of bytes that are not UTF-8, line by line: UTF-8 where it can be, else in an old encoding.

    Returns:
        None if the encoding cannot be told.
    """
    lines: list[str] = []
    foreign: list[bool] = []
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
            foreign.append(False)
        except UnicodeDecodeError:
            lines.append("".join(map(shown, line)))
            foreign.append(True)
    found = _converted(lines, foreign)
    told = {encoding.name for encoding in found.encodings} - {DECOMPOSED}
    if told or not any(foreign):
        return found
    share = _vietnamese_share(lines)
    if share < _LEAST_SHARE or any(not _UNDEFINED.isdisjoint(line) for line in lines):
        return None
    return Converted(lines, (Encoding(WINDOWS_1252, share, sum(foreign)),))


def _converted(lines: Sequence[str], foreign: Sequence[bool]) -> Converted:
    if not any(candidates(line, alien) for line, alien in zip(lines, foreign, strict=True)):
        decomposed = [is_decomposed(line) for line in lines]
        changed = [to_unicode(line, DECOMPOSED) for line in lines]
        return Converted(changed, (Encoding(DECOMPOSED, 1.0, sum(decomposed)),) if any(decomposed) else ())
    detector = _detector()
    chosen, found = detector.detect(lines, foreign)
    return Converted(
        [detector.convert(line, encoding) for line, encoding in zip(lines, chosen, strict=True)],
        tuple(Encoding(one.encoding, one.confidence, one.lines) for one in found if one.encoding != AS_IT_IS),
    )


def _vietnamese_share(lines: Sequence[str]) -> float:
    """The part of words in small letters that are Vietnamese without their marks; 0.0 of too few words."""
    words = [word for line in lines for word in _SMALL_WORD.findall(line)]
    if len(words) < _LEAST_WORDS:
        return 0.0
    known = {stripped_key(entry.word) for entry in Lexicon().entries("syllables")}
    return sum(word in known for word in words) / len(words)


@lru_cache(maxsize=1)
def _detector() -> Detector:
    """Loaded for the first text that needs it."""
    return Detector({entry.word.lower(): entry.count for entry in Lexicon().entries("syllables")})
