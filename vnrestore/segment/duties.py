"""The words by which a sentence orders somebody to do something.

Patterns are for folded text (``fold``); where folding makes two words one (``Tổ`` and ``tổ
chức``, ``Phòng`` and ``Phông``), what follows or the printed marks decide.
"""

from __future__ import annotations

import re

ORDER = re.compile(
    r"(?:kinh )?(?:giao(?: cho)?|yeu cau|de nghi|phan cong|uy quyen cho)\s+(?:cac dong chi )?(?=\S)"
)
"""What an order begins with; who is ordered follows."""

ORDER_WITHIN = re.compile(
    r"[,;]\s+(?:(?:dong thoi|do do|vi vay|theo do|tu do),? )?"
    r"(?:kinh )?(?:giao(?: cho)?|yeu cau|de nghi|phan cong)\s+(?:cac dong chi )?(?=\S)"
)
"""An order behind a condition (``Trường hợp …, đề nghị Sở X …``)."""

MANY = re.compile(
    r"(?:cac|nhung)\s+(?:bo|so|ban|co quan|don vi|nganh|dia phuong|tinh|thanh pho|huyen|thi xa|"
    r"xa|phuong|phong|"
    r"cap|thanh vien|dong chi|chu|doanh nghiep|to chuc|hoi|doan|truong|vien|vu|cuc|chi cuc|tong cuc|"
    r"tong cong ty|cong ty|"
    r"tap doan|uy ban|uy vien|ubnd|hdnd|ong|ba|ngan hang|luc luong|ho|nha|ca nhan|trung tam|dai bieu|"
    r"pho|giam doc|"
    r"thu truong|chi bo|dang|hat|doi|to|quy|hop tac xa|khu|tieu ban|thanh tra|co so|cong dong|khoa|"
    r"nha thau|quan)\b"
)
"""Several who may be ordered; ``các nội dung``, ``các thủ tục`` are none."""

BODY = re.compile(
    r"(?:uy ban |ubnd|hdnd|hoi dong |thuong truc |bo (?!tri|sung|qua|phan|mau)|so (?!luong|lieu|huu|bo|voi)|"
    r"so, ban|"
    r"ban (?!hanh|do|be|sao|chat|than|giao)|van phong|"
    r"cuc |chi cuc|tong cuc|vu (?!viec|trung|an )|thanh tra |cong an|bao hiem xa hoi|kho bac|ngan hang|"
    r"(?:chi cuc )?thue (?!dat|suat|nhap|xuat|gia tri|thu nhap|tieu thu|tai nguyen|bao ve)|dai (?!bieu)|hat |"
    r"bao (?!cao|dam|quan|ve|toan|ton|hiem)|"
    r"vien |truong (?!hop)|trung tam|tram y te|luc luong |tong cong ty|cong ty|tap doan|lien doan|mat tran|"
    r"hoi (?!nghi|thao|hop|dam)|doan |dang uy|"
    r"tinh uy|thanh uy|huyen uy|thu truong|giam doc|chu tich|pho chu tich|chanh |bo truong|thong doc|"
    r"cuc truong|vu truong|tong giam doc|"
    r"truong ban|truong phong|dong chi|nguoi dung dau|thanh vien|chu (?:dau tu|rung|so huu|ho)|"
    r"don vi |co quan |doanh nghiep |bi thu|"
    r"bo chi huy|bo tu lenh|quan khu|toa an|vien kiem sat|kiem toan|phong (?!trao|luu|tuc|canh|cach|phu)|"
    r"to (?!chuc|quoc|roi|trinh)|nha thau|quy (?:co quan|don vi|cong ty|doanh nghiep|ong|ba)\b)"
)
"""How the name of a body or a post begins."""

_MARKED = {
    "phong": "phòng",
    "ban": "ban",
    "so": "sở",
    "bo": "bộ",
    "vu": "vụ",
    "to": "tổ",
    "dai": "đài",
    "hoi": "hội",
    "doan": "đoàn",
    "bao": "báo bảo",
    "cuc": "cục",
    "hat": "hạt",
    "vien": "viện",
    "truong": "trường trưởng",
    "don": "đơn",
    "chu": "chủ",
    "thue": "thuế",
}
"""First words that other words fold to as well, with their right marks."""

_COMMON = r"nhiem vu|noi dung|cong viec|giai phap|viec|cong tac"
_NOUN = (
    r"(?! (?:dang|chinh tri|xa hoi|lien quan|nghe nghiep|kinh te|hanh chinh|khac|thuoc|co|nop|tu|do|"
    r"hoi|khoa hoc)\b|,)"
)
_AFTER_LIST = (
    r"(?<!la )(?<!cac )(?<!moi )(?<!co quan, )(?<!don vi, )(?<!nghiep, )(?<!ca nhan, )(?<!co quan )"
    r"(?<!don vi )(?<!cua )"
)

VERB = re.compile(
    r"(?<=[\s,;:(])(?:chu tri|phoi hop|chiu trach nhiem|"
    r"co (?:trach nhiem|chuc nang|nhiem vu|y kien|ke hoach|bao cao|van ban|giai phap)|"
    rf"{_AFTER_LIST}to chuc\b{_NOUN}|xay dung|"
    r"ra soat|bao cao|trien khai|thuc hien|huong dan|tham muu|khan truong|tiep tuc|(?<!ban )chi dao|"
    r"tap trung|som|(?<!va )lanh dao|"
    r"nghien cuu|de xuat|kiem tra|cung cap|bo tri|tong hop|theo doi|don doc|tang cuong|hoan thanh|"
    r"hoan thien|dam bao|"
    r"bao dam|chu dong|can cu|theo chuc nang|dong gop|gui|(?<!to )trinh(?! do)|"
    r"(?<!cong )(?<!doc )(?<!thanh )lap|du hop|"
    r"tuyen truyen|day manh|quan triet|xem xet|thong bao|cap nhat|kien toan|"
    r"(?<!hoi dong )xac dinh|tiep thu|"
    r"giai quyet|xu ly|phai|can|duoc|la (?:co quan|dau moi)|khong|quan ly|(?<!moi )ban hanh|"
    r"(?<!da )thong nhat|niem yet|"
    r"cong khai|cong bo|dang tai|phan cong|chap hanh|giam sat|chuan bi|khac phuc|phat dong|van dong|"
    r"tich cuc|kip thoi|thuong xuyen|truc tiep|nghiem tuc|tham gia|bo sung|sua doi|dieu chinh|quyet dinh|"
    r"xac nhan|tiep nhan|quan tam|phat huy|duy tri|gioi thieu|nop|(?<=, )giup|quy dinh cu the|"
    r"huy dong|trong pham vi|phan hoi|phan anh|lien he|cu the hoa|dua|tang|"
    r"nhat tri|danh gia cao|ghi nhan|bieu duong|ket luan|da)\b"
)
"""What a body does in a sentence; the first one ends its name."""

_IDLE = frozenset(
    (
        "can cu",
        "duoc",
        "trong pham vi",
        "la co quan",
        "khong",
        "nhat tri",
        "danh gia cao",
        "ghi nhan",
        "bieu duong",
        "ket luan",
        "quyet dinh",
    )
)
_RULE = re.compile(r" (?:neu|la (?:cac|nhung|mot|viec)|thi) ")
_OF_NAME = re.compile(r"duoc (?:giao|phan cong|dang|nha nuoc)\b")
"""What a body's own name or description goes on with: ``các hội được Đảng, Nhà nước giao nhiệm vụ``."""

ORDER_AFTER = re.compile(r"(?:vuong mac|kho khan|phat sinh|thay doi)\s+(?:kinh )?de nghi\s+(?=\S)")
"""An order right behind what may happen: ``nếu có khó khăn, vướng mắc đề nghị các Sở …``."""

ORDERED = re.compile(r"[a-z ]{4,60}? (?:yeu cau|giao)\s+(?=\S)")
"""Who orders, before whom he orders: ``Chủ tịch UBND tỉnh yêu cầu Thủ trưởng …``."""

CONDITION = re.compile(
    r"(?:trong qua trinh|qua trinh|truong hop|ket thuc|neu|khi|sau khi|dinh ky|hang nam|doi voi|"
    r"kinh phi|tren day la|can cu)\b"
)
"""A sentence that begins with when or for what; who is to do something may follow."""

UNOWNED = re.compile(
    r"(?:ve|doi tuong|truong hop|khi|neu|thanh phan|thoi gian|thoi han|dia diem|kinh phi|tham quyen|can cu)\b"
)
"""An item that begins so tells nobody to do something, whoever the heading names."""

DEADLINE_ONLY = re.compile(
    r"(?:thoi han|thoi gian (?:thuc hien|hoan thanh)|hoan thanh (?:truoc|trong|cham nhat)|cham nhat)\b"
)
"""A paragraph that only says by when the task above it is to be done."""

NO_TASKS = re.compile(
    r"(?:tieu chi|tieu chuan|doi tuong|dieu kien|muc dich|muc tieu|quan diem|danh gia|ket qua|pham vi)\b"
)
"""Headings of sections that say what should be so; items below them are no tasks."""

_GROUNDS_LENGTH = 300
_ANSWER_LENGTH = 120
_TO_KNOW = re.compile(r"(?:thong bao|co y kien)\b.{0,160}\bbiet\b")
_ANSWERED = re.compile(r"(?:\bđang |\btrả lời .{0,110})$")
"""What is being done, or is answered, is no order; in its marks, for Đảng folds to the same."""

INTRODUCES = re.compile(
    r"(?:chu tri\s*,?\s*)?(?:phoi hop (?:chat che )?(?:voi|cung)|chu tri,? phoi hop) [^:]{2,200}:$|"
    r"(?:(?:co|chiu) trach nhiem|co(?= nhiem vu)|(?:to chuc )?(?:thuc hien|trien khai)|tap trung)?\s*"
    rf"(?:(?:to chuc )?(?:thuc hien|trien khai)\s*)?"
    rf"(?:(?:tot |nghiem tuc |day du )?(?:cac|mot so)?\s*(?:{_COMMON})"
    r"\s*(?:chu yeu|sau|sau day|sau:)?)?(?:nhu )?(?:sau|sau day)?\s*:?$"
)
"""A task that only announces the items below it."""


def states_rule(text: str, folded: str, end: int) -> bool:
    """Whether the sentence says what holds for whom (``nếu …``, ``… là các …``), not who is to do what."""
    return any(
        match[0] != " neu " or text[match.start() : match.end()].strip().lower() == "nếu"
        for match in _RULE.finditer(folded, 0, end)
    )


def begins_body(text: str, folded: str, start: int) -> bool:
    """Whether a body's name stands at ``start``, in the marks it is printed with."""
    if MANY.match(folded, start):
        return True
    match = BODY.match(folded, start)
    if not match:
        return False
    word = folded[start:].split(maxsplit=1)[0].rstrip(",;:.")
    printed = text[start : start + len(word)].lower()
    wanted = _MARKED.get(word)
    return wanted is None or printed in (word, *wanted.split())


def first_verb(text: str, folded: str, start: int, end: int) -> re.Match[str] | None:
    """The first verb of duty; a capital in the middle makes it part of a name (``Sở Xây dựng``)."""
    for match in VERB.finditer(folded, start, end):
        if _OF_NAME.match(folded, match.start()):
            continue
        if text[match.start()].islower() or folded[max(match.start() - 3, 0) : match.start()].rstrip()[
            -1:
        ] in ("", ":"):
            return match
    return None


def is_duty(verb: re.Match[str], text: str, ordered: bool) -> bool:
    """Whether the verb says what somebody is to do, not what was done or what is so."""
    if not ordered and states_rule(text, verb.string, verb.start()):
        return False
    if verb[0] in ("can cu", "trong pham vi") and not ordered:
        following = first_verb(text, verb.string, verb.end(), verb.end() + _GROUNDS_LENGTH)
        return following is not None and is_duty(following, text, True)
    if verb[0] == "da":
        return text[verb.start() : verb.end()].lower() != "đã"
    if _TO_KNOW.match(verb.string, verb.start()) or _ANSWERED.search(
        text[max(verb.start() - _ANSWER_LENGTH, 0) : verb.start()]
    ):
        return False
    return ordered or verb[0] not in _IDLE
