"""Places and reading order in ALTO: as ``ReadingOrder`` or ``IDNEXT`` say, else by coordinates."""

from __future__ import annotations

from collections.abc import Iterator

from vnrestore.datatypes.document import Box
from vnrestore.formats.reading_order import reading_order
from vnrestore.formats.xml_source import Element
from vnrestore.formats.xml_words import children, descendants, local, number


def blocks_in_order(page: Element) -> list[Element]:
    """The text blocks of a page, each once; those that a stated order leaves out follow, by coordinates."""
    blocks = list(descendants(page, "TextBlock"))
    by_id = {block.get("ID"): block for block in blocks if block.get("ID")}
    found = dict.fromkeys(_stated(page, blocks))
    if not found:
        follows = {one.get("ID"): one.get("IDNEXT") for one in blocks if one.get("IDNEXT") in by_id}
        if follows:
            return _chained(blocks, by_id, follows)
    rest = [block for block in blocks if block not in found]
    return [*found, *(rest[i] for i in reading_order([alto_box(block) for block in rest]))]


def alto_box(element: Element) -> Box | None:
    """The box of a block, line or string, None if it has none that can be read."""
    left, top, width, height = (number(element.get(key)) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    return box_of(left, top, width, height)


def box_of(left: float | None, top: float | None, width: float | None, height: float | None) -> Box | None:
    """A box from its corner and size, None if one of them is missing or negative."""
    if left is None or top is None or width is None or height is None or width < 0 or height < 0:
        return None
    return Box(left, top, left + width, top + height)


def _stated(page: Element, blocks: list[Element]) -> Iterator[Element]:
    """The blocks that ``ReadingOrder`` (from ALTO 4.3 on) names: themselves, a part, or what holds them."""
    orders = list(children(page.getroottree().getroot(), "ReadingOrder"))
    named: dict[str, list[Element]] = {}
    for block in blocks if orders else ():
        for one in (block, *block.iterancestors("{*}ComposedBlock"), *block.iterdescendants("{*}*")):
            if one.get("ID"):
                named.setdefault(one.get("ID"), []).append(block)
    for one in (one for order in orders for one in order.iterdescendants("{*}*")):
        if local(one) in ("ElementRef", "OrderedGroup", "UnorderedGroup"):
            for reference in one.get("REF", "").split():
                yield from named.get(reference, ())


def _chained(blocks: list[Element], by_id: dict[str, Element], follows: dict[str, str]) -> list[Element]:
    """Blocks along ``IDNEXT``; those that nothing leads to begin a chain, in the order of the file."""
    found: dict[Element, None] = {}
    targets = set(follows.values())
    for block in [one for one in blocks if one.get("ID") not in targets] + blocks:
        while block is not None and block not in found:
            found[block] = None
            block = by_id.get(follows.get(block.get("ID"), ""))
    return list(found)
