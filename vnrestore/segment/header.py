"""The lines before the content: motto, bodies, number, date, kind, abstract, addressees."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnrestore.datatypes.notice import UNNUMBERED_KINDS, Kind
from vnrestore.segment.cutting import only_scraps
from vnrestore.segment.fold import fold, is_capitals
from vnrestore.segment.header_columns import split_header
from vnrestore.segment.labels import Label
from vnrestore.segment.lines import Piece, is_open
from vnrestore.segment.rules import HEADER_RULES, first_hit, ground, lead_in, motto, section_hits
from vnrestore.segment.rules.base import Hit
from vnrestore.segment.rules.issuing_body import SAME_BODY, names_body
from vnrestore.segment.rules.kind_names import kind_at_start
from vnrestore.segment.rules.subject import READ_AS
from vnrestore.text.syllable import parse

_LOOK_AHEAD = 80
"""A motto further down than this many lines is not this document's."""
_OPENING = re.compile(
    r"(?:(?:hom nay,? |sang |chieu |toi )?(?:vao )?ngay \d|thuc hien |can cu |tai cuoc |vua qua|ngay tu|"
    r"tu ngay|de (?:tiep|trien|thuc|dam|bao|chu)|trong (?:nhung|cac|thoi|2|nam)|trien khai |tiep theo )"
)
_TITLE_LINK = re.compile(r"\s*(?:cua|ve|so|tai|ket luan|v/v|hop)\b")
_SURE = (Kind.MOTTO, Kind.NUMBER, Kind.PLACE_DATE, Kind.DOCUMENT_KIND, Kind.ADDRESSEES)
_BEFORE_TITLE = (Kind.BODY, Kind.ISSUING_BODY, Kind.NUMBER, Kind.PLACE_DATE, Kind.ABSTRACT)
_WANTS_NAME = re.compile(r"\b(?:tinh|thanh|thanh pho|huyen|xa|phuong|quan)$")
_JUNK_START = re.compile(r"^(?:[^a-zA-ZÀ-ỹĐđ]\S{0,2}\s+)+")


def scan_header(source: str, pieces: Sequence[Piece]) -> tuple[list[Label], int]:
    """Label the header's pieces, and say at which piece the content begins."""
    start = _header_start(source, pieces)
    labels = [Label(piece, Kind.STAMP) for piece in pieces[:start]]
    state = _Header()
    for index in range(start, len(pieces)):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        fragments = split_header(source, pieces[index], titled=state.kind_seen)
        found = [state.label(fragment, following, nth) for nth, fragment in enumerate(fragments)]
        beside = any(label and label.kind in _SURE for label in found[1:])
        goes_on = index < start + 12 and state.goes_on(source, pieces[index : index + 10])
        if found[0] is None and not beside and not goes_on:
            return labels, index
        labels += [
            label or Label(fragment, Kind.STAMP) for label, fragment in zip(found, fragments, strict=True)
        ]
    return labels, len(pieces)


def _header_start(source: str, pieces: Sequence[Piece]) -> int:
    """Where the header begins if something foreign stands before it, else 0."""
    for index, piece in enumerate(pieces[:_LOOK_AHEAD]):
        if ground.RULE.find(piece) or any(hit.kind is Kind.ARTICLE for hit in section_hits(piece)):
            return 0
        if first_hit(HEADER_RULES[1:2], split_header(source, piece)[-1]) and motto.STATE[:8] in fold(
            piece.text
        ):
            if all(len(above.text) <= 100 for above in pieces[:index]):
                return 0
            while index and len(pieces[index - 1].text) <= 90 and is_capitals(pieces[index - 1].text):
                index -= 1
            return index
    return 0


def is_junk(text: str) -> bool:
    """Whether a short line is what a stamp or a stroke of a pen left: few words that could be any."""
    words = re.findall(r"\w+", text)
    good = sum(1 for word in words if len(word) > 1 and (parse(word.lower()) or word.isdigit()))
    return len(text) <= 60 and good * 2 < max(len(text.split()), 1) + (len(words) < 2)


class _Header:
    """What has been seen of the header so far."""

    def __init__(self) -> None:
        self.last = Kind.BODY
        self.last_text = ""
        self.kind_seen = False
        self.number_seen = False
        self.abstract_lines = 0
        self.addressing = False

    def label(self, piece: Piece, following: Piece | None, nth: int) -> Label | None:
        """The label of a piece, None if it is the first of the content."""
        if nth and self.last is Kind.DOCUMENT_KIND and only_scraps(piece.text):
            return Label(piece, Kind.STAMP)
        hit = first_hit(HEADER_RULES, piece)
        kind = self._addressee(piece, hit) if self.addressing else self._kind(piece, hit, following)
        if kind is None:
            return None
        starts = kind is not self.last or (kind is Kind.ADDRESSEE and _starts_item(piece))
        hits = (hit,) if hit and hit.length and kind is hit.kind else ()
        if kind not in (Kind.STAMP, Kind.MOTTO):
            self.last, self.last_text = kind, piece.text
        self.kind_seen |= kind is Kind.DOCUMENT_KIND
        self.number_seen |= kind is Kind.NUMBER
        self.abstract_lines += kind is Kind.ABSTRACT
        self.addressing |= kind is Kind.ADDRESSEES
        return Label(piece, kind, hits, starts)

    def goes_on(self, source: str, pieces: Sequence[Piece]) -> bool:
        """Whether the header goes on below a line that is nothing known: its surest parts follow."""
        if self.kind_seen or self.last not in _BEFORE_TITLE or _begins_content(pieces[0]):
            return False
        below = [
            first_hit(HEADER_RULES, part) for piece in pieces[1:] for part in split_header(source, piece)
        ]
        return any(hit and hit.kind in _SURE for hit in below)

    def _kind(self, piece: Piece, hit: Hit | None, following: Piece | None) -> Kind | None:
        if hit and hit.kind is Kind.ISSUING_BODY:
            return self._body(piece, following)
        if hit and hit.kind is Kind.DOCUMENT_KIND and self.kind_seen:
            return Kind.ABSTRACT
        if hit:
            return hit.kind
        if _begins_content(piece) and not (
            self.last is Kind.ABSTRACT and is_open(self.last_text) and not piece.blanks
        ):
            return None
        if self._is_abstract(piece) or self._is_letter_subject(piece):
            return Kind.ABSTRACT
        if self.kind_seen or self.last is Kind.ABSTRACT:
            return None
        if self._is_title(piece) or self._is_title_alone(piece, following):
            return Kind.ABSTRACT
        upper, lower = sum(map(str.isupper, piece.text)), sum(map(str.islower, piece.text))
        if (
            self.last is Kind.ISSUING_BODY
            and names_body(piece.head)
            and lower < upper
            and len(piece.text) < 60
        ):
            return Kind.ISSUING_BODY
        if self.last is Kind.ISSUING_BODY and _ends_name(self.last_text, piece.text):
            return Kind.ISSUING_BODY
        above = self.last in (Kind.ISSUING_BODY, Kind.BODY) and not is_junk(piece.text)
        if above and is_capitals(piece.text) and 6 <= len(piece.text) <= 60 and not section_hits(piece):
            return Kind.ISSUING_BODY
        return Kind.STAMP if is_junk(piece.text) else None

    def _body(self, piece: Piece, following: Piece | None) -> Kind:
        ends_title = self.last is Kind.ABSTRACT and not piece.blanks and bool(SAME_BODY.match(piece.head))
        if not self.kind_seen:
            return Kind.ABSTRACT if ends_title else Kind.ISSUING_BODY
        decides = following is None or _begins_content(following) or _decides_below(following)
        if (
            self.abstract_lines
            and decides
            and " " in piece.text
            and not SAME_BODY.match(piece.head)
            and not (is_open(self.last_text) and not piece.blanks)
        ):
            return Kind.ENACTING_BODY
        return Kind.ABSTRACT

    def _is_abstract(self, piece: Piece) -> bool:
        if (not self.kind_seen and self.last is not Kind.ABSTRACT) or self.abstract_lines > 12:
            return False
        if is_junk(piece.text) and not is_capitals(piece.text):
            return False
        if self.last is Kind.DOCUMENT_KIND or (is_capitals(piece.text) and self.kind_seen):
            return len(piece.text) <= 700
        if self.last is not Kind.ABSTRACT or self.last_text.endswith("."):
            return False
        if piece.text[0].islower() or is_open(self.last_text):
            return True
        return not piece.blanks and not _OPENING.match(piece.head) and len(piece.text) <= 160

    def _is_letter_subject(self, piece: Piece) -> bool:
        """``V/v`` below the number of a letter, where OCR read something else of it."""
        below = self.last is Kind.NUMBER or (self.last is Kind.PLACE_DATE and self.number_seen)
        if not below or self.kind_seen or len(piece.text) > 160 or not piece.text[0].isupper():
            return False
        return piece.head.startswith("ve ") or bool(READ_AS.match(piece.head))

    def _is_title(self, piece: Piece) -> bool:
        """A title without a header above it: ``Kết luận của đồng chí …``."""
        if self.last not in (Kind.BODY, Kind.PLACE_DATE, Kind.NUMBER, Kind.ISSUING_BODY):
            return False
        junk = _JUNK_START.match(piece.text)
        folded = piece.head[junk.end() if junk else 0 :]
        name, length = kind_at_start(folded)
        return bool(name) and bool(_TITLE_LINK.match(folded[length:])) and not piece.text.endswith((";", "."))

    def _is_title_alone(self, piece: Piece, following: Piece | None) -> bool:
        """A title of several lines in capitals whose kind, above it, a stamp has made unreadable."""
        if self.last not in (Kind.PLACE_DATE, Kind.NUMBER) or following is None:
            return False
        lines = (piece.text, following.text)
        return all(len(text) > 30 and is_capitals(text) for text in lines) and ")" not in piece.text

    def _addressee(self, piece: Piece, hit: Hit | None) -> Kind | None:
        if hit and hit.kind in (Kind.STAMP, Kind.MOTTO, Kind.NUMBER, Kind.PLACE_DATE):
            return hit.kind
        if hit and hit.kind is Kind.ABSTRACT and self.abstract_lines == 0:
            return hit.kind
        if _starts_item(piece) or piece.text.startswith("("):
            return Kind.ADDRESSEE if len(piece.text) <= 400 else None
        bare = self.last is Kind.ADDRESSEES and self.last_text.rstrip().endswith(":")
        if bare and len(piece.text) <= 200:
            return Kind.ADDRESSEE
        ended = self.last_text.rstrip().endswith((".", ";")) or (piece.blanks and not is_open(self.last_text))
        if not ended and len(piece.text) <= 200 and not _begins_content(piece):
            return self.last if self.last in (Kind.ADDRESSEES, Kind.ADDRESSEE) else Kind.ADDRESSEE
        if self.last_text.endswith(";") and len(piece.text) <= 120 and piece.text.endswith((";", ".")):
            return Kind.ADDRESSEE if not _begins_content(piece) else None
        return None


def _decides_below(piece: Piece) -> bool:
    """Whether a line goes on with the name of the body that decides, or says that it does."""
    return is_capitals(piece.text) and bool(SAME_BODY.match(piece.head) or lead_in.RULE.find(piece))


def _ends_name(above: str, text: str) -> bool:
    """Whether a line may be the end of a body's name: ``LỊCH`` below ``BỘ VĂN HÓA, THỂ THAO VÀ DU``."""
    words = re.findall(r"\w+", text)
    if _WANTS_NAME.search(fold(above)) and len(words) == 1 and len(words[0]) > 2 and words[0].isupper():
        return True
    plain = 1 <= len(words) <= 4 and all(word.isupper() and len(word) > 1 for word in words)
    return plain and all(parse(word.lower()) or parse(fold(word)[:-1]) for word in words)


def _starts_item(piece: Piece) -> bool:
    return piece.text.lstrip("\"'“. ")[:1] in tuple("-–—~+•*") and len(piece.text) > 2


def _begins_content(piece: Piece) -> bool:
    listed = is_capitals(piece.text)
    if (ground.RULE.find(piece) and not listed) or lead_in.RULE.find(piece):
        return True
    # a speck before a line of the title, no list item
    return any(
        not hit.garbled and not (listed and hit.kind in UNNUMBERED_KINDS) for hit in section_hits(piece)
    )
