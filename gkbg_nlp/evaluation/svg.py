"""Two plots of an evaluation as inline SVG: reliability and accuracy at coverage. No script, no font, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from gkbg_nlp.evaluation.calibration import Calibration

_SIZE, _MARGIN = 300.0, 44.0  # the plot's square and the room around it, in SVG user units


def reliability(calibration: Calibration) -> str:
    """Share right over mean confidence, one circle a bin (area by blocks), with the interval as a bar; the diagonal is perfect."""
    most = max((b.blocks for b in calibration.bins), default=0)
    marks = [f'<path d="M{_x(0)} {_y(0)} L{_x(1)} {_y(1)}" class="ideal"/>']
    for b in calibration.bins:
        right = b.accuracy.value
        if b.confidence is None or right is None:
            continue
        x = _x(b.confidence)
        if b.accuracy.low is not None and b.accuracy.high is not None:
            marks.append(f'<path d="M{x} {_y(b.accuracy.low)} L{x} {_y(b.accuracy.high)}" class="bar"/>')
        said = f"confidence {b.low:.1f}–{b.high:.1f}: {b.blocks} blocks, mean confidence {b.confidence:.3f}, right {right:.3f}"
        radius = 3 + 9 * (b.blocks / most) ** 0.5
        marks.append(f'<circle cx="{x}" cy="{_y(right)}" r="{radius:.1f}" class="dot"><title>{escape(said)}</title></circle>')
    return _plot("Reliability of section confidence", "mean confidence", "share right", marks, 0.0, 0.0)


def coverage(calibration: Calibration) -> str:
    """Share right over share of blocks kept, the surest first."""
    points = calibration.curve
    lowest = min((accuracy for _, accuracy in points), default=0.0)
    floor = min(0.9, int(lowest * 10) / 10)
    path = " ".join(f"{'L' if i else 'M'}{_x(c)} {_y(a, floor)}" for i, (c, a) in enumerate(points))
    marks = [f'<path d="{path}" class="curve"/>'] if points else []
    for t in calibration.thresholds:
        if t.accuracy.value is None or t.coverage.value is None:
            continue
        said = f"confidence at least {t.threshold}: {t.coverage.value:.1%} of blocks, {t.accuracy.value:.2%} right"
        place = f'cx="{_x(t.coverage.value)}" cy="{_y(t.accuracy.value, floor)}"'
        marks.append(f'<circle {place} r="4" class="dot"><title>{escape(said)}</title></circle>')
    return _plot("Accuracy at coverage", "share of blocks kept", "share right", marks, 0.0, floor)


def _x(share: float) -> str:
    return f"{_MARGIN + _SIZE * share:.1f}"


def _y(share: float, floor: float = 0.0) -> str:
    return f"{_MARGIN / 2 + _SIZE * (1 - (share - floor) / (1 - floor)):.1f}"


def _plot(title: str, across: str, up: str, marks: Iterable[str], left: float, floor: float) -> str:
    ticks = []
    for i in range(6):
        x, y = left + (1 - left) * i / 5, floor + (1 - floor) * i / 5
        ticks.append(f'<path d="M{_x(x)} {_y(floor, floor)} L{_x(x)} {_y(1, floor)} M{_x(0)} {_y(y, floor)} L{_x(1)} {_y(y, floor)}"/>')
        ticks.append(f'<text x="{_x(x)}" y="{_MARGIN / 2 + _SIZE + 16}" text-anchor="middle">{x:.1f}</text>')
        ticks.append(f'<text x="{_MARGIN - 6}" y="{float(_y(y, floor)) + 4:.1f}" text-anchor="end">{y:.2f}</text>')
    width, height = _SIZE + 1.5 * _MARGIN, _SIZE + 1.5 * _MARGIN
    middle = _MARGIN + _SIZE / 2
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<g class="grid">{"".join(ticks)}</g>'
        f'<text x="{middle}" y="{height - 6}" text-anchor="middle">{escape(across)}</text>'
        f'<text transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">{escape(up)}</text>'
        f"{''.join(marks)}</svg>"
    )
