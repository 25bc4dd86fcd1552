"""What all pictures share: numbers of a report, the axis of years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gkbg_nlp.exports.plots.fonts import Words
from gkbg_nlp.exports.rows import value_number
from gkbg_nlp.report.records import Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NO_REPORTS = ("没有可画的报告", "no report states this")


def number_of(report: Report, indicator: str) -> float | None:
    """An indicator's number; ``None`` where the report does not state one."""
    found = report.indicators.get(indicator)
    return None if found is None else value_number(found.value)


def width_for(years: Sequence[int]) -> float:
    """Width of a picture with an axis of these years, in inches; bounded, as years of broken input can be many."""
    return min(max(6.0, 3.0 + 0.6 * len(years)), 40.0)


def year_ticks(axes: Axes, years: Sequence[int], counts: Mapping[int, int], words: Words) -> None:
    """Label places 0, 1, ... with the years and with how many reports stand behind each."""
    axes.set_xticks(range(len(years)), [f"{year}\n{counts[year]}" for year in years], fontsize=8)
    axes.set_xlabel(words.say("年度 / 报告数", "year / reports"), fontsize=8)
