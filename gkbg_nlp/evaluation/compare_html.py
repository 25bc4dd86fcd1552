"""A comparison as one HTML page that needs nothing from outside: plots of figures and differences, and all tables.

The page is well-formed XML too, so that any tool can read its tables.
"""

from __future__ import annotations

from gkbg_nlp.evaluation.compare import REAL, Comparison
from gkbg_nlp.evaluation.compare_svg import Row, interval_plot
from gkbg_nlp.evaluation.compare_tables import facts, figures_shown, interval, signed, summary, tables
from gkbg_nlp.evaluation.html import STYLE, clean, table
from gkbg_nlp.evaluation.tables import show

_STYLE = ".bar.doubt { stroke: #8c959f; } .dot.doubt { fill: #8c959f; }\n"


def page(c: Comparison) -> str:
    """The whole page."""
    said = "".join(f"<li>{clean(sentence)}</li>\n" for sentence in summary(c))
    parts = [
        f"<ul>\n{said}</ul>\n" if said else "",
        _plots("Figures, with their intervals", "", [_figure(c, name) for name in figures_shown(c)]),
        _plots(
            "Differences, with their intervals",
            "Right of the dashed line the first of the pair is better. Blue: real; grey: not shown, or the same.",
            [_differences(c, name) for name in dict.fromkeys(d.figure for d in c.differences)],
        ),
        *(table(t) for t in tables(c)),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>Comparison on {clean(c.gold)}</title>\n<style>{STYLE}{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Comparison</h1>\n<p>{clean(facts(c))}</p>\n{''.join(parts)}</body>\n</html>\n"
    )


def _plots(title: str, note: str, plots: list[tuple[str, str]]) -> str:
    if not plots:
        return ""
    figures = "".join(f"<figure><figcaption>{clean(name)}</figcaption>{drawn}</figure>\n" for name, drawn in plots)
    return f'<h2>{clean(title)}</h2>\n<p class="note">{clean(note)}</p>\n<div class="plots">\n{figures}</div>\n'


def _figure(c: Comparison, name: str) -> tuple[str, str]:
    """One figure of every contestant that is measured by it, over a scale that ends at 1."""
    measured = [(one.name, one.figures[name]) for one in c.contestants if name in one.figures]
    rows = [Row(who, value, f"{who}: {show(value)}") for who, value in measured]
    return name, interval_plot(name, rows, top=1.0)


def _differences(c: Comparison, name: str) -> tuple[str, str]:
    rows = []
    for d in c.differences:
        if d.figure == name:
            pair = f"{d.first} - {d.second}"
            said = f"{pair}: {signed(d.difference.value)} ({interval(d.difference)}), p (Holm) {d.p_holm:.4f}, {d.verdict}"
            rows.append(Row(pair, d.difference, said, "" if d.verdict == REAL else "doubt"))
    return name, interval_plot(f"{name}: differences", rows, zero=True)
