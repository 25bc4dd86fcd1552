"""The tables of a comparison, as cells of text: the terminal and the HTML page show the same ones."""

from __future__ import annotations

from itertools import combinations

from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.compare import REAL, SAME, Comparison, Difference
from gkbg_nlp.evaluation.paired import FIGURES
from gkbg_nlp.evaluation.tables import TextTable, show

_ENOUGH = 20  # documents from which on a percentile interval is near what it says


def least_documents(alpha: float) -> int:
    """How many documents two contestants must differ in before any difference can be called real."""
    documents = 1
    while 2.0 ** (1 - documents) >= alpha:
        documents += 1
    return documents


def facts(c: Comparison) -> str:
    """What was compared, in one line."""
    headings = ", every gold heading removed" if c.without_headings else ""
    return f"{len(c.contestants)} contestants on {c.documents} reports of {c.gold}{headings}"


def verdict_note(c: Comparison) -> str:
    """How to read the verdicts, and how far so few documents carry."""
    least = least_documents(c.alpha)
    said = (
        f"First minus second; n: reports in which the two differ. real: p of the paired bootstrap over reports ({c.resamples:,} resamples) below {c.alpha:g}, corrected by Holm "
        f"for {c.comparisons} comparisons."
    )
    if c.documents < least:
        return f"{said} {c.documents} reports cannot show any difference: it takes at least {least} that differ."
    if c.documents < _ENOUGH:
        return f"{said} {c.documents} reports are few: the intervals are too narrow."
    return said


def figures_shown(c: Comparison) -> list[str]:
    """The names of the figures that are defined for some contestant, in their order."""
    return [f.name for f in FIGURES if any((e := one.figures.get(f.name)) and e.value is not None for one in c.contestants)]


def tables(c: Comparison) -> list[TextTable]:
    """Figures with a column for each contestant, then a row for each difference, then what the contestants are."""
    columns = ("", *(one.name for one in c.contestants))
    # the interval below its figure, so that a column stays narrow
    rows = [
        (name, *(show(one.figures[name]).replace(" ", "\n") if name in one.figures else "" for one in c.contestants))
        for name in figures_shown(c)
    ]
    rows.append(("reports/s", *(_number(one.documents_per_second) for one in c.contestants)))
    note = (
        "In brackets: 95 % bootstrap interval over reports. Empty: not measured by this figure."
        if c.documents > 1
        else "One report: no intervals."
    )
    about = [(one.name, one.about, "" if one.trained_seconds is None else f"{one.trained_seconds:.1f} s") for one in c.contestants]
    made = [
        TextTable("Contestants", "", ("name", "what", "training"), about),
        TextTable("Figures", note, columns, rows),
        TextTable(
            "Differences",
            verdict_note(c),
            ("pair", "figure", "diff.", "95 % interval", "n", "p", "p Holm", "verdict"),
            [_difference(d) for d in c.differences],
        ),
    ]
    return [t for t in made if t.rows]


def summary(c: Comparison) -> list[str]:
    """One sentence a pair: which differences are real."""
    names = [one.name for one in c.contestants]
    out = []
    for first, second in combinations(names, 2) if c.all_pairs else ((names[0], other) for other in names[1:]):
        of_pair = [d for d in c.differences if (d.first, d.second) == (first, second)]
        if not of_pair:
            out.append(f"{first} - {second}: no figure in common")
            continue
        real = ", ".join(f"{d.figure} {signed(d.difference.value)}" for d in of_pair if d.verdict == REAL)
        others = [d.figure for d in of_pair if d.verdict not in (REAL, SAME)]
        same = [d.figure for d in of_pair if d.verdict == SAME]
        parts = [f"real: {real}" if real else "no difference is shown to be real"]
        if others:
            parts.append(f"not shown: {', '.join(others)}")
        if same:
            parts.append(f"the same in every report: {', '.join(same)}")
        out.append(f"{first} - {second}: {'; '.join(parts)}")
    return out


def signed(value: float | None) -> str:
    """A difference with its sign: ``+0.0312``."""
    return "–" if value is None else f"{value:+.4f}"


def interval(e: Estimate) -> str:
    """``+0.011 to +0.052``; an en dash where there is none."""
    return "–" if e.low is None or e.high is None else f"{e.low:+.3f} to {e.high:+.3f}"


def _difference(d: Difference) -> tuple[str, ...]:
    p_values = ("–", "–") if d.verdict == SAME else (_p(d.p), _p(d.p_holm))
    return (f"{d.first} - {d.second}", d.figure, signed(d.difference.value), interval(d.difference), str(d.documents), *p_values, d.verdict)


def _p(value: float) -> str:
    return f"{value:.4f}" if value >= 0.0001 else "<0.0001"


def _number(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
