"""A page that shows the original beside the restored text, every change with its reasons.

One file without scripts or outside resources, so that it can be mailed and archived.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from string import Template

from vnrestore.datatypes.document import Encoding
from vnrestore.datatypes.restoration import Correction, Restoration
from vnrestore.report.pieces import Piece, Row, rows

SURE = 0.95
"""Corrections at or above this posterior are drawn as sure."""

_PAGE = Template("""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$name - vnrestore</title>
<style>
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fdfdfb; --rule: #d9d6cd; --dim: #77736a;
  --old: #f6dcd7; --sure: #d3ecd4; --unsure: #fbe7a8; --maybe: #8a5a00; --tip: #22262b; --tip-ink: #f5f5f2; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e4de; --paper: #17181a; --rule: #3a3a38;
  --dim: #98948a; --old: #53302b; --sure: #24482a; --unsure: #5c4a14; --maybe: #e8b44c;
  --tip: #e9e7e1; --tip-ink: #1c1c1c; } }
body { margin: 0 auto; max-width: 100rem; padding: 1.5rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 "Noto Serif", "DejaVu Serif", "Times New Roman", serif; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
.facts, .legend, th, .no, .tip { font-family: "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
.facts, .legend { color: var(--dim); font-size: .85rem; margin: 0 0 .5rem; }
.legend span { color: var(--ink); margin-right: 1rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-top: 1rem; }
th { text-align: left; font-size: .8rem; color: var(--dim); border-bottom: 1px solid var(--rule); }
td, th { padding: .1rem .75rem; vertical-align: top; }
td { white-space: pre-wrap; overflow-wrap: anywhere; border-bottom: 1px solid var(--rule); }
.no { width: 2.5rem; text-align: right; color: var(--dim); font-size: .75rem; user-select: none; }
mark { color: inherit; border-radius: .2rem; padding: 0 .1rem; position: relative; cursor: help; }
.old { background: var(--old); }
.sure { background: var(--sure); }
.unsure { background: var(--unsure); }
.maybe { background: none; border-bottom: 2px dashed var(--maybe); }
.doubt { background: none; border-bottom: 2px dotted var(--maybe); }
.noise { background: none; opacity: .55; border-bottom: 1px dotted; }
.tip { display: none; position: absolute; z-index: 1; left: 0; top: 1.6em; width: max-content;
  max-width: 22rem; padding: .4rem .6rem; border-radius: .3rem; background: var(--tip); color: var(--tip-ink);
  font-size: .8rem; line-height: 1.45; white-space: pre-line; }
mark:hover .tip, mark:focus .tip { display: block; }
td:last-child .tip { left: auto; right: 0; }
@media print { body { max-width: none; } }
</style>
</head>
<body>
<h1>$name</h1>
<p class="facts">$facts</p>
<p class="legend"><span><mark class="old">original</mark></span>
<span><mark class="sure">corrected, surely</mark></span>
<span><mark class="unsure">corrected, posterior under $sure</mark></span>
<span><mark class="maybe">only suggested</mark></span>
<span><mark class="doubt">left, but doubtful</mark></span>
<span><mark class="noise">noise, left</mark></span> Point at a word to see why.</p>
<table>
<thead><tr><th class="no">line</th><th>Original</th><th>Restored</th></tr></thead>
<tbody>
$rows</tbody>
</table>
</body>
</html>
""")


def html(restoration: Restoration, name: str, encodings: Sequence[Encoding] = ()) -> str:
    """The page for a restoration.

    Args:
        restoration: what was done to the text.
        name: its title, usually the file's.
        encodings: those the text had to be converted from before it was restored.
    """
    facts = _facts(restoration)
    if encodings:
        found = (f"{one.name} (certainty {one.confidence:.2f}, {one.lines} lines)" for one in encodings)
        facts += f"; converted from {escape(', '.join(found))}"
    return _PAGE.substitute(
        name=escape(name), facts=facts, sure=f"{SURE:.2f}", rows=_table(rows(restoration))
    )


def _facts(restoration: Restoration) -> str:
    made, held = len(restoration.corrections), len(restoration.suggestions)
    syllables = len(restoration.original.split())
    return (
        f"{_count(syllables, 'token')}, {_count(made, 'correction')}, {_count(held, 'suggestion')}, "
        f"{_count(len(restoration.doubts), 'doubtful word')} left, "
        f"mean confidence {restoration.confidence:.3f}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _table(all_rows: Sequence[Row]) -> str:
    lines: list[str] = []
    number = 1
    for row in all_rows:
        original = "".join(_original_cell(piece) for piece in row).removesuffix("\n")
        restored = "".join(_restored_cell(piece) for piece in row).removesuffix("\n")
        lines.append(f'<tr><td class="no">{number}</td><td>{original}</td><td>{restored}</td></tr>\n')
        number += sum(piece.original.count("\n") for piece in row)
    return "".join(lines)


def _original_cell(piece: Piece) -> str:
    if piece.correction is None:
        return escape(piece.original)
    return f'<mark class="old">{escape(piece.original)}</mark>'


def _restored_cell(piece: Piece) -> str:
    if piece.correction is not None:
        kind = "sure" if piece.correction.posterior >= SURE else "unsure"
        return _mark(kind, piece.restored, _reasons(piece.correction))
    if piece.suggestion is not None:
        return _mark("maybe", piece.restored, "left as it is\n" + _reasons(piece.suggestion))
    if piece.doubt is not None:
        reasons = f"left as it is, posterior {piece.doubt.posterior:.3f}\nnothing better is known"
        return _mark("doubt", piece.restored, reasons)
    if piece.noise:
        return _mark("noise", piece.restored, "noise: nobody printed this; left as it is")
    return escape(piece.restored)


def _mark(kind: str, text: str, reasons: str) -> str:
    return (
        f'<mark class="{kind}" tabindex="0">{escape(text)}<span class="tip">{escape(reasons)}</span></mark>'
    )


def _reasons(correction: Correction) -> str:
    lines = [
        f"{correction.original} → {correction.replacement}",
        f"posterior {correction.posterior:.3f}, proposed by {correction.generator}",
    ]
    if correction.runner_up is not None:
        lines.append(f"runner-up {correction.runner_up}, {correction.runner_up_posterior:.3f}")
    return "\n".join(lines)
