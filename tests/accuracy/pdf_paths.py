"""The same scans through every PDF path, compared with the plain-text path.

    python tests/accuracy/pdf_paths.py [--tessdata FOLDER]

Each development scan is read once by ``tesseract -l eng`` into a searchable PDF and a text. The
text restored is the plain path. The PDF is fixed; its text, and what ``pdftotext`` and PDFium
extract from the fixed file, are scored against the same truth. Then ``vnrestore ocr`` reads the
scans. Needs ../shared, Tesseract with eng and vie, pdftotext. About two minutes.

    python tests/accuracy/pdf_paths.py --images FOLDER

Other pages, by the paths that begin with the image only: ``NAME.png`` with its truth in ``NAME.gold.txt``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(SHARED), str(ROOT / "tests")]

Readings = Iterator[tuple[str, str]]
BAR = 0.02  # of the characters wrong is what regulation lets pass


def pdftotext(data: bytes, *options: str) -> str:
    """What poppler extracts."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def pdfium(data: bytes) -> str:
    """What PDFium, and so Chromium, extracts."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def read_by_vie(image: Path) -> str:
    """What Tesseract prints with the Vietnamese model and no help."""
    command = ["tesseract", str(image), "-", "-l", "vie"]
    done = subprocess.run(command, check=True, capture_output=True)
    return done.stdout.decode().replace("\f", "")


def read_by_eng(image: Path, tessdata: str | None) -> tuple[str, bytes]:
    """One reading of an image by the English model, as text and as a searchable PDF."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "out"
        model = ["--tessdata-dir", tessdata] if tessdata else []
        settings = ["-c", "tessedit_create_pdf=1", "-c", "tessedit_create_txt=1"]
        command = ["tesseract", str(image), str(base), "-l", "eng", *model, *settings]
        subprocess.run(command, check=True, capture_output=True)
        text = base.with_suffix(".txt").read_text("utf-8").replace("\f", "")
        return text, base.with_suffix(".pdf").read_bytes()


def pdf_readings(image: Path, restorer: Any, tessdata: str | None) -> Readings:
    """Every path of a page with a text layer, by name."""
    from pdf_support import pixels, raw_images

    from vnrestore.formats.pdf_fix import fix_pdf
    from vnrestore.formats.placing import place
    from vnrestore.formats.reading import parse_document

    raw, data = read_by_eng(image, tessdata)
    yield "eng: text as read", raw
    yield "eng: pdftotext of the PDF as made", pdftotext(data)
    yield "eng: plain text restored", restorer.restore(raw).text
    document = parse_document(data, image.name)
    restoration = restorer.restore(document.text)
    yield "eng: fix PDF --to txt", restoration.text
    fixed = fix_pdf(document, place(document, restoration)).data
    if raw_images(fixed) != raw_images(data) or (pixels(fixed) != pixels(data)).any():
        raise SystemExit(f"{image.name}: the page does not look as it did")
    yield "eng: fix PDF, then pdftotext", pdftotext(fixed)
    yield "eng: fix PDF, then pdftotext -raw", pdftotext(fixed, "-raw")
    yield "eng: fix PDF, then PDFium", pdfium(fixed)


def image_readings(image: Path, restorer: Any) -> Readings:
    """Every path that begins with the image, by name."""
    from vnrestore.formats.placing import place
    from vnrestore.ocr.scan import read_scan
    from vnrestore.ocr.searchable import searchable_pdf

    yield "vie: tesseract alone", read_by_vie(image)
    scan = read_scan(image.read_bytes(), image.name)
    yield "vie: ocr as read", scan.document.text
    restoration = restorer.restore(scan.document.text)
    yield "vie: ocr --to txt", restoration.text
    searchable, _ = searchable_pdf(scan, place(scan.document, restoration), image.name)
    yield "vie: ocr -o PDF, then pdftotext", pdftotext(searchable)
    yield "vie: ocr -o PDF, then PDFium", pdfium(searchable)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tessdata", help="folder of the eng model to use (the dev set's is the full one)")
    parser.add_argument(
        "--images", type=Path, metavar="FOLDER", help="other pages than the development scans"
    )
    options = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    from score import score

    from vnrestore.pipeline import Restorer

    restorer = Restorer()
    totals: dict[str, Counter[str]] = {}
    images = options.images or SHARED / "dev" / "images"
    golds = options.images or SHARED / "dev" / "real_eng"
    for image in sorted(images.glob("*.png")):
        gold = (golds / f"{image.stem}.gold.txt").read_text("utf-8")
        layer = () if options.images else pdf_readings(image, restorer, options.tessdata)
        for name, text in chain(layer, image_readings(image, restorer)):
            found = score(gold, text)
            counts = totals.setdefault(name, Counter())
            counts.update({key: value for key, value in found.items() if isinstance(value, int)})
            counts.update(pages=1, good=found["cer"] <= BAR)
    print("| path | SER | CER | pages with 98 % of characters right |\n|---|--:|--:|--:|")
    for name, counts in totals.items():
        ser, cer = counts["syllable_errors"] / counts["syllables"], counts["char_errors"] / counts["chars"]
        print(f"| {name} | {ser:.2%} | {cer:.2%} | {counts['good']} of {counts['pages']} |")


if __name__ == "__main__":
    main()
