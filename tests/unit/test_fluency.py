"""What reads like Vietnamese as it stands."""

from __future__ import annotations

import pytest

from vnrestore.language import ngram
from vnrestore.language.resources import trained_folder
from vnrestore.restore.fluency import FluencyJudge
from vnrestore.restore.passages import passages
from vnrestore.text.spelling import strip_marks

SOUND = """Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và Ủy ban nhân dân các xã, phường
tổ chức triển khai thực hiện nghiêm túc các nội dung nêu trên, báo cáo kết quả trước ngày 25 hằng tháng."""


@pytest.fixture(scope="module")
def judge() -> FluencyJudge:
    return FluencyJudge(ngram.load(trained_folder() / "lm"))


def test_sound_text_is_fluent(judge: FluencyJudge) -> None:
    assert all(judge.fluent(passages(SOUND)))


def test_text_without_marks_is_not(judge: FluencyJudge) -> None:
    assert not any(judge.fluent(passages(strip_marks(SOUND))))


def test_english_is_not(judge: FluencyJudge) -> None:
    text = "The committee shall submit its report to the council before the end of the fiscal year."
    assert not any(judge.fluent(passages(text)))


def test_passages_are_judged_one_by_one(judge: FluencyJudge) -> None:
    text = "\n\n".join([SOUND, SOUND, SOUND, strip_marks(SOUND) + " " + strip_marks(SOUND)])
    found = judge.fluent(passages(text))
    assert found[0] and not found[-1]


def test_nothing_is_nothing(judge: FluencyJudge) -> None:
    assert judge.fluent([]) == []
