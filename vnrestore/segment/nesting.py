"""From a row of numbered blocks to a tree, and which reading of a number to believe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vnrestore.datatypes.notice import UNNUMBERED_KINDS, Kind, Node, NumberSuggestion
from vnrestore.segment.block import Block, node_of
from vnrestore.segment.fold import is_capitals
from vnrestore.segment.numbering import with_suggestions
from vnrestore.segment.rules.base import Hit
from vnrestore.segment.rules.numerals import letter_follows
from vnrestore.segment.runs import follows, letter_of, misread

RANK = {
    Kind.PART: 0,
    Kind.CHAPTER: 1,
    Kind.DIVISION: 2,
    Kind.LETTERED: 3,
    Kind.ROMAN: 4,
    Kind.ARTICLE: 5,
    Kind.CLAUSE: 6,
    Kind.SUBCLAUSE: 7,
    Kind.POINT: 12,
    Kind.NUMBERED_ITEM: 13,
    Kind.DASH: 14,
    Kind.PLUS: 15,
    Kind.BULLET: 16,
}
"""How deep a kind stands as a rule; a text may differ (``I.`` above ``Điều 1.``)."""

MAX_DEPTH = 40
"""No document nests deeper; hostile ones would exhaust the stack of whoever walks the tree."""

_LOOSE = (Kind.CLAUSE, Kind.POINT, Kind.NUMBERED_ITEM, Kind.DASH)
"""Outermost kinds of a content that is no legal text."""


@dataclass(slots=True)
class _Open:
    kind: Kind
    value: tuple[int, ...]
    letter: str
    marker: str
    block: Block
    children: list[_Open | Node] = field(default_factory=list)
    doubt: str = ""

    @property
    def rank(self) -> int:
        extra = len(self.value) - 2 if self.kind is Kind.SUBCLAUSE else 0
        return RANK[self.kind] + extra


class Nester:
    """Puts blocks into a tree one after the other; a stack of open sections is its state."""

    def __init__(self) -> None:
        """An empty tree."""
        self.roots: list[_Open | Node] = []
        self.stack: list[_Open] = []
        self.article = 0

    def section(self, block: Block) -> bool:
        """Open a section; False if no reading of its marker fits here and it is mere text."""
        hit = self._choose(block)
        if hit is None:
            return False
        marker = " ".join(block.pieces[0].text[: hit.length].split())
        opened = _Open(hit.kind, hit.value, letter_of(marker), marker, block)
        self._reread_first(opened)
        if hit.kind is Kind.CHAPTER and hit.value == (0,):
            opened.value = (self._chapter() + 1,)
            opened.doubt = f"{marker} cannot be read"
        self.article = hit.value[0] if hit.kind is Kind.ARTICLE else self.article
        depth = min(self._depth(hit, opened), MAX_DEPTH)
        before = self.stack[depth] if depth < len(self.stack) else None
        if (
            before
            and before.kind is opened.kind is Kind.POINT
            and follows(before.value, before.letter, hit, opened.letter)
        ):
            if not letter_follows(opened.letter, before.letter):
                opened.letter = misread(before.letter, opened.letter, hit)
                opened.doubt = f"{marker} follows {before.marker}: read {opened.letter})"
            opened.value = (before.value[-1] + 1,)
        del self.stack[depth:]
        (self.stack[-1].children if self.stack else self.roots).append(opened)
        self.stack.append(opened)
        return True

    def leaf(self, node: Node) -> None:
        """Add a paragraph, a quotation or a table where the text stands."""
        while self.stack and not self._holds_paragraphs(self.stack[-1]):
            self.stack.pop()
        (self.stack[-1].children if self.stack else self.roots).append(node)

    def final_leaf(self, node: Node) -> None:
        """Add a paragraph after the last section: below a list it speaks of the whole content again."""
        if self.stack and not self._holds_paragraphs(self.stack[-1]) and self.stack[0].kind in _LOOSE:
            self.stack.clear()
        self.leaf(node)

    def tree(self) -> tuple[Node, ...]:
        """The finished nodes with numbering suggestions."""
        return with_suggestions(_finish(self.roots))

    def _holds_paragraphs(self, opened: _Open) -> bool:
        if opened.rank < RANK[Kind.POINT]:
            return True
        only_leaves = all(isinstance(child, Node) for child in opened.children)
        return only_leaves and opened.block.last.text.endswith(":")

    def _choose(self, block: Block) -> Hit | None:
        scored = [(self._score(hit, block), -index, hit) for index, hit in enumerate(block.hits)]
        best = max(scored, key=lambda entry: entry[:2])
        return best[2] if best[0] > 0 else None

    def _score(self, hit: Hit, block: Block) -> int:
        """3: next of an open list; 2: begins a list; 1: plain number out of order; 0: do not believe."""
        if hit.kind in UNNUMBERED_KINDS:
            return 0 if hit.garbled and not any(opened.kind is hit.kind for opened in self.stack) else 2
        text = block.pieces[0].text
        letter = letter_of(text[: hit.length])
        capitals = is_capitals(text[hit.length :])
        if hit.kind is Kind.ROMAN and hit.value == (1,) and not capitals and self._counts_inside():
            return 0
        if hit.kind is Kind.ROMAN and hit.garbled and capitals and len(text) > 12 and len(block.hits) == 1:
            return 1
        if hit.kind is Kind.CHAPTER and hit.value == (0,):
            return 2 if self._chapter() else 0
        if hit.kind is Kind.ARTICLE and self.article and hit.value == (self.article + 1,):
            return 4 - hit.garbled
        if hit.value == (0,) and not any(opened.kind is Kind.POINT for opened in self.stack):
            return 0
        for opened in reversed(self.stack):
            if opened.kind is hit.kind and follows(opened.value, opened.letter, hit, letter):
                return 4 - hit.garbled
        if hit.value[-1] == 1:
            return 3 - hit.garbled
        return 0 if hit.garbled else 1

    def _reread_first(self, second: _Open) -> None:
        """``2)`` alone before ``b)`` was ``a)``: nothing else could stand there."""
        before = self.stack[-1] if self.stack else None
        if second.kind is not Kind.POINT or second.letter != "b" or before is None:
            return
        above = self.stack[-2].children if len(self.stack) > 1 else self.roots
        alone = not any(isinstance(one, _Open) for one in above[:-1])
        if before.kind is Kind.NUMBERED_ITEM and before.value == (2,) and alone and not before.children:
            before.kind, before.letter, before.value = Kind.POINT, "a", (1,)
            before.doubt = f"{before.marker} stands before {second.marker}: read a)"

    def _chapter(self) -> int:
        return next((opened.value[-1] for opened in self.stack if opened.kind is Kind.CHAPTER), 0)

    def _counts_inside(self) -> bool:
        """Whether Arabic numbers are what counts here: below an article or below Roman numbers."""
        below_article = bool(self.stack) and self.stack[-1].kind is Kind.ARTICLE
        return below_article or any(opened.kind is Kind.ROMAN for opened in self.stack)

    def _depth(self, hit: Hit, opened: _Open) -> int:
        """How many of the open sections stay open above the new one."""
        rank = opened.rank
        same = [at for at, other in enumerate(self.stack) if other.kind is hit.kind and other.rank == rank]
        for at in reversed(same):
            if hit.kind in UNNUMBERED_KINDS or follows(
                self.stack[at].value, self.stack[at].letter, hit, opened.letter
            ):
                return at
        if (
            self.stack
            and self.stack[-1].block.last.text.endswith(":")
            and hit.value[-1:] == (1,)
            and rank > RANK[Kind.ARTICLE]
        ):
            return len(self.stack)
        if same and hit.value[-1] > 1:
            return same[-1]
        if hit.kind is Kind.ARTICLE and self.stack and self.stack[0].kind in (Kind.CLAUSE, Kind.SUBCLAUSE):
            return 0
        return next((at for at, other in enumerate(self.stack) if other.rank >= rank), len(self.stack))


def _finish(opened: Sequence[_Open | Node]) -> tuple[Node, ...]:
    """Nodes of open sections; children first, without recursion, since input may nest as it likes."""
    done: dict[int, Node] = {}
    stack: list[tuple[_Open, bool]] = [(item, False) for item in opened if isinstance(item, _Open)]
    while stack:
        item, ready = stack.pop()
        if not ready:
            stack.append((item, True))
            stack.extend((child, False) for child in item.children if isinstance(child, _Open))
            continue
        children = tuple(done[id(child)] if isinstance(child, _Open) else child for child in item.children)
        own = node_of(item.block, kind=item.kind)
        length = len(item.marker)
        done[id(item)] = Node(
            item.kind,
            own.text[len(" ".join(item.marker.split())) :].strip() if length else own.text,
            own.spans,
            with_suggestions(children),
            item.marker,
            item.value,
            suggestion=NumberSuggestion(item.value[-1], item.doubt) if item.doubt else None,
        )
    return tuple(done[id(item)] if isinstance(item, _Open) else item for item in opened)
