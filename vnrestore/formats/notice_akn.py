"""A notice as Akoma Ntoso 3.0 (OASIS LegalDocML), the XML that legal archives exchange.

Written with the standard library. Page numbers and stamps are left out. Characters that XML
forbids are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from vnrestore.datatypes.notice import ASIDE_KINDS, SECTION_KINDS, Kind, Node, Notice
from vnrestore.datatypes.record import ArchiveRecord

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_ELEMENTS = {
    Kind.PART: "part",
    Kind.CHAPTER: "chapter",
    Kind.DIVISION: "section",
    Kind.LETTERED: "title",
    Kind.ROMAN: "subtitle",
    Kind.ARTICLE: "article",
    Kind.CLAUSE: "paragraph",
    Kind.SUBCLAUSE: "subparagraph",
    Kind.NUMBERED_ITEM: "list",
    Kind.POINT: "point",
    Kind.DASH: "indent",
    Kind.PLUS: "alinea",
    Kind.BULLET: "alinea",
}
_IN_PREFACE = (
    Kind.PARENT_BODY, Kind.ISSUING_BODY, Kind.MOTTO, Kind.NUMBER, Kind.PLACE_DATE, Kind.SECRECY, Kind.URGENCY,
    Kind.DOCUMENT_KIND, Kind.ABSTRACT, Kind.ADDRESSEES,
)  # fmt: skip
_IN_PREAMBLE = (Kind.ENACTING_BODY, Kind.GROUND, Kind.PREAMBLE, Kind.LEAD_IN)
_IN_CONCLUSIONS = (Kind.CLOSING, Kind.RECIPIENTS, Kind.SIGNATURE)
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADING_LENGTH = 300


def notice_to_akn(notice: Notice, record: ArchiveRecord | None = None) -> str:
    """The notice as an Akoma Ntoso ``doc``, with identification from the record if there is one."""
    root = ET.Element("akomaNtoso", {"xmlns": NAMESPACE})
    doc = ET.SubElement(root, "doc", {"name": _slug(_value(record, "TypeName") or "vanBan")})
    _meta(doc, record)
    parts = [part for part in notice.parts if part.kind not in ASIDE_KINDS]
    _container(doc, "preface", [part for part in parts if part.kind in _IN_PREFACE])
    _container(doc, "preamble", [part for part in parts if part.kind in _IN_PREAMBLE])
    body = ET.SubElement(doc, "mainBody")
    _hierarchy(
        body, [child for part in parts if part.kind is Kind.BODY for child in part.children], "", top=True
    )
    if not len(body):
        ET.SubElement(body, "p")
    _container(doc, "conclusions", [part for part in parts if part.kind in _IN_CONCLUSIONS])
    _attachments(doc, [part for part in parts if part.kind is Kind.APPENDIX], record)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _value(record: ArchiveRecord | None, name: str) -> str:
    return record[name].value if record else ""


def _slug(text: str) -> str:
    return re.sub(r"\W+", "", text.title()) or "vanBan"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _meta(doc: ET.Element, record: ArchiveRecord | None, suffix: str = "") -> None:
    meta = ET.SubElement(doc, "meta")
    identification = ET.SubElement(meta, "identification", {"source": "#vnrestore"})
    number = "-".join(filter(None, (_value(record, "CodeNumber"), _value(record, "CodeNotation"))))
    when = _value(record, "IssuedDate")
    base = "/".join(filter(None, ("/akn/vn/doc", when, re.sub(r"[/\s]+", "-", number)))) + suffix
    author = _clean(_value(record, "OrganName"))
    for level, path in (
        ("FRBRWork", base),
        ("FRBRExpression", f"{base}/vie@"),
        ("FRBRManifestation", f"{base}/vie@.xml"),
    ):
        element = ET.SubElement(identification, level)
        ET.SubElement(element, "FRBRthis", {"value": f"{path}/!main"})
        ET.SubElement(element, "FRBRuri", {"value": path})
        ET.SubElement(
            element, "FRBRdate", {"date": when or "0001-01-01", "name": "issued" if when else "unknown"}
        )
        ET.SubElement(element, "FRBRauthor", {"href": "#issuer" if author else "#unknown"})
        if level == "FRBRWork":
            ET.SubElement(element, "FRBRcountry", {"value": "vn"})
            if number:
                ET.SubElement(element, "FRBRnumber", {"value": _clean(number)})
        elif level == "FRBRExpression":
            ET.SubElement(element, "FRBRlanguage", {"language": "vie"})
    references = ET.SubElement(meta, "references", {"source": "#vnrestore"})
    prefix = f"{suffix.strip('/!')}__" if suffix else ""
    organization = {
        "eId": prefix + ("issuer" if author else "unknown"),
        "href": "/akn/ontology/organization/vn/issuer",
    }
    ET.SubElement(references, "TLCOrganization", {**organization, "showAs": author or "unknown"})
    software = {
        "eId": f"{prefix}vnrestore",
        "href": "/akn/ontology/organization/vn/vnrestore",
        "showAs": "vnrestore",
    }
    ET.SubElement(references, "TLCOrganization", software)


def _container(doc: ET.Element, name: str, parts: Sequence[Node]) -> None:
    if not parts:
        return
    element = ET.SubElement(doc, name)
    for part in parts:
        for node in part.walk():
            text = " ".join(filter(None, (node.marker, node.text, f"({node.note})" if node.note else "")))
            if text and node.kind not in ASIDE_KINDS:
                _paragraph(element, text, node.kind.value)


def _paragraph(parent: ET.Element, text: str, label: str = "") -> None:
    element = ET.SubElement(parent, "p", {"class": label} if label else {})
    element.text = _clean(text)


def _hierarchy(parent: ET.Element, nodes: Sequence[Node], prefix: str, top: bool = False) -> None:
    """Sections and blocks below ``parent``; blocks between sections become containers of their own."""
    for nth, node in enumerate(nodes, 1):
        if node.kind in ASIDE_KINDS:
            continue
        if node.kind in SECTION_KINDS:
            _section(parent, node, nth, prefix)
        elif not top:
            identity = f"{prefix}__par_{nth}"
            box = ET.SubElement(parent, "hcontainer", {"name": node.kind.value, "eId": identity})
            _block(ET.SubElement(box, "content"), node, identity)
        else:
            _block(parent, node, f"{prefix}__par_{nth}" if prefix else f"par_{nth}")


def _section(parent: ET.Element, node: Node, nth: int, prefix: str) -> None:
    tag = _ELEMENTS[node.kind]
    number = "-".join(map(str, node.value)) or str(nth)
    identity = f"{prefix}__{tag}_{nth}n{number}" if prefix else f"{tag}_{nth}n{number}"
    element = ET.SubElement(parent, tag, {"eId": identity})
    if node.marker:
        ET.SubElement(element, "num").text = _clean(node.marker)
    children = [child for child in node.children if child.kind not in ASIDE_KINDS]
    nested = any(child.kind in SECTION_KINDS for child in children)
    headed = bool(children) and 0 < len(node.text) <= _HEADING_LENGTH
    if headed:
        ET.SubElement(element, "heading").text = _clean(node.text)
    if nested:
        if node.text and not headed:
            _paragraph(ET.SubElement(element, "intro"), node.text)
        _hierarchy(element, children, identity)
        return
    content = ET.SubElement(element, "content")
    if not headed:
        _paragraph(content, node.text)
    for at, child in enumerate(children, 1):
        _block(content, child, f"{identity}__par_{at}")


def _block(parent: ET.Element, node: Node, identity: str) -> None:
    if node.kind is Kind.TABLE:
        table = ET.SubElement(parent, "table", {"eId": f"{identity}__table"})
        for row in node.text.split("\n"):
            line = ET.SubElement(table, "tr")
            for cell in row.strip("| ").split("|"):
                _paragraph(ET.SubElement(line, "td"), cell.strip())
    elif node.kind is Kind.QUOTE:
        for row in node.text.split("\n"):
            _paragraph(parent, row, "quote")
    else:
        _paragraph(parent, node.text, node.kind.value)


def _attachments(doc: ET.Element, appendices: Sequence[Node], record: ArchiveRecord | None) -> None:
    if not appendices:
        return
    attachments = ET.SubElement(doc, "attachments")
    for nth, appendix in enumerate(appendices, 1):
        attachment = ET.SubElement(attachments, "attachment", {"eId": f"att_{nth}"})
        inner = ET.SubElement(attachment, "doc", {"name": "phuLuc"})
        _meta(inner, record, f"/!att_{nth}")
        body = ET.SubElement(inner, "mainBody")
        _hierarchy(body, appendix.children, f"att_{nth}", top=True)
        if not len(body):
            ET.SubElement(body, "p")
