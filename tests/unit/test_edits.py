"""Learning character edits from word pairs."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from vnrestore.train.edits import EditCounter, best_alignment
from vnrestore.train.pairs import component, plausible

PAIRS = Counter(
    {
        ("đối", "dbi"): 6,
        ("đối", "doi"): 4,
        ("đã", "da"): 9,
        ("hội", "hdi"): 3,
        ("tôi", "t6i"): 5,
        ("rn", "m"): 2,
    }
)


def test_every_round_of_em_raises_the_likelihood() -> None:
    counter = EditCounter(PAIRS)
    occurrences = counter._occurrences()
    probabilities = counter.start()
    likelihoods = []
    for _ in range(6):
        totals, loglik = counter.expect(probabilities)
        likelihoods.append(loglik)
        probabilities = totals / occurrences + 1e-12
    assert all(b >= a - 1e-6 for a, b in pairwise(likelihoods))


def test_edits_account_for_every_character() -> None:
    counts, probabilities = EditCounter(PAIRS).train(6)
    letters = sum(len(intended) * n for (intended, _), n in PAIRS.items())
    assert abs(sum(len(intended) * n for (intended, _), n in counts.items()) - letters) < 1e-6
    assert probabilities["đ", "d"] > 0.9
    assert 0.5 < probabilities["ố", "b"] < 0.7  # six of ten


def test_alignment_of_a_pair() -> None:
    _, probabilities = EditCounter(PAIRS).train(6)
    assert best_alignment("đối", "dbi", probabilities) == [("đ", "d"), ("ố", "b"), ("i", "i")]
    assert best_alignment("xy", "zzzzzzzz", probabilities) == []


def test_slips_of_the_aligner_are_left_out() -> None:
    assert plausible("là", "14")
    assert plausible("nghiệp", "nghiép")
    assert not plausible("nghiệp", "zzz")


def test_components_are_engines_and_damage() -> None:
    assert component("full-eng-psm3-legacy", "heavy") == "full-eng-legacy-bad"
    assert component("tess-vie-psm3", "light") == "tess-vie"
