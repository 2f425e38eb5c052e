"""The numbers of the summary page, from a catalogue filled by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from vnrestore.batch.catalogue import Catalogue
from vnrestore.batch.overview import summarise
from vnrestore.cli.batch_progress import duration


def test_summarise(tmp_path: Path) -> None:
    with Catalogue(tmp_path / "catalogue.sqlite3") as catalogue:
        db = catalogue.db
        for started, ended in (("08:00:00", None), ("09:00:00", "09:00:10")):
            db.execute(
                "INSERT INTO runs (started, ended, source, program, model, lexicon, options, processes,"
                " words, skipped)"
                " VALUES (?, ?, '/in', '1', 'm', 'l', '{\"to\": [\"txt\"], \"min_posterior\": null}', 2, 500,"
                ' \'{"links": 2, "hidden": 0}\')',
                (f"2026-11-23T{started}Z", ended and f"2026-11-23T{ended}Z"),
            )
        rows = [
            ("a", "done", None, 0.99, "2014-01-01", "Công văn"),
            ("b", "done", None, 0.62, "2016-01-01", None),
            ("c", "done", None, 1.0, "1014-01-01", "Công văn"),
            ("d", "failed", "encoding", None, None, None),
            ("e", "failed", "empty", None, None, None),
            ("f", "failed", "encoding", None, None, None),
            ("g", "gone", None, 0.5, "2015-01-01", None),
        ]
        for number, (path, status, error, confidence, issued, kind) in enumerate(rows, start=1):
            db.execute(
                "INSERT INTO files (id, path, base, status, error, confidence, issued, kind, signature, size,"
                " pages,"
                " words, corrections, suggestions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 1, 1, 10, 2, 1)",
                (number, path, path, status, error, confidence, issued, kind),
            )
            db.execute("INSERT INTO page_counts VALUES (?, 1, 10, 2, 1, ?)", (number, confidence or 0.7))
        db.execute(
            "INSERT INTO outputs VALUES (1, 'txt', 'x y/\\xe1.txt', 1, '', ''), (1, 'json', 'j', 1, '', '')"
        )
        summary = summarise(catalogue)
    assert summary.states == [("done", 3), ("failed", 3), ("gone", 1)]
    assert summary.totals[:3] == [("files restored", 3), ("pages", 3), ("syllables", 30)]
    assert [(one.kind, one.files) for one in summary.errors] == [("encoding", 2), ("empty", 1)]
    assert [one.path for one in summary.quarantine] == ["d", "e", "f"]
    assert summary.years == [("2014", 1), ("2015", 0), ("2016", 1)]
    assert summary.kinds == [("Công văn", 2), ("(not said)", 1)]
    assert summary.skipped == [("links", 2)]
    edges, counts = zip(*summary.confidence, strict=True)
    assert edges[0] == pytest.approx(0.6) and sum(counts) == 3 and counts[-1] == 2
    assert [one.path for one in summary.review][:2] == ["g", "b"]
    assert next(one.link for one in summary.review if one.path == "a") == "x%20y/%E1.txt"
    assert [(one.seconds, one.ended) for one in summary.runs] == [(10.0, "2026-11-23 09:00:10"), (0.0, "")]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (59, "59 s"), (61, "1 min 01 s"), (3725, "1 h 02 min"), (None, "0 s")]
)
def test_duration(seconds: float | None, said: str) -> None:
    assert duration(seconds) == said
