"""Dots with their intervals, one row each, as inline SVG: no script, no font, nothing from outside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.html import clean

_WIDTH, _ROW, _MARGIN, _CHARACTER = 360.0, 22.0, 14.0, 6.6  # SVG user units: the plot, a row, the room around, a letter of a label


@dataclass(frozen=True, slots=True)
class Row:
    """One dot: what it is called, where it stands, what a pointer on it says, and the class of its colour."""

    label: str
    value: Estimate
    said: str
    style: str = ""


def interval_plot(title: str, rows: Sequence[Row], *, zero: bool = False, top: float | None = None) -> str:
    """The rows from top to bottom over one scale; rows without a value stay empty.

    ``zero`` draws a dashed line at 0 and keeps it inside the plot; ``top`` is the scale's end where it has one (1 for a share).
    """
    places = [x for r in rows for x in (r.value.value, r.value.low, r.value.high) if x is not None]
    low, high, step = scale([*places, *([0.0] if zero else [])], top)
    left = _MARGIN + _CHARACTER * max((len(r.label) for r in rows), default=0)
    height = _ROW * len(rows)

    def x(value: float) -> str:
        return f"{left + _WIDTH * (value - low) / (high - low):.1f}"

    parts = ['<g class="grid">']
    for i in range(round((high - low) / step) + 1):
        at = low + i * step
        parts.append(f'<path d="M{x(at)} {_MARGIN} L{x(at)} {_MARGIN + height}"/>')
        parts.append(f'<text x="{x(at)}" y="{_MARGIN + height + 16}" text-anchor="middle">{_tick(at, step)}</text>')
    parts.append("</g>")
    if zero:
        parts.append(f'<path d="M{x(0)} {_MARGIN} L{x(0)} {_MARGIN + height}" class="ideal"/>')
    for i, row in enumerate(rows):
        y = _MARGIN + _ROW * (i + 0.5)
        parts.append(f'<text x="{left - 8:.1f}" y="{y + 4}" text-anchor="end">{clean(row.label)}</text>')
        if row.value.value is None:
            continue
        if row.value.low is not None and row.value.high is not None:
            parts.append(f'<path d="M{x(row.value.low)} {y} L{x(row.value.high)} {y}" class="bar {row.style}"/>')
        dot = f'cx="{x(row.value.value)}" cy="{y}" r="4.5" class="dot {row.style}"'
        parts.append(f"<circle {dot}><title>{clean(row.said)}</title></circle>")
    width, whole = left + _WIDTH + 2 * _MARGIN, height + 3 * _MARGIN
    size = f'viewBox="0 0 {width:.1f} {whole}" width="{width:.1f}" height="{whole}"'
    return f'<svg {size} role="img"><title>{clean(title)}</title>{"".join(parts)}</svg>'


def scale(values: Sequence[float], top: float | None = None) -> tuple[float, float, float]:
    """Lower end, upper end and step of a scale that holds the values, in three to seven steps of 1, 2 or 5 times a power of ten."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if top is not None:
        high = max(high, top)
    spread = max(high - low, 0.01)
    power = 10.0 ** math.floor(math.log10(spread / 3))
    step = next(m * power for m in (1, 2, 5, 10) if spread / (m * power) <= 5)
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return first * step, last * step, step


def _tick(value: float, step: float) -> str:
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{value + 0.0:.{digits}f}" if abs(value) > 1e-12 else "0"
