"""Reading order of PAGE-XML: as ``ReadingOrder`` says, by coordinates where it says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from vnrestore.formats.page_geometry import box_of
from vnrestore.formats.reading_order import reading_order
from vnrestore.formats.xml_source import Element
from vnrestore.formats.xml_words import children, descendants, local


def regions_in_order(page: Element) -> list[Element]:
    """The text regions of a page, each once; a region inside another follows it unless it is named.

    Regions that the reading order leaves out come after those it names, by coordinates.
    """
    regions = list(descendants(page, "TextRegion"))
    by_id = {region.get("id"): region for region in regions if region.get("id")}
    named = [by_id[ref] for ref in _references(page) if ref in by_id]
    found: dict[Element, None] = {}
    taken = set(named)
    for region in named:
        found[region] = None
        for inner in descendants(region, "TextRegion"):
            if inner not in taken:
                found[inner] = None
    rest = [region for region in regions if region not in found]
    for i in reading_order([box_of(region) for region in rest]):
        found[rest[i]] = None
    return list(found)


def _references(page: Element) -> Iterator[str]:
    for order in children(page, "ReadingOrder"):
        for group in order:
            if isinstance(group.tag, str):
                yield from _group(group)


def _group(group: Element) -> Iterator[str]:
    """The regions a group names, itself first if it stands for one."""
    if reference := group.get("regionRef"):
        yield reference
    members = [
        one for one in group if isinstance(one.tag, str) and local(one) not in ("UserDefined", "Labels")
    ]
    if local(group).startswith("OrderedGroup"):
        members.sort(key=_index)
    for one in members:
        yield from _group(one)


def _index(element: Element) -> int:
    value = element.get("index", "")
    return int(value) if value.isascii() and value.isdigit() else 0
