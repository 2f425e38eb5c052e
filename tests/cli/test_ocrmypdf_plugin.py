"""The OCRmyPDF plugin, run by the real OCRmyPDF."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdf_support import page_text, raw_images, to_bytes

pytest.importorskip("ocrmypdf", reason="OCRmyPDF is not installed: pip install 'vnrestore[ocrmypdf]'")
pytestmark = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")

GARBLED, RESTORED = "nuéc sach", "nước sạch"


@pytest.fixture(scope="module")
def images_only(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample without its text layer."""
    path = tmp_path_factory.mktemp("scan") / "images.pdf"
    with pikepdf.open(samples / "notice_scan.pdf") as pdf:
        page = pdf.pages[0]
        page.obj["/Contents"] = pdf.make_stream(page.Contents.read_bytes().partition(b"BT")[0])
        path.write_bytes(to_bytes(pdf))
    assert page_text(path.read_bytes()).strip() == ""
    return path


def ocrmypdf(
    source: Path, out: Path, environment: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[bytes]:
    command: list[Any] = [
        sys.executable,
        "-m",
        "ocrmypdf",
        "-l",
        "eng",
        "--output-type",
        "pdf",
        "-O0",
        *arguments,
    ]
    return subprocess.run([*command, source, out], capture_output=True, env=environment, timeout=300)


@pytest.mark.parametrize("renderer", ["auto", "sandwich"])
def test_restored_text_goes_into_the_pdf(
    images_only: Path, tmp_path: Path, environment: dict[str, str], renderer: str
) -> None:
    out, sidecar = tmp_path / "out.pdf", tmp_path / "out.txt"
    plugin = ("--plugin", "vnrestore.ocrmypdf", "--pdf-renderer", renderer, "--sidecar", str(sidecar))
    done = ocrmypdf(images_only, out, environment, *plugin)
    assert done.returncode == 0, done.stderr
    text = page_text(out.read_bytes())
    assert RESTORED in text
    assert GARBLED not in text
    assert RESTORED in sidecar.read_text("utf-8")
    assert raw_images(out.read_bytes()) == raw_images(images_only.read_bytes())
    with pikepdf.open(out) as pdf:
        assert "vnrestore" in str(pdf.docinfo["/Creator"])


def test_entry_point_does_nothing_unasked(
    images_only: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Where vnrestore is installed OCRmyPDF loads ``entry``; only ``--vnrestore`` makes it restore."""
    from importlib.metadata import entry_points

    installed = any(point.value == "vnrestore.ocrmypdf.entry" for point in entry_points(group="ocrmypdf"))
    load = () if installed else ("--plugin", "vnrestore.ocrmypdf.entry")
    out = tmp_path / "out.pdf"
    assert ocrmypdf(images_only, out, environment, *load).returncode == 0
    assert RESTORED not in page_text(out.read_bytes())
    done = ocrmypdf(images_only, out, environment, *load, "--vnrestore")
    assert done.returncode == 0, done.stderr
    assert RESTORED in page_text(out.read_bytes())


def test_both_ways_at_once(images_only: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """The entry point is another module than the plugin: OCRmyPDF refuses to load one twice."""
    both = ("--plugin", "vnrestore.ocrmypdf.entry", "--plugin", "vnrestore.ocrmypdf")
    import ocrmypdf.api

    manager = ocrmypdf.api.get_plugin_manager([both[1], both[3]])
    assert "vnrestore" in str(manager.get_ocr_engine(options=None))
