"""PAGE-XML 2013 and 2019: every level that has text keeps saying the same as the others."""

from __future__ import annotations

import pytest
from format_support import SAMPLES, restoration, rewritten

from vnrestore.datatypes.document import Box
from vnrestore.formats.page_xml import read_page, write_page
from vnrestore.formats.placing import place
from vnrestore.formats.reading import parse_document

URI = "http://schema.primaresearch.org/PAGE/gts/pagecontent/"
YEARS = {"2010": "2010-03-19", "2013": "2013-07-15", "2016": "2016-07-15", "2019": "2019-07-15"}


def page(body: str, year: str = "2019", order: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<PcGts xmlns="{URI}{YEARS[year]}" pcGtsId="x">
  <Metadata><Creator>me</Creator></Metadata>
  <Page imageFilename="a.png" imageWidth="1000" imageHeight="2000">{order}
{body}
  </Page>
</PcGts>
""".encode()


def box(x: int, y: int = 100, wide: int = 50, high: int = 20) -> str:
    return f'<Coords points="{x},{y} {x + wide},{y} {x + wide},{y + high} {x},{y + high}"/>'


def equiv(text: str, more: str = "") -> str:
    return f"<TextEquiv{more}><Unicode>{text}</Unicode></TextEquiv>"


def word(text: str, x: int = 0, more: str = ' conf="0.5"') -> str:
    return (
        f'<Word id="w{x}" custom="readingOrder {{index:{x};}}">{box(x)}{equiv(text, more)}<TextStyle/></Word>'
    )


def line(*parts: str, text: str = "", id: str = "l1") -> str:
    inner = "".join(parts) + (equiv(text) if text else "")
    return f'<TextLine id="{id}">{box(0, wide=500)}<Baseline points="0,120 500,120"/>{inner}</TextLine>'


def region(*parts: str, text: str = "", id: str = "r1", x: int = 0, y: int = 100, wide: int = 500) -> str:
    inner = "".join(parts) + (equiv(text) if text else "")
    return f'<TextRegion id="{id}">{box(x, y, wide, 50)}{inner}</TextRegion>'


@pytest.mark.parametrize("year", sorted(YEARS))
def test_words_are_read(year: str) -> None:
    document = parse_document(page(region(line(word("Ban"), word("hanh", 60, "")))), "x")
    assert (document.format, document.text) == ("page", "Ban hanh\n")
    (one,) = document.pages
    assert one.box == Box(0, 0, 1000, 2000)
    assert (one.lines[0].id, one.blocks[0].id) == ("l1", "r1")
    first, second = one.lines[0].words
    assert (first.box, first.confidence, first.id) == (Box(0, 100, 50, 120), 0.5, "w0")
    assert second.confidence is None


@pytest.mark.parametrize("year", ["2016", "2019"])
def test_all_levels_are_written_and_the_old_readings_kept(year: str) -> None:
    body = region(line(word("Ban"), word("hanh", 60), text="Ban hanh"), text="Ban hanh")
    data = page(body, year)
    expected = data.decode().replace(
        equiv("hanh", ' conf="0.5"'),
        equiv("hành", ' conf="0.9" index="0"') + equiv("hanh", ' conf="0.5" index="1"'),
    )
    expected = expected.replace(
        equiv("Ban hanh"), equiv("Ban hành", ' index="0" conf="0.7"') + equiv("Ban hanh", ' index="1"')
    )
    assert rewritten(data, {"hanh": "hành"}) == expected
    assert parse_document(expected.encode(), "x").text == "Ban hành\n"
    plain = data.decode().replace(equiv("hanh", ' conf="0.5"'), equiv("hành", ' conf="0.9"'))
    plain = plain.replace(equiv("Ban hanh"), equiv("Ban hành", ' conf="0.7"'))
    assert rewritten(data, {"hanh": "hành"}, alternatives=False) == plain


def test_before_2016_there_is_one_text_and_the_old_one_goes_to_custom() -> None:
    data = page(region(line(word("ha;nh"))), "2013")
    changed = rewritten(data, {"ha;nh": "hành"})
    assert changed == data.decode().replace(
        "{index:0;}", "{index:0;} vnrestore {original:ha\\u003bnh;}"
    ).replace(equiv("ha;nh", ' conf="0.5"'), equiv("hành", ' conf="0.9"'))
    assert "original:ha\\u003bnh;}" in rewritten(changed.encode(), {"hành": "hạnh"})
    assert rewritten(changed.encode(), {"hành": "hạnh"}).count("vnrestore {") == 1


def test_the_lowest_index_counts_and_the_others_move_down() -> None:
    readings = "".join(equiv(text, f' index="{at}"') for text, at in (("ba", 3), ("mot", 1), ("hai", 2)))
    data = page(region(line(f'<Word id="w0">{box(0)}{readings}</Word>')))
    assert parse_document(data, "x").text == "mot\n"
    changed = rewritten(data, {"mot": "một"})
    expected = (("ba", 4, ""), ("một", 1, ' conf="0.9"'), ("mot", 2, ""), ("hai", 3, ""))
    assert "".join(equiv(text, f' index="{at}"{conf}') for text, at, conf in expected) in changed
    assert parse_document(changed.encode(), "x").text == "một\n"


def test_lines_without_words() -> None:
    data = page(
        region(line(text="Ban hanh", id="l1"), line(text="van ban", id="l2"), text="Ban hanh\nvan ban")
    )
    document = parse_document(data, "x")
    assert document.text == "Ban hanh\nvan ban\n"
    assert document.pages[0].lines[1].words[0].box is None
    changed = rewritten(data, {"hanh\nvan": "hành\nvăn"}, alternatives=False)
    assert equiv("Ban hành", ' conf="0.9"') in changed
    assert equiv("văn ban", ' conf="0.9"') in changed
    assert equiv("Ban hành\nvăn ban", ' conf="0.9"') in changed


def test_regions_without_lines() -> None:
    data = page(region(text="Ban hanh\n\nvan ban"))
    document = parse_document(data, "x")
    assert document.text == "Ban hanh\nvan ban\n"
    assert equiv("Ban hành\n\nvan ban", ' conf="0.9"') in rewritten(
        data, {"hanh": "hành"}, alternatives=False
    )


def test_plain_text_of_old_files_follows() -> None:
    body = region(
        line(f'<Word id="w0">{box(0)}<TextEquiv><PlainText>hanh</PlainText><Unicode/></TextEquiv></Word>')
    )
    data = page(body, "2013")
    assert parse_document(data, "x").text == "hanh\n"
    changed = rewritten(data, {"hanh": "hành"})
    assert "<PlainText>hành</PlainText><Unicode>hành</Unicode>" in changed


def test_a_split_word() -> None:
    data = page(region(line(word("dautu"), text="dautu"), text="dautu"))
    changed = rewritten(data, {"dautu": "đầu tư"}, alternatives=False)
    document = parse_document(changed.encode(), "x")
    assert document.text == "đầu tư\n"
    first, second = document.pages[0].lines[0].words
    assert (first.id, first.box, first.confidence) == ("w0", Box(0, 100, 25, 120), 0.9)
    assert (second.id, second.box, second.confidence) == ("w0_2", Box(33, 100, 50, 120), 0.9)
    assert changed.count(equiv("đầu tư", ' conf="0.9"')) == 2


def test_merged_words() -> None:
    data = page(region(line(word("d"), word("ong", 60), word("x", 120), text="d ong x")))
    changed = rewritten(data, {"d ong": "đồng"})
    document = parse_document(changed.encode(), "x")
    assert document.text == "đồng x\n"
    first, second, _ = document.pages[0].lines[0].words
    assert (first.id, first.box) == ("w0", Box(0, 100, 110, 120))
    assert (second.id, second.box, len(second.span)) == ("w60", Box(60, 100, 110, 120), 0)
    assert equiv("đồng x", ' index="0" conf="0.7"') in changed


def test_coordinates_of_2010_are_elements() -> None:
    points = "".join(f'<Point x="{x}" y="{y}"/>' for x, y in ((5, 1), (55, 2), (50, 20), (30, 25), (0, 22)))
    data = page(region(line(f'<Word id="w0"><Coords>{points}</Coords>{equiv("dautu")}</Word>')), "2010")
    (one,) = parse_document(data, "x").pages[0].lines[0].words
    assert one.box == Box(0, 1, 55, 25)
    changed = parse_document(rewritten(data, {"dautu": "đầu tư"}).encode(), "x")
    assert [w.box and (w.box.left, w.box.right) for w in changed.pages[0].lines[0].words] == [
        (0, 28),
        (37, 55),
    ]


REGIONS = "".join(
    region(line(text=name), id=name, x=x, y=y, wide=wide)
    for name, x, y, wide in (
        ("foot", 0, 600, 900),
        ("right", 500, 200, 400),
        ("left", 0, 200, 400),
        ("left2", 0, 400, 400),
        ("head", 0, 0, 900),
    )
)


def test_reading_order_by_coordinates() -> None:
    assert parse_document(page(REGIONS), "x").text.split() == ["head", "left", "left2", "right", "foot"]


def test_reading_order_as_stated() -> None:
    order = """<ReadingOrder><OrderedGroup id="g">
      <RegionRefIndexed index="10" regionRef="head"/><RegionRefIndexed index="9" regionRef="left2"/>
      <UnorderedGroupIndexed id="u" index="2"><RegionRef regionRef="right"/><RegionRef regionRef="gone"/>
      </UnorderedGroupIndexed></OrderedGroup></ReadingOrder>"""
    document = parse_document(page(REGIONS, order=order), "x")
    assert document.text.split() == ["right", "left2", "head", "left", "foot"]
    changed = rewritten(page(REGIONS, order=order), {"left2": "trái2", "foot": "chân"})
    assert parse_document(changed.encode(), "x").text.split() == ["right", "trái2", "head", "left", "chân"]


def test_regions_inside_regions() -> None:
    inner = region(line(text="trong", id="l2"), id="r2")
    data = page(region(line(text="ngoai"), inner, text="ngoai\ntrong"))
    assert parse_document(data, "x").text == "ngoai\n\ntrong\n"
    changed = rewritten(data, {"trong": "trọng"}, alternatives=False)
    assert equiv("ngoai\ntrọng", ' conf="0.9"') in changed


def test_regions_without_text_do_no_harm() -> None:
    body = (
        '<ImageRegion id="i"><Coords points="0,0 1,1"/></ImageRegion>'
        + region(line(id="l0"), id="r0")
        + region(id="r9")
        + '<TextRegion id="bad"><Coords points="a,b 1"/>'
        + line(f'<Word id="w1">{box(0)}</Word>', word("hanh", 60), id="l7")
        + "</TextRegion>"
    )
    assert parse_document(page(body), "x").text == "hanh\n"
    assert equiv("hành", ' conf="0.9"') in rewritten(page(body), {"hanh": "hành"}, alternatives=False)


def test_the_real_sample_comes_through_unchanged() -> None:
    data = (SAMPLES / "heritage_notice.page.xml").read_bytes()
    document = read_page(data, "x")
    assert write_page(document, place(document, restoration(document, {}))) == data
