"""One file of each format: the outputs are those that ``vnrestore fix`` gives."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from batch_support import BROKEN
from tests_support import GARBLED

from vnrestore.batch.names import stem_of
from vnrestore.batch.outputs import FORMS, check_forms
from vnrestore.batch.process import Processor, count_pages, first_day_in
from vnrestore.batch.work import explain
from vnrestore.cli.main import main
from vnrestore.datatypes.document import Document, Page, Span
from vnrestore.datatypes.restoration import Correction, Restoration
from vnrestore.errors import EncodingError, MissingToolError, UsageError, VnrestoreError
from vnrestore.pipeline import Restorer

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")


@pytest.fixture(scope="module")
def processor(restorer: Restorer) -> Processor:
    return Processor(restorer)


@pytest.mark.parametrize(
    "name", ["heritage_notice.hocr", "heritage_notice.alto.xml", "heritage_notice.page.xml"]
)
def test_formats_with_places_of_words(processor: Processor, samples: Path, tmp_path: Path, name: str) -> None:
    path = samples / name
    done = processor.process(path.read_bytes(), name, ("same", "json"))
    assert main(["fix", str(path), "-q", "-o", str(tmp_path / "same")]) == 0
    same, as_json = done.outputs
    assert (stem_of(name) + same.suffix, same.data) == (name, (tmp_path / "same").read_bytes())
    if name.endswith(".hocr"):
        assert main(["fix", str(path), "-q", "--json", "-o", str(tmp_path / "json")]) == 0
        assert as_json.data == (tmp_path / "json").read_bytes()
    assert done.content.format in name
    assert done.content.record["PageAmount"]["value"] == str(len(done.content.pages))


def test_a_pdf_with_a_garbled_layer(processor: Processor) -> None:
    pytest.importorskip("pikepdf", reason="needs vnrestore[pdf]")
    from pdf_support import SCAN, invisible, make_pdf, page_text, to_bytes

    lines = [line for line in GARBLED.splitlines() if line.isascii() or "yéu" in line]
    layer = invisible(*((50, 700 - 20 * number, line) for number, line in enumerate(lines)))
    data = to_bytes(make_pdf(SCAN + layer))
    done = processor.process(data, "tb.pdf", ("same", "txt"))
    same, text = done.outputs
    assert same.suffix == ".pdf" and same.data.startswith(b"%PDF-") and same.data != data
    assert "Ủy ban nhân dân tỉnh yêu cầu" in text.data.decode()
    assert "Ủy ban nhân dân tỉnh" in " ".join(page_text(same.data).split())


@needs_tesseract
def test_a_scan_is_read_where_that_is_wanted(restorer: Restorer, samples: Path) -> None:
    pytest.importorskip("pytesseract", reason="needs vnrestore[ocr]")
    pikepdf = pytest.importorskip("pikepdf", reason="needs vnrestore[ocr]")
    with pikepdf.open(samples / "notice_scan.pdf") as pdf:
        (image,) = pdf.pages[0].get_images().values()
        page = pikepdf.PdfImage(image).as_pil_image().convert("L").crop((0, 0, 2481, 700))
    buffer = io.BytesIO()
    page.save(buffer, "PNG", dpi=(300, 300))
    done = Processor(restorer, ocr=True).process(buffer.getvalue(), "scan.png", ("same", "txt"))
    same, text = done.outputs
    assert "YÊN LẬP" in text.data.decode()
    assert same.suffix == ".pdf" and same.data.startswith(b"%PDF-")
    with pytest.raises(EncodingError, match="PNG"):
        Processor(restorer).process(buffer.getvalue(), "scan.png", ("txt",))


def test_all_forms(processor: Processor) -> None:
    done = processor.process(GARBLED.encode(), "tb.txt", tuple(FORMS))
    made = {one.form: one.data for one in done.outputs}
    assert list(made) == list(FORMS)
    assert made["txt"] == made["same"]
    assert made["akn"].startswith(b"<?xml") and b"akomaNtoso" in made["akn"]
    assert made["html"].startswith(b"<!DOCTYPE html>")
    assert zipfile.ZipFile(io.BytesIO(made["docx"])).testzip() is None


@pytest.mark.parametrize("way", BROKEN)
def test_broken_files_are_told_apart(processor: Processor, way: str) -> None:
    kind, spoil = BROKEN[way]
    with pytest.raises(VnrestoreError) as caught:
        processor.process(spoil(GARBLED.encode() * 5), "tb.txt", ("txt",))
    label, message, fatal = explain(caught.value, "x/tb.txt")
    assert (label, fatal) == (kind, False)
    assert message and "tb.txt" not in message and "\n" not in message


def test_a_notice_without_a_header_has_the_day_of_its_meeting(processor: Processor, samples: Path) -> None:
    data = (samples / "starting_notice.noisy.txt").read_bytes()
    content = processor.process(data, "tb.txt", ()).content
    assert content.record["IssuedDate"]["value"] == ""
    assert content.dated == "2014-05-13"


@pytest.mark.parametrize(
    ("text", "day"), [("Ngày 31/2/2014, ngày 1/3/2014", "2014-03-01"), ("1/1/1014", ""), ("năm 2014", "")]
)
def test_first_day(text: str, day: str) -> None:
    assert first_day_in(text) == day


def restoration(text: str, made: list[tuple[int, float]], held: list[tuple[int, float]]) -> Restoration:
    def change(at: int, posterior: float) -> Correction:
        return Correction(Span(at, at + 1), text[at], "x", posterior, None, 0.0, "test")

    return Restoration(
        text, text, tuple(change(*one) for one in made), tuple(change(*one) for one in held), 0.9
    )


def test_pages_of_plain_text() -> None:
    text = "một hai\f\fba bốn năm\n"
    counts = count_pages(Document(text, "txt"), restoration(text, [(0, 0.9), (9, 0.7)], [(12, 0.2)]))
    assert [(one.number, one.words, one.corrections, one.suggestions) for one in counts] == [
        (1, 2, 1, 0),
        (3, 3, 1, 1),
    ]
    assert [round(one.confidence, 4) for one in counts] == [0.95, round(1 - 0.5 / 3, 4)]


def test_a_page_without_words_keeps_its_number() -> None:
    text = "một\n\f\nhai\n"
    pages = (Page(Span(0, 4), ()), Page(Span(4, 4), ()), Page(Span(6, 10), ()))
    counts = count_pages(Document(text, "hocr", pages), restoration(text, [(6, 0.5)], []))
    assert [(one.number, one.words, one.corrections) for one in counts] == [(1, 1, 0), (3, 1, 1)]


def test_forms_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_forms(["json", "txt", "json"]) == ("txt", "json")
    for names in ([], ["pdf"], ["txt", "TXT"]):
        with pytest.raises(UsageError, match="--to"):
            check_forms(names)
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(MissingToolError, match=r"vnrestore\[docx\]"):
        check_forms(["docx"])
