"""Reading only what is in doubt finds what reading everything would."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnrestore import pipeline
from vnrestore.pipeline import Restorer
from vnrestore.restore.passages import Chunk
from vnrestore.restore.reading import Reading
from vnrestore.restore.windows import Settled, Window, stitched, windows

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def passage_of(*words: str) -> list[Chunk]:
    chunks = []
    start = 0
    for word in words:
        chunks.append(Chunk(start, start + len(word), word, start == 0))
        start += len(word) + 1
    return chunks


def reading_of(chunk: Chunk, symbol: int = 7) -> Reading:
    return Reading(chunk.start, chunk.end, chunk.text, 1.0, None, 0.0, "identity", symbol)


def settled_but(passage: list[Chunk], *open_: int, silent: int | None = None) -> dict[int, list[Reading]]:
    return {
        chunk.start: [reading_of(chunk, -1 if i == silent else 7)]
        for i, chunk in enumerate(passage)
        if i not in open_
    }


def texts(found: list[Window]) -> list[str]:
    return ["".join(chunk.text for chunk in window) for inside, window in found if inside]


def test_three_words_on_either_side_are_read_with_what_is_in_doubt() -> None:
    passage = passage_of(*"abcdefghijklmnop")
    assert texts(windows(passage, settled_but(passage, 8))) == ["fghijkl"]
    assert texts(windows(passage, settled_but(passage, 0, 15))) == ["abcd", "mnop"]
    assert texts(windows(passage, settled_but(passage, 4, 9))) == ["bcdefghijklm"]
    assert texts(windows(passage, settled_but(passage))) == []
    assert texts(windows(passage, {})) == ["abcdefghijklmnop"]


def test_what_the_model_does_not_hear_is_no_context() -> None:
    passage = passage_of(*"abcdefghijklmnop")
    assert texts(windows(passage, settled_but(passage, 8, silent=7))) == ["efghijkl"]


def test_windows_and_settled_words_make_the_passage_again() -> None:
    passage = passage_of(*"abcdefghijklmnop")
    settled = settled_but(passage, 2, 12)
    parts = windows(passage, settled)
    read = [[reading_of(chunk) for chunk in window] for inside, window in parts if inside]
    assert [r.surface for r in stitched(parts, settled, iter(read))] == list("abcdefghijklmnop")


@pytest.mark.parametrize("sample", ["conclusions_seedlike", "plan_medium_vie"])
def test_nothing_is_lost_by_leaving_out_what_is_settled(
    sample: str, restorer: Restorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    noisy = (SAMPLES / f"{sample}.noisy.txt").read_text("utf-8")
    by_window = restorer.restore(noisy)
    read = []

    def whole(passage: list[Chunk], settled: Settled) -> list[Window]:
        read.append(len(passage))
        return [(True, passage)]

    def alone(parts: list[Window], settled: Settled, read: object) -> list[Reading]:
        return next(read)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(pipeline, "windows", whole)
    monkeypatch.setattr(pipeline, "stitched", alone)
    in_full = restorer.restore(noisy)
    assert read, "the text was not read twice"
    assert by_window.text == in_full.text
    # Sums of float32 over a whole passage are coarser than over a window.
    in_full_posteriors = [c.posterior for c in in_full.corrections]
    assert [c.posterior for c in by_window.corrections] == pytest.approx(in_full_posteriors, abs=3e-3)
