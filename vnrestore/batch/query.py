"""What somebody typed, as an FTS5 expression that always parses.

Words must all occur; ``"in this order"`` is a phrase; ``-word`` must not occur; ``begin*`` is
any word that begins so. A word with diacritics means that word; one without means any that
looks so. Every word may as well stand in the text as OCR garbled it. Everything reaches FTS5
inside quotation marks, so no input is an error.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from vnrestore.segment.fold import fold

_TERM = re.compile(r'(?P<no>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase.

    Attributes:
        text: NFC, as typed.
        negated: must not occur.
        prefix: the last word of it is only a beginning.
    """

    text: str
    negated: bool = False
    prefix: bool = False

    @property
    def marked(self) -> bool:
        """Whether it has diacritics, and so means exactly what it says."""
        return fold(self.text) != self.text.lower()

    def expression(self) -> str:
        """This term for FTS5."""
        end = "*" if self.prefix else ""
        restored = "{subject text} : " if self.marked else "folded : "
        searched = self.text if self.marked else fold(self.text)
        return f"({restored}{_quoted(searched)}{end} OR original : {_quoted(self.text)}{end})"


def parse_query(query: str) -> list[Term]:
    """The terms of a query; what holds no letter or digit is left out."""
    terms = []
    for found in _TERM.finditer(unicodedata.normalize("NFC", query)):
        text = found["phrase"] if found["word"] is None else found["word"]
        prefix = found["word"] is not None and text.endswith("*")
        text = text.rstrip("*") if prefix else text
        if any(_counts(char) for char in text):
            terms.append(Term(text, negated=found["no"] is not None, prefix=prefix))
    return terms


def expression(terms: list[Term]) -> str:
    """The FTS5 expression of terms; "" if none of them must occur."""
    wanted = [term.expression() for term in terms if not term.negated]
    unwanted = [term.expression() for term in terms if term.negated]
    if not wanted:
        return ""
    said = " AND ".join(wanted)
    return f"({said}) NOT ({' OR '.join(unwanted)})" if unwanted else said


def _counts(char: str) -> bool:
    """Whether FTS5's unicode61 takes the character for part of a word."""
    return unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co"


def _quoted(text: str) -> str:
    return '"' + text.replace("\0", " ").replace('"', '""') + '"'
