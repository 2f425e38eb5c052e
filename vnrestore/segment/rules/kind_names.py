"""The names of the kinds of document (Decree 30/2020, Article 7, and the legal documents besides)."""

from __future__ import annotations

import re

KIND_NAMES: dict[str, str] = {
    "nghi quyet lien tich": "Nghị quyết liên tịch",
    "thong tu lien tich": "Thông tư liên tịch",
    "nghi quyet": "Nghị quyết",
    "nghi dinh": "Nghị định",
    "thong tu": "Thông tư",
    "phap lenh": "Pháp lệnh",
    "bo luat": "Bộ luật",
    "luat": "Luật",
    "hien phap": "Hiến pháp",
    "lenh": "Lệnh",
    "quyet dinh": "Quyết định",
    "chi thi": "Chỉ thị",
    "quy che": "Quy chế",
    "quy dinh": "Quy định",
    "quy trinh": "Quy trình",
    "noi quy": "Nội quy",
    "dieu le": "Điều lệ",
    "thong cao": "Thông cáo",
    "thong bao ket luan": "Thông báo",
    "thong bao": "Thông báo",
    "thong tri": "Thông tri",
    "huong dan": "Hướng dẫn",
    "chuong trinh hanh dong": "Chương trình hành động",
    "chuong trinh": "Chương trình",
    "ke hoach": "Kế hoạch",
    "phuong an": "Phương án",
    "de an": "Đề án",
    "du an": "Dự án",
    "bao cao": "Báo cáo",
    "bien ban": "Biên bản",
    "to trinh": "Tờ trình",
    "hop dong": "Hợp đồng",
    "cong dien": "Công điện",
    "ban ghi nho": "Bản ghi nhớ",
    "ban thoa thuan": "Bản thỏa thuận",
    "giay uy quyen": "Giấy ủy quyền",
    "giay moi": "Giấy mời",
    "giay gioi thieu": "Giấy giới thiệu",
    "giay nghi phep": "Giấy nghỉ phép",
    "phieu gui": "Phiếu gửi",
    "phieu chuyen": "Phiếu chuyển",
    "phieu bao": "Phiếu báo",
    "thu cong": "Thư công",
    "ket luan": "Kết luận",
    "quy hoach": "Quy hoạch",
    "danh muc": "Danh mục",
    "de cuong": "Đề cương",
}
"""Folded name to printed name. The names a citation or a title may begin with."""

NOTATIONS: dict[str, str] = {
    "NQLT": "nghi quyet lien tich",
    "TTLT": "thong tu lien tich",
    "NQ": "nghi quyet",
    "NĐ": "nghi dinh",
    "TT": "thong tu",
    "QĐ": "quyet dinh",
    "QyĐ": "quy dinh",
    "CT": "chi thi",
    "QC": "quy che",
    "TC": "thong cao",
    "TB": "thong bao",
    "TT-TU": "thong tri",
    "HD": "huong dan",
    "CTr": "chuong trinh",
    "KH": "ke hoach",
    "PA": "phuong an",
    "ĐA": "de an",
    "DA": "du an",
    "BC": "bao cao",
    "BB": "bien ban",
    "TTr": "to trinh",
    "HĐ": "hop dong",
    "CĐ": "cong dien",
    "GM": "giay moi",
    "GGT": "giay gioi thieu",
    "GUQ": "giay uy quyen",
    "KL": "ket luan",
}
"""Abbreviation in a notation (``QĐ-UBND``) to the kind's folded name."""

_ALTERNATIVES = "|".join(
    sorted((name.replace(" ", r"\W{0,2}") for name in KIND_NAMES), key=len, reverse=True)
)
KIND_START = re.compile(rf"(?P<kind>{_ALTERNATIVES})(?![a-z])")
"""A folded text that begins with the name of a kind; OCR may have lost the space in it."""


def kind_at_start(folded: str) -> tuple[str, int]:
    """The folded name of the kind a text begins with and its printed length, ("", 0) if none."""
    match = KIND_START.match(folded)
    if not match:
        return "", 0
    squeezed = "".join(char for char in match["kind"] if char.isalpha())
    name = next(name for name in KIND_NAMES if name.replace(" ", "") == squeezed)
    return name, match.end()
