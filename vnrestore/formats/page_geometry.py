"""``Coords`` of PAGE-XML: polygons, read as the boxes around them."""

from __future__ import annotations

from vnrestore.datatypes.document import Box
from vnrestore.formats.xml_source import Element
from vnrestore.formats.xml_words import children, number


def box_of(element: Element) -> Box | None:
    """The box around the outline of a region, line or word, None if it has none that can be read."""
    coords = next(children(element, "Coords"), None)
    points = _points(coords) if coords is not None else []
    if not points:
        return None
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def page_box(page: Element) -> Box | None:
    """The area of the page image in pixels."""
    width, height = number(page.get("imageWidth")), number(page.get("imageHeight"))
    return Box(0.0, 0.0, width, height) if width and height and width > 0 and height > 0 else None


def set_box(element: Element, box: Box) -> None:
    """Make the outline a rectangle, in whole numbers as the schema wants them."""
    coords = next(children(element, "Coords"), None)
    if coords is None:
        return
    left, top, right, bottom = (round(edge) for edge in (box.left, box.top, box.right, box.bottom))
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    points = list(children(coords, "Point"))
    if points and "points" not in coords.attrib:  # before 2013: elements instead of an attribute
        for extra in points[4:]:
            coords.remove(extra)
        for point, (x, y) in zip(points, corners, strict=False):
            point.set("x", str(x))
            point.set("y", str(y))
    else:
        coords.set("points", " ".join(f"{x},{y}" for x, y in corners))


def _points(coords: Element) -> list[tuple[float, float]]:
    pairs = [pair.split(",") for pair in coords.get("points", "").split()]
    pairs += [[one.get("x", ""), one.get("y", "")] for one in children(coords, "Point")]
    found = [(number(pair[0]), number(pair[1])) for pair in pairs if len(pair) == 2]
    return [(x, y) for x, y in found if x is not None and y is not None]
