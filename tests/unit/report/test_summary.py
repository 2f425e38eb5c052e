"""The summary page of a batch: complete, one file, and safe whatever the names and messages are."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from vnrestore.batch.catalogue import Catalogue
from vnrestore.batch.overview import summarise
from vnrestore.report.summary import (
    ErrorKind,
    Quarantined,
    ReviewPage,
    RunFacts,
    Summary,
    summary_page,
)
from vnrestore.report.summary_plot import Bar, columns, scale_top

EVIL = "\"><script>alert(1)</script>&'"


class _Checker(HTMLParser):
    """Notes what is open and what could load anything."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "link", "img", "iframe", "object")
        self.links += [value or "" for name, value in attributes if name in ("href", "src")]
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag == "line"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def check(page: str) -> _Checker:
    checker = _Checker()
    checker.feed(page)
    checker.close()
    assert checker.open == []
    assert not re.search(r"https?:|url\(|@import", page)
    return checker


def test_names_and_messages_are_text() -> None:
    page = summary_page(
        Summary(
            source=EVIL,
            made="2026-11-23 08:00:00",
            versions=[("vnrestore", EVIL)],
            states=[("done", 1234), ("failed", 2), ("pending", 1), ("gone", 1)],
            totals=[("files restored", 1234)],
            skipped=[("links", 3)],
            errors=[ErrorKind("encoding", "binary", 2)],
            quarantine=[Quarantined(EVIL, "encoding", EVIL, "old/a%20b.txt")],
            quarantined=2,
            confidence=[(0.9, 3), (0.95, 1234)],
            kinds=[(EVIL, 4)],
            years=[("2014", 4)],
            review=[ReviewPage(EVIL, 7, 100, 5, 2, 0.5, "x/y.html")],
            reviewed=1235,
            runs=[
                RunFacts("a", "", "", 1, 2, 3, 1000, 0.0),
                RunFacts("a", "b", "finished", 1, 2, 3, 900, 3.0),
            ],
        )
    )
    checker = check(page)
    assert checker.texts.count(EVIL) == 5  # heading, version, quarantine twice, kind; the review link is one
    assert {"old/a%20b.txt", "x/y.html", "files.csv", "review.csv", "metadata.csv"} <= set(checker.links)
    said = " ".join(" ".join(checker.texts).split())
    for words in ("1,234 done", "3 links", "The first 1 of 1,235", "50.0%", "300", "killed, or at work"):
        assert words in said
    assert "an earlier output is kept" in said


def test_an_empty_catalogue_is_a_page(tmp_path: Path) -> None:
    with Catalogue(tmp_path / "catalogue.sqlite3") as catalogue:
        catalogue.db.execute(
            "INSERT INTO runs (started, source, program, model, lexicon, options, processes)"
            " VALUES ('2026-11-23T08:00:00Z', '/in', '0', 'm', 'l',"
            ' \'{"to": ["txt"], "min_posterior": 0.5}\','
            " 2)"
        )
        summary = summarise(catalogue)
    assert (summary.states, summary.confidence, summary.years) == ([], [], [])
    assert ("least posterior", "0.5") in summary.versions
    assert ("spelling", "kept") in summary.versions
    assert "Nothing to show yet" in " ".join(check(summary_page(summary)).texts)


@pytest.mark.parametrize("highest", [1, 2, 3, 7, 11, 99, 101, 9_999, 1_000_001])
def test_the_scale_holds_all_and_is_not_half_empty(highest: int) -> None:
    top = scale_top(highest)
    assert highest <= top and (top < 2.5 * highest or top == 2)


def test_a_column_for_every_bar() -> None:
    plot = columns([Bar(str(n), n) for n in range(40)], "files")
    heights = [float(found) for found in re.findall(r'height="([\d.]+)"', plot)]
    assert len(heights) == 40
    assert heights == sorted(heights)
    assert heights[0] == 0 < heights[1]
    assert "39: 39 files" in plot
