"""A notice as a Word document laid out as Decree 30/2020/NĐ-CP, Appendix I, asks.

A4, margins 20/20/30/15 mm, Times New Roman, header and footer in two columns (tables without
borders), the page number at the top from page two on. Needs python-docx (``vnrestore[docx]``).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from vnrestore.datatypes.notice import ASIDE_KINDS, Kind, Node, Notice
from vnrestore.errors import MissingToolError

_FONT = "Times New Roman"
_LEFT = (Kind.PARENT_BODY, Kind.ISSUING_BODY)
_TITLE = (Kind.DOCUMENT_KIND, Kind.ABSTRACT)
_HEADING_LENGTH = 150
_HEADINGS = (Kind.PART, Kind.CHAPTER, Kind.DIVISION, Kind.LETTERED, Kind.ROMAN, Kind.ARTICLE)


def notice_to_docx(notice: Notice) -> bytes:
    """The bytes of a .docx file.

    Raises:
        MissingToolError: if python-docx is not installed.
    """
    try:
        docx = import_module("docx")
    except ImportError as error:
        raise MissingToolError("writing DOCX needs python-docx: pip install 'vnrestore[docx]'") from error
    document = docx.Document()
    _page(document)
    writer = _Writer(document)
    writer.header(notice)
    for part in notice.parts:
        writer.part(part)
    writer.footer(notice)
    for appendix in notice.appendices:
        document.add_page_break()
        writer.sections(appendix.children)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any) -> None:
    alignment = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH
    make_element = import_module("docx.oxml").OxmlElement
    qn = import_module("docx.oxml.ns").qn
    shared = import_module("docx.shared")
    mm, pt = shared.Mm, shared.Pt

    section = document.sections[0]
    section.page_width, section.page_height = mm(210), mm(297)
    section.top_margin, section.bottom_margin = mm(20), mm(20)
    section.left_margin, section.right_margin = mm(30), mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = pt(6)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = alignment.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = pt(13)
        element = make_element("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


class _Writer:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.titled = False

    def header(self, notice: Notice) -> None:
        left = [
            (node.text, node.kind is Kind.ISSUING_BODY, 13) for kind in _LEFT for node in notice.all(kind)
        ]
        right = [line for node in notice.all(Kind.MOTTO) for line in _motto_lines(node.text)]
        if left or right:
            table = self._columns((67, 98))
            self._cell(table.rows[0].cells[0], left)
            self._rule(table.rows[0].cells[0], 24)
            self._cell(table.rows[0].cells[1], right)
            self._rule(table.rows[0].cells[1], 54)
            row = table.add_row()
            number = [(node.text, False, 13) for node in notice.all(Kind.NUMBER)]
            if not notice.first(Kind.DOCUMENT_KIND):
                number += [(node.text, False, 12) for node in notice.all(Kind.ABSTRACT)]
                self.titled = bool(number)
            self._cell(row.cells[0], number)
            place = [(node.text, False, 13) for node in notice.all(Kind.PLACE_DATE)]
            self._cell(row.cells[1], place, italic=True)
            self._line("")

    def part(self, part: Node) -> None:
        if part.kind in _TITLE:
            if not self.titled:
                self._line(part.text, bold=True, centred=True)
        elif part.kind in (Kind.SECRECY, Kind.URGENCY):
            self._line(part.text, bold=True)
        elif part.kind is Kind.ENACTING_BODY:
            self._line(part.text, bold=True, centred=True)
        elif part.kind is Kind.GROUND:
            self._line(part.text, italic=True, indented=True)
        elif part.kind is Kind.ADDRESSEES:
            names = [child.text for child in part.children]
            if len(names) == 1:
                self._line(f"{part.marker} {names[0]}", centred=True)
            else:
                self._line(part.marker or part.text, centred=True)
                for name in names:
                    self._line(f"- {name};")
        elif part.kind is Kind.LEAD_IN and part.text.isupper():
            self._line(part.text, bold=True, centred=True)
        elif part.kind is Kind.BODY:
            self.sections(part.children)
        elif part.kind in (Kind.PREAMBLE, Kind.LEAD_IN, Kind.CLOSING):
            self._line(part.text, indented=True)

    def sections(self, nodes: Sequence[Node]) -> None:
        work = list(reversed(nodes))
        while work:
            node = work.pop()
            work.extend(reversed(node.children))
            if node.kind in ASIDE_KINDS:
                continue
            if node.kind is Kind.TABLE:
                self._table(node.text)
                continue
            heading = node.kind in _HEADINGS and len(node.text) <= _HEADING_LENGTH
            bold = heading and not node.text.endswith((".", ";", ":"))
            centred = node.kind in (Kind.PART, Kind.CHAPTER, Kind.DIVISION, Kind.APPENDIX_TITLE)
            if node.kind is Kind.ARTICLE and not bold:
                self._line(node.text, lead=node.marker, indented=True)
                continue
            for nth, row in enumerate(node.text.split("\n")):
                text = " ".join(filter(None, (node.marker if nth == 0 else "", row)))
                self._line(text, bold=bold or centred, centred=centred, indented=not centred)

    def footer(self, notice: Notice) -> None:
        recipients = notice.first(Kind.RECIPIENTS)
        signature = notice.signature
        if recipients is None and signature is None:
            return
        table = self._columns((80, 85))
        left = table.rows[0].cells[0]
        if recipients is not None:
            self._run(left.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=12)
            for item in recipients.children:
                prefix = "- Lưu: " if item.kind is Kind.ARCHIVE else "- "
                note = f" ({item.note})" if item.note else ""
                end = "." if item.kind is Kind.ARCHIVE else ";"
                self._run(left.add_paragraph(), f"{prefix}{item.text}{note}{end}", size=11)
        if signature is not None:
            lines = [(node.text, True, 14) for node in signature.children]
            signer = next(
                (at for at, node in enumerate(signature.children) if node.kind is Kind.SIGNER), None
            )
            if signer is not None:
                lines[signer:signer] = [("", False, 14)] * 4
            self._cell(table.rows[0].cells[1], lines)

    def _columns(self, widths: tuple[int, int]) -> Any:
        mm = import_module("docx.shared").Mm
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        self._keep_whole(table.rows[0])
        for column, width in zip(table.columns, widths, strict=True):
            column.width = mm(width)
            for cell in column.cells:
                cell.width = mm(width)
        return table

    def _keep_whole(self, row: Any) -> None:
        """A row that does not break over pages: a signature belongs together."""
        make_element = import_module("docx.oxml").OxmlElement
        row._tr.get_or_add_trPr().append(make_element("w:cantSplit"))

    def _rule(self, cell: Any, width: int) -> None:
        """The line below a body's name and below the motto, so many millimetres long, centred."""
        oxml, qn = import_module("docx.oxml"), import_module("docx.oxml.ns").qn
        mm, pt = import_module("docx.shared").Mm, import_module("docx.shared").Pt
        paragraph = cell.paragraphs[-1]
        if not paragraph.text:
            return
        paragraph = cell.add_paragraph()
        side = (cell.width - mm(width)) // 2
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = side
        layout.space_after, layout.line_spacing = pt(6), pt(3)
        border = oxml.OxmlElement("w:pBdr")
        line = oxml.OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        border.append(line)
        paragraph._p.get_or_add_pPr().append(border)

    def _cell(self, cell: Any, lines: Sequence[tuple[str, bool, int]], italic: bool = False) -> None:
        alignment = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH
        for nth, (text, bold, size) in enumerate(lines):
            paragraph = cell.paragraphs[0] if nth == 0 else cell.add_paragraph()
            paragraph.alignment = alignment.CENTER
            self._run(paragraph, text, bold=bold, italic=italic, size=size)

    def _line(
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        centred: bool = False,
        indented: bool = False,
        lead: str = "",
    ) -> None:
        """A paragraph; ``lead`` stands before the text in bold."""
        alignment = import_module("docx.enum.text").WD_ALIGN_PARAGRAPH
        mm = import_module("docx.shared").Mm
        paragraph = self.document.add_paragraph()
        paragraph.alignment = alignment.CENTER if centred else alignment.JUSTIFY
        if indented:
            paragraph.paragraph_format.first_line_indent = mm(12.7)
        if lead:
            self._run(paragraph, f"{lead} ", bold=True)
        self._run(paragraph, text, bold=bold, italic=italic, size=14)

    def _run(
        self, paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, size: int = 14
    ) -> None:
        pt = import_module("docx.shared").Pt
        run = paragraph.add_run(_printable(text))
        run.bold, run.italic = bold, italic
        run.font.size, run.font.name = pt(size), _FONT
        paragraph.paragraph_format.space_after = pt(6 if size == 14 else 0)

    def _table(self, text: str) -> None:
        rows = [[cell.strip() for cell in row.strip("| ").split("|")] for row in text.split("\n")]
        table = self.document.add_table(rows=0, cols=max(map(len, rows)))
        table.style = "Table Grid"
        for row in rows:
            for cell, value in zip(table.add_row().cells, row, strict=False):
                self._run(cell.paragraphs[0], value, size=12)


def _motto_lines(text: str) -> list[tuple[str, bool, int]]:
    """State and motto, which a node holds on one line, as the two bold lines they are printed on.

    The state is set a point smaller, as the decree allows: larger it takes two lines.
    """
    at = text.find("Độc lập")
    parts = [text] if at <= 0 else [text[:at].strip(), text[at:].strip()]
    return [(part, True, 12 if nth == 0 else 13) for nth, part in enumerate(parts)]


def _printable(text: str) -> str:
    """Word files are XML: characters that it forbids are dropped."""
    return "".join(char for char in text if char in "\t\n" or char.isprintable())
