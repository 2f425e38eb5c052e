"""A document taken apart: a tree of typed nodes over spans of the source text.

Every code point of the source belongs to exactly one node's own ``spans``: sorted by where
they start, the spans of all nodes lie end to end over the whole text. A node may own several
spans, because two-column headers and footers come out of OCR interleaved and page breaks cut
paragraphs in two. White space belongs to the node it follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vnrestore.datatypes.document import Span


class Kind(StrEnum):
    """What a node is; the values are part of the published JSON format."""

    MOTTO = "motto"
    PARENT_BODY = "parent_body"
    ISSUING_BODY = "issuing_body"
    NUMBER = "number"
    PLACE_DATE = "place_date"
    DOCUMENT_KIND = "document_kind"
    ABSTRACT = "abstract"
    SECRECY = "secrecy"
    URGENCY = "urgency"
    ADDRESSEES = "addressees"
    ADDRESSEE = "addressee"
    ENACTING_BODY = "enacting_body"
    GROUND = "ground"
    PREAMBLE = "preamble"
    LEAD_IN = "lead_in"
    BODY = "body"
    PART = "part"
    CHAPTER = "chapter"
    DIVISION = "division"
    LETTERED = "lettered"
    ROMAN = "roman"
    ARTICLE = "article"
    CLAUSE = "clause"
    SUBCLAUSE = "subclause"
    NUMBERED_ITEM = "numbered_item"
    POINT = "point"
    DASH = "dash"
    PLUS = "plus"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    TABLE = "table"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    RECIPIENT = "recipient"
    ARCHIVE = "archive"
    SIGNATURE = "signature"
    AUTHORITY = "authority"
    POSITION = "position"
    SIGNED = "signed"
    SIGNER = "signer"
    APPENDIX = "appendix"
    APPENDIX_TITLE = "appendix_title"
    PAGE_NUMBER = "page_number"
    STAMP = "stamp"


NUMBERED_KINDS = (
    Kind.PART,
    Kind.CHAPTER,
    Kind.DIVISION,
    Kind.LETTERED,
    Kind.ROMAN,
    Kind.ARTICLE,
    Kind.CLAUSE,
    Kind.SUBCLAUSE,
    Kind.NUMBERED_ITEM,
    Kind.POINT,
)
"""The kinds that carry a number or a letter, outermost first as a rule."""

UNNUMBERED_KINDS = (Kind.DASH, Kind.PLUS, Kind.BULLET)
"""The kinds whose marker is a sign."""

SECTION_KINDS = NUMBERED_KINDS + UNNUMBERED_KINDS
"""The kinds that carry a marker and nest."""

SIGNATURE_KINDS = (Kind.AUTHORITY, Kind.POSITION, Kind.SIGNED, Kind.SIGNER)
"""The parts of a signature block."""

ASIDE_KINDS = (Kind.PAGE_NUMBER, Kind.STAMP)
"""What is on the page but not of the document: kept in the tree, left out by the writers."""


@dataclass(frozen=True, slots=True)
class NumberSuggestion:
    """A better number for a list item, offered and never applied.

    Attributes:
        value: the number the item should have.
        reason: why, in a sentence for a person.
    """

    value: int
    reason: str


@dataclass(frozen=True, slots=True)
class Node:
    """One part of a document.

    Attributes:
        kind: what it is.
        text: its own text on one line, without its marker and without its children's text;
            wrapped lines are joined, words cut at a line end put together.
        spans: where that text stands in the source, marker and white space included.
        children: the nodes inside it, in reading order.
        marker: the number or sign as printed (``1.2.``, ``a)``, ``Điều 3.``), "" without one.
        value: the marker as numbers: ``1.2.`` is (1, 2), ``c)`` is (3,), ``II.`` is (2,).
        note: what stands in brackets after a recipient (``để báo cáo``), "" elsewhere.
        suggestion: a better number, where the printed one does not fit its neighbours.
    """

    kind: Kind
    text: str
    spans: tuple[Span, ...] = ()
    children: tuple[Node, ...] = ()
    marker: str = ""
    value: tuple[int, ...] = ()
    note: str = ""
    suggestion: NumberSuggestion | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first; iterative, so depth is no limit."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def all_spans(self) -> list[Span]:
        """The spans of this node and of all below it, sorted."""
        return sorted(span for node in self.walk() for span in node.spans)


@dataclass(frozen=True, slots=True)
class Notice:
    """A whole document.

    Attributes:
        source: the text that was segmented; all spans point into it.
        parts: the top-level nodes in reading order, headers before content before footer.
    """

    source: str
    parts: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """All nodes, parents before children, in reading order."""
        for part in self.parts:
            yield from part.walk()

    def all(self, kind: Kind) -> tuple[Node, ...]:
        """All nodes of one kind, in reading order."""
        return tuple(node for node in self.walk() if node.kind is kind)

    def first(self, kind: Kind) -> Node | None:
        """The first node of one kind, or None."""
        return next((node for node in self.walk() if node.kind is kind), None)

    def text_of(self, kind: Kind) -> str:
        """The texts of all nodes of one kind, joined by a space; "" if there is none."""
        return " ".join(node.text for node in self.all(kind) if node.text)

    @property
    def title(self) -> str:
        """Kind and abstract as one line, as a reader would cite the document."""
        return " ".join(filter(None, (self.text_of(Kind.DOCUMENT_KIND), self.text_of(Kind.ABSTRACT))))

    @property
    def preamble(self) -> tuple[Node, ...]:
        """The paragraphs before the lead-in: when, who chaired, who took part."""
        return self.all(Kind.PREAMBLE)

    @property
    def lead_in(self) -> Node | None:
        """The paragraph that announces the content (``… kết luận như sau:``)."""
        return self.first(Kind.LEAD_IN)

    @property
    def body(self) -> tuple[Node, ...]:
        """Paragraphs, sections and tables of the content, nested."""
        return tuple(child for part in self.parts if part.kind is Kind.BODY for child in part.children)

    @property
    def closing(self) -> tuple[Node, ...]:
        """The paragraphs that end the content (``… tổ chức thực hiện./.``)."""
        return self.all(Kind.CLOSING)

    @property
    def recipients(self) -> tuple[Node, ...]:
        """The items of the list of recipients, without the archive line."""
        return self.all(Kind.RECIPIENT)

    @property
    def signature(self) -> Node | None:
        """The signature block: authority, position and name are its children."""
        return self.first(Kind.SIGNATURE)

    @property
    def appendices(self) -> tuple[Node, ...]:
        """Everything attached after the signature, one node an appendix."""
        return self.all(Kind.APPENDIX)
