"""The benchmark as a picture: a bar a whole path (logarithmic: a factor is a length), a bar a room, a line a curve."""

from __future__ import annotations

import io
from typing import Any

from gkbg_nlp.benchmark.records import Benchmark, Curve, Spread
from gkbg_nlp.exports.errors import need

_EXTRA = "plot"
_BAR, _OURS, _ROOM = "#9aa7b0", "#1f6f8b", "#5b7f3a"


def require_matplotlib() -> None:
    """Ask for the library before any work.

    Raises:
        ExportError: it is not installed; the message names the extra that brings it.
    """
    need("matplotlib", _EXTRA)


def picture(b: Benchmark) -> bytes:
    """An SVG; the same bytes for the same benchmark.

    Raises:
        ExportError: matplotlib is not installed.
    """
    matplotlib, figures = need("matplotlib", _EXTRA), need("matplotlib.figure", _EXTRA)
    rooms = [] if b.rooms is None else [row for row in b.rooms.rows if not row.part]
    whole = [(row.name, row.cpu) for row in b.whole if row.cpu is not None]
    heights = [len(rows) + 1.5 for rows in (whole, rooms) if rows] + [6.0] * len(b.curves)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "gkbg", "font.family": "DejaVu Sans"})
        figure = figures.Figure(figsize=(8, 0.6 + 0.35 * sum(heights)), layout="constrained")
        panels = iter(figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0])
        if whole:
            axes = next(panels)
            _bars(axes, whole, "whole path, µs of processor time a report", [_OURS if name == "gkbg" else _BAR for name, _ in whole])
            axes.set_xscale("log")
        if rooms:
            _bars(next(panels), [(row.name, row.us) for row in rooms], "rooms of gkbg, µs of processor time a report", [_ROOM] * len(rooms))
        for curve, axes in zip(b.curves, panels, strict=True):
            _line(axes, curve)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _bars(axes: Any, rows: list[tuple[str, Spread]], title: str, colours: list[str]) -> None:
    """Horizontal bars, the first on top, with their spread and their number."""
    places = list(range(len(rows)))
    ends = [[us.median - us.low for _, us in rows], [us.high - us.median for _, us in rows]]
    axes.barh(places, [us.median for _, us in rows], color=colours, xerr=ends, error_kw={"ecolor": "#333333", "elinewidth": 0.8})
    axes.set_yticks(places, [name for name, _ in rows])
    axes.invert_yaxis()
    for place, (_, us) in enumerate(rows):
        axes.annotate(f"{us.median:,.0f}", (us.high, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
    axes.margins(x=0.12)
    _plain(axes, title)


def _line(axes: Any, curve: Curve) -> None:
    """Microseconds a report over the curve's unit, both logarithmic."""
    axes.plot([point.x for point in curve.points], [point.us for point in curve.points], color=_OURS, marker="o", markersize=4)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(curve.unit, fontsize=9)
    _plain(axes, f"cost over {curve.over}, µs a report")


def _plain(axes: Any, title: str) -> None:
    axes.set_title(title, fontsize=10, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
