"""Error rates against numbers computed by hand."""

from __future__ import annotations

import pytest

from vnrestore.evaluate.compare import Change, compare
from vnrestore.evaluate.metrics import score, total
from vnrestore.evaluate.normalise import alternatives, bare, normal


def test_equal_texts_have_no_errors() -> None:
    scores = score("Số: 12/TB-UBND.\n", "Số:  12/TB-UBND.")
    assert (scores.syllable_errors, scores.token_errors, scores.character_errors) == (0, 0, 0)
    assert (scores.syllables, scores.tokens, scores.characters) == (2, 2, 15)


@pytest.mark.parametrize(
    ("truth", "text", "syllable_errors", "token_errors", "character_errors"),
    [
        ("một hai ba", "một hai bốn", 1, 1, 2),  # "ba" -> "bốn": a becomes ố, n comes in
        ("một hai ba", "một hai", 1, 1, 3),
        ("một hai", "một hai ba", 1, 1, 3),
        ("Một hai,", "một hai", 0, 2, 2),  # case and edge punctuation count in WER and CER only
        ("một - hai", "một hai", 0, 1, 2),  # a token of punctuation is no syllable
        ("{kỹ|kĩ} sư", "kĩ sư", 0, 0, 1),  # CER takes the preferred reading
        ("hòa thủy", "hoà thuỷ", 0, 0, 0),
        ("quý hoàn", "qúy hoàn", 1, 1, 2),  # the u of qu bears no tone
        ("“a” – b", '"a" - b', 0, 0, 0),
        ("cộng", "cộng", 0, 0, 0),
    ],
)
def test_counts(
    truth: str, text: str, syllable_errors: int, token_errors: int, character_errors: int
) -> None:
    scores = score(truth, text)
    assert (scores.syllable_errors, scores.token_errors, scores.character_errors) == (
        syllable_errors,
        token_errors,
        character_errors,
    )


def test_decomposed_text_is_the_same_text() -> None:
    assert score("cộng hoà", "co\u0323\u0302ng hoa\u0300").character_errors == 0


def test_rates() -> None:
    scores = score("một hai ba bốn", "một hai tư")
    assert (scores.ser, scores.wer) == (0.5, 0.5)
    assert scores.cer == pytest.approx(scores.character_errors / 14)
    assert score("", "").ser == 0.0
    assert score("a", "b c d").ser == 3.0


def test_total_weighs_by_length() -> None:
    together = total([score("a b c", "a b c"), score("d", "x")])
    assert (together.ser, together.tokens, len(together.errors)) == (0.25, 4, 1)


def test_normal_and_bare() -> None:
    assert normal("Hoà THUỶ khoẻ") == "Hòa THUỶ khỏe"
    assert bare("(Hoà).") == "hòa"
    assert bare("…") == ""
    assert alternatives("{a|b|}c") == ["ac", "bc", "c"]
    assert alternatives("abc") == ["abc"]


def test_gains_and_losses() -> None:
    comparison = compare("một hai ba bốn", "môt hai ba bon", "một x hai bà bon")
    assert comparison.gains == (Change("một", "môt", "một"),)
    assert comparison.losses == (Change("ba", "ba", "bà"),)
    assert (comparison.surplus_before, comparison.surplus_after) == (0, 1)


def test_a_missing_syllable_is_a_loss() -> None:
    assert compare("một hai", "một hai", "hai").losses == (Change("một", "một", None),)
