"""An evaluation as a readable page of tables."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from gkbg_nlp.cli.messages import visible
from gkbg_nlp.evaluation.records import Evaluation
from gkbg_nlp.evaluation.tables import TextTable, confusion_table, facts, tables


def render_evaluation(e: Evaluation) -> RenderableType:
    """The tables in reading order, the confusion of sections behind theirs, differences last."""
    parts: list[RenderableType] = [Text(visible(facts(e)), style="bold")]
    for table in tables(e):
        parts += ["", *render_table(table)]
        if table.title == "Sections":
            parts += ["", *render_table(confusion_table(e.confusion, "Confusion of sections"))]
        if table.title == "Roles":
            parts += ["", *render_table(confusion_table(e.role_confusion, "Confusion of roles"))]
    if e.differences:
        parts += ["", Text(f"Differences from gold ({len(e.differences)} of {e.differences_total})", style="bold")]
        parts += [Text(visible(f"{d.report} {d.kind} {d.what}")) for d in e.differences]
    return Group(*parts)


def render_table(table: TextTable) -> list[RenderableType]:
    """A table under its title and note."""
    made = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    for i, name in enumerate(table.columns):
        made.add_column(Text(name), justify="left" if i == 0 or name == "what" else "right", overflow="fold")
    for row in table.rows:
        made.add_row(*(Text(visible(cell, keep="\n")) for cell in row))
    head: list[RenderableType] = [Text(table.title, style="bold")]
    if table.note:
        head.append(Text(visible(table.note), style="dim"))
    return [*head, made]
