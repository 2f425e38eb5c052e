"""``vnrestore ocr``, as a user runs it; needs Tesseract with the packs vie and eng."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pdf_support import helvetica, invisible, make_pdf, page_text, pixels, to_bytes, visible
from pikepdf import Name
from PIL import Image, ImageChops, ImageDraw, ImageOps
from tests_support import RunCommand

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")
RED = (200, 45, 55)
PHRASE = "cấp nước sạch"


@pytest.fixture(scope="module")
def page(samples: Path) -> Image.Image:
    """The upper part of the sample, which takes less time than all of it."""
    with pikepdf.open(samples / "notice_scan.pdf") as pdf:
        (image,) = pdf.pages[0].get_images().values()
        return pikepdf.PdfImage(image).as_pil_image().convert("L").crop((0, 0, 2481, 1000))


@pytest.fixture
def scan(page: Image.Image, tmp_path: Path) -> Path:
    path = tmp_path / "scan.png"
    page.save(path, dpi=(300, 300))
    return path


@needs_tesseract
def test_image_to_text(vnrestore: RunCommand, scan: Path) -> None:
    done = vnrestore("ocr", scan)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "HUYỆN YÊN LẬP Độc lập - Tự do - Hạnh phúc\n" in done.stdout.decode()


@needs_tesseract
def test_many_pages_to_json(vnrestore: RunCommand, page: Image.Image, tmp_path: Path) -> None:
    turned = page.rotate(180)
    page.save(
        tmp_path / "scan.tif", save_all=True, append_images=[turned], dpi=(300, 300), compression="tiff_lzw"
    )
    done = vnrestore("ocr", "scan.tif", "--to", "json", "-v")
    record = json.loads(done.stdout)
    first, second = record["text"].split("\f")
    assert PHRASE in first
    assert PHRASE in second, "a page on its head is turned"
    assert "kind" in json.dumps(record["notice"])
    assert b"page 2 read" in done.stderr


@needs_tesseract
def test_image_to_searchable_pdf(
    vnrestore: RunCommand, scan: Path, page: Image.Image, tmp_path: Path
) -> None:
    assert vnrestore("ocr", scan, "-o", "scan.pdf").returncode == 0
    data = (tmp_path / "scan.pdf").read_bytes()
    assert PHRASE in page_text(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        stored = pikepdf.PdfImage(image).as_pil_image()
    assert np.array_equal(np.asarray(stored.convert("L")), np.asarray(page)), "pixel for pixel"
    left, _, _, top = word_place(data, "Kết")
    assert left == pytest.approx(390 / 300 * 72, abs=6)
    assert top == pytest.approx(1000 / 300 * 72 - 575 / 300 * 72, abs=8)


def word_place(data: bytes, word: str) -> tuple[float, float, float, float]:
    """Where PDFium finds a word: left, bottom, right, top."""
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage()
    index, count = text.search(word, match_case=True).get_next()
    boxes = [text.get_charbox(number, loose=True) for number in range(index, index + count)]
    return boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]


@needs_tesseract
def test_pdf_of_images_keeps_all_but_gets_text(
    vnrestore: RunCommand, page: Image.Image, tmp_path: Path
) -> None:
    buffer = io.BytesIO()
    page.rotate(90, expand=True).save(buffer, "PDF", resolution=300)
    with pikepdf.open(buffer) as pdf:
        pdf.pages[0].rotate(90, relative=True)  # so that viewers show it upright
        pdf.pages[0].add_resource(helvetica(), Name.Font, Name.F)
        pdf.pages[0].contents_add(invisible((100, 100, "Gidy chirng nhan")))
        pdf.docinfo["/Title"] = "Thông báo"
        make_pdf(visible((100, 700, "Cong hoa xa hoi chu nghia Viet Nam")), pdf=pdf)
        data = to_bytes(pdf)
    (tmp_path / "images.pdf").write_bytes(data)
    done = vnrestore("ocr", "images.pdf", "-o", "text.pdf")
    assert done.stderr.decode() == "vnrestore: images.pdf: the visible print of page 2 was taken as it is\n"
    after = (tmp_path / "text.pdf").read_bytes()
    assert PHRASE in page_text(after)
    assert "Gidy" not in page_text(after), "the old layer goes"
    assert page_text(after, 1) == page_text(data, 1)
    for index in (0, 1):
        assert np.array_equal(pixels(data, index), pixels(after, index))
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Thông báo"
    hocr = vnrestore("ocr", "images.pdf", "--to", "hocr").stdout.decode()
    assert "x_wconf" in hocr


@needs_tesseract
def test_without_vie_any_pack_will_do(vnrestore: RunCommand, scan: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    where = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    folder = Path(where.stdout.partition('"')[2].partition('"')[0])
    for name in ("eng.traineddata", "configs", "tessconfigs"):
        (packs / name).symlink_to(folder / name)
    done = vnrestore("ocr", scan, variables={"TESSDATA_PREFIX": str(packs)})
    assert done.returncode == 0
    assert b"no language pack vie; reading with eng: " in done.stderr
    assert PHRASE in done.stdout.decode(), "read by the wrong model, and restored"
    (packs / "eng.traineddata").unlink()
    none = vnrestore("ocr", scan, variables={"TESSDATA_PREFIX": str(packs)})
    assert none.returncode == 4
    assert none.stderr.decode().splitlines() == [
        "vnrestore: Tesseract has no language packs: apt-get install tesseract-ocr tesseract-ocr-vie"
    ]


@needs_tesseract
def test_missing_language(vnrestore: RunCommand, scan: Path) -> None:
    done = vnrestore("ocr", scan, "--lang", "vie+tlh")
    assert done.returncode == 4
    assert done.stderr.decode() == (
        "vnrestore: Tesseract has no language pack tlh: apt-get install tesseract-ocr tesseract-ocr-tlh\n"
    )


def test_missing_tesseract(vnrestore: RunCommand, scan: Path) -> None:
    done = vnrestore("ocr", scan, "-o", "out.txt", variables={"PATH": os.devnull})
    assert done.returncode == 4
    assert done.stderr.decode() == (
        "vnrestore: Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie\n"
    )
    assert not scan.with_name("out.txt").exists()


@needs_tesseract
def test_what_cannot_be_read(vnrestore: RunCommand, tmp_path: Path) -> None:
    blank = io.BytesIO()
    Image.new("L", (600, 800), 255).save(blank, "PNG")
    cases = {
        "missing.png": (None, 3, "no such file"),
        "text.txt": (b"Cong hoa", 5, "not an image"),
        "cut.png": (blank.getvalue()[:60], 3, "damaged image"),
        "blank.png": (blank.getvalue(), 3, "nothing can be read on it"),
        "print.pdf": (
            to_bytes(make_pdf(visible((100, 700, "Cong hoa xa hoi chu nghia")))),
            3,
            "there is no scan to read",
        ),
    }
    for name, (data, code, message) in cases.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        done = vnrestore("ocr", name)
        assert done.returncode == code, (name, done.stderr)
        (line,) = done.stderr.decode().splitlines()
        assert message in line


def test_wrong_use(vnrestore: RunCommand, scan: Path) -> None:
    for arguments in (("--jobs", "0"), ("--jobs", "x"), ("--to", "alto")):
        assert vnrestore("ocr", scan, *arguments).returncode == 2


@needs_tesseract
def test_streaks_of_a_feeder_make_no_columns(
    vnrestore: RunCommand, page: Image.Image, tmp_path: Path
) -> None:
    streaked = page.copy()
    for x in (1100, 1500):
        ImageDraw.Draw(streaked).line((x, 0, x, page.height), fill=90, width=3)
    streaked.save(tmp_path / "streaked.png", dpi=(300, 300))
    read = vnrestore("ocr", "streaked.png").stdout.decode()
    assert "đồng chí Phó Chủ tịch UBND huyện tại cuộc họp" in read


@needs_tesseract
def test_lines_under_a_stamp_are_read(vnrestore: RunCommand, page: Image.Image, tmp_path: Path) -> None:
    stamped = page.copy()
    pen = ImageDraw.Draw(stamped)
    for radius in (190, 260):
        pen.ellipse((560 - radius, 330 - radius, 560 + radius, 330 + radius), outline=0, width=6)
    pen.regular_polygon((560, 330, 70), 5, fill=0)
    stamped.save(tmp_path / "stamped.png", dpi=(300, 300))
    read = vnrestore("ocr", "stamped.png").stdout.decode()
    assert "214/TB-UB" in read, "Tesseract by itself takes the stamp and all it touches for a picture"


@needs_tesseract
def test_red_stamps_hide_nothing_and_red_print_is_read(
    vnrestore: RunCommand, page: Image.Image, tmp_path: Path
) -> None:
    stamped = page.convert("RGB")
    pen = ImageDraw.Draw(stamped)
    for radius in (190, 260):
        pen.ellipse((1200 - radius, 750 - radius, 1200 + radius, 750 + radius), outline=RED, width=6)
    pen.regular_polygon((1200, 750, 90), 5, fill=RED)
    stamped = ImageChops.darker(stamped, page.convert("RGB"))
    number = (0, 385, 1200, 455)
    stamped.paste(RED, number, ImageOps.invert(page.crop(number)))
    stamped.save(tmp_path / "red.png", dpi=(300, 300))
    read = vnrestore("ocr", "red.png").stdout.decode()
    assert "đồng chí Đinh Quang Thịnh - Phó Chủ\ntịch UBND huyện đã chủ trì cuộc họp" in read
    assert "214/TB-UBND" in read
