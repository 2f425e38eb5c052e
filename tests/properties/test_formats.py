"""What holds for any hOCR, ALTO or PAGE file, whatever is changed in its text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from vnrestore.datatypes.document import Document, Span
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections
from vnrestore.errors import VnrestoreError
from vnrestore.formats.alto import read_alto, write_alto
from vnrestore.formats.hocr import read_hocr, write_hocr
from vnrestore.formats.page_xml import read_page, write_page
from vnrestore.formats.placing import place
from vnrestore.formats.reading import parse_document
from vnrestore.formats.writing import rewrite_document

Page = list[list[list[str]]]
"""Blocks of lines of words."""

TEXTS = st.sampled_from(["Ban", "hanh", "d6i", "t&i", '"x', "<", "đồng", "a'b", "ﬁ", "…", "1.", "\U0001f600"])
PAGES: st.SearchStrategy[Page] = st.lists(
    st.lists(st.lists(TEXTS, min_size=1, max_size=5), min_size=1, max_size=4), min_size=1, max_size=3
)
MODEST = settings(max_examples=25, derandomize=True, deadline=None)


def boxes(page: Page) -> list[tuple[str, int, int, int, int]]:
    """For every word its text, its block and line, and its left and top edge."""
    return [
        (word, b, n, i * 60 + b * 400, n * 30)
        for b, block in enumerate(page)
        for n, line in enumerate(block)
        for i, word in enumerate(line)
    ]


def nested(page: Page, block: str, line: str, word: Callable[[str, str, int, int], str]) -> str:
    """The page as XML, a name a level; ids tell block, line and word."""
    pieces = []
    for b, lines in enumerate(page):
        pieces.append(block.format(id=f"b{b}"))
        for n, words in enumerate(lines):
            pieces.append("\n " + line.format(id=f"b{b}l{n}"))
            pieces += [
                word(escape(text), f"b{b}l{n}w{i}", i * 60 + b * 400, n * 30) for i, text in enumerate(words)
            ]
            pieces.append(closing(line))
        pieces.append(closing(block) + "<!-- block -->")
    return "".join(pieces)


def closing(opening: str) -> str:
    return f"</{opening[1:].split(' ')[0]}>"


def alto_of(page: Page) -> bytes:
    body = nested(
        page,
        "<TextBlock ID='{id}'>",
        "<TextLine ID='{id}'>",
        lambda text, id_, x, y: (
            f"<String ID='{id_}' CONTENT='{text}' HPOS='{x}' VPOS='{y}' WIDTH='50' HEIGHT='20'/><SP/>"
        ),
    )
    return f"<?xml version='1.0'?>\n<alto><Layout><Page>{body}</Page></Layout></alto>\n".encode()


def page_of(page: Page) -> bytes:
    body = nested(
        page,
        '<TextRegion id="{id}">',
        '<TextLine id="{id}">',
        lambda text, id_, x, y: (
            f'<Word id="{id_}"><Coords points="{x},{y} {x + 50},{y + 20}"/>'
            f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv></Word>"
        ),
    )
    uri = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
    return f'<PcGts xmlns="{uri}"><Page>{body}</Page></PcGts>'.encode()


def hocr_of(page: Page) -> bytes:
    body = nested(
        page,
        "<p class='ocr_par' id='{id}'>",
        "<span class='ocr_line' id='{id}'>",
        lambda text, id_, x, y: (
            f"<span class='ocrx_word' id='{id_}' "
            f"title='bbox {x} {y} {x + 50} {y + 20}; x_wconf 9'>{text}</span>\n"
        ),
    )
    return f"<!DOCTYPE html>\n<html><body><div class='ocr_page'>{body}</div></body></html>".encode()


FORMATS = {
    "alto": (alto_of, read_alto, write_alto),
    "page": (page_of, read_page, write_page),
    "hocr": (hocr_of, read_hocr, write_hocr),
}


@st.composite
def restorations(draw: st.DrawFn, text: str) -> Restoration:
    """Any corrections of a text that stay on a line, as words or parts of words."""
    made: list[Correction] = []
    at = 0
    for _ in range(draw(st.integers(0, 5))):
        start = at + draw(st.integers(0, 6))
        end = start + draw(st.integers(1, 9))
        if end >= len(text):
            break
        old = text[start:end]
        at = end + 1
        new = draw(st.sampled_from(["", " ", "ộ", "với các", "x", " & <", "ủy ban nhân dân"]))
        if "\n" not in old:
            made.append(Correction(Span(start, end), old, new, draw(st.floats(0, 1)), None, 0.0, "test"))
    return Restoration(text, apply_corrections(text, made), tuple(made), (), 1.0)


@pytest.mark.parametrize("name", sorted(FORMATS))
@MODEST
@given(page=PAGES)
def test_unchanged_is_byte_for_byte(name: str, page: Page) -> None:
    """Not only by giving the source back: the writer itself finds nothing to write."""
    make, read, write = FORMATS[name]
    data = make(page)
    document = read(data, "x")
    assert write(document, place(document, nothing(document)), True) == data
    document = parse_document(data, "x")
    assert rewrite_document(document, nothing(document)) == data


def nothing(document: Document) -> Restoration:
    return Restoration(document.text, document.text, (), (), 1.0)


@pytest.mark.parametrize("name", sorted(FORMATS))
@MODEST
@given(page=PAGES, data=st.data())
def test_the_written_file_says_the_restored_words(name: str, page: Page, data: st.DataObject) -> None:
    source = FORMATS[name][0](page)
    document = parse_document(source, "x")
    made = data.draw(restorations(document.text))
    written = rewrite_document(document, made, alternatives=data.draw(st.booleans()))
    again = parse_document(written, "x")
    assert "".join(again.text.split()) == "".join(made.text.split())
    placed = [word.text for line in place(document, made) for word in line.words]
    assert again.text.split() == " ".join(placed).split()


@pytest.mark.parametrize("name", sorted(FORMATS))
@MODEST
@given(page=PAGES, data=st.data())
def test_no_id_is_lost_and_what_is_not_changed_stays(name: str, page: Page, data: st.DataObject) -> None:
    make, read, _ = FORMATS[name]
    source = make(page)
    document = parse_document(source, "x")
    made = data.draw(restorations(document.text))
    written = rewrite_document(document, made)
    before = {word.id: word for line in read(source, "x").lines() for word in line.words}
    after = {word.id: word for line in read(written, "x").lines() for word in line.words}
    assert len(after) == sum(len(line.words) for line in read(written, "x").lines()), "an id twice"
    assert before.keys() <= after.keys()
    for line in place(document, made):
        for one in line.rewordings:
            if not one.changed:
                old = before[one.sources[0].id]
                new = after[one.sources[0].id]
                assert (old.box, old.confidence) == (new.box, new.confidence)
            elif len(one.words) != len(one.sources):
                for placed, source_word in zip(one.words, one.sources, strict=False):
                    box = after[source_word.id].box
                    assert placed.box is not None and box is not None
                    assert abs(box.left - placed.box.left) <= 0.5
                    assert abs(box.right - placed.box.right) <= 1.0
    assert written.count(b"<!-- block -->") == len(page)


@pytest.mark.parametrize("name", sorted(FORMATS))
@MODEST
@given(page=PAGES, data=st.data())
def test_the_original_can_be_put_back(name: str, page: Page, data: st.DataObject) -> None:
    """Every changed word keeps its old reading as an alternative."""
    source = FORMATS[name][0](page)
    document = parse_document(source, "x")
    made = data.draw(restorations(document.text))
    written = rewrite_document(document, made).decode()
    kept = [
        "".join(one.itertext())
        for one in etree.fromstring(written.encode()).iter()
        if isinstance(one.tag, str) and one.tag.rpartition("}")[2] in ("ALTERNATIVE", "del", "TextEquiv")
    ]
    for line in place(document, made):
        for one in line.rewordings:
            texts = [word.span.of(document.text) for word in one.sources]
            if one.changed and [word.text for word in one.words] != texts and len(one.words) != len(texts):
                assert set(texts) <= set(kept) | {word.text for word in one.words}


MARKUP = st.sampled_from(
    ["<", ">", "/", "alto", "String", " CONTENT=", "'", '"', "<!--", "-->", "&", ";", "x", "<?", "?>"]
)


@pytest.mark.parametrize("name", sorted(FORMATS))
@MODEST
@given(page=PAGES, where=st.integers(0, 400), junk=st.lists(MARKUP, max_size=5), cut=st.integers(0, 40))
def test_damaged_files_end_in_one_line(name: str, page: Page, where: int, junk: list[str], cut: int) -> None:
    good = FORMATS[name][0](page)
    data = good[:where] + "".join(junk).encode() + good[where + cut :]
    try:
        document = parse_document(data, "the file")
    except VnrestoreError as error:
        assert str(error).startswith("the file: ")
        assert "\n" not in str(error)
    else:
        assert rewrite_document(document, nothing(document)).strip()
