"""How the lexicons are made, on corpora small enough to count by hand."""

import lzma
from pathlib import Path

import numpy as np
import pytest

from vnrestore.language.lexicon import CATEGORIES, Lexicon
from vnrestore.train import lexicons
from vnrestore.train.lexicon_counts import DOMAIN, GENERAL, TokenizedCorpus
from vnrestore.train.lexicon_phrases import frequent_grams, phrases
from vnrestore.train.lexicon_rows import Row, Sheet, merge, read_rows, write_rows
from vnrestore.train.lexicon_words import (
    explained_abbreviations,
    foreign_rows,
    initials_expansion,
    syllable_rows,
)

SHEET = Sheet("kinds", "A test.", ("abbreviation",))
OFFICIAL = """\
Uỷ ban nhân dân (UBND) tỉnh Hoà Bình; UBND tỉnh, HĐND và TTg.
Ông Nguyễn Văn An họp ngày 13/5/2014 tại Hà Nội. Bà Trần Thị Bình Minh vắng.
ủy ban nhân dân (UBND) gửi website, website và duoc.
"""


def write_corpus(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in (*DOMAIN, *GENERAL):
        with lzma.open(folder / f"{name}.txt.xz", "wt", encoding="utf-8") as file:
            file.write(texts.get(name, ""))
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> TokenizedCorpus:
    folder = tmp_path_factory.mktemp("corpus")
    return TokenizedCorpus(
        write_corpus(folder, official_documents=OFFICIAL, news="website hoà bình Hà Nội\n")
    )


def test_words_are_counted_as_printed_under_one_spelling(corpus: TokenizedCorpus) -> None:
    counts = corpus.counts(DOMAIN)
    assert (counts["UBND"], counts["Ủy"], counts["ủy"], counts["Uỷ"], counts["website"]) == (3, 1, 1, 0, 2)
    assert corpus.counts(corpus.texts)["website"] == 3


def test_phrases_are_counted_token_for_token(corpus: TokenizedCorpus) -> None:
    wanted = [
        "Ủy ban nhân dân",
        "uỷ ban",
        "Hà Nội",
        "Hòa Bình",
        "hòa bình",
        "dân tỉnh",
        "13/5/2014",
        "vắng ủy",
        "gửi thư",
    ]
    counts = corpus.phrase_counts(wanted, DOMAIN, cased=False)
    assert [counts[w] for w in wanted] == [2, 2, 1, 1, 1, 0, 1, 0, 0]
    counts = corpus.phrase_counts(wanted, corpus.texts, cased=True)
    assert [counts[w] for w in wanted] == [1, 1, 2, 1, 1, 0, 1, 0, 0]


def test_syllables_need_a_dictionary_a_name_or_a_count(corpus: TokenizedCorpus) -> None:
    rows = syllable_rows(corpus, {"ban", "dân", "vắng"}, {"hòa", "nội"}, minimum=5, name=2)
    assert {(row.word, row.number) for row in rows} == {("ban", 2), ("dân", 2), ("hòa", 2), ("nội", 2)}
    everything = {row.word for row in syllable_rows(corpus, set(), set(), minimum=2, name=9)}
    assert {"ủy", "nhân", "bình"} <= everything
    assert not {"ban", "website", "UBND", "duoc", "13", "vắng"} & everything


@pytest.mark.parametrize(
    ("short", "before", "expansion"),
    [
        ("UBND", "của ủy ban nhân dân", "ủy ban nhân dân"),
        ("GDĐT", "bộ giáo dục và đào tạo", "giáo dục và đào tạo"),
        ("PCTN", "công tác phòng , chống tham nhũng", "phòng, chống tham nhũng"),
        ("UBND", "hội đồng nhân dân", ""),
        ("UBND", "ban nhân dân", ""),
        ("SCMP", "báo south china morning post", ""),
        ("CTTP", "công ty thành 2", ""),
    ],
)
def test_initials_expansion(short: str, before: str, expansion: str) -> None:
    assert initials_expansion(short, before.split()) == expansion


def test_explained_abbreviations(corpus: TokenizedCorpus) -> None:
    assert list(explained_abbreviations(corpus, minimum=2)) == [
        Row("UBND", 3, "corpus", ("ủy ban nhân dân",))
    ]
    assert list(explained_abbreviations(corpus, minimum=3)) == []


def test_foreign_words(tmp_path: Path) -> None:
    texts = {
        "official_documents": "Metro Metro metro website duoc thongtin vietnamnet Canada ubnd xvii x\n" * 3
    }
    texts["news"] = "METRO website duoc thongtin Canada cable\n"
    corpus = TokenizedCorpus(write_corpus(tmp_path / "c", **texts))
    syllables = {"được", "thông", "tin", "ca", "na", "đa"}
    rows = list(foreign_rows(corpus, syllables, {"ubnd"}, minimum=4, domain=4))
    assert sorted(rows) == [
        Row("Canada", 4, "corpus"),
        Row("Metro", 10, "corpus"),
        Row("website", 4, "corpus"),
    ]
    assert [row.word for row in foreign_rows(corpus, syllables, {"website"}, minimum=5, domain=9)] == [
        "Metro"
    ]


def test_frequent_grams_are_all_frequent_grams() -> None:
    text = np.array([0, 1, 2, -1, 0, 1, 2, 3, -1, 0, 1, 3], np.int64)
    orders = frequent_grams(text, 4, minimum=2)
    found = {
        tuple(ids): n
        for order in orders[1:]
        for ids, n in zip(order.ids.tolist(), order.numbers, strict=True)
    }
    assert found == {(0, 1): 3, (1, 2): 2, (0, 1, 2): 2}


def test_phrases_are_whole_and_content_words() -> None:
    words = ["căn", "cứ", "vào", "luật", "đất", "đai", "x", "y", "z"]
    sentences = [
        "căn cứ vào luật đất đai",
        "luật x đất đai",
        "căn cứ y",
        "z căn cứ",
        "vào z",
        "x y luật",
        "z y đất đai",
    ]
    numbers = {word: i for i, word in enumerate(words)}
    text = np.array([i for s in sentences * 20 for i in [*(numbers[w] for w in s.split()), -1]], np.int64)
    found = {
        " ".join(phrase.words): phrase
        for phrase in phrases(frequent_grams(text, 9, minimum=20), words, set())
    }
    assert found["đất đai"].number == 60 and found["căn cứ"].number == 60
    assert found["đất đai"].association == pytest.approx(1.0)
    assert not {"cứ vào", "vào luật", "căn cứ vào"} & found.keys()
    assert "luật đất" not in found


def test_rows_of_a_hand_win(tmp_path: Path) -> None:
    kept = [Row("b", 0, "hand", ("B",)), Row("c", 0, "never", ("C",)), Row("d", 5, "corpus", ("D",))]
    mined = [Row("c", 9, "corpus", ("X",)), Row("b", 9, "corpus", ("X",)), Row("a", 2, "corpus", ("A",)),
             Row("a", 3, "corpus", ("AA",))]  # fmt: skip
    rows = merge(mined, kept)
    assert rows == [Row("a", 3, "corpus", ("AA",)), kept[0], kept[1]]
    write_rows(tmp_path / "kinds.tsv", SHEET, rows)
    assert read_rows(tmp_path / "kinds.tsv", SHEET) == rows
    assert read_rows(tmp_path / "other.tsv", SHEET) == []
    (tmp_path / "bad.tsv").write_text("# x\na\t1\tcorpus\n", "utf-8")
    with pytest.raises(ValueError, match=r"bad\.tsv:2"):
        read_rows(tmp_path / "bad.tsv", SHEET)


def write_lists(folder: Path) -> Path:
    folder.mkdir()
    (folder / "words_pyvi.txt").write_text("uỷ ban\nnhân dân\nhọp\n", "utf-8")
    (folder / "names_surname_counts.tsv").write_text("Nguyễn\t50\nTrần\t9\nLaâm\t9\n", "utf-8")
    (folder / "names_middle_counts.tsv").write_text("Văn\t50\nThị\t9\n", "utf-8")
    (folder / "names_given_counts.tsv").write_text("An\t50\n", "utf-8")
    before = "tinh\t01\tTỉnh Hoà Bình\tHoà Bình\t\t\nxa\t02\tPhường 1\t1\tTỉnh Hoà Bình\tx\n"
    (folder / "admin_units_pre2025_63tinh.tsv").write_text(before, "utf-8")
    after = "xa\t03\tPhường Hoà Bình\tHoà Bình\tTỉnh Phú Thọ\nxa\t04\tXã Lạc Sơn\tLạc Sơn\tTỉnh Phú Thọ\n"
    (folder / "admin_units_2025_34tinh.tsv").write_text(after, "utf-8")
    return folder


def test_a_whole_build_and_what_a_hand_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_corpus(tmp_path / "corpus", official_documents=OFFICIAL * 4)
    arguments = [
        "--corpus",
        str(folder),
        "--lists",
        str(write_lists(tmp_path / "lists")),
        "--out",
        str(tmp_path / "out"),
    ]
    assert lexicons.main(arguments) == 0
    first = Lexicon(tmp_path / "out")
    assert {category: first.entries(category) for category in CATEGORIES}.keys() == set(CATEGORIES)
    places = {entry.word: (entry.count, entry.extra) for entry in first.entries("places")}
    assert places == {"Hòa Bình": (4, ("before", "-", "after")), "Lạc Sơn": (0, ("-", "-", "after"))}
    assert {e.word: e.count for e in first.entries("family_names")} == {"Nguyễn": 4, "Trần": 4}
    assert {e.word: e.count for e in first.entries("middle_names")} == {"Văn": 4, "Thị": 4}
    assert [m.entry.extra for m in first.exact("ubnd", ["abbreviations"])] == [("ủy ban nhân dân",)]

    short = tmp_path / "out" / "abbreviations.tsv"
    header = "# word\texpansions\tcount\tsource\n"
    short.write_text(
        header + "HĐND\thội đồng\t0\thand\nTTg\tthủ tướng\t77\thand\nUBND\tx\t0\tnever\n", "utf-8"
    )
    assert lexicons.main(arguments) == 0
    rows = short.read_text("utf-8").splitlines()[2:]
    assert rows == ["HĐND\thội đồng\t4\thand", "TTg\tthủ tướng\t77\thand", "UBND\tx\t0\tnever"]
    assert "abbreviations.tsv: 3 rows" in capsys.readouterr().err
