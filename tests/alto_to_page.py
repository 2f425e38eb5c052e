"""ALTO to PAGE-XML 2019, for measuring and for the sample: Tesseract 5.3 writes no PAGE."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from lxml import etree

PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"


def alto_to_page(alto: bytes, image: str) -> bytes:
    """A PAGE file with the blocks, lines and words of an ALTO file, text at all three levels."""
    root = etree.fromstring(alto)
    page = next(root.iter("{*}Page"))
    width, height = page.get("WIDTH"), page.get("HEIGHT")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<PcGts xmlns="{PAGE}">',
        "  <Metadata><Creator>tesseract</Creator><Created>2026-01-01T00:00:00</Created>"
        "<LastChange>2026-01-01T00:00:00</LastChange></Metadata>",
        f'  <Page imageFilename={quoteattr(image)} imageWidth="{width}" imageHeight="{height}">',
    ]
    for number, block in enumerate(page.iter("{*}TextBlock")):
        lines += [f'    <TextRegion id="r{number}">', f"      {_coords(block)}"]
        texts = []
        for i, line in enumerate(block.iter("{*}TextLine")):
            words = list(line.iter("{*}String"))
            texts.append(" ".join(word.get("CONTENT") for word in words))
            lines += [f'      <TextLine id="r{number}l{i}">', f"        {_coords(line)}"]
            for j, word in enumerate(words):
                lines += [
                    f'        <Word id="r{number}l{i}w{j}">{_coords(word)}',
                    f"          {_text(word.get('CONTENT'), word.get('WC'))}</Word>",
                ]
            lines += [f"        {_text(texts[-1])}", "      </TextLine>"]
        lines += [f"      {_text(chr(10).join(texts))}", "    </TextRegion>"]
    return "\n".join([*lines, "  </Page>", "</PcGts>", ""]).encode()


def _coords(element: etree._Element) -> str:
    left, top, wide, high = (int(element.get(key)) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    right, bottom = left + wide, top + high
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'


def _text(text: str, confidence: str | None = None) -> str:
    conf = f' conf="{confidence}"' if confidence else ""
    return f"<TextEquiv{conf}><Unicode>{escape(text)}</Unicode></TextEquiv>"
