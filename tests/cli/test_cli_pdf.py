"""``vnrestore fix`` of PDFs, as a user runs it."""

from __future__ import annotations

import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pdf_support import SCAN, invisible, make_pdf, page_text, pixels, raw_images, to_bytes, visible
from tests_support import RunCommand

from vnrestore.datatypes.document import Box
from vnrestore.formats.hocr import read_hocr

PHRASE = "Về cấp nước sạch"


@pytest.fixture(scope="session")
def sample(samples: Path) -> Path:
    """A page written by us, rendered, and read by Tesseract's English model, which made the PDF."""
    return samples / "notice_scan.pdf"


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    """A PDF of visible print."""
    path = tmp_path / "printed.pdf"
    path.write_bytes(to_bytes(make_pdf(visible((100, 700, "Cong tac thong tin d6i ngoai cua thanh pho")))))
    return path


def test_pdf_to_pdf(vnrestore: RunCommand, sample: Path, tmp_path: Path) -> None:
    done = vnrestore("fix", sample, "-o", "fixed.pdf")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    before, after = sample.read_bytes(), (tmp_path / "fixed.pdf").read_bytes()
    assert PHRASE not in page_text(before)
    assert PHRASE in page_text(after)
    assert raw_images(before) == raw_images(after)
    assert np.array_equal(pixels(before), pixels(after))
    assert [path.name for path in tmp_path.iterdir()] == ["fixed.pdf"]


def test_through_pipes_and_twice(vnrestore: RunCommand, sample: Path) -> None:
    once = vnrestore("fix", "-", stdin=sample.read_bytes())
    assert once.returncode == 0
    assert PHRASE in page_text(once.stdout)
    assert vnrestore("fix", "-", stdin=once.stdout).stdout == once.stdout


def test_text_by_the_name_of_the_output(vnrestore: RunCommand, sample: Path, tmp_path: Path) -> None:
    assert vnrestore("fix", sample, "-o", "named.txt").returncode == 0
    assert f"1. {PHRASE}\n" in (tmp_path / "named.txt").read_text("utf-8")


def test_json(vnrestore: RunCommand, sample: Path) -> None:
    record = json.loads(vnrestore("fix", sample, "--json").stdout)
    assert f"1. {PHRASE}\n" in record["text"]
    assert record["format"] == "pdf"
    assert "Kết luận của đồng chí" in json.dumps(record["notice"], ensure_ascii=False)


def test_hocr(vnrestore: RunCommand, sample: Path) -> None:
    data = vnrestore("fix", sample, "--to", "hocr").stdout
    document = read_hocr(data, "x")
    assert f"1. {PHRASE}\n" in document.text
    (page,) = document.pages
    assert page.box == Box(0, 0, 2481, 3508), "as if scanned at 300 dots an inch, which it was"
    (word,) = (word for line in page.lines for word in line.words if word.span.of(document.text) == "THÔNG")
    assert word.box is not None
    assert abs(word.box.left - 1155) < 15
    assert abs(word.box.bottom - 525) < 15


def test_word_document(vnrestore: RunCommand, sample: Path, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    assert vnrestore("fix", sample, "-o", "fixed.docx").returncode == 0
    paragraphs = docx.Document(str(tmp_path / "fixed.docx")).paragraphs
    assert any(PHRASE in paragraph.text for paragraph in paragraphs)


def test_visible_print(vnrestore: RunCommand, printed: Path) -> None:
    done = vnrestore("fix", printed)
    assert done.stdout == printed.read_bytes()
    (line,) = done.stderr.decode().splitlines()
    assert "is visible print, not an invisible OCR layer: nothing was replaced" in line
    assert vnrestore("fix", printed, "-q").stderr == b""
    assert "đối ngoại" in vnrestore("fix", printed, "--to", "txt").stdout.decode()


def test_visible_print_in_an_old_encoding(vnrestore: RunCommand, tmp_path: Path) -> None:
    line = "C«ng t¸c th«ng tin ®èi ngo¹i cña thµnh phè Hµ Néi n¨m 2014"
    (tmp_path / "old.pdf").write_bytes(to_bytes(make_pdf(SCAN + invisible((50, 700, line)))))
    done = vnrestore("fix", "old.pdf", "-o", "fixed.pdf")
    assert done.returncode == 0
    assert "TCVN3" in done.stderr.decode()
    expected = "Công tác thông tin đối ngoại của thành phố Hà Nội năm 2014"
    assert page_text((tmp_path / "fixed.pdf").read_bytes()) == expected


def test_errors_are_one_line(vnrestore: RunCommand, sample: Path, tmp_path: Path) -> None:
    with pikepdf.open(sample) as pdf:
        locked = to_bytes(pdf, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    cases = {
        "locked.pdf": (locked, 3, "needs a password"),
        "cut.pdf": (sample.read_bytes()[:500], 3, "damaged PDF"),
        "empty.pdf": (to_bytes(make_pdf(SCAN)), 3, "has no text layer; read its pages with: vnrestore ocr"),
        "pages.pdf": (to_bytes(pikepdf.new()), 3, "without pages"),
    }
    for name, (data, code, message) in cases.items():
        (tmp_path / name).write_bytes(data)
        done = vnrestore("fix", name, "-o", "out.pdf")
        assert done.returncode == code, name
        (line,) = done.stderr.decode().splitlines()
        assert line.startswith(f"vnrestore: {name}: ")
        assert message in line
        assert not (tmp_path / "out.pdf").exists()


def test_missing_library(vnrestore: RunCommand, sample: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "pikepdf.py").write_text("raise ModuleNotFoundError('no', name='pikepdf')\n")
    path = os.pathsep.join([str(blocked), str(Path(__file__).resolve().parents[2])])
    done = vnrestore("fix", sample, "-o", "out.pdf", variables={"PYTHONPATH": path})
    assert done.returncode == 4
    assert done.stderr.decode() == "vnrestore: PDF files need pikepdf: pip install 'vnrestore[pdf]'\n"


def test_nothing_binary_for_a_terminal(sample: Path, environment: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    try:
        command = [sys.executable, "-m", "vnrestore", "fix", str(sample)]
        done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, env=environment, timeout=120)
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 2
    assert b"name one with -o OUT.pdf" in done.stderr


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_other_readers_find_it(vnrestore: RunCommand, sample: Path) -> None:
    data = vnrestore("fix", sample).stdout
    out = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    assert out.stderr == b""
    assert PHRASE in out.stdout.decode()


def test_several_pages(vnrestore: RunCommand, sample: Path, tmp_path: Path) -> None:
    with pikepdf.open(sample) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.pages[1].rotate(90, relative=True)
        (tmp_path / "two.pdf").write_bytes(to_bytes(pdf))
    data = vnrestore("fix", "two.pdf").stdout
    assert PHRASE in page_text(data, 0)
    assert PHRASE in page_text(data, 1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len({image.objgen for page in pdf.pages for image in page.get_images().values()}) == 1
