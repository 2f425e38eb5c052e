"""hOCR as Tesseract and others write it: words, confidences, alternatives, and nothing else touched."""

from __future__ import annotations

import pytest
from format_support import SAMPLES, restoration, rewritten

from vnrestore.datatypes.document import Box
from vnrestore.errors import UnknownFormatError
from vnrestore.formats.hocr import read_hocr, write_hocr
from vnrestore.formats.hocr_title import bbox_of, wconf_of, with_bbox, with_wconf
from vnrestore.formats.placing import place
from vnrestore.formats.reading import parse_document

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head><title></title><meta name='ocr-system' content='tesseract 5.3.0' /></head>
 <body>
  <div class='ocr_page' id='page_1' title='image "a;b.png"; bbox 0 0 1000 2000; ppageno 0'>
"""
TAIL = "\n  </div>\n </body>\n</html>\n"


def hocr(body: str) -> bytes:
    return (HEAD + body + TAIL).encode()


def word(text: str, x: int = 0, more: str = "; x_wconf 50") -> str:
    title = f"bbox {x} 100 {x + 50} 120{more}"
    return f"<span class='ocrx_word' id='w{x}' title='{title}' lang='vie'>{text}</span>"


def page(*words: str) -> bytes:
    """One paragraph with one line."""
    return hocr(
        "<p class='ocr_par' id='par'>"
        "<span class='ocr_line' id='line' title='bbox 0 100 500 120; baseline 0 -5'>\n"
        + "\n ".join(words)
        + "\n</span></p>"
    )


def test_words_are_read() -> None:
    document = parse_document(page(word("Ban"), word("<strong><em>h&nbsp;&amp;</em></strong>", 60, "")), "x")
    assert (document.format, document.text) == ("hocr", "Ban h &\n")
    (one,) = document.pages
    assert (one.box, one.id) == (Box(0, 0, 1000, 2000), "page_1")
    first, second = one.lines[0].words
    assert (first.box, first.confidence, first.id) == (Box(0, 100, 50, 120), 0.5, "w0")
    assert second.confidence is None


def test_nothing_around_a_changed_word_is_touched() -> None:
    data = page(word("Ban"), word("hanh", 60))
    changed = rewritten(data, {"hanh": "hành <"})
    old = word("hanh", 60)
    assert changed.startswith(data.decode().split(old)[0])
    assert changed.endswith(data.decode().split(old)[1])
    assert parse_document(changed.encode(), "x").text == "Ban hành <\n"


def test_the_alternative_readings_of_the_specification() -> None:
    data = page(word("hanh"))
    changed = rewritten(data, {"hanh": "hành"})
    new = word(
        '<span class="alternatives"><ins class="alt" title="nlp 0.105">hành</ins>'
        '<del class="alt" title="nlp 2.303">hanh</del></span>',
        more="; x_wconf 90",
    )
    assert changed == data.decode().replace(word("hanh"), new)
    again = rewritten(changed.encode(), {"hành": "hạnh"})
    assert parse_document(again.encode(), "x").text == "hạnh\n"
    assert again.count("<del") == 2
    assert rewritten(again.encode(), {"hạnh": "hành"}).count("<del") == 3
    assert rewritten(data, {"hanh": "hành"}, alternatives=False) == data.decode().replace(
        word("hanh"), word("hành", more="; x_wconf 90")
    )


def test_emphasis_stays() -> None:
    changed = rewritten(page(word("<strong>hanh</strong>")), {"hanh": "hành"}, alternatives=False)
    assert "<strong>hành</strong>" in changed
    split = rewritten(page(word("<strong>dautu</strong>")), {"dautu": "đầu tư"}, alternatives=False)
    assert "<strong>đầu</strong>" in split
    assert "<strong>tư</strong>" in split


def test_split_words_divide_the_box() -> None:
    data = page(word("dautu"), word("x", 60))
    changed = rewritten(data, {"dautu": "đầu tư"}, alternatives=False)
    document = parse_document(changed.encode(), "x")
    assert document.text == "đầu tư x\n"
    first, second, last = document.pages[0].lines[0].words
    assert (first.box, first.id) == (Box(0, 100, 25, 120), "w0")
    assert (second.box, second.id, second.confidence) == (Box(33, 100, 50, 120), "w0_2", 0.9)
    assert last.id == "w60"


def test_merged_words_get_the_union_and_keep_their_ids() -> None:
    changed = rewritten(page(word("d"), word("ong", 60)), {"d ong": "đồng"})
    document = parse_document(changed.encode(), "x")
    assert document.text == "đồng\n"
    first, second = document.pages[0].lines[0].words
    assert (first.box, first.id) == (Box(0, 100, 110, 120), "w0")
    assert (second.box, second.id, len(second.span)) == (Box(60, 100, 110, 120), "w60", 0)


CHARACTERS = "".join(
    f"<span class='ocrx_cinfo' title='x_bboxes {i} 0 {i} 9; x_conf 9'>{c}</span>"
    for i, c in enumerate("hanh")
)


def test_character_boxes_get_a_character_each() -> None:
    for new, expected in (("hành", "h à n h"), ("hà", "h à _ _"), ("hànhab", "h à n hab")):
        changed = rewritten(page(word(CHARACTERS)), {"hanh": new}, alternatives=False)
        pieces = [part.split("<")[0] or "_" for part in changed.split("x_conf 9'>")[1:]]
        assert " ".join(pieces) == expected
        kept = rewritten(page(word(CHARACTERS)), {"hanh": new})
        assert parse_document(kept.encode(), "x").text == new + "\n"
        assert '">hanh</del>' in kept


def test_lines_without_words() -> None:
    data = hocr("<span class='ocr_line' title='bbox 0 0 9 9'>Ban hanh <b>van</b> ban</span>")
    assert parse_document(data, "x").text == "Ban hanh van ban\n"
    changed = rewritten(data, {"hanh": "hành"})
    assert parse_document(changed.encode(), "x").text == "Ban hành van ban\n"
    assert '">Ban hanh van ban</del>' in changed


def test_words_without_lines_and_pages() -> None:
    data = b"<p class='ocr_par'><span class='ocrx_word'>a</span><span class='ocrx_word'>b</span></p>"
    assert parse_document(data, "x").text == "a b\n"


def test_headers_and_captions_are_lines() -> None:
    body = "".join(
        f"<p class='ocr_par'><span class='{kind}' title='bbox 0 {y} 9 {y + 9}'>{word('x')}</span></p>"
        for y, kind in ((0, "ocr_header"), (20, "ocr_textfloat"), (40, "ocr_line"), (60, "ocr_caption"))
    )
    assert parse_document(hocr(body), "x").text == "x\n\nx\n\nx\n\nx\n"


def test_columns_by_coordinates() -> None:
    areas = {
        name: f"<div class='ocr_carea' title='bbox {box}'><p class='ocr_par'>"
        f"<span class='ocr_line' title='bbox {box}'>{word(name)}</span></p></div>"
        for name, box in {
            "right": "500 100 900 200",
            "foot": "0 400 900 450",
            "left": "0 100 400 200",
            "left2": "0 250 400 350",
        }.items()
    }
    assert parse_document(hocr("".join(areas.values())), "x").text.split() == [
        "left",
        "left2",
        "right",
        "foot",
    ]


PLAIN_HTML = b"""<!DOCTYPE html>
<HTML><HEAD><META charset=utf-8><TITLE>x</TITLE></HEAD><BODY>
<DIV class=ocr_page title="bbox 0 0 9 9"><P class=ocr_par>
<SPAN class=ocr_line title="bbox 0 0 9 9"><SPAN class=ocrx_word id=w1 title="bbox 1 2 3 4">hanh</SPAN><BR>
</SPAN></DIV>
</BODY></HTML>
"""


def test_html_that_is_no_xml() -> None:
    document = parse_document(PLAIN_HTML, "x")
    assert (document.format, document.text) == ("hocr", "hanh\n")
    changed = rewritten(PLAIN_HTML, {"hanh": "hành"}, alternatives=False)
    assert changed.startswith("<!DOCTYPE html>")
    assert '<span class="ocrx_word" id="w1" title="bbox 1 2 3 4; x_wconf 90">hành</span><br>' in changed
    assert rewritten(PLAIN_HTML, {}) == PLAIN_HTML.decode()


def test_entities_are_refused_in_html_too() -> None:
    data = b"<!DOCTYPE html [<!ENTITY a 'b'>]><html><body class='ocr_page'>&a;</body></html>"
    with pytest.raises(Exception, match="declares entities"):
        parse_document(data, "x")
    with pytest.raises(UnknownFormatError, match="HTML"):
        parse_document(b"<html><body>a web page</body></html>", "x")


@pytest.mark.parametrize(
    ("title", "box", "confidence"),
    [
        ("bbox 1 2 3 4; x_wconf 93", Box(1, 2, 3, 4), 0.93),
        ("x_wconf 75.8;bbox 1.5 2 3 4", Box(1.5, 2, 3, 4), 0.758),
        ('image "bbox 1 2 3 4"; x_wconf 150', None, 1.0),
        ("bbox 5 2 3 4", None, None),
        ("bbox 1 2 3", None, None),
        ("", None, None),
    ],
)
def test_titles(title: str, box: Box | None, confidence: float | None) -> None:
    assert bbox_of(title) == box
    assert wconf_of(title) == confidence


def test_changing_titles() -> None:
    assert with_bbox('image "x"; bbox 1 2 3 4; a', Box(1.4, 2, 3.6, 5)) == 'image "x"; bbox 1 2 4 5; a'
    assert with_bbox("", Box(1, 2, 3, 4)) == "bbox 1 2 3 4"
    assert with_wconf("bbox 1 2 3 4; x_wconf 9.5; b", 0.876) == "bbox 1 2 3 4; x_wconf 88; b"
    assert with_wconf("bbox 1 2 3 4;", 1) == "bbox 1 2 3 4; x_wconf 100"


def test_the_real_sample_comes_through_unchanged() -> None:
    data = (SAMPLES / "heritage_notice.hocr").read_bytes()
    document = read_hocr(data, "x")
    assert write_hocr(document, place(document, restoration(document, {}))) == data
