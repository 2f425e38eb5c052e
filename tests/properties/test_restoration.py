"""What holds for any text at all, garbled, clean or nonsense."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests_support import Restore
from unidecode import unidecode

from vnrestore.datatypes.restoration import apply_corrections
from vnrestore.pipeline import Restorer
from vnrestore.text.tokens import model_tokens

MODEST = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

SENTENCES = (
    "Cong tac thong tin d6i ngoai Thanh phé n3m 2013 va 4 thang dau nim 2014, nhiém vu trong tim 14 "
    "S& Thong tin va Truyén thong ctia UBND 1a cac dnng chi t1ep dbi, ¢6 B/c TUGNG d ong dau.tu 20/5/2014 "
    "béi.canh QUYET PINH 1.250.000 dong a) ¢) 12/QD-UBND vanthu@so.vn www.x.vn § £ € ° | !"
)
GARBLED = SENTENCES.split()
WORDS = st.sampled_from([*GARBLED, "Công", "tác", "nhiệm", "vụ", "là", "H'Mông", "Krông", "the", "of", ""])
BLANKS = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\f", ""])
GARBLED_TEXT = st.lists(st.tuples(WORDS, BLANKS), max_size=40).map(
    lambda pairs: "".join(word + blank for word, blank in pairs)
)
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=80)
TEXTS = GARBLED_TEXT | ANY_TEXT


@pytest.fixture(scope="module")
def other() -> Restorer:
    """A second model, to compare with."""
    return Restorer()


@MODEST
@given(TEXTS)
@example("")
@example("\ud800")
@example("e\u0301\u0323" * 40)
@example("\u202eabc\u200b\ufeff\u0300")
@example("a" * 3000)
@example("S6 " * 300)
def test_corrections_rebuild_the_text(restorer: Restorer, text: str) -> None:
    restoration = restorer.restore(text)
    assert restoration.original == text
    assert apply_corrections(text, restoration.corrections) == restoration.text


@MODEST
@given(TEXTS)
def test_reasons_are_sound(restorer: Restorer, text: str) -> None:
    restoration = restorer.restore(text)
    assert 0.0 <= restoration.confidence <= 1.0
    for one in (*restoration.corrections, *restoration.suggestions):
        assert one.original != one.replacement
        assert one.span.of(text) == one.original
        assert 0.0 <= one.runner_up_posterior <= 1.0
        assert 0.0 <= one.posterior <= 1.0
        assert one.runner_up != one.replacement
        assert one.generator


@MODEST
@given(GARBLED_TEXT)
def test_a_second_run_changes_nothing(restorer: Restorer, text: str) -> None:
    once = restorer.restore(text).text
    assert restorer.restore(once).text == once


@MODEST
@given(GARBLED_TEXT)
def test_the_same_text_gives_the_same_result(restorer: Restorer, other: Restorer, text: str) -> None:
    restorer.restore("Uỷ ban nhân dân S6")
    assert restorer.restore(text) == other.restore(text)


@settings(MODEST, phases=[Phase.generate])
@given(GARBLED_TEXT)
def test_decomposed_letters_read_like_composed_ones(restorer: Restorer, text: str) -> None:
    composed = restorer.restore(unicodedata.normalize("NFC", text)).text
    decomposed = restorer.restore(unicodedata.normalize("NFD", text)).text
    assert unicodedata.normalize("NFC", decomposed) == unicodedata.normalize("NFC", composed)


@MODEST
@given(GARBLED_TEXT)
def test_layout_stays(restorer: Restorer, text: str) -> None:
    restored = restorer.restore(text).text
    assert [line.strip() == "" for line in restored.split("\n")] == [
        line.strip() == "" for line in text.split("\n")
    ]


@settings(MODEST, max_examples=20)
@given(st.lists(GARBLED_TEXT, max_size=4))
def test_many_are_restored_like_one_by_one(restorer: Restorer, texts: list[str]) -> None:
    assert restorer.restore_many(texts) == [restorer.restore(text) for text in texts]


def test_restored_samples_and_their_truths_stay(restore_once: Restore, samples: Path) -> None:
    for noisy in sorted(samples.glob("*.noisy.txt")):
        restored = restore_once(noisy.read_text("utf-8")).text
        assert restore_once(restored).corrections == (), noisy.name
    for gold in sorted(samples.glob("*.gold.txt")):
        assert restore_once(gold.read_text("utf-8")).corrections == (), gold.name


# matches "14/5/2016", "1.250.000", "71,5%", "187/TTr-NV", "a@b.vn", "0221.386.5520"; not "s6", "1A", "d6"
PROTECTED = regex.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d+(?:[.,]\d{2,})+|\d+(?:,\d+)?%|\d+(?:/\d{4})?/\p{L}[\p{L}-]+|[\w.]+@[\w.-]+\w"
)


def test_numbers_dates_and_addresses_of_the_samples_stay(restore_once: Restore, samples: Path) -> None:
    """Marks may come back to the letters of a notation (QD: QĐ), nothing else may change."""
    found = 0
    for noisy in sorted(samples.glob("*.noisy.txt")):
        text = noisy.read_text("utf-8")
        before = [unidecode(one) for one in PROTECTED.findall(text)]
        assert [unidecode(one) for one in PROTECTED.findall(restore_once(text).text)] == before, noisy.name
        found += len(before)
    assert found >= 20


@pytest.mark.parametrize("fragment", ["12/", "1", "1.", "a-", "a@", "www.", "A.", "\u0301", "(", "$"])
def test_tokens_are_found_in_linear_time(fragment: str) -> None:
    """No pattern tries again from every place where a long run does not end as it should."""
    text = fragment * (300_000 // len(fragment)) + "a"
    started = time.process_time()
    assert sum(1 for _ in model_tokens(text)) >= 1
    assert time.process_time() - started < 5.0
