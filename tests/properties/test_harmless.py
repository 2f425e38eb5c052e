"""Numbers, dates and addresses are never touched, nor clean parts of a mixed page; hidden characters stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests_support import Restore
from unidecode import unidecode

from vnrestore.datatypes.document import Span
from vnrestore.datatypes.restoration import Restoration
from vnrestore.pipeline import Restorer

MODEST = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

CLEAN_FILES = Path(__file__).parent.parent / "cases" / "clean"
SENTENCE = (
    "Cong tac thong tin d6i ngoai Thanh phé nhiém vu trong tim S& Thong tin va Truyén thong ctia UBND 1a "
    "cac dnng chi t1ep dbi ¢6 Uy ban nhan dan tinh yéu cau bdo cdo két qua thyc hién phéi hop v6i béi.canh"
)
GARBLED = SENTENCE.split()

DAYS, MONTHS = st.integers(1, 31), st.integers(1, 12)
YEARS = st.integers(1945, 2035)
DATES = st.builds("{}{sep}{}{sep}{}".format, DAYS, MONTHS, YEARS, sep=st.sampled_from("/-."))
AMOUNTS = st.integers(1000, 10**13).map(lambda n: f"{n:,}".replace(",", "."))
DECIMALS = st.builds("{},{}".format, st.integers(0, 99999), st.integers(0, 999))
PERCENTS = st.builds("{},{}%".format, st.integers(0, 100), st.integers(0, 99))
PHONES = st.builds("0{}.{}.{}".format, st.integers(20, 999), st.integers(100, 999), st.integers(100, 9999))
LONG = st.integers(100, 10**12).map(str)
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
NAMES = st.from_regex(r"[a-z][a-z0-9._-]{0,8}[a-z0-9]", fullmatch=True)
MAILS = st.builds("{}@{}.{}".format, NAMES, NAMES, st.sampled_from(["vn", "com.vn", "gov.vn", "org"]))
PAGES = st.builds(
    "{}{}.example.vn/{}?id={}".format, st.sampled_from(["https://", "http://", "www."]), NAMES, NAMES, LONG
)
LETTERS = st.sampled_from(
    ["QD-UBND", "QĐ-TTg", "ND-CP", "NĐ-CP", "TB-VP", "TTr-STC", "KH-UBND", "CV", "QH13", "HDND"]
)
NUMBERS = st.builds("{}/{}".format, st.integers(1, 99999), LETTERS)
YEARED = st.builds("{}/{}/{}".format, st.integers(1, 999), YEARS, LETTERS)
UNTOUCHABLE = st.one_of(DATES, AMOUNTS, DECIMALS, PERCENTS, PHONES, LONG, CLOCKS, MAILS, PAGES)
NOTATIONS = NUMBERS | YEARED
TRAILS = st.sampled_from(["", "", "", ",", ".", ";", ")"])
PARTS = st.lists(
    st.tuples(st.just("word"), st.sampled_from(GARBLED))
    | st.tuples(st.just("exact"), st.tuples(UNTOUCHABLE, TRAILS).map("".join))
    | st.tuples(st.just("notation"), NOTATIONS),
    min_size=1,
    max_size=40,
)
BLANKS = st.sampled_from([" ", " ", " ", " ", "\n", "\n\n", "\t"])


def image(restoration: Restoration, span: Span) -> str:
    """What stands in the restored text for a stretch of the original no correction straddles."""
    pieces, at = [], span.start
    for one in restoration.corrections:
        if one.span.end <= span.start or one.span.start >= span.end:
            continue
        assert span.start <= one.span.start and one.span.end <= span.end, f"{one} reaches into {span}"
        pieces += [restoration.original[at : one.span.start], one.replacement]
        at = one.span.end
    return "".join([*pieces, restoration.original[at : span.end]])


@MODEST
@given(PARTS, st.data())
def test_digits_dates_amounts_and_addresses_stay(
    restorer: Restorer, parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    """In garbled text too; the letters of a document number may get their marks back (QD: QĐ)."""
    text = ""
    places: list[tuple[str, Span]] = []
    for kind, part in parts:
        kept = part.rstrip(",.;)") if kind == "exact" else part  # a mark behind it may be mended
        places.append((kind, Span(len(text), len(text) + len(kept))))
        text += part + data.draw(BLANKS)
    restoration = restorer.restore(text)
    for kind, span in places:
        before = span.of(text)
        if kind == "exact":
            assert image(restoration, span) == before
        elif kind == "notation":
            assert unidecode(image(restoration, span)) == unidecode(before)


SPEAKING = [
    *("hoi-thao@dang.uy.vn", "www.thong-tin.vn/cong-bao", "www.congbao.hanoi.gov.vn", "thanhpho.gov.vn"),
    *("https://vanban.vn/d6i-ngoai", "trung.tam@bao-cao.com.vn", "so-tai-chinh.gov.vn/ke-hoach"),
]
NUMBERED = [
    *("15/TB-VP", "208/BC-SNN", "03/KH-BCD", "19/NQ-DU", "771/HD-STC", "13-KL/TU", "6/L-CTN"),
    *("30/2013/TTLT-BTC", "22/CT-UBND"),
]


@pytest.mark.parametrize("kept", [SPEAKING, NUMBERED], ids=["addresses", "document numbers"])
def test_what_reads_like_words_in_an_address_or_a_number_stays(restorer: Restorer, kept: list[str]) -> None:
    """Between garbled words, and made of some: what a random address (above) seldom is."""
    words, places = "", []
    for i, one in enumerate(kept * 2):
        words += " ".join(GARBLED[j % len(GARBLED)] for j in range(3 * i, 3 * i + 3)) + " "
        places.append(Span(len(words), len(words) + len(one)))
        words += one + " "
    restoration = restorer.restore(words)
    assert len(restoration.corrections) > len(kept)
    assert [unidecode(image(restoration, span)) for span in places] == [span.of(words) for span in places]


@pytest.mark.parametrize(("one", "other"), [(",", ""), (".", ","), (",", ".")])
def test_repeated_numbers_keep_their_own_punctuation(restorer: Restorer, one: str, other: str) -> None:
    text = f"Theo so 12/QD-UBND{one} Uy ban nhan dan xa giao. Theo 12/QD-UBND{other} Uy ban nhan dan tinh"
    found = re.findall(r"12/Q.-UBND(\W*) ", restorer.restore(text).text)
    assert found == [one, other]


# matches "14/5/2014", "1.250.000", "a@b.vn", "12/QD-UBND", "35,5%", "2019"; not "d6i", "1a", "14", "nim2014"
PROTECTED = re.compile(
    r"(?<!\S)(?:\d{1,2}([/.-])\d{1,2}\1\d{4}|\d+(?:[.,]\d{2,})+%?|\d{3,}|\d+/\d{4}/\S+|\d+/[A-Z]\S+|\S+@\S+)(?!\S)"
)


def test_protected_tokens_of_the_samples_stay(restore_once: Restore, samples: Path) -> None:
    found = 0
    for noisy in sorted(samples.glob("*.noisy.txt")):
        restoration = restore_once(noisy.read_text("utf-8"))
        for match in PROTECTED.finditer(restoration.original):
            after = image(restoration, Span(*match.span()))
            assert unidecode(after) == unidecode(match.group()), noisy.name
            found += 1
    assert found >= 30


def paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if len(part.split()) >= 12]


MIXED = (
    *("official_report", "official_rules", "names_world", "english", "formulas", "addresses", "old_spelling"),
    *("foreign/tagalog", "foreign/hmong", "foreign/pinyin", "foreign/french", "french_latin", "ethnic"),
    *("ethnic_villages", "legal_references", "minutes", "report_prose", "long_addresses", "foreign_names"),
    *("caps_notices", "old_letters", "abbreviations", "poem", "table", "footnotes", "poems_verses"),
    *("chemistry_lab", "finance_table"),
)


@pytest.mark.parametrize("clean", MIXED)
def test_a_mixed_page_changes_only_in_its_garbled_parts(
    restorer: Restorer, samples: Path, clean: str
) -> None:
    """Paragraphs of two texts by turns, one garbled and one clean."""
    garbled = paragraphs((samples / "starting_notice.noisy.txt").read_text("utf-8"))[:6]
    sound = paragraphs((CLEAN_FILES / f"{clean}.txt").read_text("utf-8"))
    text, spans = "", []
    for i in range(max(len(garbled), len(sound))):
        for part, is_sound in ((garbled[i % len(garbled)], False), (sound[i % len(sound)], True)):
            if is_sound:
                spans.append(Span(len(text), len(text) + len(part)))
            text += part + "\n\n"
    restoration = restorer.restore(text)
    touched = [
        f"{one.original} -> {one.replacement}"
        for one in restoration.corrections
        if any(one.span.start < span.end and span.start < one.span.end for span in spans)
    ]
    assert touched == []
    assert len(restoration.corrections) > 100  # the garbled ones were restored


HIDDEN = "\u202e\u202c\u200b\u200d\u2066\u2069\ufeff\u200f"


@MODEST
@given(st.lists(st.sampled_from([*GARBLED, *HIDDEN, "Công", "báo"]), max_size=30), st.sampled_from(["", " "]))
@example(["Công\u200bbáo", "d6i\u202engoai"], " ")
def test_hidden_characters_stay(restorer: Restorer, words: list[str], blank: str) -> None:
    """They are the user's to remove (--hidden remove), never swallowed by a correction."""
    text = blank.join(words)
    kept = [char for char in restorer.restore(text).text if char in HIDDEN]
    assert kept == [char for char in text if char in HIDDEN]
