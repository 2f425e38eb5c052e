"""The ``title`` of an hOCR element: properties parted by semicolons, of which two matter here."""

from __future__ import annotations

import regex

from vnrestore.datatypes.document import Box
from vnrestore.formats.xml_words import number

_NUMBER = r"-?[0-9]*\.?[0-9]+"
# matches "bbox 1 2 3 4; x_wconf 9", 'image "a"; bbox 0 0 1 1'; not 'image "bbox 1 2 3 4"', "bbox 1 2"
_BBOX = regex.compile(
    rf"(?:^|;)\s*bbox\s+({_NUMBER})\s+({_NUMBER})\s+({_NUMBER})\s+({_NUMBER})(?=\s*(?:;|$))"
)
# matches "bbox 1 2 3 4; x_wconf 93", "x_wconf 75.8"; not "x_wconf", "my_x_wconf 3"
_WCONF = regex.compile(rf"(?:^|;)\s*x_wconf\s+({_NUMBER})(?=\s*(?:;|$))")


def bbox_of(title: str) -> Box | None:
    """The bounding box in pixels, None if there is none or it is inside out."""
    match = _BBOX.search(title)
    if match is None:
        return None
    left, top, right, bottom = map(float, match.groups())
    return Box(left, top, right, bottom) if left <= right and top <= bottom else None


def wconf_of(title: str) -> float | None:
    """The confidence in a word, in [0, 1]; hOCR counts percent."""
    match = _WCONF.search(title)
    percent = number(match[1]) if match else None
    return None if percent is None else min(max(percent / 100, 0.0), 1.0)


def with_bbox(title: str, box: Box) -> str:
    """The title with another bounding box, in whole pixels."""
    numbers = " ".join(str(round(edge)) for edge in (box.left, box.top, box.right, box.bottom))
    match = _BBOX.search(title)
    if match is None:
        return _append(title, f"bbox {numbers}")
    return title[: match.start(1)] + numbers + title[match.end(4) :]


def with_wconf(title: str, confidence: float) -> str:
    """The title with another word confidence, given in [0, 1]."""
    match = _WCONF.search(title)
    if match is None:
        return _append(title, f"x_wconf {round(confidence * 100)}")
    return title[: match.start(1)] + str(round(confidence * 100)) + title[match.end(1) :]


def _append(title: str, prop: str) -> str:
    return f"{title.rstrip('; ')}; {prop}" if title.strip("; ") else prop
