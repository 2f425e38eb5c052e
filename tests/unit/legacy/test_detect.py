"""Old encodings are told from each other and from Unicode, proper or garbled."""

from __future__ import annotations

import unicodedata

import pytest
from format_support import SAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from legacy_text import to_bytes, to_legacy

from vnrestore.errors import EncodingError, InputError
from vnrestore.formats.legacy import convert_bytes, convert_lines
from vnrestore.formats.plain import parse_plain
from vnrestore.text.legacy.convert import (
    DECOMPOSED,
    EIGHT_BIT,
    ENCODINGS,
    TCVN3,
    VIQR,
    VISCII,
    VNI,
    WINDOWS_1258,
)
from vnrestore.text.spelling import strip_marks

PLAIN = str.maketrans("–—“”‘’…", "--\"\"''.")
GOLDS = [
    path.read_text("utf-8").translate(PLAIN) for path in sorted(SAMPLES.glob("*.gold.txt"))
]  # VPS and VISCII have letters where others have dashes and quotes
LINES = [line for gold in GOLDS for line in gold.split("\n")]


def same(one: str, other: str, encoding: str) -> bool:
    return one.lower() == other.lower() if encoding == TCVN3 else one == other


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("number", range(len(GOLDS)))
def test_whole_documents_that_only_show_the_codes(encoding: str, number: int) -> None:
    gold = GOLDS[number].split("\n")
    shown = to_legacy(GOLDS[number], encoding).split("\n")
    found = convert_lines(shown)
    assert [one.name for one in found.encodings] == [encoding]
    assert found.encodings[0].confidence > 0.99
    wrong = [pair for pair in zip(found.lines, gold, strict=True) if not same(*pair, encoding)]
    assert len(wrong) <= (len(gold) // 15 if encoding == VIQR else 0), wrong


@pytest.mark.parametrize("encoding", EIGHT_BIT)
@pytest.mark.parametrize("number", range(len(GOLDS)))
def test_whole_documents_in_bytes(encoding: str, number: int) -> None:
    document = parse_plain(to_bytes(to_legacy(GOLDS[number], encoding)), "x")
    assert same(document.text, GOLDS[number], encoding)
    assert [one.name for one in document.encodings] == [encoding]
    assert document.altered


@pytest.mark.parametrize("encoding", EIGHT_BIT)
def test_single_lines(encoding: str) -> None:
    """A line by itself is told nearly always; one whose bytes are no UTF-8 must be something."""
    told = right = total = 0
    for line in LINES:
        shown = to_legacy(line, encoding)
        if shown == line or shown.isascii():
            continue
        total += 1
        told += same(convert_lines([shown]).lines[0], line, encoding)
        found = convert_bytes(to_bytes(shown))
        right += found is not None and same(found.lines[0], line, encoding)
    assert told > 0.75 * total
    assert right > 0.95 * total


def test_several_encodings_in_one_file() -> None:
    names = [TCVN3, VNI, WINDOWS_1258, "utf-8", DECOMPOSED]
    lines = GOLDS[0].split("\n")
    pieces = []
    for i, line in enumerate(lines):
        name = names[i * len(names) // len(lines)]
        known = name in EIGHT_BIT
        pieces.append(to_bytes(to_legacy(line, name)) if known else to_legacy(line, DECOMPOSED).encode())
        if name == "utf-8":
            pieces[-1] = line.encode()
    document = parse_plain(b"\n".join(pieces), "x")
    assert {one.name for one in document.encodings} == {TCVN3, VNI, WINDOWS_1258, DECOMPOSED}
    wrong = [
        pair
        for pair in zip(document.text.split("\n"), lines, strict=True)
        if pair[0].lower() != pair[1].lower()
    ]
    assert len(wrong) <= 2, wrong


def test_proper_and_garbled_unicode_stay() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        data = path.read_bytes()
        document = parse_plain(data, path.name)
        assert (document.text, document.encodings) == (data.decode(), ()), path.name
        for line in data.decode().split("\n"):
            assert convert_lines([line]).lines == [line]


def french_reading(text: str) -> str:
    """Vietnamese as an engine set to French prints it: letters of Windows-1252, some of them lost."""
    likely = {"ả": "ä", "ủ": "ü", "ở": "ö", "đ": "d", "ư": "u", "ơ": "o", "ế": "é", "ề": "è", "ộ": "ô"}
    pieces = []
    for i, char in enumerate(text):
        bare = strip_marks(char)
        kept = char if ord(char) < 256 else likely.get(char, bare)
        pieces.append(bare if i % 3 == 0 else kept)
    return "".join(pieces)


@pytest.mark.parametrize("number", range(len(GOLDS)))
def test_what_a_french_engine_read_is_not_taken_for_an_encoding(number: int) -> None:
    """Its ä and ü are letters of VPS and VISCII too, and some lines become Vietnamese by chance."""
    assert convert_lines(french_reading(GOLDS[number]).split("\n")).encodings == ()


def test_a_few_lines_among_garbled_ones_are_chance() -> None:
    old = to_legacy(GOLDS[0], VISCII).split("\n")[5:8]
    assert [one.name for one in convert_lines([*LINES[:30], *old]).encodings] == [VISCII]
    garbled = (SAMPLES / "decision_medium.noisy.txt").read_text("utf-8").split("\n")
    assert convert_lines([*garbled, *old]).encodings == ()


def test_a_line_that_reads_the_same_in_two_encodings_stays() -> None:
    line = "bän sao và bän chính, biên bän, tài khoän, cän trô, giäi trình"
    assert convert_lines([line]) == ([line], ())


OTHERS = (
    "Le Comité a été créé à Genève; où les élèves français étudient la théorie générale.",
    "Der Präsident der Französischen Republik übergibt Größe, Maß und Schönheit.",
    "El señor Muñoz viajó a España; la educación pública será más fácil.",
    "São Paulo é a maior cidade; não há informações sobre a região.",
    "a·b  x ± 3 µm, 25 °C, § 7, © 2014, «quoted», ½ ¾ £ ¥",
    "don't (a) e.g. f(a)+u+v^2 http://a.b/c?d=e.f 'o' 3' 10\" a~b `code` ddos",
    "Nguyễn Văn A (a), ông B^2 và C++; e.V. a.m. u+v",
    "naïve café résumé façade Zoë Ångström",
)


@pytest.mark.parametrize("line", OTHERS)
def test_other_languages_and_signs_stay(line: str) -> None:
    assert convert_lines([line]) == ([line], ())
    assert convert_lines([line] * 12) == ([line] * 12, ())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([word for gold in GOLDS for word in gold.split()]), min_size=1, max_size=12))
def test_words_of_proper_vietnamese_are_never_touched(words: list[str]) -> None:
    line = " ".join(words)
    assert convert_lines([line]) == ([line], ())
    assert unicodedata.is_normalized("NFC", line)


def test_french_bytes_are_no_vietnamese() -> None:
    data = "\n".join(OTHERS[:4]).encode("cp1252")
    with pytest.raises(EncodingError, match="cannot be told"):
        parse_plain(data, "x")


def test_ocr_saved_as_windows_1252_is_taken_for_what_it_is() -> None:
    text = (SAMPLES / "decision_medium.noisy.txt").read_text("utf-8")
    kept = "".join(char for char in text if char.isascii() or char in "éèêàâôöüùîïç§°®©«»¢£")
    document = parse_plain(kept.encode("cp1252"), "x")
    assert document.text == kept
    assert [one.name for one in document.encodings] == ["Windows-1252"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_give_text_or_a_clear_refusal(data: bytes) -> None:
    try:
        document = parse_plain(data, "the name")
    except (InputError, EncodingError) as error:
        assert str(error).startswith("the name: ")
    else:
        assert document.text.strip()


def test_utf_16() -> None:
    text = GOLDS[0]
    for codec, name in (("utf-16", "UTF-16"), ("utf-16-le", "UTF-16-LE"), ("utf-16-be", "UTF-16-BE")):
        document = parse_plain(text.encode(codec), "x")
        assert document.text == text
        assert [one.name for one in document.encodings] == [name]
    assert parse_plain(text.encode("utf-8-sig"), "x").encodings == ()
    with pytest.raises(EncodingError, match="binary"):
        parse_plain(b"Ban hanh " * 50 + b"\x00\x00", "x")


def test_line_ends_stay() -> None:
    data = to_bytes(to_legacy("Cộng hòa xã hội\r\n\r\n  chủ nghĩa Việt Nam\t12\r\n", TCVN3))
    assert parse_plain(data, "x").text == "Cộng hòa xã hội\r\n\r\n  chủ nghĩa Việt Nam\t12\r\n"
