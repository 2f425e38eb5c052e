"""What is attached to a document: where an appendix begins and how far its title goes."""

from __future__ import annotations

from collections.abc import Sequence

from vnrestore.datatypes.notice import ASIDE_KINDS, Kind
from vnrestore.segment.fold import fold, is_capitals
from vnrestore.segment.labels import Label
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules import appendix_title, section_hits, table_head
from vnrestore.segment.rules.base import Hit


def appendix_label(pieces: Sequence[Piece], index: int, labels: Sequence[Label]) -> Label | None:
    """The label of a piece that begins an appendix or goes on with its title, else None.

    Args:
        pieces: of the whole text.
        index: of the piece.
        labels: what stands before it in what is attached.
    """
    piece = pieces[index]
    hit = appendix_title.RULE.find(piece)
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    attached_below = below is not None and appendix_title.ATTACHED.match(below.head) is not None
    if not hit and is_capitals(piece.text) and (not labels or attached_below):
        hit = None if section_hits(piece) or table_head.RULE.find(piece) else Hit(Kind.APPENDIX_TITLE)
    last = next((label for label in reversed(labels[-3:]) if label.kind not in ASIDE_KINDS), None)
    titled = last is not None and last.kind is Kind.APPENDIX_TITLE
    if hit:
        attached = bool(appendix_title.ATTACHED.match(piece.head))
        return Label(piece, Kind.APPENDIX_TITLE, (), starts=not titled and not attached)
    capitals = sum(map(str.isupper, piece.text)) > sum(map(str.islower, piece.text))
    numbered = any(not (hit.garbled or _cuts_title(hit, piece)) for hit in section_hits(piece))
    goes_on = titled and not numbered and not table_head.RULE.find(piece)
    before_brackets = piece.text.partition("(")[0]
    bracketed = titled and _in_brackets(labels)
    if bracketed or (
        goes_on
        and (
            ((capitals or is_capitals(before_brackets)) and len(piece.text) > 5)
            or piece.text[0].islower()
            or appendix_title.ATTACHED.match(piece.head)
        )
    ):
        return Label(piece, Kind.APPENDIX_TITLE)
    return None


def _cuts_title(hit: Hit, piece: Piece) -> bool:
    """Whether a Roman number is a word of the title: ``PHẠM`` / ``VI, CHỨC NĂNG QUẢN LÝ``."""
    return hit.kind is Kind.ROMAN and hit.value != (1,) and is_capitals(piece.text) and "," in piece.text[:5]


def _in_brackets(labels: Sequence[Label]) -> bool:
    """Whether ``(Kèm theo Quyết định số …`` is open still, a few lines below."""
    last = labels[-4:]
    title = " ".join(label.piece.text for label in last if label.kind is Kind.APPENDIX_TITLE)
    at = title.rfind("(")
    return at >= 0 and ")" not in title[at:] and bool(appendix_title.ATTACHED.match(fold(title[at:])))
