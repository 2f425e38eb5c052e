"""Keywords of a document: the noun groups of its subject, by how often its text comes back to them."""

from __future__ import annotations

import re

_STOP_LIST = """
v về và của các những cho tại trên trong theo từ đến với là có được bị do để này năm tháng ngày số một không
khi hoặc bởi như đã sẽ nay lần thứ
"""
_STOP = frozenset(_STOP_LIST.split())
# Phrases of every title; they part noun groups like punctuation does.
_FRAME = re.compile(
    r"về việc|ban hành|sửa đổi|bổ sung|một số điều|điều khoản|kèm theo|quyết định|nghị quyết|"
    r"thông báo|kết luận|"
    r"thực hiện|phạm vi|chức năng|công bố|danh mục|quy định|thẩm quyền|giải quyết|cụ thể|địa bàn|tầm nhìn|"
    r"giai đoạn|thời kỳ|đồng chí|buổi họp|cuộc họp|kết quả|nhiệm vụ|trọng tâm|tháng đầu|tháng cuối|thời gian|"
    r"lĩnh vực|đối với|hướng dẫn|triển khai|tăng cường|phê duyệt|đầu năm|cuối năm|thuộc"
)
_SHORTEST, _LONGEST = 2, 9


def keywords(subject: str, text: str, limit: int) -> list[str]:
    """Up to ``limit`` noun groups of ``subject``, those ``text`` repeats most first.

    The subject is cut at punctuation and at words that carry no meaning of their own; what is
    left are its noun groups.
    """
    folded = " ".join(text.lower().split())
    counted = {group: folded.count(group) for group in _groups(subject.lower())}
    ranked = sorted(counted, key=lambda group: (-counted[group], -len(group), group))
    return ranked[:limit]


def _groups(subject: str) -> list[str]:
    parted = _FRAME.sub(" . ", " ".join(subject.split()))
    groups: list[list[str]] = [[]]
    for word in re.findall(r"\w+|[^\w\s]", parted):
        if word in _STOP or not word.isalpha():
            groups.append([])
        else:
            groups[-1].append(word)
    found = [" ".join(group) for group in groups if group]
    return [group for group in dict.fromkeys(found) if _SHORTEST <= len(group.split()) <= _LONGEST]
