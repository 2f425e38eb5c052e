"""What explain shows is what decided: the same lattice, the same scores, the same outcome."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from vnrestore.language import ngram
from vnrestore.language.resources import trained_folder
from vnrestore.pipeline import Restorer
from vnrestore.report.explain import Explanation, Tracer, explanation_to_dict, explanation_to_text

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "starting_notice.noisy.txt"


@pytest.fixture(scope="module")
def tracer() -> Tracer:
    return Tracer()


def explained(tracer: Tracer, text: str, token: str) -> Explanation:
    found = tracer.trace(text, text.index(token))
    assert found is not None
    assert token in found.token
    return found


@pytest.fixture(scope="module")
def garbled() -> str:
    return SAMPLE.read_text("utf-8")[:1500]


def test_a_change_is_explained(tracer: Tracer, garbled: str) -> None:
    found = explained(tracer, garbled, "d6i")
    assert found.token == "d6i"
    assert found.restored == "đối"
    assert found.reason.startswith("changed: ")
    assert [c.replacement for c in found.corrections] == ["đối"]
    assert [stage.regime for stage in found.stages][:2] == ["broad", "learned"]
    for stage in found.stages:
        assert [o.surface for o in stage.options if o.chosen] == ["đối"]
    names = {o.surface: o for o in found.stages[0].options}
    assert {"đối", "đổi", "đội", "d6i"} <= set(names)
    assert names["d6i"].generator == "identity"
    assert names["đối"].posterior > 0.5 > names["đội"].posterior


def test_posteriors_of_a_stretch_are_shares(tracer: Tracer, garbled: str) -> None:
    for stage in explained(tracer, garbled, "d6i").stages:
        shares: dict[tuple[int, int], float] = defaultdict(float)
        for option in stage.options:
            assert -1e-9 <= option.posterior <= 1 + 1e-6
            shares[option.start, option.end] += option.posterior
        assert max(shares.values()) == pytest.approx(1.0, abs=1e-3)
        assert all(share <= 1 + 1e-3 for share in shares.values())
        assert [o.posterior for o in stage.options] == sorted(
            (o.posterior for o in stage.options), reverse=True
        )


def test_language_scores_are_the_models(tracer: Tracer) -> None:
    """The first word of a passage has nothing before it, the last nothing after it."""
    model = ngram.load(trained_folder() / "lm")
    text = "Nghị quyết"
    first = explained(tracer, text, "Nghị").stages[0]
    last = explained(tracer, text, "quyết").stages[0]
    begin = model.begin(1)
    one, state = model.score(begin, np.array([model.id("nghị")]))
    two, _ = model.score(state, np.array([model.id("quyết")]))
    chosen = next(o for o in first.options if o.surface == "Nghị")
    assert (chosen.language_logp, chosen.ahead_logp) == pytest.approx(
        (float(one[0]), float(two[0])), abs=1e-5
    )
    chosen = next(o for o in last.options if o.surface == "quyết")
    assert (chosen.language_logp, chosen.ahead_logp) == pytest.approx((float(two[0]), 0.0), abs=1e-5)


@pytest.mark.parametrize(
    ("text", "token", "words"),
    [
        ("Cong van ngay 5/9/2001 cua Uy ban nhan dan tinh", "5/9/2001", "never touched"),
        ("Ủy ban nhân dân tỉnh yêu cầu các sở báo cáo.", "tỉnh", "likeliest"),
        (
            "Please return the borrowed folders to the office on the first of the month",
            "return",
            "another language",
        ),
    ],
)
def test_what_is_left_is_explained(tracer: Tracer, text: str, token: str, words: str) -> None:
    found = explained(tracer, text, token)
    assert found.restored == found.token
    assert found.reason.startswith("not changed: ")
    assert words in found.reason


def test_a_threshold_is_named(garbled: str) -> None:
    strict = Tracer(min_posterior=1.0)
    held = next(s for s in strict.restore(garbled).suggestions if s.original.isalpha() and s.posterior < 0.99)
    found = strict.trace(garbled, held.span.start)
    assert found is not None
    assert found.suggestions
    assert "less than 1" in found.reason
    assert found.restored == found.token


def test_tracing_restores_as_restoring_does(tracer: Tracer, garbled: str) -> None:
    before = Restorer().restore(garbled)
    explained(tracer, garbled, "d6i")
    assert tracer.restore(garbled) == before


def test_blanks_have_no_explanation(tracer: Tracer) -> None:
    assert tracer.trace("a b", 1) is None
    assert tracer.trace("", 0) is None


def test_forms(tracer: Tracer, garbled: str) -> None:
    found = explained(tracer, garbled, "d6i")
    record = explanation_to_dict(found, top=2)
    assert record["token"] == "d6i"
    assert all(len(stage["readings"]) <= 2 for stage in record["stages"])
    shown = explanation_to_text(found, top=2)
    assert shown.startswith("d6i -> đối\nchanged: ")
    assert "and " in shown
    assert max(map(len, shown.splitlines())) < 120


def test_a_word_of_decomposed_text_is_explained(tracer: Tracer) -> None:
    text = unicodedata.normalize("NFD", "Uy ban nhan dan tỉnh yéu cau các co quan bdo cdo két qua thyc hién.")
    found = explained(tracer, text, "bdo")
    assert (found.token, found.restored) == ("bdo", "báo")
    assert found.stages


GARBLED = "Thi tuéng Chinh phu yéu cau cac co quan, don vi bdo cdo két qua thyc hién nhiém vu dwoc giao"


@pytest.mark.parametrize(
    ("line", "token", "restored", "words"),
    [
        ("Bing Ditc Nghia", "Bing", "Đặng", "person's name"),
        ("Diém a khoan ‘nay va diém b khoan 2", "‘nay", "này", "without a partner"),
        ("rà soát. chuân hóa va lam sach di liéu.", "soát.", "soát,", "what stands around it"),
    ],
)
def test_what_the_whole_text_changed_is_said(
    tracer: Tracer, line: str, token: str, restored: str, words: str
) -> None:
    found = explained(tracer, f"{GARBLED}.\n\n{line}", token)
    assert found.restored == restored
    assert words in found.reason
