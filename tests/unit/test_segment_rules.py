"""Every rule hits its own examples and lets its near misses pass."""

from __future__ import annotations

import pytest

from vnrestore.segment.lines import Piece, split_pieces
from vnrestore.segment.rules import ALL_RULES, Rule


def _last(example: str) -> Piece:
    return split_pieces(example)[-1]


CASES = [(rule, example, True) for rule in ALL_RULES for example in rule.matches]
CASES += [(rule, example, False) for rule in ALL_RULES for example in rule.near_misses]


@pytest.mark.parametrize(
    ("rule", "example", "expected"), CASES, ids=lambda value: getattr(value, "name", repr(value))
)
def test_example(rule: Rule, example: str, expected: bool) -> None:
    assert bool(rule.find(_last(example))) is expected


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.name)
def test_rule_carries_examples(rule: Rule) -> None:
    assert len(rule.matches) >= 2
    assert len(rule.near_misses) >= 2
