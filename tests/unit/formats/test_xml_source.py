"""XML edited in place: untouched bytes stay, and what could harm is refused."""

from __future__ import annotations

import pytest

from vnrestore.errors import InputError, UnknownFormatError
from vnrestore.formats.xml_source import XmlSource, text_of

QUIRKS = """<?xml version='1.0' encoding='UTF-8' ?>
<!-- before > the root --><?style sheet="a>b"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html  xmlns = "http://www.w3.org/1999/xhtml" xmlns:x='urn:x' ><head ><title/></head >\r
<body a = '>"' x:b="&lt;&#233;"  ><p>a&nbsp;b &amp; &#233;<br/><?pi x?>t<!-- > -->u<![CDATA[x<&]]>y</p >
<q></q><x:q
   c="d" /></body></html>
<!-- after -->
"""


def test_what_is_not_changed_keeps_every_byte() -> None:
    data = QUIRKS.encode()
    assert XmlSource(data, "x").serialize() == data


def test_only_what_is_changed_is_written_anew() -> None:
    source = XmlSource(QUIRKS.encode(), "x")
    body = source.root[1]
    body.set("a", "<new'>")
    body.set("z", "1")
    body[1].text = "Việt & <Nam>"
    body[2].text = "q"
    expected = QUIRKS.replace(
        """a = '>"' x:b="&lt;&#233;"  >""", """a = "&lt;new'&gt;" x:b="&lt;&#233;" z="1">"""
    )
    expected = expected.replace("<q></q>", "<q>Việt &amp; &lt;Nam&gt;</q>")
    expected = expected.replace('c="d" />', 'c="d">q</x:q>')
    assert source.serialize().decode() == expected


def test_new_elements_take_the_prefix_of_their_neighbours() -> None:
    source = XmlSource(b'<a:r xmlns:a="urn:a"><a:s xml:lang="vi"/></a:r>', "x")
    child = source.root[0]
    added = child.makeelement(child.tag, dict(child.attrib))
    added.append(added.makeelement("{urn:a}t", {}))
    source.root.append(added)
    assert (
        source.serialize()
        == b'<a:r xmlns:a="urn:a"><a:s xml:lang="vi"/><a:s xml:lang="vi"><a:t/></a:s></a:r>'
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1258"])
def test_the_encoding_stays(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<a b="é">\r\né<c/></a>'
    data = text.encode(encoding)
    source = XmlSource(data, "x")
    assert source.serialize() == data
    source.root[0].text = "Số"
    written = source.serialize()
    assert text_of(XmlSource(written, "x").root) == "\né" + "Số"
    if encoding.startswith("utf"):
        assert written.decode(encoding) == text.replace("<c/>", "<c>Số</c>")


def test_html_entities_are_read() -> None:
    assert text_of(XmlSource(QUIRKS.encode(), "x").root[1][0]) == "a\xa0b & étux<&y"


BOMB = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f'<!DOCTYPE x [<!ENTITY a "ha">{BOMB}]><x y="&j;"/>'.encode(), "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/x.dtd">%b;]><a/>', "declares entities"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"), "declares entities"),
        (b"<a>" * 300 + b"</a>" * 300, "beyond safe limits"),
        (b"<a>" + b"x" * 11_000_000 + b"</a>", "beyond safe limits"),
    ],
)
def test_bombs_and_entities_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        XmlSource(data, "the file")
    assert str(caught.value).startswith("the file: refused")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"<a>", b"<a></b>", b"<a b=c/>", b"", b"<a>&#0;</a>", b"<a>\xff</a>"])
def test_damaged_xml(data: bytes) -> None:
    with pytest.raises(UnknownFormatError, match="the file: is damaged XML: ") as caught:
        XmlSource(data, "the file")
    assert "\n" not in str(caught.value)
