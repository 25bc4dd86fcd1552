"""Disclosed items by channel and year: the sum over reports as stacked bars, and the median report's total."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from statistics import quantiles
from typing import TYPE_CHECKING

from gkbg_nlp.exports.plots.fonts import Words
from gkbg_nlp.exports.plots.frame import NO_REPORTS, number_of, width_for, year_ticks
from gkbg_nlp.report.records import Report

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PARTS = {
    "proactive_website": ("政府网站", "websites"),
    "proactive_gazette": ("政府公报", "gazette"),
    "proactive_weibo": ("政务微博", "microblogs"),
    "proactive_wechat": ("政务微信", "WeChat"),
    "other": ("其他渠道", "other channels"),
}
_COLOURS = ("#1f6f8b", "#e0a458", "#c8553d", "#5b7f3a", "#9aa3ab")
_BESIDE = ("proactive_gazette", "proactive_weibo", "proactive_wechat")  # what proactive_other_channels has inside it


def parts_of(report: Report) -> dict[str, float]:
    """The items that a report places on each channel of ``PARTS``, those that it states.

    ``other`` is what is left of ``proactive_other_channels`` without the channels that are named beside it, and never below 0; where
    the report has no such sum, its ``proactive_other_media``.
    """
    found = {name: n for name in PARTS if (n := number_of(report, name)) is not None}
    rest = number_of(report, "proactive_other_channels")
    if rest is not None:
        found["other"] = max(rest - sum(found.get(name, 0.0) for name in _BESIDE), 0.0)
    elif (media := number_of(report, "proactive_other_media")) is not None:
        found["other"] = media
    return found


class Channels:
    """Sums items by year and channel, and keeps the totals of a year's reports (8 bytes each) for their quartiles."""

    name = "channels"

    def __init__(self) -> None:
        self.sums: Counter[tuple[str, int]] = Counter()
        self.stating: Counter[int] = Counter()
        self.totals: defaultdict[int, array[float]] = defaultdict(lambda: array("d"))

    def add(self, report: Report) -> None:
        """Count one report that was read; one without a year is left out."""
        year = report.meta.year
        if year is None:
            return
        parts = parts_of(report)
        self.stating[year] += bool(parts)
        for part, items in parts.items():
            self.sums[part, year] += items  # type: ignore[assignment]  # a Counter of reals
        total = number_of(report, "proactive_total")
        if total is not None:
            self.totals[year].append(total)

    def quartiles(self, year: int) -> tuple[float, float, float] | None:
        """Lower quartile, median and upper quartile of the year's ``proactive_total``; ``None`` where no report states it."""
        totals = self.totals.get(year)
        if not totals:
            return None
        low, middle, high = quantiles(totals, n=4, method="inclusive") if len(totals) > 1 else [totals[0]] * 3
        return low, middle, high

    def draw(self, figure: Figure, words: Words) -> None:
        """Draw onto an empty figure."""
        years = sorted(year for year in self.stating if self.stating[year] or self.totals.get(year))
        above, below = figure.subplots(2, 1)
        figure.set_size_inches(width_for(years), 7.0)
        above.set_title(words.say("主动公开条数：各渠道合计", "Items disclosed: sum by channel"))
        below.set_title(words.say("每份报告主动公开总数：中位数与四分位距", "Items a report: median and quartiles"))
        if not years:
            for axes in (above, below):
                axes.text(0.5, 0.5, words.say(*NO_REPORTS), ha="center", va="center")
                axes.set_axis_off()
            return
        floor = [0.0] * len(years)
        for (part, names), colour in zip(PARTS.items(), _COLOURS, strict=True):
            heights = [float(self.sums[part, year]) for year in years]
            if any(heights):
                above.bar(range(len(years)), heights, bottom=floor, color=colour, label=words.say(*names))
                floor = [low + height for low, height in zip(floor, heights, strict=True)]
        if any(floor):
            above.legend(fontsize=8)
        year_ticks(above, years, self.stating, words)
        stated = [(x, q) for x, year in enumerate(years) if (q := self.quartiles(year)) is not None]
        spread = [[q[1] - q[0] for _, q in stated], [q[2] - q[1] for _, q in stated]]
        below.errorbar([x for x, _ in stated], [q[1] for _, q in stated], yerr=spread, fmt="o", capsize=3, color=_COLOURS[0])
        below.set_xlim(above.get_xlim())
        below.set_ylim(bottom=0)
        above.yaxis.set_major_formatter("{x:,.0f}")
        below.yaxis.set_major_formatter("{x:,.0f}")
        year_ticks(below, years, {year: len(self.totals.get(year, ())) for year in years}, words)
