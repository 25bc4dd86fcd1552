"""Requests received, and reviews and litigations, by year: sums over the reports that state them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gkbg_nlp.exports.plots.fonts import Words
from gkbg_nlp.exports.plots.frame import NO_REPORTS, number_of, width_for, year_ticks
from gkbg_nlp.report.records import Report

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SERIES = {
    "requests_received": ("收到申请", "requests received"),
    "reviews": ("行政复议", "administrative reviews"),
    "litigations": ("行政诉讼", "administrative litigations"),
}
PANELS = (("requests_received",), ("reviews", "litigations"))
_COLOURS = {"requests_received": "#1f6f8b", "reviews": "#c8553d", "litigations": "#5b7f3a"}


class Requests:
    """Sums requests, reviews and litigations by year; counts the reports that state each, and those behind each panel."""

    name = "requests"

    def __init__(self) -> None:
        self.sums: Counter[tuple[str, int]] = Counter()
        self.stating: Counter[tuple[str, int]] = Counter()
        self.behind: Counter[tuple[tuple[str, ...], int]] = Counter()

    def add(self, report: Report) -> None:
        """Count one report that was read; one without a year is left out."""
        year = report.meta.year
        if year is None:
            return
        for name in SERIES:
            value = number_of(report, name)
            if value is not None:
                self.sums[name, year] += value  # type: ignore[assignment]  # a Counter of reals
                self.stating[name, year] += 1
        for panel in PANELS:
            self.behind[panel, year] += any(number_of(report, name) is not None for name in panel)

    def draw(self, figure: Figure, words: Words) -> None:
        """Draw onto an empty figure."""
        years = sorted({year for _, year in self.stating})
        above, below = figure.subplots(2, 1)
        figure.set_size_inches(width_for(years), 7.0)
        above.set_title(words.say("收到的政府信息公开申请（合计）", "Requests received (sum)"))
        below.set_title(words.say("行政复议与行政诉讼（合计）", "Reviews and litigations (sum)"))
        for axes, names in zip((above, below), PANELS, strict=True):
            if not years:
                axes.text(0.5, 0.5, words.say(*NO_REPORTS), ha="center", va="center")
                axes.set_axis_off()
                continue
            width = 0.8 / len(names)
            for place, name in enumerate(names):
                stated = [(x, year) for x, year in enumerate(years) if self.stating[name, year]]  # no bar is not a bar of 0
                left = [x - 0.4 + width * (place + 0.5) for x, _ in stated]
                heights = [float(self.sums[name, year]) for _, year in stated]
                bars = axes.bar(left, heights, width, color=_COLOURS[name], label=words.say(*SERIES[name]))
                axes.bar_label(bars, fmt="{:,.0f}", fontsize=7)  # one large body hides the others' bars, not their numbers
            if len(names) > 1:
                axes.legend(fontsize=8)
            axes.set_xlim(-0.7, len(years) - 0.3)
            axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
            axes.locator_params(axis="y", integer=True)
            axes.yaxis.set_major_formatter("{x:,.0f}")
            year_ticks(axes, years, {year: self.behind[names, year] for year in years}, words)
