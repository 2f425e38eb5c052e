"""Document numbers that come back are spelled alike; different ones stay different."""

from __future__ import annotations

from collections.abc import Sequence

from vnrestore.restore.reading import Reading
from vnrestore.restore.repeats import agree


def channel(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """A made-up channel: D for Đ is likely, every other difference costs 8 nats."""
    return [
        sum(-0.1 if a == b else -0.5 if (a, b) == ("Đ", "D") else -8.0 for a, b in zip(i, o, strict=True))
        if len(i) == len(o)
        else -50.0
        for i, o in pairs
    ]


def numbers(*pairs: tuple[str, str]) -> tuple[str, list[list[Reading]]]:
    """A text of the observed numbers, and their readings."""
    text, readings = "", []
    for observed, surface in pairs:
        readings.append(Reading(len(text), len(text) + len(observed), surface, 0.8, None, 0.0, "identity", 8))
        text += observed + " "
    return text, [readings]


def surfaces(*pairs: tuple[str, str]) -> list[str]:
    text, chosen = numbers(*pairs)
    return [r.surface for passage in agree(text, chosen, channel) for r in passage]


def test_one_number_has_one_spelling() -> None:
    found = surfaces(("17/QD-BCD", "17/QĐ-BCĐ"), ("17/QĐ-BCD", "17/QĐ-BCD"), ("17/QD-BCD", "17/QĐ-BCĐ"))
    assert found == ["17/QĐ-BCĐ"] * 3


def test_what_agrees_is_marked_as_such_with_its_rival() -> None:
    pair = ("17/QD-BCD", "17/QĐ-BCĐ")
    text, chosen = numbers(pair, pair, ("17/QD-BCD", "17/QĐ-BCD"))
    changed = agree(text, chosen, channel)[0][2]
    assert (changed.surface, changed.runner_up, changed.generator) == ("17/QĐ-BCĐ", "17/QĐ-BCD", "repeat")


def test_numbers_of_two_bodies_stay_two_numbers() -> None:
    pairs = (("17/QĐ-TTg", "17/QĐ-TTg"), ("17/QĐ-BTC", "17/QĐ-BTC"))
    assert surfaces(*pairs) == ["17/QĐ-TTg", "17/QĐ-BTC"]


def test_other_digits_are_another_number() -> None:
    pairs = (("17/QĐ-BCĐ", "17/QĐ-BCĐ"), ("18/QD-BCD", "18/QD-BCD"))
    assert surfaces(*pairs) == ["17/QĐ-BCĐ", "18/QD-BCD"]


def test_the_punctuation_around_a_number_stays_its_own() -> None:
    found = surfaces(("17/QD-BCD,", "17/QĐ-BCĐ,"), ("17/QĐ-BCD", "17/QĐ-BCD"), ("17/QD-BCD.", "17/QĐ-BCĐ."))
    assert found == ["17/QĐ-BCĐ,", "17/QĐ-BCĐ", "17/QĐ-BCĐ."]
