"""Who is told to do what, by when: the table readers of conclusions look for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vnrestore.datatypes.notice import Kind, Node, Notice
from vnrestore.datatypes.record import Assignment
from vnrestore.segment.dates import find_dates, find_deadlines
from vnrestore.segment.fold import fold

_ORDER = re.compile(r"(?:giao(?: cho)?|yeu cau|de nghi|phan cong|uy quyen cho)\s+(?:cac dong chi )?(?=\S)")
_BODY = re.compile(
    r"(?:cac |uy ban |ubnd|hdnd|hoi dong |bo (?!tri|sung)|so (?!luong|lieu|huu|bo|voi)|ban (?!hanh|do|"
    r"be)|van phong|"
    r"cuc |chi cuc|tong cuc|vu (?!viec|trung)|thanh tra|cong an|bao hiem|kho bac|ngan hang|thue |dai |"
    r"bao (?!cao|dam)|"
    r"vien |truong |trung tam|tong cong ty|cong ty|tap doan|lien doan|mat tran|hoi (?!nghi|thao|hop)|"
    r"doan |dang uy|"
    r"tinh uy|thanh uy|huyen uy|thu truong|giam doc|chu tich|pho chu tich|chanh |bo truong|thong doc|"
    r"truong ban|"
    r"dong chi|nguoi dung dau|thanh vien|chu dau tu|don vi|co quan|bi thu|bo chi huy|bo tu lenh|"
    r"quan khu|toa an|"
    r"vien kiem sat|kiem toan|phong |to |nha thau)"
)
_VERB = re.compile(
    r"(?<=[\s,;:(])(?:chu tri|phoi hop|chiu trach nhiem|co trach nhiem|(?<!la )to chuc|xay dung|"
    r"ra soat|bao cao|trien khai|"
    r"thuc hien|huong dan|tham muu|khan truong|tiep tuc|(?<!ban )chi dao|tap trung|som|lanh dao|"
    r"nghien cuu|de xuat|kiem tra|cung cap|"
    r"bo tri|tong hop|theo doi|don doc|tang cuong|hoan thanh|hoan thien|dam bao|bao dam|chu dong|"
    r"can cu|theo chuc nang|"
    r"dong gop|gui|(?<!to )trinh|lap|du hop|tuyen truyen|day manh|quan triet|xem xet|thong bao|"
    r"cap nhat|kien toan|"
    r"xac dinh|tiep thu|giai quyet|xu ly|phai|can|duoc|la (?:co quan|dau moi)|khong|quan ly|ban hanh|"
    r"thong nhat)\b"
)
_SENTENCE = re.compile(r"[.;](?=\s+[^\W\d_a-zà-ỹđ])|$")
_TASK_KINDS = frozenset(
    (
        Kind.ARTICLE,
        Kind.CLAUSE,
        Kind.SUBCLAUSE,
        Kind.POINT,
        Kind.NUMBERED_ITEM,
        Kind.DASH,
        Kind.PLUS,
        Kind.PARAGRAPH,
    )
)
_ACTOR_LENGTH = 220


def find_assignments(notice: Notice) -> list[Assignment]:
    """The tasks a document sets, in reading order.

    A sentence sets a task if it orders somebody (``Giao Sở X …``, ``Yêu cầu các đơn vị …``) or
    begins with a body and a verb of duty (``Sở X chủ trì …``). Below a heading that is only the
    name of a body each item is a task of that body.
    """
    year = _year(notice)
    found: list[Assignment] = []
    for part in notice.parts:
        if part.kind in (Kind.BODY, Kind.CLOSING):
            work = [(child, "", "") for child in reversed(part.children or (part,))]
            while work:
                node, path, owner = work.pop()
                here = " › ".join(filter(None, (path, node.marker)))
                own = _owner(node)
                found += _tasks(node, here, owner, year)
                work.extend((child, here, own or owner) for child in reversed(node.children))
    return found


def _year(notice: Notice) -> str:
    """The document's year, from its date or else from the first date of its opening."""
    dated = re.search(r"(?:19|20)\d\d", notice.text_of(Kind.PLACE_DATE))
    if dated:
        return dated[0]
    opening = " ".join(node.text for node in (*notice.preamble, *notice.all(Kind.LEAD_IN)))
    return next((mention.value[:4] for mention in find_dates(opening)), "")


def _owner(node: Node) -> str:
    """The body a heading names, if it names one and nothing else."""
    text = re.sub(r"^(?:Giao|Đề nghị|Yêu cầu|Đối với)\s+", "", node.text.rstrip(" :.;"))
    folded = fold(text)
    if not node.children or not _BODY.match(folded + " ") or len(text) > _ACTOR_LENGTH:
        return ""
    verb = _VERB.search(folded)
    return text[: verb.start()].rstrip(" ,:") if verb else text


def _tasks(node: Node, path: str, owner: str, year: str) -> Iterator[Assignment]:
    if node.kind not in _TASK_KINDS and node.kind is not Kind.CLOSING:
        return
    if node.children and _owner(node) and not _VERB.search(fold(node.text)):
        return
    owned = (
        owner and node.kind is not Kind.PARAGRAPH and not any(_actor(one)[0] for one in _sentences(node.text))
    )
    for sentence in [node.text] if owned else _sentences(node.text):
        actor, task = (owner, sentence) if owned else _actor(sentence)
        if actor and task:
            deadline = next(iter(find_deadlines(sentence, year)), None)
            yield Assignment(
                path,
                actor,
                task.rstrip(" ./;"),
                deadline.value if deadline else "",
                deadline.text if deadline else "",
                node.spans,
            )


def _sentences(text: str) -> Iterator[str]:
    at = 0
    for match in _SENTENCE.finditer(text):
        sentence = text[at : match.end()].strip(" .;/")
        at = match.end()
        if sentence:
            yield sentence


def _actor(sentence: str) -> tuple[str, str]:
    """The body a sentence orders to do something, and what; ("", "") if it orders nobody."""
    folded = fold(sentence)
    order = _ORDER.match(folded)
    start = order.end() if order else 0
    if not order:
        lead = re.match(r"trong (?:thang|quy|nam) [^,]{1,20},\s*", folded)
        start = lead.end() if lead else 0
    if not _BODY.match(folded, start):
        return "", ""
    colon = sentence.find(":", start, start + _ACTOR_LENGTH)
    verb = _VERB.search(folded, start, start + _ACTOR_LENGTH)
    if verb is None and colon < 0:
        return "", ""
    if colon >= 0 and (verb is None or colon < verb.start()):
        return sentence[start:colon].strip(" ,"), sentence[colon + 1 :].strip()
    assert verb is not None
    if not order and verb[0] in ("can cu", "duoc", "la co quan", "khong"):
        return "", ""
    return sentence[start : verb.start()].strip(" ,:;(-"), sentence[verb.start() :].strip()
