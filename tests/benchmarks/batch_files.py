"""Makes a folder of notices to try ``vnrestore batch`` on.

    python tests/benchmarks/batch_files.py FOLDER [FILES [SYLLABLES [BROKEN]]]

The samples' real OCR readings, varied: other lines, other digits, words left out. One file in
a hundred is broken, in ten ways. The same arguments make the same files.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from batch_support import make_folder


def main() -> None:
    folder, *numbers = sys.argv[1:]
    files, syllables, broken = (*map(float, numbers), *(10_000, 90, 0.01)[len(numbers) :])
    expected = make_folder(Path(folder), int(files), int(syllables), broken)
    print(dict(Counter(error or "good" for error in expected.values())))


if __name__ == "__main__":
    main()
