"""The lines after the content: recipients on the left, signature on the right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnrestore.datatypes.notice import SIGNATURE_KINDS, Kind
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.footer_columns import split_footer
from vnrestore.segment.header import is_junk
from vnrestore.segment.labels import Label
from vnrestore.segment.lines import Piece, is_open
from vnrestore.segment.rules import FOOTER_RULES, appendix_title, first_hit, section_hits, stamp
from vnrestore.segment.rules.issuing_body import BODY_WORDS
from vnrestore.segment.rules.kind_names import kind_at_start
from vnrestore.segment.rules.signer import looks_like_name

_FILE_CODE = re.compile(r"[A-ZĐ0-9]{2,}[\w./()-]*$")
_REMARK = re.compile(r"ghi chu\s*:")
_NOTE = 60
"""A line this long below archive line and signer is a note, not what a stamp left."""
_DIVISIONS = (Kind.PART, Kind.CHAPTER, Kind.ARTICLE, Kind.ROMAN, Kind.CLAUSE)


def scan_footer(source: str, pieces: Sequence[Piece], start: int) -> tuple[list[Label], int]:
    """Label recipients and signature from ``start`` on, and say where what is attached begins."""
    state = _Footer()
    labels: list[Label] = []
    for index in range(start, len(pieces)):
        if index > start and state.ends(pieces[index]):
            return labels, index
        for fragment in split_footer(source, pieces[index]):
            labels.append(state.label(fragment))
    return labels, len(pieces)


class _Footer:
    def __init__(self) -> None:
        self.left = Kind.BODY
        self.left_text = ""
        self.left_line = -1
        self.right = Kind.BODY
        self.dashed = False
        self.last = Kind.BODY

    def ends(self, piece: Piece) -> bool:
        """Whether the footer is over and something attached begins with this piece."""
        if appendix_title.RULE.find(piece):
            return True
        if len(piece.text) > 150 and not piece.text.startswith("-"):
            return True
        signed = self.left is Kind.ARCHIVE and self.right is Kind.SIGNER
        if signed and not stamp.RULE.find(piece) and (len(piece.text) >= _NOTE or _REMARK.match(piece.head)):
            return True
        hits = section_hits(piece)
        begun = any(hit.kind in (Kind.PART, Kind.CHAPTER, Kind.ARTICLE) and hit.value == (1,) for hit in hits)
        if begun and all(not hit.garbled for hit in hits):
            return True
        complete = self.left is Kind.ARCHIVE or self.right is Kind.SIGNER
        if complete and any(hit.kind in _DIVISIONS and not hit.garbled for hit in hits):
            return True
        hit = first_hit(FOOTER_RULES, piece)
        capitals = is_capitals(piece.text) and len(piece.text) > 30
        titled = kind_at_start(piece.head)[0] and self.left is not Kind.BODY
        if titled and capitals and not hit:
            return True
        return complete and capitals and not hit and self.right is Kind.SIGNER

    def label(self, piece: Piece) -> Label:
        """The label of a fragment of the footer."""
        hit = first_hit(FOOTER_RULES, piece)
        kind = self._kind(piece, hit.kind if hit else None)
        starts = kind in (Kind.RECIPIENT, Kind.ARCHIVE, Kind.AUTHORITY, Kind.POSITION) and hit is not None
        if (
            kind is Kind.RECIPIENT
            and self.left is Kind.RECIPIENT
            and (
                self.left_text.endswith((";",) if self.dashed else (";", ")", ":"))
                or piece.text[0] in "=:.~\"'“"
            )
            and piece.text[0] != "("
        ):
            starts = True
        self.dashed |= hit is not None and hit.kind is Kind.DASH
        if kind in SIGNATURE_KINDS:
            self.right = kind
        elif kind is not Kind.STAMP:
            self.left, self.left_text, self.left_line = kind, piece.text, piece.line
        self.last = kind
        return Label(piece, kind, (hit,) if hit and hit.length else (), starts or kind is Kind.SIGNER)

    def _kind(self, piece: Piece, found: Kind | None) -> Kind:
        if found is Kind.DASH:
            return Kind.RECIPIENT
        if found is Kind.SIGNER:
            if self.left is Kind.ARCHIVE and piece.line == self.left_line and self.right is not Kind.SIGNER:
                return Kind.SIGNER
            if self._left_is_open(piece) or (self.right is Kind.BODY and self.left is not Kind.ARCHIVE):
                return Kind.RECIPIENT
            return Kind.SIGNER
        if found:
            return found
        if self.last in (Kind.AUTHORITY, Kind.POSITION) and is_capitals(piece.text) and len(piece.text) < 30:
            return self.last
        named = looks_like_name(piece.text) and not BODY_WORDS.match(piece.head) and len(piece.text) <= 40
        if (
            named
            and self.right in SIGNATURE_KINDS[:3]
            and not is_capitals(piece.text)
            and self.left is not Kind.BODY
        ):
            return Kind.SIGNER
        capitals = is_capitals(piece.text) and len(piece.text) > 5 and not piece.text.endswith((";", ","))
        if capitals and self.right in (Kind.AUTHORITY, Kind.POSITION) and not self._left_is_open(piece):
            return self.right
        if self.left is Kind.ARCHIVE and not piece.blanks and _FILE_CODE.match(piece.text):
            return Kind.ARCHIVE
        if self.left is Kind.BODY or (is_junk(piece.text) and not self._left_is_open(piece)):
            if piece.head.startswith("nhu ") or piece.text.endswith(";"):
                return Kind.RECIPIENT
            return Kind.STAMP
        if self.left is Kind.ARCHIVE and (piece.blanks or self.right is Kind.SIGNER):
            return Kind.STAMP
        return self.left if self.left is Kind.ARCHIVE else Kind.RECIPIENT

    def _left_is_open(self, piece: Piece) -> bool:
        """Whether the last recipient's text goes on here."""
        if self.left not in (Kind.RECIPIENT, Kind.ARCHIVE) or piece.blanks:
            return False
        return is_open(self.left_text) or (
            piece.text.endswith((";", ",")) and not self.left_text.endswith((";", "."))
        )
