from collections.abc import Callable
from pathlib import Path

import pytest

from vnrestore.errors import ResourceError
from vnrestore.language.lexicon import (
    CATEGORIES,
    USER,
    USER_COUNT,
    Entry,
    Lexicon,
    load_entries,
    load_user_entries,
)

HEADER = "# About.\n# word\texpansions\tcount\tsource\n"


def write(folder: Path, text: str, name: str = "abbreviations.tsv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_load_entries(tmp_path: Path) -> None:
    path = write(
        tmp_path, HEADER + "BC\tbáo cáo\t7\tcorpus\nXX\tnonsense\t9\tnever\nĐ/c\tđồng chí\t0\thand\n"
    )
    assert load_entries(path) == [
        Entry("BC", 7, "corpus", ("báo cáo",)),
        Entry("Đ/c", 0, "hand", ("đồng chí",)),
    ]


def test_text_is_composed_and_marks_and_line_ends_of_windows_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "w.tsv"
    path.write_bytes("\ufeff# word\tcount\tsource\r\nho\u0300a\t7\thand\r\n".encode())
    assert load_entries(path) == [Entry("hòa", 7, "hand")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEADER + "BC\tbáo cáo\t7\n", 3),
        (HEADER + "BC\tbáo cáo\t7\tcorpus\t\n", 3),
        (HEADER + "AB\tan bình\t1\thand\nBC\tbáo cáo\tseven\tcorpus\n", 4),
        (HEADER + "BC\tbáo cáo\t-7\tcorpus\n", 3),
        (HEADER + "BC\tbáo cáo\t\u0667\tcorpus\n", 3),
        (HEADER + "\tbáo cáo\t7\tcorpus\n", 3),
        (HEADER + "AB\tan bình\t1\thand\n\nBC\tbáo cáo\t7\tcorpus\n", 4),
        ("BC\tbáo cáo\t7\tcorpus\n", 1),
        ("# word\texpansions\nBC\tbáo cáo\n", 1),
        ("", 1),
    ],
)
def test_malformed_lines_are_named(tmp_path: Path, text: str, line: int) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ResourceError, match=rf"abbreviations\.tsv:{line}: ") as caught:
        load_entries(path)
    assert "\n" not in str(caught.value)


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"missing\.tsv"):
        load_entries(tmp_path / "missing.tsv")
    (tmp_path / "legacy.tsv").write_bytes(b"# word\tcount\tsource\nb\xf4\t1\thand\n")
    with pytest.raises(ResourceError, match=r"legacy\.tsv:2: .*UTF-8"):
        load_entries(tmp_path / "legacy.tsv")
    (tmp_path / "folder.tsv").mkdir()
    with pytest.raises(ResourceError, match=r"folder\.tsv"):
        load_entries(tmp_path / "folder.tsv")


def test_user_lexicon(tmp_path: Path) -> None:
    path = write(tmp_path, "# mine\n\nHoà  Lạc\t12\nTrần Ngọc Thuỵ\nKLTN\t\n", "my.tsv")
    assert load_user_entries(path) == [
        Entry("Hòa Lạc", 12, USER),
        Entry("Trần Ngọc Thụy", USER_COUNT, USER),
        Entry("KLTN", USER_COUNT, USER),
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\t5\n", 1),
        (b"one\n...\n", 2),
        (b"one\ttwo\n", 1),
        (b"one\t1\t2\n", 1),
        (b"one\t-1\n", 1),
        (b"one\ntwo\x00\n", 2),
        (b"one\ntwo\nb\xf4\n", 3),
    ],
)
def test_malformed_user_lexicon(tmp_path: Path, data: bytes, line: int) -> None:
    (tmp_path / "my.tsv").write_bytes(data)
    with pytest.raises(ResourceError, match=rf"my\.tsv:{line}: "):
        Lexicon(tmp_path, [tmp_path / "my.tsv"])


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    header = "# word\tcount\tsource\n"
    write(
        tmp_path,
        header + "của\t900\tcorpus\ncúa\t2\tcorpus\ncưa\t30\tcorpus\nhòa\t50\tcorpus\n",
        "syllables.tsv",
    )
    write(tmp_path, header + "ủy ban\t8\tcorpus\n", "phrases.tsv")
    return Lexicon(tmp_path, [write(tmp_path, "Của Lò\n", "my.tsv")])


WORDS = ("syllables", "phrases", USER)


def test_exact_lookup_folds_case_and_tone_placement(lexicon: Lexicon) -> None:
    assert [m.entry.word for m in lexicon.exact("HOÀ", WORDS)] == ["hòa"]
    assert [(m.category, m.entry.word) for m in lexicon.exact("Uỷ ban", WORDS)] == [("phrases", "ủy ban")]
    assert lexicon.exact("hoa", WORDS) == []


def test_key_lookups_give_the_most_frequent_first(lexicon: Lexicon) -> None:
    assert [m.entry.word for m in lexicon.by_stripped_key("CUA", WORDS)] == ["của", "cưa", "cúa"]
    assert [m.entry.word for m in lexicon.by_shape_key("cia", ("syllables",))] == ["của", "cưa", "cúa"]
    assert [m.category for m in lexicon.by_shape_key("Cia L&", WORDS)] == [USER]


@pytest.mark.parametrize("lookup", [Lexicon.exact, Lexicon.by_stripped_key, Lexicon.by_shape_key])
def test_categories_are_read_only_when_asked_for(lexicon: Lexicon, lookup: Callable[..., object]) -> None:
    lookup(lexicon, "của", ("syllables",))
    with pytest.raises(ResourceError, match="organs"):
        lookup(lexicon, "của", ("organs",))
    with pytest.raises(KeyError):
        lookup(lexicon, "của", ("nothing",))


def test_the_installed_lexicons_answer() -> None:
    lexicon = Lexicon()
    assert {m.category for m in lexicon.exact("hà nội")} == {"phrases", "places"}
    assert [m.entry.extra for m in lexicon.exact("UBND", ["abbreviations"])] == [("ủy ban nhân dân",)]
    assert "thông báo" in [m.entry.word for m in lexicon.by_shape_key("THéNG B4O", ["kinds"])]
    assert all(lexicon.entries(category) for category in CATEGORIES)
