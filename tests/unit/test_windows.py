"""Reading only what is in doubt finds what reading everything would."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnrestore import pipeline
from vnrestore.pipeline import Restorer
from vnrestore.restore.adapt import doubtful_chunks
from vnrestore.restore.passages import Chunk
from vnrestore.restore.protect import LONGEST_SYLLABLE
from vnrestore.restore.reading import Reading
from vnrestore.restore.windows import Window, stitched, whole, windows, with_neighbours

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


def read(passage: list[Chunk], silent: int | None = None) -> list[Reading]:
    return [reading_of(chunk, -1 if i == silent else 7) for i, chunk in enumerate(passage)]


def texts(found: list[Window]) -> list[str]:
    return ["".join(chunk.text for chunk in window.chunks) for window in found]


def test_three_words_on_either_side_are_read_with_what_is_in_doubt() -> None:
    passage = passage_of(*"abcdefghijklmnop")
    assert texts(windows(passage, read(passage), [8])) == ["fghijkl"]
    assert texts(windows(passage, read(passage), [0, 15])) == ["abcd", "mnop"]
    assert texts(windows(passage, read(passage), [4, 9])) == ["bcdefghijklm"]
    assert texts(windows(passage, read(passage), [])) == []
    assert texts(windows(passage, read(passage), list(range(16)))) == ["abcdefghijklmnop"]


def test_what_the_model_does_not_hear_is_no_context() -> None:
    passage = passage_of(*"abcdefghijklmnop")
    assert texts(windows(passage, read(passage, silent=7), [8])) == ["efghijkl"]


def test_what_is_settled_in_a_window_is_held_and_the_rest_is_not() -> None:
    passage = passage_of(*"abcdefgh")
    (window,) = windows(passage, read(passage), [2, 3])
    assert [r.surface for some in window.settled.values() for r in some] == list("abefg")
    assert (window.first, window.last) == (0, 7)


def test_windows_and_settled_words_make_the_passage_again() -> None:
    passage = passage_of(*"abcdefghijklmnop")
    parts = windows(passage, read(passage), [2, 12])
    again = [[reading_of(chunk)._replace(surface=chunk.text.upper()) for chunk in w.chunks] for w in parts]
    assert "".join(r.surface for r in stitched(parts, read(passage), iter(again))) == "ABCDEFghiJKLMNOP"


def test_a_chunk_is_in_doubt_if_any_of_its_readings_is() -> None:
    text = "một haivàbachân, 12 ba"
    passage = passage_of(*text.split())
    sure = [
        Reading(0, 3, "một", 1.0, None, 0.0, "identity", 7),
        Reading(4, 15, "haivàbachân", 1.0, None, 0.0, "identity", 7),
        Reading(15, 16, ",", 1.0, None, 0.0, "identity", 7),
        Reading(17, 19, "12", 1.0, None, 0.0, "identity", 7),
        Reading(20, 22, "ba", 1.0, None, 0.0, "identity", 7),
    ]
    assert doubtful_chunks(text, [passage], [sure]) == [[]]
    assert doubtful_chunks(text, [passage], [sure], numbers=False) == [[2]]
    assert doubtful_chunks(text, [passage], [sure], longest=LONGEST_SYLLABLE) == [[1]]
    sure[2] = sure[2]._replace(posterior=0.99)
    assert doubtful_chunks(text, [passage], [sure]) == [[1]]


def test_chunks_read_as_one_word_are_in_doubt() -> None:
    text = "một h ai ba"
    passage = passage_of(*text.split())
    joined = [
        Reading(0, 3, "một", 1.0, None, 0.0, "identity", 7),
        Reading(4, 8, "hai", 1.0, None, 0.0, "merge", 7),
        Reading(9, 11, "ba", 1.0, None, 0.0, "identity", 7),
    ]
    assert doubtful_chunks(text, [passage], [joined]) == [[1, 2]]


@pytest.mark.parametrize("sample", ["conclusions_seedlike", "plan_medium_vie"])
def test_nothing_is_lost_by_leaving_out_what_is_settled(
    sample: str, restorer: Restorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    noisy = (SAMPLES / f"{sample}.noisy.txt").read_text("utf-8")
    by_window = restorer.restore(noisy)
    read = []

    def one(passage: list[Chunk], before: list[Reading], doubtful: list[int]) -> list[Window]:
        read.append(len(passage))
        return [whole(passage, before, doubtful)]

    monkeypatch.setattr(pipeline, "windows", one)
    in_full = restorer.restore(noisy)
    assert read, "the text was not read twice"
    assert by_window.text == in_full.text
    # Sums of float32 over a whole passage are coarser than over a window.
    in_full_posteriors = [c.posterior for c in in_full.corrections]
    assert [c.posterior for c in by_window.corrections] == pytest.approx(in_full_posteriors, abs=3e-3)


def test_what_is_settled_is_no_part_of_a_new_word() -> None:
    # A word read across the blank would take the place of the settled one and lose its neighbour.
    builder = Restorer()._broad
    passage = passage_of("c", "pha", "vi")
    first, second = passage[0], passage[1]
    joined = (first.start, second.end)
    held = {first.start: [reading_of(first)]}
    for settled, is_joined in (({}, True), (held, False)):
        lattice = builder.build([passage], settled)
        arms = set(zip(lattice.start.tolist(), lattice.end.tolist(), strict=True))
        assert (joined in arms) is is_joined
        assert {(chunk.start, chunk.end) for chunk in passage} <= arms


def test_neighbours_of_what_is_in_doubt_are_looked_at_too() -> None:
    assert with_neighbours([0, 4, 5], [0, 4, 5], 8) == [0, 1, 3, 4, 5, 6]
    assert with_neighbours([0, 4, 7], [7], 8) == [0, 4, 6, 7]
    assert with_neighbours([2], [], 8) == [2]
    assert with_neighbours([], [], 8) == []


def test_what_is_in_doubt_yet_gets_a_closer_look() -> None:
    # A word broken so badly that a hundred others are likelier until what stands beside it is asked.
    law = "Can ctr Luat T6 chitc chinh quyén dia phuong ngay 16 thang 6 nam 2025 cia Quéc héi;\n"
    decree = "\nCan cir Nghi dinh s6 43/2014/ND-CP ngay 15 thang 5 nam 2014 ctia Chinh phi quy dinh chi tiét."
    text = Restorer().restore(law + "Bo Tai chinh wimg dan" + decree).text
    assert "Bộ Tài chính hướng dẫn" in text
