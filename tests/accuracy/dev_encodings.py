"""Old encodings told and converted, on the clean development documents; and Unicode left alone.

    python tests/accuracy/dev_encodings.py

Each document of ``../shared/dev/segments`` is written in each encoding, as Unicode text that shows the
codes, which is harder to tell than bytes. VPS and VISCII have letters where others have dashes
and curly quotes; there the documents have plain ones.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from legacy_text import to_legacy  # noqa: E402

from vnrestore.formats.legacy import convert_lines  # noqa: E402
from vnrestore.text.legacy.convert import ENCODINGS, TCVN3, VISCII, VPS  # noqa: E402

PLAIN = str.maketrans("–—“”‘’…•", "--\"\"''.-")
OLD_LETTERS = 0x1F00  # beyond this no Vietnamese letter: signs that the encodings have not got
LINES_EACH = 40


def main() -> None:
    """Print a row an encoding, and how much Unicode text was taken for an old encoding."""
    print("| encoding | documents told | lines right | single lines told |")
    print("|---|--:|--:|--:|")
    paths = sorted((SHARED / "dev" / "segments").glob("*.txt"))
    for encoding in ENCODINGS:
        told = right = total = alone = tried = 0
        for path in paths:
            text = without_signs(path.read_text("utf-8"), encoding)
            lines, shown = text.split("\n"), to_legacy(text, encoding).split("\n")
            found = convert_lines(shown)
            told += [one.name for one in found.encodings] == [encoding]
            pairs = [
                (old, new, line)
                for old, new, line in zip(shown, found.lines, lines, strict=True)
                if old != line
            ]
            right += sum(same(new, line, encoding) for _, new, line in pairs)
            total += len(pairs)
            for old, _, line in random.Random(1).sample(pairs, min(LINES_EACH, len(pairs))):
                alone += same(convert_lines([old]).lines[0], line, encoding)
                tried += 1
        print(
            f"| {encoding} | {told} of {len(paths)} | {right:,} of {total:,} | {alone} of {tried} |",
            flush=True,
        )
    files = sorted(SHARED.glob("dev/*/*.txt"))
    taken = [path.name for path in files if convert_lines(path.read_text("utf-8").split("\n")).encodings]
    print(
        f"\n{len(files)} Unicode files, clean and OCR output: {len(taken)} taken for old text {taken or ''}"
    )


def without_signs(text: str, encoding: str) -> str:
    """A document in the characters an old encoding has."""
    if encoding in (VPS, VISCII):
        text = text.translate(PLAIN)
    signs = "–—“”‘’…•"
    return "".join(char if ord(char) < OLD_LETTERS or char in signs else "?" for char in text)


def same(one: str, other: str, encoding: str) -> bool:
    """Whether two lines are the same; TCVN3 has its capitals in fonts."""
    return one.lower() == other.lower() if encoding == TCVN3 else one == other


if __name__ == "__main__":
    main()
