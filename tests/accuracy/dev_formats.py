"""Error rates on the development scans through each format, against the plain-text path.

    python tests/accuracy/dev_formats.py [FOLDER]

Reads ``../shared/dev/images`` with Tesseract (``eng`` and ``vie``) into FOLDER, where its readings are
kept for the next run: plain text, hOCR and ALTO; PAGE-XML is made from the ALTO. Each is restored and
written in its own format. What is scored is the text of the file that was written, read back in the
order of the file: the truths have headers line by line across their columns, which reading by
coordinates takes apart.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1]), str(SHARED)]

from alto_to_page import alto_to_page  # noqa: E402
from score import score  # noqa: E402

from vnrestore.formats.alto import read_alto  # noqa: E402
from vnrestore.formats.hocr import read_hocr  # noqa: E402
from vnrestore.formats.page_xml import read_page  # noqa: E402
from vnrestore.formats.plain import parse_plain  # noqa: E402
from vnrestore.formats.reading import parse_document  # noqa: E402
from vnrestore.formats.writing import rewrite_document  # noqa: E402
from vnrestore.pipeline import Restorer  # noqa: E402

IN_FILE_ORDER = {"txt": parse_plain, "hocr": read_hocr, "alto": read_alto, "page": read_page}
ENDINGS = {"txt": "txt", "hocr": "hocr", "alto": "xml", "page": "page.xml"}


def main(folder: Path) -> None:
    """Print a row a format and language: raw and restored rates, and pages that differ from plain text."""
    restorer = Restorer()
    print("| language | format | SER raw | SER restored | CER restored | texts not as through txt |")
    print("|---|---|--:|--:|--:|--:|")
    for language in ("eng", "vie"):
        totals = {name: Counter[str]() for name in ENDINGS}
        for image in sorted((SHARED / "dev" / "images").glob("*.png")):
            gold = (SHARED / "dev" / "real_eng" / f"{image.stem}.gold.txt").read_text("utf-8")
            stem = read_image(image, language, folder)
            texts = {}
            for name, ending in ENDINGS.items():
                data = stem.with_name(f"{stem.name}.{ending}").read_bytes()
                document = parse_document(data, name)
                assert document.format == name
                restoration = restorer.restore(document.text)
                written = IN_FILE_ORDER[name](rewrite_document(document, restoration), name).text
                texts[name] = written.split()
                add(totals[name], "raw", score(gold, IN_FILE_ORDER[name](data, name).text))
                add(totals[name], "restored", score(gold, written))
                totals[name]["differs"] += texts[name] != texts["txt"]
        for name, total in totals.items():
            errors = [total[f"{when} syllable_errors"] for when in ("raw", "restored")]
            rates = [one / total["raw syllables"] for one in errors]
            cer = total["restored char_errors"] / total["restored chars"]
            shown = " | ".join(f"{rate:.2%}" for rate in (*rates, cer))
            print(f"| {language} | {name} | {shown} | {total['differs']} |", flush=True)


def read_image(image: Path, language: str, folder: Path) -> Path:
    """Tesseract's readings of an image; the path to them without its ending."""
    stem = folder / f"{image.stem}.{language}"
    alto = stem.with_name(f"{stem.name}.xml")
    if not alto.exists():
        command = ["tesseract", str(image), str(stem), "-l", language, "hocr", "alto", "txt"]
        limited = os.environ | {"OMP_THREAD_LIMIT": "1"}
        subprocess.run(command, check=True, capture_output=True, env=limited)
    page = stem.with_name(f"{stem.name}.page.xml")
    if not page.exists():
        page.write_bytes(alto_to_page(alto.read_bytes(), image.name))
    return stem


def add(total: Counter[str], when: str, rates: dict[str, int]) -> None:
    """Sum the counts of a page."""
    for key in ("syllables", "syllable_errors", "chars", "char_errors"):
        total[f"{when} {key}"] += rates[key]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
