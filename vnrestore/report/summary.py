"""The summary of a batch as one page: what an archive looks at in the morning.

One file without scripts or outside resources. What must be looked into comes first: files
that failed, then pages that are probably worst. The lists are cut to what can be read; the
CSV files beside the page have all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from vnrestore.report.summary_plot import Bar, columns, share_bar
from vnrestore.report.summary_style import STYLE


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """Files that failed for the same reason."""

    kind: str
    meaning: str
    files: int


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that failed; ``link`` is the URL of an earlier output that was kept, "" without one."""

    path: str
    kind: str
    message: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page that may need a person; ``link`` is the relative URL of its output."""

    path: str
    page: int
    words: int
    corrections: int
    suggestions: int
    confidence: float
    link: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run, as the list of runs shows it."""

    started: str
    ended: str
    outcome: str
    done: int
    failed: int
    unchanged: int
    words: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything on the page.

    Attributes:
        source: the input folder.
        made: when the page was made, UTC.
        versions: name and value of what the outputs depend on.
        states: files by state, in the order to be shown.
        totals: name and count: pages, syllables, corrections ….
        skipped: name and count of what the walk passed by, nothing at 0.
        errors: commonest first.
        quarantine: the first of the files that failed.
        quarantined: how many there are in all.
        confidence: files by confidence: lower edge of the bin and their number.
        kinds: documents by kind, commonest first.
        years: documents by year of issue, in order.
        review: worst pages first.
        reviewed: how many pages there are in all.
        runs: latest first.
    """

    source: str
    made: str
    versions: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, int]]
    totals: Sequence[tuple[str, int]]
    skipped: Sequence[tuple[str, int]]
    errors: Sequence[ErrorKind]
    quarantine: Sequence[Quarantined]
    quarantined: int
    confidence: Sequence[tuple[float, int]]
    kinds: Sequence[tuple[str, int]]
    years: Sequence[tuple[str, int]]
    review: Sequence[ReviewPage]
    reviewed: int
    runs: Sequence[RunFacts]


_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>vnrestore batch - $source</title>
<style>$style</style>
</head>
<body>
<header>
<h1>$source</h1>
<p class="dim">Summary of <b>vnrestore batch</b>, made $made UTC. All of it as tables:
<a href="files.csv">files.csv</a>, <a href="review.csv">review.csv</a>,
<a href="metadata.csv">metadata.csv</a>.</p>
</header>
<section class="cards">$cards</section>
<section><h2>Files by state</h2>$states$skipped</section>
<section><h2>Files that failed</h2>$failed</section>
<div class="two">
<section><h2>Confidence of the files</h2>
<p class="dim">Mean posterior of a file's words; each column is the number of files from there up.</p>
$confidence</section>
<section><h2>Documents by year of issue</h2>
<p class="dim">As read from the restored text.</p>$years</section>
</div>
<section><h2>Pages to review, worst first</h2>$review</section>
<div class="two">
<section><h2>Documents by kind</h2>$kinds</section>
<section><h2>Made with</h2>$versions</section>
</div>
<section><h2>Runs</h2>$runs</section>
</body>
</html>
""")

_TONES = {"done": "good", "failed": "bad", "pending": "wait", "gone": "none"}
_MEANINGS = {
    "done": "restored, outputs in place",
    "failed": "in quarantine, see below",
    "pending": "not done yet: run it again",
    "gone": "no longer in the input folder; outputs kept",
}


def summary_page(summary: Summary) -> str:
    """The page."""
    return _PAGE.substitute(
        style=STYLE,
        source=escape(summary.source),
        made=escape(summary.made),
        cards="".join(_card(name, count) for name, count in summary.totals),
        states=_states(summary.states),
        skipped=_skipped(summary.skipped),
        failed=_failed(summary),
        confidence=_confidence(summary.confidence),
        years=columns([Bar(year, count) for year, count in summary.years], "documents"),
        review=_review(summary),
        kinds=_table(("Kind", "Documents"), ((name, count) for name, count in summary.kinds)),
        versions=_table(("", ""), summary.versions),
        runs=_runs(summary.runs),
    )


def _card(name: str, count: int) -> str:
    return f"<div><b>{count:,}</b><span>{escape(name)}</span></div>"


def _states(states: Sequence[tuple[str, int]]) -> str:
    legend = "".join(
        f'<li><i class="{_TONES[name]}"></i><b>{count:,}</b> {name}'
        f'<span class="dim"> {_MEANINGS[name]}</span></li>'
        for name, count in states
    )
    bar = share_bar([(_TONES[name], count) for name, count in states])
    return f'{bar}<ul class="legend">{legend}</ul>'


def _skipped(skipped: Sequence[tuple[str, int]]) -> str:
    if not skipped:
        return ""
    said = ", ".join(f"{count:,} {escape(name)}" for name, count in skipped)
    return f'<p class="dim">Passed by on the walk: {said}.</p>'


def _failed(summary: Summary) -> str:
    if not summary.quarantined:
        return '<p class="dim">None.</p>'
    kinds = _table(
        ("Error", "Files", "What it means"), ((one.kind, one.files, one.meaning) for one in summary.errors)
    )
    rows = (
        (
            _link(one.path, one.link),
            one.kind,
            one.message + (" (an earlier output is kept)" if one.link else ""),
        )
        for one in summary.quarantine
    )
    files = _table(("File", "Error", "Message"), rows)
    return f"{kinds}<h3>Quarantine</h3>{_more(len(summary.quarantine), summary.quarantined)}{files}"


def _confidence(bins: Sequence[tuple[float, int]]) -> str:
    return columns([Bar(f"{edge:.3f}".removeprefix("0"), count) for edge, count in bins], "files")


def _review(summary: Summary) -> str:
    if not summary.review:
        return '<p class="dim">No pages yet.</p>'
    rows = (
        (
            _link(one.path, one.link),
            one.page,
            one.words,
            one.corrections,
            one.suggestions,
            _Raw(f'<meter min="0" max="1" value="{one.confidence:.3f}"></meter> {one.confidence:.1%}'),
        )
        for one in summary.review
    )
    header = ("File", "Page", "Syllables", "Corrections", "Suggestions", "Expected right")
    return _more(len(summary.review), summary.reviewed, "review.csv") + _table(header, rows)


def _runs(runs: Sequence[RunFacts]) -> str:
    rows = (
        (
            one.started,
            one.ended or "-",
            one.outcome or "killed, or at work",
            one.done,
            one.failed,
            one.unchanged,
            f"{one.words / one.seconds:,.0f}" if one.seconds and one.words else "-",
        )
        for one in runs
    )
    header = ("Started (UTC)", "Ended", "Outcome", "Done", "Failed", "Unchanged", "Syllables/s")
    return _table(header, rows)


def _more(shown: int, total: int, table: str = "files.csv") -> str:
    if shown >= total:
        return ""
    return f'<p class="dim">The first {shown:,} of {total:,}; all are in <a href="{table}">{table}</a>.</p>'


class _Raw(str):
    """Text that is HTML already."""

    __slots__ = ()


def _link(text: str, url: str) -> _Raw:
    shown = escape(text)
    return _Raw(f'<a href="{escape(url)}">{shown}</a>' if url else shown)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in rows)
    if not body:
        return '<p class="dim">None.</p>'
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    head = f"<thead><tr>{head}</tr></thead>" if any(header) else ""
    return f'<div class="scroll"><table>{head}<tbody>{body}</tbody></table></div>'


def _cell(value: object) -> str:
    if isinstance(value, int):
        return f'<td class="n">{value:,}</td>'
    return f"<td>{value if isinstance(value, _Raw) else escape(str(value))}</td>"
