"""The benchmark as a picture: a bar a whole path, and a bar a room; logarithmic, so that a factor is a length."""

from __future__ import annotations

import io
from typing import Any

from gkbg_nlp.benchmark.records import Benchmark
from gkbg_nlp.exports.errors import need

_EXTRA = "plot"
_BAR, _OURS, _ROOM = "#9aa7b0", "#1f6f8b", "#5b7f3a"


def require_matplotlib() -> None:
    """Ask for the library before any work.

    Raises:
        ExportError: it is not installed; the message names the extra that brings it.
    """
    need("matplotlib", _EXTRA)


def bars(b: Benchmark) -> bytes:
    """An SVG; the same bytes for the same benchmark.

    Raises:
        ExportError: matplotlib is not installed.
    """
    matplotlib, figures = need("matplotlib", _EXTRA), need("matplotlib.figure", _EXTRA)
    rooms = [] if b.rooms is None else [row for row in b.rooms.rows if not row.part]
    whole = [row for row in b.whole if row.cpu is not None]
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "gkbg", "font.family": "DejaVu Sans"})
        figure = figures.Figure(figsize=(8, 1.6 + 0.32 * (len(whole) + len(rooms))), layout="constrained")
        heights = [len(whole) + 1, len(rooms) + 1] if rooms else [1]
        axes = figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0]
        values = [(row.name, row.cpu.median, row.cpu.low, row.cpu.high) for row in whole if row.cpu is not None]
        _draw(axes[0], values, "whole path, µs of processor time a report", [_OURS if row.name == "gkbg" else _BAR for row in whole])
        axes[0].set_xscale("log")
        if rooms:
            values = [(row.name, row.us.median, row.us.low, row.us.high) for row in rooms]
            _draw(axes[1], values, "rooms of gkbg, µs of processor time a report", [_ROOM] * len(rooms))
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _draw(axes: Any, rows: list[tuple[str, float, float, float]], title: str, colours: list[str]) -> None:
    """Horizontal bars, the first on top, with their spread and their number."""
    places = list(range(len(rows)))
    medians = [median for _, median, _, _ in rows]
    ends = [[max(0.0, median - low) for _, median, low, _ in rows], [max(0.0, high - median) for _, median, _, high in rows]]
    axes.barh(places, medians, color=colours, xerr=ends, error_kw={"ecolor": "#333333", "elinewidth": 0.8})
    axes.set_yticks(places, [name for name, *_ in rows])
    axes.invert_yaxis()
    for place, (_, median, _, high) in enumerate(rows):
        axes.annotate(f"{median:,.0f}", (max(median, high), place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
    axes.margins(x=0.12)
    axes.set_title(title, fontsize=10, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
