"""Sections present by year: the share of a year's reports that have each section, as a heat map."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gkbg_nlp.exports.plots.fonts import Words
from gkbg_nlp.exports.plots.frame import NO_REPORTS, width_for, year_ticks
from gkbg_nlp.report.records import Report
from gkbg_nlp.taxonomy.sections import load_sections

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Coverage:
    """Counts reports by year, and by year and section."""

    name = "coverage"

    def __init__(self) -> None:
        self.reports: Counter[int] = Counter()
        self.having: Counter[tuple[str, int]] = Counter()

    def add(self, report: Report) -> None:
        """Count one report that was read; one without a year is left out."""
        year = report.meta.year
        if year is None:
            return
        self.reports[year] += 1
        for section in {b.section for b in report.blocks if b.section is not None}:
            self.having[section, year] += 1

    def sections(self) -> list[str]:
        """The sections that some report has: those of the taxonomy in its order, then others."""
        seen = {section for section, _ in self.having}
        known = load_sections().ids
        return [*(s for s in known if s in seen), *sorted(seen - set(known))]

    def shares(self) -> list[list[float]]:
        """A row a section, a column a year in order: the share of the year's reports that have the section, 0 to 1."""
        years = sorted(self.reports)
        return [[self.having[section, year] / self.reports[year] for year in years] for section in self.sections()]

    def draw(self, figure: Figure, words: Words) -> None:
        """Draw onto an empty figure."""
        axes = figure.subplots()
        axes.set_title(words.say("各年度报告所含部分（占比）", "Sections present by year (share of reports)"))
        shares = self.shares()
        if not shares:
            axes.text(0.5, 0.5, words.say(*NO_REPORTS), ha="center", va="center")
            axes.set_axis_off()
            return
        years = sorted(self.reports)
        figure.set_size_inches(width_for(years), max(3.0, 1.6 + 0.32 * len(shares)))
        image = axes.imshow(shares, vmin=0.0, vmax=1.0, cmap="Blues", aspect="auto")
        known = load_sections().by_id
        names = [words.say(known[s].zh, known[s].en) if s in known else words.name(s) for s in self.sections()]
        axes.set_yticks(range(len(names)), names)
        year_ticks(axes, years, self.reports, words)
        for y, row in enumerate(shares):
            for x, share in enumerate(row):
                axes.text(x, y, f"{share:.0%}", ha="center", va="center", fontsize=7, color="white" if share > 0.6 else "black")
        figure.colorbar(image, ax=axes, shrink=0.8)
