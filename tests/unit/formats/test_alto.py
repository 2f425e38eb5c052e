"""ALTO 2, 3 and 4: words in their strings, with everything else as it was."""

from __future__ import annotations

import pytest
from format_support import SAMPLES, restoration, rewritten

from vnrestore.datatypes.document import Box
from vnrestore.formats.alto import read_alto, write_alto
from vnrestore.formats.placing import place
from vnrestore.formats.reading import parse_document
from vnrestore.formats.xml_source import XmlSource

NAMESPACES = {
    "1": 'xmlns="http://schema.ccs-gmbh.com/ALTO"',
    "2": 'xmlns="http://www.loc.gov/standards/alto/ns-v2#" SCHEMAVERSION="2.1"',
    "3": 'xmlns="http://www.loc.gov/standards/alto/ns-v3#"',
    "4": 'xmlns="http://www.loc.gov/standards/alto/ns-v4#" SCHEMAVERSION="4.4"',
    "none": "",
}


def alto(body: str, version: str = "4") -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<!-- made by hand -->
<alto {NAMESPACES[version]}>
  <Description><MeasurementUnit>pixel</MeasurementUnit></Description>
  <Styles><TextStyle ID="TXT_0" FONTSIZE="11"/></Styles>
  <Layout><Page ID="P1" WIDTH="1000" HEIGHT="2000" PHYSICAL_IMG_NR="1"><PrintSpace>
{body}
  </PrintSpace></Page></Layout>
</alto>
""".encode()


def line(*words: str, y: int = 100) -> str:
    return f"<TextLine ID='L{y}'>" + "<SP WIDTH='10'/>".join(words) + "</TextLine>"


def string(text: str, x: int = 0, more: str = "") -> str:
    where = f"HPOS='{x}' VPOS='100' WIDTH='{len(text) * 10}' HEIGHT='20'"
    return f"<String ID='S{x}' CONTENT='{text}' {where} {more}/>"


def block(*lines: str, id: str = "B1", x: int = 0, y: int = 100, wide: int = 400, more: str = "") -> str:
    place_ = f"HPOS='{x}' VPOS='{y}' WIDTH='{wide}' HEIGHT='50'"
    return f"<TextBlock ID='{id}' {place_} {more}>" + "".join(lines) + "</TextBlock>"


@pytest.mark.parametrize("version", sorted(NAMESPACES))
def test_every_version_is_read_and_written(version: str) -> None:
    data = alto(block(line(string("Ban", more="WC='0.8'"), string("hanh", 40, "STYLEREFS='TXT_0'"))), version)
    document = parse_document(data, "x")
    assert (document.format, document.text) == ("alto", "Ban hanh\n")
    (page,) = document.pages
    assert (page.box, page.id) == (Box(0, 0, 1000, 2000), "P1")
    first, second = page.lines[0].words
    assert (first.box, first.confidence, first.id) == (Box(0, 100, 30, 120), 0.8, "S0")
    assert second.confidence is None
    changed = rewritten(data, {"hanh": "hành"})
    old = "<String ID='S40' CONTENT='hanh' HPOS='40' VPOS='100' WIDTH='40' HEIGHT='20' STYLEREFS='TXT_0'/>"
    new = old.replace("'hanh'", "'hành'").replace("/>", ' WC="0.90">')
    new += '<ALTERNATIVE PURPOSE="original reading">hanh</ALTERNATIVE></String>'
    assert changed == data.decode().replace(old, new)


def test_nothing_to_keep_where_no_alternatives_are_wanted() -> None:
    data = alto(block(line(string("hanh", more="WC='0.5'"))))
    assert rewritten(data, {"hanh": "hành"}, alternatives=False) == data.decode().replace(
        "'hanh'", "'hành'"
    ).replace("'0.5'", "'0.90'")


def test_a_split_word() -> None:
    data = alto(
        block(line(string("dautu", more="WC='0.5' STYLE='bold' SUBS_TYPE='Abbreviation'"), string("x", 90)))
    )
    root = XmlSource(rewritten(data, {"dautu": "đầu tư"}).encode(), "x").root
    first, space, second, _, last = next(root.iter("{*}TextLine"))
    assert [one.get("CONTENT") for one in (first, second, last)] == ["đầu", "tư", "x"]
    geometry = [[one.get(key) for key in ("HPOS", "WIDTH", "VPOS", "HEIGHT")] for one in (first, second)]
    assert geometry == [["0", "25", "100", "20"], ["33", "17", "100", "20"]]
    assert [space.get(key) for key in ("HPOS", "WIDTH", "VPOS")] == ["25", "8", "100"]
    assert (second.get("ID"), second.get("STYLE"), second.get("SUBS_TYPE")) == ("S0_2", "bold", None)
    assert [one.get("WC") for one in (first, second, last)] == ["0.90", "0.90", None]
    assert [one.text for one in first] == ["dautu"]
    assert len(second) == 0


def test_merged_words_keep_their_ids() -> None:
    data = alto(block(line(string("d"), string("ong", 20), string("x", 90))))
    root = XmlSource(rewritten(data, {"d ong": "đồng"}).encode(), "x").root
    first, second, last = root.iter("{*}String")
    assert [one.get("CONTENT") for one in (first, second, last)] == ["đồng", "", "x"]
    assert [first.get(key) for key in ("HPOS", "WIDTH")] == ["0", "50"]
    assert [second.get(key) for key in ("ID", "HPOS", "WIDTH")] == ["S20", "20", "30"]
    assert [one[0].text for one in (first, second)] == ["d", "ong"]
    assert parse_document(rewritten(data, {"d ong": "đồng"}).encode(), "x").text == "đồng x\n"


def test_noise_leaves_an_empty_string() -> None:
    changed = rewritten(alto(block(line(string("a"), string("|", 20)))), {" |": ""})
    assert """ID='S20' CONTENT='' HPOS='20'""" in changed
    assert '<ALTERNATIVE PURPOSE="original reading">|</ALTERNATIVE>' in changed


def test_fractions_stay_fractions() -> None:
    body = "<String CONTENT='dautu' HPOS='1.5' VPOS='2.25' WIDTH='50' HEIGHT='20'/>"
    root = XmlSource(rewritten(alto(block(line(body))), {"dautu": "đầu tư"}).encode(), "x").root
    first, second = root.iter("{*}String")
    assert [first.get("HPOS"), first.get("WIDTH"), second.get("HPOS")] == ["1.5", "25", "34.83"]
    assert second.get("ID") is None


def test_character_confidences_count_the_other_way() -> None:
    spaced = rewritten(alto(block(line(string("abc", more="CC='0 1 9'")))), {"abc": "ábcd"}, 0.56)
    assert "CC='4 4 4 4'" in spaced
    assert "CC='55'" in rewritten(alto(block(line(string("ab", more="CC='09'")))), {"ab": "áb"}, 0.4)


def test_alternatives_stand_before_glyphs_and_not_twice() -> None:
    body = (
        "<String CONTENT='hanh'><Shape/><ALTERNATIVE>hank</ALTERNATIVE>"
        "<Glyph CONTENT='h'><Shape/></Glyph></String>"
    )
    once = rewritten(alto(block(line(body))), {"hanh": "hành"})
    string_ = next(XmlSource(once.encode(), "x").root.iter("{*}String"))
    assert [one.text or one.tag.rpartition("}")[2] for one in string_] == ["Shape", "hank", "hanh", "Glyph"]
    again = rewritten(once.encode(), {"hành": "hanh"})
    back = rewritten(again.encode(), {"hanh": "hành"})
    assert back.count("</ALTERNATIVE>") == 3  # each of hank, hanh, hành once


HYPHENATED = block(
    line(string("chu"), string("infor", 40, "SUBS_TYPE='HypPart1' SUBS_CONTENT='information'")).replace(
        "</TextLine>", "<HYP CONTENT='-' HPOS='95'/></TextLine>"
    ),
    line(string("mation", 0, "SUBS_TYPE='HypPart2' SUBS_CONTENT='information'"), y=130),
)


def test_hyphens_at_line_ends() -> None:
    data = alto(HYPHENATED)
    assert parse_document(data, "x").text == "chu infor-\nmation\n"
    changed = rewritten(data, {"infor-\nmation": "infòr-\nmatión"})
    assert changed.count("SUBS_CONTENT='infòrmatión'") == 2
    assert "CONTENT='infòr'" in changed
    assert "<HYP CONTENT='-' HPOS='95'/>" in changed
    gone = rewritten(data, {"infor-": "infor"})
    assert "<HYP CONTENT='' HPOS='95'/>" in gone
    split = rewritten(data, {"infor-": "in for-"})
    assert "<HYP CONTENT='-' HPOS='95'/>" in split
    assert parse_document(split.encode(), "x").text == "chu in for-\nmation\n"


def test_columns_are_read_one_after_the_other() -> None:
    blocks = [
        block(line(string("tren")), id="B1", x=0, y=0, wide=900),
        block(line(string("trai", 1)), id="B2", x=0, y=100),
        block(line(string("phai", 2)), id="B3", x=500, y=100),
        block(line(string("traihai", 3)), id="B4", x=0, y=200),
        block(line(string("phaihai", 4)), id="B5", x=500, y=200),
        block(line(string("duoi", 5)), id="B6", x=0, y=300, wide=900),
    ]
    text = parse_document(alto("".join(blocks)), "x").text
    assert text.split() == ["tren", "trai", "traihai", "phai", "phaihai", "duoi"]
    shuffled = parse_document(alto("".join(blocks[i] for i in (5, 3, 4, 0, 2, 1))), "x").text
    assert shuffled == text
    changed = rewritten(alto("".join(blocks)), {"traihai": "tráihai", "phai": "phải"})
    assert [word in changed for word in ("tráihai", "phải")] == [True, True]


def test_the_order_the_file_states_goes_first() -> None:
    blocks = [
        block(line(string("mot")), id="B1", y=0, more="IDNEXT='B3'"),
        block(line(string("hai", 1)), id="B2", y=100),
        block(line(string("ba", 2)), id="B3", y=200, more="IDNEXT='B2'"),
    ]
    assert parse_document(alto("".join(blocks)), "x").text.split() == ["mot", "ba", "hai"]
    circle = "".join(blocks).replace("ID='B2'", "ID='B2' IDNEXT='B1'")
    assert parse_document(alto(circle), "x").text.split() == ["mot", "ba", "hai"]


def test_the_reading_order_of_version_4() -> None:
    order = """<ReadingOrder><OrderedGroup ID="o"><ElementRef ID="e1" REF="B3"/>
      <UnorderedGroup ID="u"><ElementRef ID="e2" REF="L7 gone"/></UnorderedGroup>
      </OrderedGroup></ReadingOrder>"""
    blocks = [
        block(line(string("mot")), id="B1", y=0),
        block(line(string("hai", 1)), id="B2", y=100),
        block(line(string("ba", 2)), id="B3", y=200),
        block(line(string("bon", 3), y=7), id="B4", y=300),
    ]
    data = alto("".join(blocks)).decode().replace("<Layout>", order + "<Layout>").encode()
    assert parse_document(data, "x").text.split() == ["ba", "bon", "mot", "hai"]
    assert parse_document(rewritten(data, {"bon": "bốn"}).encode(), "x").text.split()[1] == "bốn"


@pytest.mark.parametrize("geometry", ["HPOS='x'", "WIDTH='-5'", "HPOS='1e999'", "VPOS='nan'"])
def test_bad_geometry_loses_a_box_and_not_the_file(geometry: str) -> None:
    name = geometry.split("=")[0]
    body = string("hanh").replace(f"{name}='", f"{name}='x' {name.lower()}='")
    (word,) = parse_document(alto(block(line(body))), "x").pages[0].lines[0].words
    assert word.box is None
    assert "CONTENT='hành'" in rewritten(alto(block(line(body))), {"hanh": "hành"})


def test_a_blank_page_has_no_text() -> None:
    document = parse_document(alto(""), "x")
    assert (document.text, len(document.pages)) == ("", 1)
    assert rewritten(alto(""), {}) == alto("").decode()


def test_the_real_sample_comes_through_unchanged() -> None:
    data = (SAMPLES / "heritage_notice.alto.xml").read_bytes()
    document = read_alto(data, "x")
    assert write_alto(document, place(document, restoration(document, {}))) == data
