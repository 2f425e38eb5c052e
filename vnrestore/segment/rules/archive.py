"""The last recipient is the archive: ``- Lưu: VT, TH.``"""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

# Whatever OCR makes of "Lưu", the registry (VT) after it is the archive's copy.
_REGISTRY = re.compile(r"[-–—~_=:+* ]{0,4}[a-z]{2,4}\s?[:;.,]?\s?(?=vt[\W]|vt$)")
_ARCHIVE = re.compile(
    r"(?:[-–—~_+*.,'=:]{1,3}\s*)?l[a-z]{1,2}\s*(?:[:;.,]\s*|\s+(?=vt|van (?:thu|phong)))(?=\S)"
)
_READ_AS = ("luu", "lwu", "lvu", "lru", "luv", "lun")
# Who keeps it is named by an abbreviation only: "Lưu HCTĐKT".
_KEPT_BY = re.compile(r"\W{0,4}Lưu [A-ZĐ][\w&]*[A-ZĐ]\b")


def kept_by_archive(text: str, folded: str) -> bool:
    """Whether a line begins like the archive's copy, whatever follows."""
    match = _ARCHIVE.match(folded)
    first = folded[: match.end()].strip("-–—~_+* :;.,'=") if match else ""
    return first in _READ_AS or bool(_REGISTRY.match(folded) or _KEPT_BY.match(text))


def _find(piece: Piece) -> Hit | None:
    if len(piece.text) > 90:
        return None
    kept = _KEPT_BY.match(piece.text) if "Lưu" in piece.text[:7] else None
    if kept:
        return Hit(Kind.ARCHIVE, kept.end() - len(kept[0].split()[-1]))
    registry = _REGISTRY.match(piece.head)
    if registry:
        return Hit(Kind.ARCHIVE, registry.end())
    match = _ARCHIVE.match(piece.head)
    if not match:
        return None
    first = piece.head[: match.end()].strip("-–—~_+* :;.,'=")
    return Hit(Kind.ARCHIVE, match.end()) if first in _READ_AS else None


RULE = Rule(
    "archive",
    _find,
    matches=(
        "- Lưu: VT, TH.",
        "Lưu: VT.",
        "- Lwu: VT, VX",
        "- Lưu Văn phòng Trung ương Đảng.",
        "- Lưu; VT, KT",
        "- SusVT, KGVX.",
        "_- Lưu Văn phòng",
        ".~ Lưu: VT",
        "- Lưu HCTĐKT.",
    ),
    near_misses=("- Lưu ý các đơn vị", "Lưu trữ hồ sơ", "- Lúa: 500 ha"),
)
