"""File names of any bytes, as text and as names of outputs."""

from __future__ import annotations

import os
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnrestore.batch.claims import RESERVED, Claims
from vnrestore.batch.names import fitted, is_inside, key_of, quote, stem_of, unquote
from vnrestore.batch.outputs import SUFFIXES

NAMES = st.binary(min_size=1, max_size=40).filter(lambda raw: b"\0" not in raw).map(os.fsdecode)


@given(NAMES)
def test_every_name_comes_back_and_is_printable_text(name: str) -> None:
    quoted = quote(name)
    assert unquote(quoted) == name
    quoted.encode("utf-8")
    assert not any(char < " " or char == "\x7f" for char in quoted)


@given(NAMES, NAMES)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert (quote(one) == quote(other)) == (one == other)


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/a", "a//b", "a/.", "", r"\x2e\x2e/a", r"a\x00b"])
def test_paths_that_leave_their_folder(path: str) -> None:
    assert not is_inside(path)


@pytest.mark.parametrize("path", ["a", "a/b.txt", "..a/b..", "... /x", r"\xff"])
def test_paths_that_do_not(path: str) -> None:
    assert is_inside(path)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("tb.txt", "tb"),
        ("tb.TXT", "tb"),
        ("12.2014", "12.2014"),
        (".txt", ".txt"),
        ("a.b.pdf", "a.b"),
        ("a", "a"),
    ],
)
def test_stem(name: str, stem: str) -> None:
    assert stem_of(name) == stem


@given(NAMES)
def test_long_names_are_cut_and_stay_apart(name: str) -> None:
    long = quote(name * 12)
    cut = fitted(long)
    raw = len(os.fsencode(unquote(cut)))
    assert raw + max(map(len, SUFFIXES)) <= 255
    assert (cut == long) == (len(os.fsencode(name * 12)) <= 235)
    if cut != long:
        assert fitted(quote(name * 12 + "x")) != cut


def test_names_are_not_cut_within_a_letter() -> None:
    cut = [fitted("x" * shift + "ư" * 200) for shift in range(2)]
    assert not any("\\x" in name for name in cut)


def test_no_suffix_ends_another() -> None:
    """Else outputs of two bases could have one name."""
    assert [(one, two) for one in SUFFIXES for two in SUFFIXES if one != two and two.endswith(one)] == []


@pytest.fixture
def claims() -> Claims:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE names (key TEXT PRIMARY KEY, owner TEXT NOT NULL) WITHOUT ROWID")
    made = Claims(db)
    made.reserve()
    return made


def test_the_first_gets_the_short_name(claims: Claims) -> None:
    paths = ["x/a.txt", "x/a.xml", "x/A.TXT", "x/a.pdf", "y/a.txt", "x/a.xml~2"]
    bases = [claims.base_of(path) for path in paths]
    assert bases == ["x/a", "x/a.xml", "x/A.TXT", "x/a.pdf", "y/a", "x/a.xml~2"]


def test_names_that_only_differ_in_case_or_composition_stay_apart(claims: Claims) -> None:
    bases = [claims.base_of(path) for path in ("Đề án.txt", "đề án.TXT", "đề án.txt", "ĐỀ ÁN.txt")]
    assert len({key_of(base) for base in bases}) == 4


def test_a_folder_named_like_an_output(claims: Claims) -> None:
    assert claims.base_of("a.txt") == "a"
    assert claims.base_of("a.json/b.txt") == "a.json~2/b"
    assert claims.base_of("a.json/c/d.txt") == "a.json~2/c/d"
    assert claims.base_of("b.html/c.txt") == "b.html/c"
    assert claims.base_of("b.txt") == "b.txt"


def test_our_own_files_are_not_overwritten(claims: Claims) -> None:
    for name in RESERVED:
        for suffix in SUFFIXES:
            base = claims.base_of(f"{name.removesuffix(suffix)}.txt")
            assert base + suffix not in RESERVED
    assert claims.base_of("summary.html/a.txt") == "summary.html~2/a"
    assert claims.base_of(".vnrestore/lock.txt") == ".vnrestore~2/lock"
