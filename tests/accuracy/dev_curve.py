"""What the threshold ``min_posterior`` buys and costs: precision and recall of the corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dev_calibration import Judged, judge
from dev_sets import Page

from vnrestore.evaluate.compare import compare
from vnrestore.evaluate.metrics import score
from vnrestore.restore.decide import decide
from vnrestore.restore.reading import Reading

THRESHOLDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999)
COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e5ea2", "#b8860b", "#444444")


class Point(NamedTuple):
    """One threshold over one set.

    Attributes:
        corrections: changed words, those among lost or moved lines left out.
        precision: share of them that are right.
        recall: share of the raw text's wrong syllables put right.
        broken: syllables right in the raw text and wrong in the result.
        ser: syllable error rate of the result.
    """

    threshold: float
    corrections: int
    precision: float
    recall: float
    broken: int
    ser: float


class Tried(NamedTuple):
    """A text with what does not depend on the threshold."""

    page: Page
    chosen: list[Reading]
    changed: list[Judged]
    wrong: int  # syllables of the truth that the raw text has wrong


def curve(found: Iterable[tuple[Page, list[Reading]]]) -> dict[str, list[Point]]:
    """Points by set; clean text has nothing to correct and is left out."""
    sets: dict[str, list[Tried]] = {}
    for page, chosen in found:
        if page.folder == "clean":
            continue
        judged = judge(page.gold, page.noisy, chosen)
        changed = [j for j in judged if j.changed and not j.layout]
        wrong = sum(e.truth is not None for e in score(page.gold, page.noisy).errors)
        sets.setdefault(page.folder, []).append(Tried(page, chosen, changed, wrong))
    return {name: [_point(ones, at) for at in THRESHOLDS] for name, ones in sets.items()}


def _point(ones: Sequence[Tried], at: float) -> Point:
    made = [j.right for one in ones for j in one.changed if j.reading.posterior >= at]
    fixed = broken = syllables = errors = 0
    for one in ones:
        text = decide(one.page.noisy, one.chosen, at).text
        change = compare(one.page.gold, one.page.noisy, text)
        fixed += len(change.gains)
        broken += len(change.losses)
        result = score(one.page.gold, text)
        syllables += result.syllables
        errors += result.syllable_errors
    precision, recall = sum(made) / max(1, len(made)), fixed / max(1, sum(one.wrong for one in ones))
    return Point(at, len(made), precision, recall, broken, errors / max(1, syllables))


def curve_table(points: dict[str, list[Point]]) -> None:
    """Print the points."""
    print("\n## Threshold min_posterior: precision of corrections, recall of raw errors, SER (%)\n")
    print("| set | threshold | corrections | precision | recall | broken | SER |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, ones in points.items():
        for p in ones:
            print(
                f"| {name} | {p.threshold:g} | {p.corrections} | {100 * p.precision:.2f} "
                f"| {100 * p.recall:.2f} | {p.broken} | {100 * p.ser:.2f} |"
            )


def plot(points: dict[str, list[Point]]) -> str:
    """The curves as an SVG: recall to the right, precision upwards, thresholds beside some points."""
    left, top, width, height = 64, 24, 520, 340
    shown = [p for ones in points.values() for p in ones]
    low_x = int(100 * min(p.recall for p in shown)) // 5 * 5
    low_y = int(200 * min(p.precision for p in shown)) / 2

    def place(p: Point) -> tuple[float, float]:
        x = left + width * (100 * p.recall - low_x) / (100 - low_x)
        y = top + height * (100 - 100 * p.precision) / (100 - low_y)
        return round(x, 1), round(y, 1)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 20} {top + height + 56}" '
        'font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<path d="M{left},{top}V{top + height}H{left + width}" fill="none" stroke="#333"/>',
        f'<text x="{left + width / 2}" y="{top + height + 44}" text-anchor="middle">'
        "recall: wrong syllables of the raw text put right (%)</text>",
        f'<text transform="translate(16 {top + height / 2}) rotate(-90)" text-anchor="middle">'
        "precision: corrections that are right (%)</text>",
    ]
    for i in range(6):
        x, y = left + width * i / 5, top + height * (1 - i / 5)
        out.append(f'<path d="M{left},{y:.1f}h{width}M{x:.1f},{top}v{height}" stroke="#eee"/>')
        out.append(
            f'<text x="{x:.1f}" y="{top + height + 18}" text-anchor="middle">'
            f"{low_x + (100 - low_x) * i / 5:.0f}</text>"
        )
        out.append(
            f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">'
            f"{low_y + (100 - low_y) * i / 5:.1f}</text>"
        )
    for ones, colour in zip(points.values(), COLOURS, strict=False):
        line = " ".join(f"{x},{y}" for x, y in map(place, ones))
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        out += [f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>' for x, y in map(place, ones)]
        for p in ones:
            if p.threshold in (0.0, 0.5, 0.9, 0.99):
                x, y = place(p)
                out.append(
                    f'<text x="{x + 4:.1f}" y="{y - 4:.1f}" font-size="9" fill="{colour}">'
                    f"{p.threshold:g}</text>"
                )
    for i, (name, colour) in enumerate(zip(points, COLOURS, strict=False)):
        y = top + height - 14 * (len(points) - i) - 6
        out.append(f'<text x="{left + 12}" y="{y}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])
