"""The diff is a valid patch and the page shows every change, whatever the texts hold."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Correction, Restoration, apply_corrections
from vnrestore.report.diff import diff
from vnrestore.report.html import html
from vnrestore.report.pieces import rows


def correction(start: int, original: str, replacement: str, posterior: float = 0.99) -> Correction:
    return Correction(
        Span(start, start + len(original)), original, replacement, posterior, "x", 0.01, "fuzzy"
    )


def restoration(original: str, *changes: Correction, suggestions: tuple[Correction, ...] = ()) -> Restoration:
    return Restoration(original, apply_corrections(original, changes), changes, suggestions, 0.9)


@st.composite
def restorations(draw: st.DrawFn) -> Restoration:
    """Any text of few letters with any non-overlapping changes, also across line ends."""
    words = st.text("ab\n<&", max_size=4)
    original, changes, suggestions = "", [], []
    for kept, old, new, made in draw(st.lists(st.tuples(words, words, words, st.booleans()), max_size=8)):
        original += kept
        if old != new and old:
            (changes if made else suggestions).append(correction(len(original), old, new))
        original += old
    return restoration(original, *changes, suggestions=tuple(suggestions))


def patched(original: str, patch: str) -> str:
    """Apply a unified diff without context, strictly."""
    old, new, at = original.splitlines(keepends=True), [], 0
    lines = patch.splitlines(keepends=True)[2:]
    while lines:
        header = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", lines.pop(0))
        assert header
        start, count = int(header[1]), int(header[2] or 1)
        start -= count > 0
        new += old[at:start]
        assert len(new) == int(header[3]) - (int(header[4] or 1) > 0)
        sides: dict[str, list[str]] = {"-": [], "+": []}
        last = ""
        while lines and not lines[0].startswith("@@ "):
            line = lines.pop(0)
            if line.startswith("\\"):
                sides[last][-1] = sides[last][-1].removesuffix("\n")
            else:
                last = line[0]
                sides[last].append(line[1:])
        assert old[start : start + count] == sides["-"]
        assert len(sides["+"]) == int(header[4] or 1)
        new += sides["+"]
        at = start + count
    return "".join(new + old[at:])


@settings(max_examples=300, deadline=None)
@given(restorations())
def test_diff_rebuilds_the_restored_text(one: Restoration) -> None:
    assert patched(one.original, diff(one, "x")) == one.text


@settings(max_examples=100, deadline=None)
@given(restorations())
def test_colour_adds_nothing_but_colour(one: Restoration) -> None:
    coloured = diff(one, "x", colour=True)
    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == diff(one, "x")


@settings(max_examples=200, deadline=None)
@given(restorations())
def test_rows_cover_both_texts(one: Restoration) -> None:
    pieces = [piece for row in rows(one) for piece in row]
    assert "".join(piece.original for piece in pieces) == one.original
    assert "".join(piece.restored for piece in pieces) == one.text
    assert [piece.correction for piece in pieces if piece.correction] == list(one.corrections)
    assert [piece.suggestion for piece in pieces if piece.suggestion] == list(one.suggestions)


@settings(max_examples=100, deadline=None)
@given(restorations())
def test_page_shows_both_texts_and_all_marks(one: Restoration) -> None:
    body = html(one, "<name>").split("<tbody>")[1]
    cells = re.findall(
        "<td>(.*?)</td>", re.sub('<span class="tip">.*?</span>', "", body, flags=re.DOTALL), re.DOTALL
    )
    plain = [unescape(re.sub("<[^>]*>", "", cell)) for cell in cells]
    assert "".join(plain[0::2]).replace("\n", "") == one.original.replace("\n", "")
    assert "".join(plain[1::2]).replace("\n", "") == one.text.replace("\n", "")
    assert body.count('class="tip"') == len(one.corrections) + len(one.suggestions)


def test_diff_by_hand() -> None:
    one = restoration("dòng một\ndong hai\nba", correction(9, "dong", "dòng"), correction(18, "ba", "bà"))
    assert diff(one, "n.txt") == (
        "--- n.txt\n+++ n.txt\n"
        "@@ -2 +2 @@\n-dong hai\n+dòng hai\n"
        "@@ -3 +3 @@\n-ba\n\\ No newline at end of file\n+bà\n\\ No newline at end of file\n"
    )
    assert diff(one, "n.txt", colour=True).count("\x1b[1mdòng\x1b[0m") == 1
    assert diff(restoration("a"), "n.txt") == ""


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_applies_the_diff(tmp_path: Path) -> None:
    one = restoration("a\nb\nc\nd\n", correction(2, "b\nc", "bc"), correction(6, "d", "đ"))
    (tmp_path / "n.txt").write_text(one.original, "utf-8")
    command = ["git", "apply", "--unidiff-zero", "-p0", "-"]
    subprocess.run(command, input=diff(one, "n.txt").encode(), cwd=tmp_path, check=True)
    assert (tmp_path / "n.txt").read_text("utf-8") == one.text


def test_tooltips_give_the_reasons() -> None:
    sure, unsure = correction(0, "S6", "Số"), correction(3, "a<b", "b&c", 0.5)
    held = correction(7, "dz", "dù", 0.3)
    page = html(restoration("S6 a<b dz", sure, unsure, suggestions=(held,)), "S6")
    assert page.count('class="sure" tabindex') == 1
    assert "a&lt;b → b&amp;c\nposterior 0.500, proposed by fuzzy\nrunner-up x, 0.010" in page
    assert 'class="maybe" tabindex="0">dz<span class="tip">left as it is\ndz → dù' in page
    assert "2 corrections, 1 suggestion, 0 doubtful words left, mean confidence 0.900" in page
