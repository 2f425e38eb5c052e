"""Plots as SVG in the page: no library, no script, sharp on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 560, 190
_LEFT, _BOTTOM, _TOP = 44, 22, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: what it is of, and how high."""

    label: str
    value: int


def columns(bars: Sequence[Bar], unit: str) -> str:
    """A column plot with a scale; each column says its number when pointed at."""
    top = scale_top(max((bar.value for bar in bars), default=0))
    if not top:
        return '<p class="dim">Nothing to show yet.</p>'
    wide, high = _WIDTH - _LEFT, _HEIGHT - _TOP - _BOTTOM
    step = wide / len(bars)
    every = max(1, round(len(bars) * 34 / wide + 0.49))
    shapes = [_rule(share, top, high) for share in (0.0, 0.5, 1.0)]
    for i, bar in enumerate(bars):
        tall = high * bar.value / top
        if bar.value:
            tall = max(tall, 1.5)
        x, y = _LEFT + i * step, _TOP + high - tall
        title = f"<title>{escape(bar.label)}: {bar.value:,} {unit}</title>"
        shapes.append(
            f'<rect x="{x + step * 0.1:.1f}" y="{y:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}"'
            f' rx="1.5">{title}</rect>'
        )
        if (len(bars) - 1 - i) % every == 0:
            shapes.append(
                f'<text x="{x + step / 2:.1f}" y="{_HEIGHT - 6}" text-anchor="middle">'
                f"{escape(bar.label)}</text>"
            )
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">{"".join(shapes)}</svg>'


def scale_top(highest: int) -> int:
    """The end of the scale: the next of 2, 4, 10, 20, 40, 100 … that is not below ``highest``.

    >>> [scale_top(n) for n in (0, 1, 3, 11, 99, 9900)]
    [0, 2, 4, 20, 100, 10000]
    """
    if highest <= 0:
        return 0
    power = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if highest <= step * power:
                return step * power
        power *= 10


def _rule(share: float, top: int, high: int) -> str:
    y = _TOP + high * (1 - share)
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{round(top * share):,}</text>'
    )


def share_bar(parts: Sequence[tuple[str, int]]) -> str:
    """One bar cut into shares; each part is the style class and its count."""
    cells = "".join(f'<i class="{tone}" style="flex: {count}"></i>' for tone, count in parts if count)
    return f'<div class="share">{cells}</div>' if cells else ""
