"""The lexicons as data: what every row must look like, and words that must not get lost."""

import unicodedata
from pathlib import Path

import pytest

from vnrestore.language.lexicon import CATEGORIES, Lexicon, load_entries
from vnrestore.language.resources import lexicon_folder
from vnrestore.text.keys import stripped_key
from vnrestore.text.spelling import old_tone_placement
from vnrestore.text.syllable import is_syllable

FILES = [lexicon_folder() / f"{category}.tsv" for category in CATEGORIES]
SOURCES = {"corpus", "list", "hand", "never"}
ALTERNATIVES = " | "
DECREE_30 = """
    nghị quyết, quyết định, chỉ thị, quy chế, quy định, thông cáo, thông báo, hướng dẫn, chương trình,
    kế hoạch, phương án, đề án, dự án, báo cáo, biên bản, tờ trình, hợp đồng, công văn, công điện,
    bản ghi nhớ, bản thỏa thuận, giấy ủy quyền, giấy mời, giấy giới thiệu, giấy nghỉ phép, phiếu gửi,
    phiếu chuyển, phiếu báo, thư công
"""


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


def test_text_is_nfc_with_one_line_end_at_the_end(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert not text.startswith("\ufeff")


def test_header_says_what_the_file_is_and_names_the_columns(path: Path) -> None:
    about, names = path.read_text("utf-8").splitlines()[:2]
    assert about.startswith("# ") and about.endswith(".")
    assert names.startswith("# word\t") and names.endswith("\tcount\tsource")
    assert {len(row) for row in rows(path)} == {len(names.split("\t"))}


def test_rows_are_sorted_and_no_word_stands_twice(path: Path) -> None:
    words = [row[0] for row in rows(path)]
    assert len(words) > 20
    assert words == sorted(set(words))


def test_letters_are_vietnamese_and_spelled_the_old_way(path: Path) -> None:
    for row in rows(path):
        assert not set("".join(row)) & set("ÐðƉɖ"), row
        assert all(" ".join(field.split()) == field and field for field in row), row
        assert row[0] == old_tone_placement(row[0]), row


def test_counts_and_sources(path: Path) -> None:
    for row in rows(path):
        assert row[-2].isascii() and row[-2].isdigit(), row
        assert row[-1] in SOURCES, row
        assert row[-1] != "corpus" or int(row[-2]) >= 2, row


def test_syllables_are_syllables_in_small_letters(lexicon: Lexicon) -> None:
    for entry in lexicon.entries("syllables"):
        assert entry.word == entry.word.lower() and is_syllable(entry.word), entry


def test_phrases_have_two_to_six_syllables(lexicon: Lexicon) -> None:
    entries = lexicon.entries("phrases")
    assert len(entries) >= 8_000
    for entry in entries:
        assert entry.word == entry.word.lower(), entry
        if entry.source == "corpus":
            parts = entry.word.split()
            assert 2 <= len(parts) <= 6 and all(map(is_syllable, parts)), entry


def test_provinces(lexicon: Lexicon) -> None:
    provinces = {entry.word: entry.extra[0] for entry in lexicon.entries("places") if entry.extra[0] != "-"}
    assert sum(when in ("before", "both") for when in provinces.values()) == 63
    assert sum(when in ("after", "both") for when in provinces.values()) == 34
    expected = {"Hà Nội": "both", "Bà Rịa - Vũng Tàu": "before", "Thừa Thiên Huế": "before", "Huế": "after",
                "Đắk Lắk": "both", "Hòa Bình": "before", "Hồ Chí Minh": "both"}  # fmt: skip
    assert {word: provinces[word] for word in expected} == expected


def test_places_are_on_some_level_and_districts_only_before(lexicon: Lexicon) -> None:
    for entry in lexicon.entries("places"):
        assert len(entry.extra) == 3 and set(entry.extra) <= {"before", "after", "both", "-"}, entry
        assert set(entry.extra) != {"-"}, entry
        assert entry.extra[1] in ("before", "-"), entry


def spells(short: str, expansion: str) -> bool:
    """Whether an expansion has the letters of an abbreviation (W for Ư) in order, the first at its start."""
    letters = [c for c in stripped_key(short.replace("W", "Ư")) if c.isalpha()]
    rest = iter(c for c in stripped_key(expansion) if c.isalpha())
    return stripped_key(expansion)[0] == letters[0] and all(letter in rest for letter in letters)


def test_spells() -> None:
    assert spells("TTg", "thủ tướng")
    assert spells("TW", "trung ương")
    assert not spells("TTg", "tổng thanh tra")
    assert not spells("BC", "văn bản công bố")


def test_abbreviations_are_spelled_by_their_expansions(lexicon: Lexicon) -> None:
    entries = lexicon.entries("abbreviations")
    wrong = [
        (entry.word, expansion)
        for entry in entries
        for expansion in entry.extra[0].split(ALTERNATIVES)
        if not spells(entry.word, expansion)
    ]
    assert wrong == []
    assert all(entry.extra[0] == entry.extra[0].lower() for entry in entries)


def test_well_known_abbreviations(lexicon: Lexicon) -> None:
    first = {e.word: e.extra[0].split(ALTERNATIVES)[0] for e in lexicon.entries("abbreviations")}
    expected = {
        "UBND": "ủy ban nhân dân", "HĐND": "hội đồng nhân dân", "BCĐ": "ban chỉ đạo",
        "VPCP": "văn phòng chính phủ", "TH": "tổng hợp", "VX": "văn xã", "CVP": "chánh văn phòng",
        "PCVP": "phó chánh văn phòng", "VPUBND": "văn phòng ủy ban nhân dân", "VT": "văn thư",
        "NĐ": "nghị định", "QĐ": "quyết định",
        "TL": "thừa lệnh", "KT": "ký thay", "TM": "thay mặt", "TW": "trung ương", "Đ/c": "đồng chí",
    }  # fmt: skip
    assert {short: first.get(short) for short in expected} == expected


def test_kinds_of_decree_30(lexicon: Lexicon) -> None:
    kinds = {entry.word: entry.extra[0] for entry in lexicon.entries("kinds")}
    assert len(DECREE_30.split(",")) == 29
    assert {" ".join(kind.split()) for kind in DECREE_30.split(",")} <= kinds.keys()
    assert (kinds["thông báo"], kinds["quyết định"], kinds["tờ trình"]) == ("TB", "QĐ", "TTr")


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("syllables", ["là", "của", "nghiêng", "hòa", "thủy", "quyết", "đường"]),
        (
            "phrases",
            ["ủy ban nhân dân", "căn cứ", "tổ chức thực hiện", "thông tin đối ngoại"],
        ),
        ("organs", ["Văn phòng Chính phủ", "Sở Thông tin và Truyền thông", "Ủy ban nhân dân"]),
        ("positions", ["chủ tịch", "phó chánh văn phòng", "trưởng ban chỉ đạo", "giám đốc sở"]),
        ("places", ["Ba Đình", "Krông Pắc", "Phú Quốc", "Hoàn Kiếm"]),
        ("family_names", ["Nguyễn", "Trần", "Lê", "Phạm", "Niê", "Giàng"]),
        ("middle_names", ["Văn", "Thị", "Bích"]),
        ("given_names", ["Ngọc", "Anh", "Hùng"]),
        ("foreign", ["website", "email", "ASEAN", "Metro", "km", "kWh", "Internet"]),
    ],
)
def test_well_known_members(lexicon: Lexicon, category: str, words: list[str]) -> None:
    have = {entry.word.lower() for entry in lexicon.entries(category)}
    assert [word for word in words if word.lower() not in have] == []


@pytest.mark.parametrize(
    ("category", "word"),
    [
        ("family_names", "Ông"),
        ("given_names", "Tông"),
        ("foreign", "duoc"),
        ("foreign", "thong"),
        ("foreign", "dangcongsan"),
        ("phrases", "ban nhân dân"),
        ("phrases", "của ủy ban"),
        ("syllables", "đựơc"),
    ],
)
def test_known_noise_stays_out(lexicon: Lexicon, category: str, word: str) -> None:
    assert word not in {entry.word for entry in lexicon.entries(category)}


def test_all_lexicons_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < 2_500_000


def test_abbreviation_rows_of_a_hand_can_be_told_from_mined_ones() -> None:
    sources = {entry.source for entry in load_entries(lexicon_folder() / "abbreviations.tsv")}
    assert sources == {"corpus", "hand"}
