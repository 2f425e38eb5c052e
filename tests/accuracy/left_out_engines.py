"""How well engines are restored that the channel has never seen.

    PYTHONPATH=../shared/ocrchannel python tests/accuracy/left_out_engines.py read build/left_out ENGINE…
    PYTHONPATH=. python tests/accuracy/left_out_engines.py report build/left_out

``read`` has the 16 development scans read by any engine ``ocrchannel`` drives (``gocr``, ``rapid``,
``tess:tur``, ``tess:deu:3:0@FOLDER`` …), one folder an engine; it needs Pillow and the engines, not
vnrestore. ``report`` scores each folder as it is, and restored by a channel from which the engine and
its kin are left out. Every engine is trained by itself, so leaving out its rows is the same as
``python -m vnrestore.train channel --without ENGINE``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

SCANS = Path(__file__).parents[3] / "shared" / "dev"
TABLES = ("edits", "units", "words")
# Which components know an engine, by how the name of its folder ends; the first that fits.
KIN = (
    ("-0", ("full-eng-legacy",)),
    ("legacy", ("full-eng-legacy",)),
    ("ocrad", ("ocrad",)),
    ("fra", ("tess-fra",)),
    ("tess-eng", ("tess-eng", "full-eng")),
    ("tess-vie", ("tess-vie",)),
)


def main(argv: list[str]) -> int:
    """Entry point; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=("read", "report"))
    parser.add_argument("folder", type=Path, help="where the readings lie, one folder an engine")
    parser.add_argument("engines", nargs="*", help="engines to read with, or folders to report on")
    parser.add_argument("--strict", action="store_true", help="leave out all kin, for every engine")
    args = parser.parse_args(argv)
    if args.step == "read":
        for engine in args.engines:
            read(engine, args.folder / engine.partition("@")[0].replace(":", "-"))
        return 0
    folders = [args.folder / e for e in args.engines] or sorted(
        p for p in args.folder.iterdir() if p.is_dir()
    )
    print("| engine | left out | SER raw | SER | CER raw | CER |\n|---|---|--:|--:|--:|--:|")
    for folder in folders:
        gone = set().union(*(names for _, names in KIN)) - {"tess-vie", "full-eng", "tess-eng"}
        if not args.strict:
            gone = set(next((names for end, names in KIN if folder.name.endswith(end)), ()))
        rates = " | ".join(f"{100 * rate:.2f}" for rate in error_rates(folder, gone))
        print(f"| {folder.name} | {', '.join(sorted(gone)) or '-'} | {rates} |", flush=True)
    return 0


def read(engine: str, folder: Path) -> None:
    """Read every scan that is not there yet."""
    from ocrchannel.ocr import Engine
    from ocrchannel.ocr import read as read_page
    from PIL import Image

    parsed = Engine.parse(engine)
    folder.mkdir(parents=True, exist_ok=True)
    for scan in sorted((SCANS / "images").glob("*.png")):
        target = folder / f"{scan.stem}.noisy.txt"
        if not target.exists():
            with Image.open(scan) as image:
                target.write_text(read_page(image, parsed).text, "utf-8")


def error_rates(folder: Path, gone: set[str]) -> tuple[float, float, float, float]:
    """Syllable error rate raw and restored, character error rate raw and restored, over all pages."""
    from vnrestore.evaluate.metrics import score
    from vnrestore.language import channel_tables
    from vnrestore.language.resources import trained_folder
    from vnrestore.pipeline import Restorer

    load = channel_tables.load
    with tempfile.TemporaryDirectory() as scratch:
        leave_out(trained_folder() / "channel", Path(scratch), gone)
        with mock.patch.object(channel_tables, "load", lambda _, looks: load(Path(scratch), looks)):
            restorer = Restorer()
    pages = [
        (score(gold, noisy), score(gold, restorer.restore(noisy).text)) for gold, noisy in _pages(folder)
    ]
    syllables, characters = (sum(getattr(raw, n) for raw, _ in pages) for n in ("syllables", "characters"))
    wrong = [sum(page[i].syllable_errors for page in pages) / syllables for i in (0, 1)]
    misread = [sum(page[i].character_errors for page in pages) / characters for i in (0, 1)]
    return wrong[0], wrong[1], misread[0], misread[1]


def leave_out(source: Path, target: Path, gone: set[str]) -> None:
    """Copy a trained channel without some of its components, nor those of their bad scans."""
    manifest = json.loads((source / "manifest.json").read_text("utf-8"))
    manifest["tokens"] = {
        name: n for name, n in manifest["tokens"].items() if name.removesuffix("-bad") not in gone
    }
    (target / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for table in TABLES:
        header, *rows = (source / f"{table}.tsv").read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if row.partition("\t")[0].removesuffix("-bad") not in gone]
        (target / f"{table}.tsv").write_text("".join([header, *kept]), "utf-8")


def _pages(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.noisy.txt")):
        gold = SCANS / "real_eng" / path.name.replace(".noisy.", ".gold.")
        yield gold.read_text("utf-8"), path.read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
