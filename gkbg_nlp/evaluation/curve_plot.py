"""A learning curve for a page: Markdown tables, and a plot as one SVG file that loads nothing from outside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.curve_figures import FIGURES, Line

_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 330.0, 260.0, 52.0, 30.0, 66.0  # a panel and the room around it, in SVG user units
_COLOURS = ("#1f6f8b", "#c8553d", "#5b7f3a", "#7a4e9a")  # one a set of documents; they differ in lightness too
_TITLES = {"section_acc": "Section accuracy", "section_macro_f1": "Section macro F1"}
_FORMS = {True: "with headings", False: "every heading removed"}


def table(lines: Sequence[Line], name: str) -> str:
    """The points of one set of documents: a row a size, mean (lowest to highest draw) in each cell."""
    own = [one for one in lines if one.name == name]
    rows = ["| training reports | draws | " + " | ".join(f"{one.figure}, {_FORMS[one.headings]}" for one in own) + " |"]
    rows.append("|---|---|" + "---|" * len(own))
    for i, point in enumerate(own[0].points):
        cells = [_spread(one.points[i].mean, one.points[i].low, one.points[i].high) for one in own]
        rows.append(f"| {point.size} | {point.draws} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def trend_table(lines: Sequence[Line]) -> str:
    """A row a line: the figure at the last size with its interval, the gain of the last step, the trend."""
    if not lines:
        return ""
    sizes = [p.size for p in lines[0].points]
    step = f"gain from {sizes[-2]} to {sizes[-1]}" if len(sizes) > 1 else "gain"
    out = [
        f"| documents | figure | at {sizes[-1]} reports | {step} | errors gone by doubling | by the trend at {2 * sizes[-1]} |",
        "|---|---|---|---|---|---|",
    ]
    for one in lines:
        gone = "-" if one.per_doubling is None else f"{one.per_doubling:.0%}"
        ahead = "-" if one.at_double is None else f"{one.at_double:.3f}"
        last = _interval(one.points[-1].interval, "")
        out.append(f"| {one.name}, {_FORMS[one.headings]} | {one.figure} | {last} | {_interval(one.gain, '+')} | {gone} | {ahead} |")
    return "\n".join(out)


def _spread(mean: float, low: float, high: float) -> str:
    return f"{mean:.3f}" if low == high else f"{mean:.3f} ({low:.3f}–{high:.3f})"


def _interval(e: Estimate, sign: str) -> str:
    if e.value is None:
        return "-"
    said = f"{e.value:{sign}z.3f}"
    return said if e.low is None or e.high is None else f"{said} [{e.low:{sign}z.3f}, {e.high:{sign}z.3f}]"


def plot(lines: Sequence[Line]) -> str:
    """One panel a figure over the number of training reports (logarithmic): mean over draws, bars from lowest to highest draw.

    A set of documents has one colour; the dashed line is the one without headings.

    Raises:
        ValueError: there is no line.
    """
    if not lines:
        raise ValueError("no line to plot: measure at least one set of documents")
    names = list(dict.fromkeys(one.name for one in lines))
    floor = min(int(10 * min(p.low for one in lines for p in one.points)) / 10, 0.9)
    parts = []
    for panel, figure in enumerate(FIGURES):
        own = [one for one in lines if one.figure == figure]
        left = _LEFT + panel * (_WIDTH + _GAP)
        parts.append(_panel(left, floor, figure, own, [_COLOURS[names.index(one.name) % len(_COLOURS)] for one in own]))
    below = _TOP + _HEIGHT + 58
    for i, one in enumerate(one for one in lines if one.figure == next(iter(FIGURES))):
        y = below + 20 * i
        said = f"{one.name} ({one.documents} reports, {one.blocks} blocks), {_FORMS[one.headings]}"
        mark = f'<path d="M{_LEFT:.1f} {y - 4:.1f} h30" {_stroke(_COLOURS[names.index(one.name) % len(_COLOURS)], one.headings)}/>'
        parts.append(f'{mark}<text x="{_LEFT + 38:.1f}" y="{y:.1f}">{escape(said)}</text>')
    width = _LEFT + 2 * _WIDTH + _GAP + 24
    height = below + 20 * (len(lines) // len(FIGURES))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        'role="img" font-family="sans-serif" font-size="12" fill="#222">\n'
        "<title>Section accuracy and macro F1 over the number of training reports</title>\n"
        '<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _panel(left: float, floor: float, figure: str, lines: Sequence[Line], colours: Sequence[str]) -> str:
    sizes = [p.size for p in lines[0].points]
    first, span = sizes[0], max(1e-9, math.log2(sizes[-1]) - math.log2(sizes[0]))

    def x(size: int) -> float:
        return left + 14 + (_WIDTH - 28) * (math.log2(size) - math.log2(first)) / span

    def y(value: float) -> float:
        return _TOP + _HEIGHT * (1 - (value - floor) / (1 - floor))

    parts = [f'<text x="{left + _WIDTH / 2:.1f}" y="{_TOP - 12:.1f}" text-anchor="middle" font-weight="bold">{_TITLES[figure]}</text>']
    steps = round((1 - floor) / 0.05) if floor >= 0.7 else round((1 - floor) / 0.1)
    for i in range(steps + 1):
        value = floor + (1 - floor) * i / steps
        parts.append(f'<path d="M{left:.1f} {y(value):.1f} h{_WIDTH:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6:.1f}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.2f}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{_TOP + _HEIGHT + 17:.1f}" text-anchor="middle">{size}</text>')
    parts.append(f'<text x="{left + _WIDTH / 2:.1f}" y="{_TOP + _HEIGHT + 36:.1f}" text-anchor="middle">training reports</text>')
    for place, (one, colour) in enumerate(zip(lines, colours, strict=True)):
        shift = 2.5 * (place - (len(lines) - 1) / 2)  # so that the bars of two lines do not lie on each other
        path = " ".join(f"{'L' if i else 'M'}{x(p.size) + shift:.1f} {y(p.mean):.1f}" for i, p in enumerate(one.points))
        parts.append(f'<path d="{path}" {_stroke(colour, one.headings)}/>')
        for p in one.points:
            across = x(p.size) + shift
            said = escape(f"{one.name}, {_FORMS[one.headings]}, {p.size} reports: {_spread(p.mean, p.low, p.high)}")
            parts.append(f'<path d="M{across:.1f} {y(p.low):.1f} V{y(p.high):.1f}" stroke="{colour}" stroke-opacity="0.5"/>')
            parts.append(f'<circle cx="{across:.1f}" cy="{y(p.mean):.1f}" r="3" fill="{colour}"><title>{said}</title></circle>')
    return "\n".join(parts)


def _stroke(colour: str, headings: bool) -> str:
    return f'fill="none" stroke="{colour}" stroke-width="2"' + ("" if headings else ' stroke-dasharray="5 4"')
