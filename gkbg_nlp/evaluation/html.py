"""An evaluation as one HTML page that needs nothing from outside: inline style, tables, coloured confusion matrices, inline SVG.

The page is well-formed XML too, so that any tool can read its tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from gkbg_nlp.evaluation import svg
from gkbg_nlp.evaluation.records import Confusion, Evaluation
from gkbg_nlp.evaluation.tables import TextTable, facts, tables

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
p { max-width: 60rem; } .note { color: #57606a; margin: .2rem 0 .6rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid #d8dee4; text-align: right; white-space: pre; }
th { font-weight: 600; } tbody th, .name { text-align: left; }
tbody tr:hover { background: #f6f8fa; }
.matrix td { text-align: center; min-width: 1.6rem; padding: .2rem .3rem; border: 1px solid #fff; }
.matrix thead th { vertical-align: bottom; padding: .3rem .1rem; border: 0; } .matrix thead span { writing-mode: vertical-rl; }
.plots { display: flex; flex-wrap: wrap; gap: 2rem; } figure { margin: 0; } figcaption { font-weight: 600; }
svg { max-width: 100%; height: auto; } svg text { font: 11px system-ui, sans-serif; fill: #57606a; }
.grid path { stroke: #e4e8ec; } .ideal { stroke: #8c959f; stroke-dasharray: 4 4; }
.bar { stroke: #0969da; stroke-width: 2; opacity: .5; } .dot { fill: #0969da; opacity: .75; }
.curve { fill: none; stroke: #0969da; stroke-width: 2; }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; } .differences td { text-align: left; white-space: normal; }
"""
# What XML 1.0 does not allow in a document; a report's text may hold it.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def page(e: Evaluation) -> str:
    """The whole page."""
    made = tables(e)
    names = ["Figures", "Sections"]
    parts = [table(t) for t in made if t.title in names]
    parts.append(_matrix(e.confusion, "Confusion of sections"))
    calibrated = e.calibration.curve
    if calibrated:
        parts.append(_plots(e))
    parts += [table(t) for t in made if t.title not in names]
    parts.append(_matrix(e.role_confusion, "Confusion of roles"))
    parts.append(_differences(e))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>Evaluation of {clean(e.model)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Evaluation</h1>\n<p>{clean(facts(e))}</p>\n{''.join(parts)}</body>\n</html>\n"
    )


def clean(value: str) -> str:
    """The value as text of a page: escaped, without what XML 1.0 forbids."""
    return escape(_FORBIDDEN.sub("\ufffd", value))


def _heading(title: str, note: str = "") -> str:
    return f"<h2>{clean(title)}</h2>\n" + (f'<p class="note">{clean(note)}</p>\n' if note else "")


def table(t: TextTable) -> str:
    """A table under its title and note."""
    left = {"what"}
    head = "".join(f'<th scope="col"{_class(c in left or i == 0)}>{clean(c)}</th>' for i, c in enumerate(t.columns))
    rows = "".join(
        f'<tr><th scope="row">{clean(row[0])}</th>'
        + "".join(f"<td{_class(t.columns[i] in left)}>{clean(cell)}</td>" for i, cell in enumerate(row[1:], 1))
        + "</tr>\n"
        for row in t.rows
    )
    return (
        f'{_heading(t.title, t.note)}<div class="scroll"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n'
    )


def _class(name: bool) -> str:
    return ' class="name"' if name else ""


def _matrix(confusion: Confusion, title: str) -> str:
    """Cells coloured by their share of the row: green on the diagonal, red beside it."""
    head = "".join(f'<th scope="col"><span>{clean(c)}</span></th>' for c in confusion.columns)
    rows = "".join(_matrix_row(name, counts, confusion.columns) for name, counts in zip(confusion.rows, confusion.counts, strict=True))
    note = "Rows gold, columns what was said; coloured by the share of the row."
    return (
        f'{_heading(title, note)}<div class="scroll"><table class="matrix">\n<thead><tr><th></th>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _matrix_row(name: str, counts: Sequence[int], columns: Sequence[str]) -> str:
    total = max(1, sum(counts))
    cells = []
    for column, count in zip(columns, counts, strict=True):
        share = count / total
        if not count:
            cells.append("<td></td>")
            continue
        # right: to a deep green; wrong: seen from the first block on
        colour = (
            f"rgba(26, 127, 55, {0.15 + 0.6 * share:.2f})" if column == name else f"rgba(207, 34, 46, {min(0.85, 0.15 + 2 * share):.2f})"
        )
        said = f"{name} as {column}: {count} of {total} ({share:.1%})"
        cells.append(f'<td style="background: {colour}" title="{clean(said)}">{count}</td>')
    return f'<tr><th scope="row">{clean(name)}</th>{"".join(cells)}</tr>\n'


def _plots(e: Evaluation) -> str:
    plots = (("Reliability of section confidence", svg.reliability), ("Accuracy at coverage", svg.coverage))
    figures = "".join(f"<figure><figcaption>{title}</figcaption>{draw(e.calibration)}</figure>\n" for title, draw in plots)
    note = "Left: a circle on the dashed line means what its confidence says; larger circles hold more blocks. Right: the surest first."
    return f'{_heading("Confidence", note)}<div class="plots">\n{figures}</div>\n'


def _differences(e: Evaluation) -> str:
    if not e.differences:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{clean(d.report)}</th><td>{clean(d.kind)}</td><td><code>{clean(d.what)}</code></td></tr>\n'
        for d in e.differences
    )
    note = f"{len(e.differences)} of {e.differences_total}."
    return f'{_heading("Differences from gold", note)}<div class="scroll"><table class="differences">\n<tbody>\n{rows}</tbody>\n</table></div>\n'
