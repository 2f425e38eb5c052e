"""The OCRmyPDF plugin, run by the real OCRmyPDF."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pdf_support import page_text, raw_images, to_bytes

get_plugin_manager = pytest.importorskip(
    "ocrmypdf.api", reason="OCRmyPDF is not installed: pip install 'vnrestore[ocrmypdf]'"
).get_plugin_manager
pytestmark = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")

ENTRY = "vnrestore.ocrmypdf.entry"
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


def loaded_by_itself() -> bool:
    """Whether vnrestore is installed here, so that OCRmyPDF loads its entry point."""
    return any(point.value == ENTRY for point in entry_points(group="ocrmypdf"))


@pytest.mark.parametrize(
    ("renderer", "how"),
    [
        ("auto", ("--plugin", "vnrestore.ocrmypdf")),
        ("sandwich", ("--vnrestore", *(() if loaded_by_itself() else ("--plugin", ENTRY)))),
    ],
)
def test_restored_text_goes_into_the_pdf(
    images_only: Path, tmp_path: Path, environment: dict[str, str], renderer: str, how: tuple[str, ...]
) -> None:
    out, sidecar = tmp_path / "out.pdf", tmp_path / "out.txt"
    plugin = (*how, "--pdf-renderer", renderer, "--sidecar", str(sidecar))
    done = ocrmypdf(images_only, out, environment, *plugin)
    assert done.returncode == 0, done.stderr
    text = page_text(out.read_bytes())
    assert RESTORED in text
    assert GARBLED not in text
    assert RESTORED in sidecar.read_text("utf-8")
    assert raw_images(out.read_bytes()) == raw_images(images_only.read_bytes())
    with pikepdf.open(out) as pdf:
        assert "vnrestore" in str(pdf.docinfo["/Creator"])


def engine(*plugins: str, **wishes: Any) -> str:
    """The engine OCRmyPDF takes with these plugins and options."""
    options = SimpleNamespace(ocr_engine="auto", extra_attrs={})
    vars(options).update(wishes)
    return str(get_plugin_manager(list(plugins)).get_ocr_engine(options=options))


def test_nothing_is_restored_unasked() -> None:
    """Where vnrestore is installed OCRmyPDF loads ``entry``; only ``--vnrestore`` makes it restore."""
    entry = [] if loaded_by_itself() else [ENTRY]
    assert "vnrestore" not in engine(*entry)
    assert "vnrestore" in engine(*entry, extra_attrs={"vnrestore": True})
    assert "vnrestore" in engine(*entry, "vnrestore.ocrmypdf"), "a plugin is not loaded twice"


def test_other_engines_are_left_alone() -> None:
    assert "vnrestore" not in engine("vnrestore.ocrmypdf", ocr_engine="none")
