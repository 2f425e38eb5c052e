"""Words, boxes and ids after a restoration: what was split, merged, changed, removed or left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnrestore.datatypes.document import Box, Document, Span, Word
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections
from vnrestore.formats.compose import DocumentBuilder
from vnrestore.formats.placing import PlacedLine, place


def document_of(*lines: str) -> Document:
    """Lines as hOCR would give them: every character ten wide, words numbered from w0."""
    builder = DocumentBuilder()
    builder.page(Box(0, 0, 1000, 1000))
    number = 0
    for y, line in enumerate(lines):
        builder.line()
        x = 0
        for word in line.split(" "):
            box = Box(x, y * 20, x + 10 * len(word), y * 20 + 15)
            builder.word(word, box, 0.5, f"w{number}")
            number += 1
            x += 10 * len(word) + 10
    return builder.build("hocr")


def correction(text: str, original: str, replacement: str, posterior: float = 0.9) -> Correction:
    start = text.index(original)
    span = Span(start, start + len(original))
    return Correction(span, original, replacement, posterior, None, 0.0, "test")


def restored(document: Document, *changes: tuple[str, str]) -> tuple[PlacedLine, ...]:
    corrections = tuple(correction(document.text, old, new) for old, new in changes)
    text = apply_corrections(document.text, corrections)
    return place(document, Restoration(document.text, text, corrections, (), 1.0))


def shown(line: PlacedLine) -> list[tuple[str, tuple[str | None, ...], float | None, float | None]]:
    """Text, ids it comes from, left and right edge of every new word."""
    return [
        (word.text, tuple(s.id for s in one.sources), word.box and word.box.left, word.box and word.box.right)
        for one in line.rewordings
        for word in one.words
    ]


def test_nothing_changed() -> None:
    document = document_of("Ban hanh", "van ban")
    first, second = restored(document)
    assert shown(first) == [("Ban", ("w0",), 0, 30), ("hanh", ("w1",), 40, 80)]
    assert second.text == "van ban"
    assert not first.changed
    assert {word.confidence for word in first.words} == {0.5}


def test_a_changed_word_keeps_its_box_and_gets_the_posterior() -> None:
    (line,) = restored(document_of("Ban hanh van"), ("hanh", "hành"))
    assert shown(line)[1] == ("hành", ("w1",), 40, 80)
    assert [word.confidence for word in line.words] == [0.5, 0.9, 0.5]
    assert [one.changed for one in line.rewordings] == [False, True, False]


def test_a_split_word_divides_its_box_by_characters() -> None:
    (line,) = restored(document_of("(dautu), x"), ("dautu", "đầu tư"))
    assert line.text == "(đầu tư), x"
    assert shown(line)[:2] == [("(đầu", ("w0",), 0, 80 * 4 / 9), ("tư),", ("w0",), 80 * 5 / 9, 80)]


def test_merged_words_get_the_union_of_their_boxes() -> None:
    (line,) = restored(document_of("x d ong y"), ("d ong", "đồng"))
    assert shown(line) == [("x", ("w0",), 0, 10), ("đồng", ("w1", "w2"), 20, 70), ("y", ("w3",), 80, 90)]


def test_removing_only_the_space_merges_too() -> None:
    (line,) = restored(document_of("x d ong y"), (" ong", "ong"))
    assert shown(line)[1] == ("dong", ("w1", "w2"), 20, 70)


def test_a_correction_of_several_words_is_paired() -> None:
    (line,) = restored(document_of("vai S¢ Ke"), ("vai S¢ Ke", "với S¢ Kế"))
    assert shown(line) == [("với", ("w0",), 0, 30), ("S¢", ("w1",), 40, 60), ("Kế", ("w2",), 70, 90)]
    assert [one.changed for one in line.rewordings] == [True, False, True]


def test_other_regroupings_divide_the_union() -> None:
    (line,) = restored(document_of("a bc def"), ("a bc def", "abc def gh ij"))
    assert line.rewordings[0].sources == document_of("a bc def").pages[0].lines[0].words
    assert [word.text for word in line.words] == ["abc", "def", "gh", "ij"]
    boxes = [word.box for word in line.words]
    assert [box and round(box.left) for box in boxes] == [0, 25, 49, 68]
    assert [box and round(box.right) for box in boxes] == [18, 43, 62, 80]


@pytest.mark.parametrize("noise", ["| ", "|", " |"])
def test_words_that_vanish(noise: str) -> None:
    (line,) = restored(document_of("a | b"), (noise, ""))
    assert line.text == "a b"
    assert [(one.sources[0].id, [w.text for w in one.words]) for one in line.rewordings] == [
        ("w0", ["a"]),
        ("w1", []),
        ("w2", ["b"]),
    ]


def test_a_word_put_in_joins_its_left_neighbour() -> None:
    (line,) = restored(document_of("a b"), (" ", " xy "))
    assert shown(line) == [("a", ("w0",), 0, 2.5), ("xy", ("w0",), 5, 10), ("b", ("w1",), 20, 30)]


def test_a_correction_across_a_line_end() -> None:
    document = document_of("chu tri d", "ong bao cao")
    first, second = restored(document, ("d\nong", "đồng"))
    assert (first.text, second.text) == ("chu tri đồng", "bao cao")
    assert second.rewordings[0].words == ()
    first, second = restored(document, ("d\nong", "đi\nông"))
    assert (first.text, second.text) == ("chu tri đi", "ông bao cao")
    assert second.rewordings[0].sources[0].id == "w3"


def test_a_suggestion_lowers_the_confidence_of_what_stays() -> None:
    document = document_of("Ban hanh")
    held = Correction(Span(4, 8), "hanh", "hành", 0.25, "hanh", 0.125, "test")
    unknown = replace(held, runner_up="hạnh", runner_up_posterior=0.5)
    for suggestion, expected in ((held, 0.125), (unknown, 0.25)):
        (line,) = place(document, Restoration(document.text, document.text, (), (suggestion,), 1.0))
        assert [word.confidence for word in line.words] == [0.5, expected]


def test_words_without_text_stay_where_they_are() -> None:
    builder = DocumentBuilder()
    for text in ("a", "", "b", ""):
        builder.word(text, None, None, text + "x")
    builder.line()
    builder.word("")
    builder.word("c")
    document = builder.build("page")
    assert document.text == "a b\nc\n"
    lines = restored(document, ("a b", "ab"))
    assert [[s.id for s in one.sources] for one in lines[0].rewordings] == [["ax", "x", "bx"], ["x"]]
    assert [line.text for line in lines] == ["ab", "c"]


def test_a_word_of_the_format_may_hold_several() -> None:
    builder = DocumentBuilder()
    builder.word("Ha Noi", Box(0, 0, 60, 10), None, "a")
    builder.word("x", Box(70, 0, 80, 10), None, "b")
    document = builder.build("alto")
    (line,) = restored(document, ("Ha", "Hà"))
    assert shown(line) == [("Hà Noi", ("a",), 0, 60), ("x", ("b",), 70, 80)]
    (line,) = restored(document, ("Ha Noi", "Hà Nội cũ"))
    assert [word.text for word in line.words] == ["Hà", "Nội", "cũ", "x"]


def test_the_text_of_another_document_is_refused() -> None:
    with pytest.raises(ValueError, match="not of this document"):
        place(document_of("a"), Restoration("b\n", "b\n", (), (), 1.0))


def test_layout_of_the_text() -> None:
    builder = DocumentBuilder()
    builder.page(id="p1")
    builder.block()
    builder.line()
    builder.word("một", Box(0, 0, 10, 10))
    builder.word("  hai ba ", Box(20, 0, 30, 12))
    builder.line()
    builder.line()
    builder.word("bốn")
    builder.block()
    builder.block()
    builder.word("năm")
    builder.page(id="p2")
    builder.page(id="p3")
    builder.word("sáu")
    document = builder.build("hocr")
    assert document.text == "một hai ba\nbốn\n\nnăm\n\f\nsáu\n"
    first, empty, last = document.pages
    assert first.blocks[0].box == Box(0, 0, 30, 12)
    assert empty.span.of(document.text) == ""
    assert last.span.of(document.text) == "sáu"
    assert [line.span.of(document.text) for line in first.lines] == ["một hai ba", "", "bốn", "năm"]
    assert DocumentBuilder().build("hocr").text == ""


@pytest.mark.parametrize("edges", [(1, 0, 0, 0), (0, 1, 0, 0), (float("nan"), 0, 0, 0)])
def test_impossible_boxes(edges: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="not a box"):
        Box(*edges)


LINES = st.lists(st.lists(st.sampled_from(["a", "bc", "d,e", "x"]), min_size=1).map(" ".join), min_size=1)
REPLACEMENTS = st.sampled_from(["", " ", "q", "qu y", "a b c", "  z ", "bc"])


@settings(max_examples=300, deadline=None)
@given(LINES, st.lists(st.tuples(st.integers(0, 3), st.integers(1, 8), REPLACEMENTS), max_size=6))
def test_words_are_those_of_the_restored_text(lines: list[str], changes: list[tuple[int, int, str]]) -> None:
    """Whatever is changed, the placed words are the words of the restored text, in order, boxes inside."""
    document = document_of(*lines)
    corrections: list[Correction] = []
    at = 0
    for skip, length, new in changes:
        if at + skip >= len(document.text) - 1:
            break
        span = Span(at + skip, min(at + skip + length, len(document.text) - 1))
        corrections.append(Correction(span, span.of(document.text), new, 0.7, None, 0.0, "test"))
        at = span.end + 1
    text = apply_corrections(document.text, corrections)
    placed = place(document, Restoration(document.text, text, tuple(corrections), (), 1.0))
    words = [word for line in placed for word in line.words]
    if not any("\n" in one.original for one in corrections):
        assert "".join(word.text for word in words) == "".join(text.split())
    sources: list[Word] = [s for line in placed for one in line.rewordings for s in one.sources]
    assert sources == [word for line in document.lines() for word in line.words]
    for line in placed:
        for word in line.words:
            assert word.box is not None and line.line.box is not None
            assert word.box.union(line.line.box) == line.line.box
