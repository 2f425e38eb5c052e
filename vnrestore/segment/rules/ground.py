"""A legal ground: ``Căn cứ …;``, ``Theo đề nghị của …;``."""

from __future__ import annotations

import re

from vnrestore.datatypes.notice import Kind
from vnrestore.segment.lines import Piece
from vnrestore.segment.rules.base import Hit, Rule

_GROUND = re.compile(
    r"(?:[\"'“‘’|,._]*|[*_'‘.:©®]\s)(?:[-–~]\s*)?(?:can cu|theo de nghi|tren co\W{0,2}\s\W?s[a-z]|"
    r"(?:c[a-z]{1,2}|\S{1,3}(?= cu ))\W?\s[a-z]{1,3}\W?\s\W?(?=(?:bo )?luat |phap lenh |nghi |"
    r"quyet dinh s|thong tu |hien phap )|"
    r"xet (?:to trinh|de nghi|bao cao|van ban|cong van)|"
    r"thuc hien (?:nghi|quyet|ke hoach|chi thi|ket luan|cong van|cong dien|chuong trinh|thong bao))\b"
)


_BEGINS = re.compile(
    r"Căn cứ (?:Luật|Bộ luật|Hiến pháp|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Kế hoạch)\b"
)


def begins(text: str) -> bool:
    """Whether a line begins a ground beyond doubt; no sentence goes on so, not even behind a comma."""
    return _BEGINS.match(text) is not None


def _find(piece: Piece) -> Hit | None:
    return Hit(Kind.GROUND) if _GROUND.match(piece.head) and not piece.gap else None


RULE = Rule(
    "ground",
    _find,
    matches=(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "- Căn cứ Điều lệ Đảng;",
        "‘Căn cứ Luật Tổ chức chính quyền địa phương;",
        "* Căn cứ Luật Ban hành văn bản quy phạm pháp luật;",
        "Theo đề nghị của Giám đốc Sở Nội vụ.",
        "Xét Tờ trình số 44/TTr-UBND ngày 24 tháng 11 năm 2025;",
    ),
    near_misses=(
        "Xét về hiệu quả kinh tế, dự án cần được điều chỉnh.",
        "các hồ sơ được lập\ntrên cơ sở, và\nCăn cứ quy định",
        "Cán cân thương mại",
    ),
)
